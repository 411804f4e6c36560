"""Reads a plan or a state of resources in its JSON form, and compares values in it with what is demanded."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

PASSED, FAILED, UNKNOWN_YET = "passed", "failed", "unknown"
AFTER_APPLY = "known only after the apply: check the state (--state)"
NOT_SET = "the code does not set it"
# Where resources carry tags, or what other clouds call labels (their tags are another thing): with a provider's
# own default ones, or as written.
TAGS = ("tags_all", "tags")
LABELS = ("effective_labels", "terraform_labels")
KEYS = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


class Unknown:
    """A value that only the apply will give."""

    def __repr__(self) -> str:
        return "(known after apply)"


UNKNOWN = Unknown()
# An element of a list that is there, whatever its value will be.
UNKNOWN_ELEMENT = Unknown()


class Resource(NamedTuple):
    """One instance of a resource: ``secret`` and ``unknown`` have its values' shape."""

    address: str
    type: str
    values: dict[str, Any]
    unknown: Any
    secret: Any


class Finding(NamedTuple):
    """A value at a place of the plan, and whether it is as demanded."""

    status: str
    place: str
    value: Any = None
    reason: str = ""


class Added(NamedTuple):
    """What every resource of a type must hold, whoever added it: ``says`` names the demand.

    ``without`` are texts in a label that take a resource out; ``where`` and ``where_not`` are values that tell
    which resources (or, as ``block[*].name``, which of their blocks) it is about.
    """

    type: str
    path: str
    operation: str
    expected: Any
    says: str
    without: Sequence[str] = ()
    where: Mapping[str, Sequence[Any]] = {}
    where_not: Mapping[str, Sequence[Any]] = {}


class Plan:
    """A plan's or a state's resources, its variables, and what the code says."""

    def __init__(self, document: dict[str, Any]) -> None:
        values = document.get("planned_values") or document.get("values") or {}
        self.variables: dict[str, Any] = {
            name: entry.get("value")
            for name, entry in (document.get("variables") or {}).items()
        }
        # By address without keys: a resource with count or for_each has several.
        self.resources: dict[str, list[Resource]] = {}
        # The arguments that the code gives; empty for a state, which has no code.
        self.written: dict[str, dict[str, Any]] = {}
        unknown = {
            change["address"]: (change.get("change") or {}).get("after_unknown") or {}
            for change in document.get("resource_changes") or []
        }
        self._add_resources(values.get("root_module") or {}, unknown)
        code = document.get("configuration") or {}
        self._add_code(code.get("root_module") or {}, "")
        self.providers: dict[str, Any] = code.get("provider_config") or {}
        # A state has no variables, and nothing that says what they were.
        self.is_state = "planned_values" not in document

    def _add_resources(self, module: dict[str, Any], unknown: dict[str, Any]) -> None:
        for entry in module.get("resources") or []:
            if entry.get("mode", "managed") != "managed":
                continue
            address = entry["address"]
            bare = without_keys(address)
            found = Resource(
                address,
                entry.get("type") or bare.split(".")[-2],
                entry.get("values") or {},
                unknown.get(address, {}),
                entry.get("sensitive_values") or {},
            )
            self.resources.setdefault(bare, []).append(found)
        for child in module.get("child_modules") or []:
            self._add_resources(child, unknown)

    def _add_code(self, module: dict[str, Any], above: str) -> None:
        for entry in module.get("resources") or []:
            self.written[above + entry["address"]] = entry.get("expressions") or {}
        for name, call in (module.get("module_calls") or {}).items():
            self._add_code(call.get("module") or {}, f"{above}module.{name}.")


def without_keys(address: str) -> str:
    """An address without the keys of ``count`` and ``for_each``."""
    return KEYS.sub("", address)


