"""Holds what a Pulumi program registers against what Terraform plans for the same design: resource by resource, argument by argument."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from spec2iac.hcl.expression import Conditional, Literal, Node, traversal
from spec2iac.hcl.graph import Block
from spec2iac.project.layout import Layout
from spec2iac.pulumi.mocks import camel
from spec2iac.pulumi.placing import entry_of
from spec2iac.pulumi.program import Program
from spec2iac.pulumi.sdk import Sdk, property_of

# What stands beside a resource's arguments in Terraform and becomes an option in Pulumi.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What a package fills in where the code says nothing.
BY_PACKAGE = "Managed by Pulumi"
META = frozenset(("count", "for_each", "provider", "depends_on", "lifecycle"))


def differences(
    plan: Mapping[str, Any],
    registered: list[dict[str, Any]],
    program: Program,
    layout: Layout,
    schema: Mapping[str, Any],
    sdk: Sdk,
) -> Iterator[str]:
    """What the program registers otherwise than Terraform plans, a line each; nothing where they agree."""
    planned = _planned(plan)
    blocks = {placed.address: placed.block for placed in layout.resources()}
    found = {
        (item["type"], item["name"]): item["inputs"]
        for item in registered
        if not item["type"].startswith("pulumi:")
    }
    expected: set[tuple[str, str]] = set()
    lookups = {
        entry.token
        for placed in layout.placed
        if placed.kind == "data" and (entry := entry_of(placed.block, sdk))
    }
    looked_up = {text for token in lookups for text in _texts(program.mocks.get(token or "", {}))}
    nulls = frozenset(
        placed.address
        for placed in layout.placed
        if placed.kind == "variable" and "default" in placed.block.attributes
        and placed.block.attributes["default"].value is None
    )  # fmt: skip
    for address, instances in planned.items():
        made, block = program.resources[address], blocks[address]
        for key, values, unknown in instances:
            name = f"{made.logical}-{key}" if made.several else made.logical
            expected.add((made.token, name))
            inputs = found.get((made.token, name))
            if inputs is None:
                yield f"{address}: the program registers no {made.token} {name}"
                continue
            entry = schema["resources"][address.split(".")[0]]
            lines = _arguments(
                f"{address}[{key}]", block, values, unknown, inputs, entry, made.properties, nulls
            )
            # What is looked up is one thing to the recorded providers and another to the mocks.
            yield from (line for line in lines if not any(value in line for value in looked_up))
    for token, name in sorted(set(found) - expected):
        yield f"the program registers {token} {name}, which Terraform doesn't plan"


def unlike_the_graph(registered: list[dict[str, Any]], program: Program, layout: Layout) -> Iterator[str]:
    """What the program registers otherwise than the configuration says, as far as that tells without a plan: which resources there are,
    and the arguments with plain values."""
    left = {
        (item["type"], item["name"]): item["inputs"]
        for item in registered
        if not item["type"].startswith("pulumi:")
    }
    single = {(made.token, made.logical) for made in program.resources.values() if not made.several}
    for placed in layout.resources():
        made = program.resources[placed.address]
        names = [(made.token, made.logical)] if not made.several else [
            key for key in left if key not in single and key[0] == made.token and key[1].startswith(f"{made.logical}-")
        ]  # fmt: skip
        instances = [left.pop(key) for key in names if key in left]
        if not instances and not placed.repeated:
            yield f"{placed.address}: the program registers no {made.token} {made.logical}"
        for inputs in instances:
            yield from _plain_arguments(placed.block, inputs, made.properties)
    yield from (
        f"the program registers {token} {name}, which is not in the configuration" for token, name in left
    )


def _plain_arguments(block: Block, inputs: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[str]:
    for name, item in block.attributes.items():
        known = property_of(properties, name)
        if not item.literal or name in META or known.missing or known.instead is not None:
            continue
        planned = item.value[0] if known.one and isinstance(item.value, list) else item.value
        given = inputs.get(camel(known.name))
        if not (_is_nothing(planned) and _is_nothing(given)) and not same(planned, given):
            yield f"{block.address}.{name}: {given!r} instead of {planned!r}"


def _planned(plan: Mapping[str, Any]) -> dict[str, list[tuple[Any, dict[str, Any], Any]]]:
    """Each resource's instances by address: the key, the values, and what is unknown of them."""
    unknown = {
        change["address"]: change["change"].get("after_unknown") or {} for change in plan["resource_changes"]
    }
    found: dict[str, list[tuple[Any, dict[str, Any], Any]]] = {}
    for item in plan["planned_values"]["root_module"].get("resources", []):
        if item.get("mode") == "managed":
            address = f"{item['type']}.{item['name']}"
            entry = item.get("index"), item["values"], unknown.get(item["address"], {})
            found.setdefault(address, []).append(entry)
    return found


def _arguments(
    place: str,
    block: Block,
    values: Mapping[str, Any],
    unknown: Any,
    inputs: Mapping[str, Any],
    entry: Mapping[str, Any],
    properties: Mapping[str, Any],
    around: frozenset[str],
) -> Iterator[str]:
    """What differs in the arguments that the block writes, and what the program gives beside them."""
    blocks = entry.get("blocks", {})
    written = {
        *block.attributes,
        *(inner.labels[0] if inner.kind == "dynamic" else inner.kind for inner in block.blocks),
    }
    allowed: set[str] = set()
    nullable = {name for name, item in block.attributes.items() if _may_be_null(item.node, around)}
    for name in sorted(written - (META if "lifecycle" not in blocks else META - {"lifecycle"})):
        known = property_of(properties, name)
        if known.instead is not None:
            allowed |= {camel(other) for other in known.instead}
            continue
        called = camel(known.name)
        allowed.add(called)
        if name in nullable and inputs.get(called) is None and values.get(name) is None:
            continue
        yield from _value(
            f"{place}.{name}",
            values.get(name),
            _below(unknown, name),
            inputs.get(called),
            known.properties,
            known.one,
        )
    for name in sorted(set(inputs) - allowed):
        if inputs[name] not in (None, [], {}, BY_PACKAGE):
            yield f"{place}: the program gives {name}, which Terraform's code doesn't"