def find(plan: Plan, address: str, path: str) -> list[Finding] | None:
    """All values at ``path`` below a resource's instances, or a variable's; None where there is no such thing."""
    if address.startswith("var."):
        name = address.removeprefix("var.")
        if name not in plan.variables:
            return None
        value = plan.variables[name]
        listed = value if isinstance(value, list) else [value]
        return [Finding("", address, item) for item in listed]
    if address.startswith("local."):
        every = (found for group in plan.resources.values() for found in group)
        names = LABELS if "label" in address else TAGS
        return [tags for found in every for tags in _tags(found, names)]
    if address not in plan.resources:
        return None
    steps = path.split(".") if path else []
    return [
        Finding("", f"{found.address}.{path}" if path else found.address, value)
        for found in plan.resources[address]
        for value in _walk(found.values, found.unknown, found.secret, steps)
    ]


class Secret(NamedTuple):
    """A value that may be compared but not shown."""

    value: Any

    def __repr__(self) -> str:
        return "(sensitive)"


def _tags(resource: Resource, names: Sequence[str]) -> Iterator[Finding]:
    """The tags that a resource carries; nothing where it can have none."""
    unknown = resource.unknown if isinstance(resource.unknown, dict) else {}
    for name in names:
        place = f"{resource.address}.{name}"
        if _unknown_part(unknown.get(name)):
            yield Finding("", place, UNKNOWN)
            return
        if name in resource.values:
            tags = _with_keys(resource.values[name], unknown.get(name))
            yield Finding("", place, tags)
            return


def _unknown_part(marks: Any) -> bool:
    """Whether marks leave a value, or an element of a list, to the apply; a list of known things has marks too."""
    return marks is True or (
        isinstance(marks, list) and any(_unknown_part(mark) for mark in marks)
    )


def _with_keys(tags: Any, marks: Any) -> Any:
    """Tags with the keys of those whose values only the apply will give: a plan leaves these out."""
    if not isinstance(marks, dict):
        return tags
    return {**(tags or {}), **{key: UNKNOWN for key in marks if marks[key]}}


def _walk(known: Any, unknown: Any, secret: Any, steps: list[str]) -> Iterator[Any]:
    if unknown is True:
        yield UNKNOWN
    elif not steps:
        listed = known if isinstance(known, list) else [known]
        for index, item in enumerate(listed):
            if isinstance(known, list) and _below(unknown, index) is True:
                yield UNKNOWN_ELEMENT
            else:
                yield Secret(item) if secret is True else item
    else:
        name, every = steps[0].removesuffix("[*]"), steps[0].endswith("[*]")
        inner = known.get(name) if isinstance(known, dict) else None
        marks = _below(unknown, name), _below(secret, name)
        if not every or marks[0] is True:
            yield from _walk(inner, *marks, steps[1:])
            return
        for index, item in enumerate(inner if isinstance(inner, list) else []):
            later, hidden = (_below(mark, index) for mark in marks)
            yield from _walk(item, later, hidden, steps[1:])


def _below(marks: Any, key: Any) -> Any:
    """The marks of a part: what is true of the whole is true of each part."""
    if marks is True:
        return True
    if isinstance(marks, dict):
        return marks.get(key, {})
    if isinstance(marks, list) and isinstance(key, int) and key < len(marks):
        return marks[key]
    return {}


def _actions(policy: str) -> list[str]:
    """All actions that a policy document allows."""
    statements = json.loads(policy)["Statement"]
    found: list[str] = []
    for statement in statements if isinstance(statements, list) else [statements]:
        if statement.get("Effect", "Allow") == "Allow":
            actions = statement.get("Action", [])
            found += [actions] if isinstance(actions, str) else actions
            # All actions but those named.
            found += ["*"] if "NotAction" in statement else []
    return found


def _same(value: Any, expected: Any) -> bool:
    """Some providers keep numbers and yes or no as text; a yes or no that is not given is a no."""
    if value == expected and isinstance(value, bool) == isinstance(expected, bool):
        return True
    if expected is False and value is None:
        return True
    pair = (value, expected)
    texts = [item if isinstance(item, str) else json.dumps(item) for item in pair]
    if texts[0] == texts[1]:
        return True
    numbers = [_number(item) for item in pair]
    return None not in numbers and numbers[0] == numbers[1]


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _within(value: Any, limit: float, sign: int) -> bool:
    number = _number(value)
    return number is not None and number * sign >= limit * sign


def _contains(value: Any, expected: Any) -> bool:
    # A list of tags may have them as "key:value".
    keys = value if isinstance(value, dict) else [str(item) for item in value or ()]
    return all(
        item in keys or any(key.startswith(f"{item}:") for key in keys)
        for item in expected
    )


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "equal": _same,
    "one_of": lambda value, expected: any(_same(value, item) for item in expected),
    "none_of": lambda value, expected: value not in expected,
    "at_least": lambda value, expected: _within(value, expected, 1),
    "at_most": lambda value, expected: _within(value, expected, -1),
    "set": lambda value, expected: value not in (None, ""),
    "contains_all": _contains,
    "no_wildcard_action": lambda value, expected: (
        not [
            action
            for action in _actions(value)
            if action == "*" or action.endswith(":*")
        ]
    ),
}
# An empty list of values has nothing forbidden in it; it never has what is demanded.
FORBIDDING = ("none_of", "no_wildcard_action")


def findings(
    plan: Plan, address: str, path: str, operation: str, expected: Any
) -> list[Finding]:
    """What the plan has at a place, each value passed, failed or unknown; never an empty list."""
    place = f"{address}.{path}" if path else address
    values = find(plan, address, path)
    if values is None:
        if address.startswith("var.") and plan.is_state:
            return [Finding(UNKNOWN_YET, place, None, "a state has no variables")]
        if address in plan.written:
            reason = "this plan has no instance of it"
            return [Finding(UNKNOWN_YET, place, None, reason)]
        return [Finding(FAILED, place, None, f"{address} is not in the plan")]
    if operation in ("count_at_least", "distinct_at_least"):
        return [_count(place, values, expected, operation == "distinct_at_least")]
    if operation == "contains_all" and not address.startswith("local."):
        return [_union(place, values, expected)]
    if not values:
        if operation in FORBIDDING:
            return [Finding(PASSED, place, None, "there is nothing of the kind")]
        if address.startswith("local."):
            return [Finding(UNKNOWN_YET, place, None, "no resource shows it")]
        return [Finding(FAILED, place, None, "there is no such value")]
    unwritten = _unwritten(plan, address, path)
    return [_one(value, operation, expected, unwritten) for value in values]


def _one(found: Finding, operation: str, expected: Any, unwritten: bool) -> Finding:
    if isinstance(found.value, Unknown):
        if operation == "set":
            if unwritten:
                return found._replace(status=FAILED, reason=NOT_SET)
            return found._replace(status=PASSED)
        if unwritten and operation in FORBIDDING:
            # Nothing forbidden stands in this code; other resources have checks too.
            return found._replace(status=PASSED, reason=NOT_SET)
        return found._replace(status=UNKNOWN_YET, reason=AFTER_APPLY)
    secret = isinstance(found.value, Secret)
    value = found.value.value if secret else found.value
    try:
        right = COMPARE[operation](value, expected)
    except (AttributeError, KeyError, TypeError, ValueError):
        reason = "the value can't be read"
        return found._replace(status=UNKNOWN_YET, reason=reason)
    return found._replace(status=PASSED if right else FAILED)


def _unwritten(plan: Plan, address: str, path: str) -> bool:
    """Whether the code is there and leaves the argument, or the block, to the cloud."""
    name = path.split(".")[0].removesuffix("[*]")
    return address in plan.written and name not in plan.written[address]


def _count(
    place: str, values: list[Finding], least: int, distinct: bool = False
) -> Finding:
    # An element that is there counts, whatever it will be; whether it differs only the apply will tell.
    later = (UNKNOWN, UNKNOWN_ELEMENT) if distinct else (UNKNOWN,)
    known = [found for found in values if found.value not in later]
    filled = [found.value for found in known if found.value not in (None, "")]
    different = {json.dumps(value, default=str) for value in filled}
    number = len(different if distinct else filled)
    if number >= least:
        return Finding(PASSED, place, number)
    if len(known) < len(values):
        return Finding(UNKNOWN_YET, place, number, AFTER_APPLY)
    return Finding(FAILED, place, number, f"{number} instead of at least {least}")