def _value(
    place: str, planned: Any, unknown: Any, given: Any, properties: Mapping[str, Any], one: bool
) -> Iterator[str]:
    if unknown is True:
        if given is None:
            yield f"{place}: the program gives nothing"
        return
    if one and isinstance(planned, list):
        planned = planned[0] if planned else None
        unknown = unknown[0] if isinstance(unknown, list) and unknown else {}
        if unknown is True:
            yield from _value(place, None, True, given, properties, False)
            return
    if _is_nothing(planned) and (given is None or _nothing_known(unknown)):
        if not _is_nothing(given) and not _write_only(place):
            yield f"{place}: the program gives {given!r}, Terraform nothing"
    elif isinstance(planned, dict) and isinstance(given, dict):
        yield from _mapping(place, planned, unknown, given, properties)
    elif isinstance(planned, list) and isinstance(given, list):
        yield from _list(place, planned, unknown, given, properties)
    elif not same(planned, given):
        yield f"{place}: {given!r} instead of {planned!r}"


def _mapping(
    place: str,
    planned: Mapping[str, Any],
    unknown: Any,
    given: Mapping[str, Any],
    properties: Mapping[str, Any],
) -> Iterator[str]:
    """A block, an object or a map; the keys of a map are the author's own."""
    allowed: set[str] = set()
    names = [
        *planned,
        *(name for name in (unknown if isinstance(unknown, dict) else {}) if name not in planned),
    ]
    for name in names:
        known = property_of(properties, name)
        if known.inline is not None:
            allowed |= {camel(other) for other in known.inline.values()}
            continue
        called = name if name in given else camel(known.name)
        allowed.add(called)
        inner = planned.get(name)
        # What the code leaves out of a block the provider may fill in by itself.
        if _below(unknown, name) is True and called not in given:
            continue
        yield from _value(
            f"{place}.{name}", inner, _below(unknown, name), given.get(called), known.properties, known.one
        )
    for name in sorted(set(given) - allowed):
        if not _is_nothing(given[name]):
            yield f"{place}: the program gives {name}={given[name]!r}, which Terraform's code doesn't"


def _list(
    place: str, planned: list[Any], unknown: Any, given: list[Any], properties: Mapping[str, Any]
) -> Iterator[str]:
    marks = unknown if isinstance(unknown, list) else []
    if len(planned) != len(given):
        yield f"{place}: {len(given)} elements instead of {len(planned)}: {given!r} instead of {planned!r}"
        return
    # Sets have no order: each element has to find one that is the same.
    left = list(given)
    for index, item in enumerate(planned):
        mark = marks[index] if index < len(marks) else {}
        tries = [list(_value(f"{place}[{index}]", item, mark, other, properties, False)) for other in left]
        best = min(range(len(tries)), key=lambda number: len(tries[number]))
        yield from tries[best]
        left.pop(best)


def same(planned: Any, given: Any) -> bool:
    """Whether two plain values mean the same: numbers and yes or no may be texts, JSON and paths may be written otherwise."""
    if planned == given:
        return True
    texts = [value if isinstance(value, str) else json.dumps(value) for value in (planned, given)]
    if all(map(MOMENT.fullmatch, texts)):
        # The time of the run with some days added to it: the two ran at the same time, nearly.
        first, second = (datetime.fromisoformat(text) for text in texts)
        return abs(first - second) < timedelta(hours=1)
    if texts[0].removeprefix("./") == texts[1].removeprefix("./"):
        return True
    try:
        documents = [json.loads(text) for text in texts]
    except ValueError:
        return _lines(texts[0]) == _lines(texts[1])
    numbers = [value for value in documents if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == 2:
        return abs(numbers[0] - numbers[1]) < 1e-9
    return bool(documents[0] == documents[1])


def _lines(text: str) -> list[str]:
    """A document of YAML as JSON where it is one, else the words of a text."""
    import yaml

    try:
        return [json.dumps(yaml.safe_load(text), sort_keys=True, default=str)]
    except yaml.YAMLError:
        return text.split()


def _may_be_null(node: Node, nulls: frozenset[str]) -> bool:
    """Whether an expression may be null: what Terraform's providers then choose is unknown in a plan."""
    reference = traversal(node)
    return (
        (isinstance(node, Literal) and node.value is None)
        or (reference is not None and reference.address in nulls)
        or (
            isinstance(node, Conditional)
            and any(_may_be_null(part, nulls) for part in (node.then, node.otherwise))
        )
    )


def _texts(value: Any) -> Iterator[str]:
    """The texts in what a mock gives for a lookup."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value.replace("NAME", "found")


def _below(marks: Any, name: str) -> Any:
    return True if marks is True else marks.get(name, {}) if isinstance(marks, dict) else {}


def _is_nothing(value: Any) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_nothing, value.values() if isinstance(value, dict) else value))
    return value is None


def _nothing_known(unknown: Any) -> bool:
    if isinstance(unknown, dict):
        return all(_nothing_known(mark) for mark in unknown.values())
    if isinstance(unknown, list):
        return all(_nothing_known(mark) for mark in unknown)
    return unknown is not True


def _write_only(place: str) -> bool:
    """An argument that never stands in a plan."""
    return place.rpartition(".")[2].endswith("_wo")