def _union(place: str, values: list[Finding], expected: Any) -> Finding:
    known = [found.value for found in values if not isinstance(found.value, Unknown)]
    keys: list[Any] = []
    for value in known:
        keys += value if isinstance(value, dict | list) else [value]
    if keys and _contains(keys, expected):
        return Finding(PASSED, place, keys)
    if len(known) < len(values):
        return Finding(UNKNOWN_YET, place, keys, AFTER_APPLY)
    return Finding(FAILED, place, keys)


def check(plan: Plan, address: str, path: str, operation: str, expected: Any) -> None:
    """Fails where the plan breaks the demand; skips, with the reason, where only an apply can tell."""
    import pytest

    found = findings(plan, address, path, operation, expected)
    for finding in found:
        reason = f" ({finding.reason})" if finding.reason else ""
        assert finding.status != FAILED, (
            f"{finding.place} is {finding.value!r}{reason};"
            f" demanded: {operation} {expected!r}"
        )
    for finding in found:
        if finding.status == UNKNOWN_YET:
            pytest.skip(f"{finding.place}: {finding.reason}")


def narrowed(
    group: Sequence[Resource],
    where: Mapping[str, Sequence[Any]],
    where_not: Mapping[str, Sequence[Any]],
) -> list[Resource]:
    """Those of a resource's instances that have the values, each with only those blocks that have them."""
    found = [_narrowed(resource, where, where_not) for resource in group]
    return [resource for resource in found if resource is not None]


def _narrowed(
    resource: Resource,
    where: Mapping[str, Sequence[Any]],
    where_not: Mapping[str, Sequence[Any]],
) -> Resource | None:
    values = dict(resource.values)
    shapes = (resource.unknown, resource.secret)
    marks = [dict(mark) if isinstance(mark, dict) else mark for mark in shapes]
    for wanted, conditions in ((True, where), (False, where_not)):
        for path, choices in conditions.items():
            block, _, name = path.rpartition("[*].")
            if not block:
                if COMPARE["one_of"](values.get(name), choices) is not wanted:
                    return None
                continue
            items = values.get(block)
            if not isinstance(items, list):
                continue
            kept = [
                place
                for place, item in enumerate(items)
                if _has(item, name, choices) is wanted
            ]
            values[block] = [items[place] for place in kept]
            for mark in marks:
                if isinstance(mark, dict) and isinstance(mark.get(block), list):
                    listed = mark[block]
                    mark[block] = [
                        listed[place] for place in kept if place < len(listed)
                    ]
    return resource._replace(values=values, unknown=marks[0], secret=marks[1])


def _has(item: Any, name: str, choices: Sequence[Any]) -> bool:
    return COMPARE["one_of"](
        item.get(name) if isinstance(item, dict) else None, choices
    )


def check_added(plan: Plan, own: Sequence[str], rows: Sequence[Added]) -> None:
    """Fails where a resource that is not among ``own`` breaks what every one of its type must hold."""
    import pytest

    types = {row.type for row in rows}
    added = {
        address: group
        for address, group in plan.resources.items()
        if address not in own and group[0].type in types
    }
    if not added:
        pytest.skip("nothing was added by hand that these checks are about")
    failed = [
        f"{row.says} ({finding.place} is {finding.value!r}; demanded: {row.operation} {row.expected!r})"
        for row in rows
        for address, group in added.items()
        for finding in _of_added(plan, address, group, row)
        if finding.status == FAILED
    ]
    assert not failed, "\n".join(failed)


def _of_added(
    plan: Plan, address: str, group: Sequence[Resource], row: Added
) -> list[Finding]:
    label = address.rsplit(".", 1)[-1]
    if group[0].type != row.type or any(text in label for text in row.without):
        return []
    kept = narrowed(group, row.where, row.where_not)
    if not kept:
        return []
    part = copy.copy(plan)
    part.resources = {address: kept}
    return findings(part, address, row.path, row.operation, row.expected)
