"""Reads the JSON of a Terraform or OpenTofu plan or state, and compares a value in it with what is demanded."""

import json
from typing import Any

import pytest


class Unknown:
    """A value that only the apply will give."""


UNKNOWN = Unknown()


class Plan:
    """A plan's or a state's resources by address, and its variables."""

    def __init__(self, document: dict[str, Any]) -> None:
        values = document.get("planned_values") or document.get("values") or {}
        self.variables = {
            name: entry.get("value")
            for name, entry in document.get("variables", {}).items()
        }
        self.resources: dict[str, list[tuple[dict[str, Any], Any]]] = {}
        unknown = {
            change["address"]: change["change"].get("after_unknown") or {}
            for change in document.get("resource_changes", [])
        }
        self._add(values.get("root_module", {}), unknown)

    def _add(self, module: dict[str, Any], unknown: dict[str, Any]) -> None:
        for resource in module.get("resources", []):
            address = resource["address"]
            entry = (resource.get("values") or {}, unknown.get(address, {}))
            self.resources.setdefault(address.split("[")[0], []).append(entry)
        for child in module.get("child_modules", []):
            self._add(child, unknown)

    def values(self, address: str, path: str) -> list[Any]:
        """All values at ``path`` below every instance of a resource (or a variable); fails where it is not there."""
        if address.startswith("var."):
            name = address.removeprefix("var.")
            assert name in self.variables, f"{address} is not in the plan"
            value = self.variables[name]
            return value if isinstance(value, list) else [value]
        if address == "local.tags":
            return [
                values.get("tags_all") or UNKNOWN
                for entries in self.resources.values()
                for values, _ in entries
                if "tags_all" in values
            ]
        assert address in self.resources, f"{address} is not in the plan"
        steps = path.split(".") if path else []
        return [
            value
            for known, unknown in self.resources[address]
            for value in _walk(known, unknown, steps)
        ]


def _walk(known: Any, unknown: Any, steps: list[str]) -> list[Any]:
    if unknown is True:
        return [UNKNOWN]
    if not steps:
        return known if isinstance(known, list) else [known]
    name, every = steps[0].removesuffix("[*]"), steps[0].endswith("[*]")
    below = known.get(name) if isinstance(known, dict) else None
    below_unknown = unknown.get(name, {}) if isinstance(unknown, dict) else {}
    if below_unknown is True:
        return [UNKNOWN]
    if not every:
        return _walk(below, below_unknown, steps[1:])
    found = []
    for index, item in enumerate(below or []):
        item_unknown = (
            below_unknown[index]
            if isinstance(below_unknown, list) and index < len(below_unknown)
            else {}
        )
        found += _walk(item, item_unknown, steps[1:])
    return found


def _actions(policy: str) -> list[str]:
    """All actions that a policy document allows."""
    statements = json.loads(policy)["Statement"]
    found = []
    for statement in statements if isinstance(statements, list) else [statements]:
        if statement.get("Effect", "Allow") == "Allow":
            actions = statement.get("Action", [])
            found += [actions] if isinstance(actions, str) else actions
    return found


COMPARE = {
    "equal": lambda value, expected: value == expected,
    "one_of": lambda value, expected: value in expected,
    "none_of": lambda value, expected: value not in expected,
    # Some providers keep numbers as text.
    "at_least": lambda value, expected: value is not None and float(value) >= expected,
    "at_most": lambda value, expected: value is not None and float(value) <= expected,
    "set": lambda value, expected: value not in (None, ""),
    "contains_all": lambda value, expected: set(expected) <= set(value or ()),
    "no_wildcard_action": lambda value, expected: (
        not [
            action
            for action in _actions(value)
            if action == "*" or action.endswith(":*")
        ]
    ),
}


def check(
    plan: Plan, address: str, path: str, operation: str, expected: object
) -> None:
    """Fails where the plan breaks the demand; skips, with the reason, where only an apply can tell."""
    values = plan.values(address, path)
    place = f"{address}.{path}" if path else address
    if operation == "count_at_least":
        assert len(values) >= expected, (
            f"{place}: {len(values)} instead of at least {expected}"
        )
        return
    if (
        operation == "contains_all"
        and path
        and not address.startswith(("var.", "local."))
    ):
        values = [[value for value in values if value is not UNKNOWN]]
    known = [value for value in values if value is not UNKNOWN]
    if operation not in ("none_of", "no_wildcard_action"):
        assert values, f"{place}: there is no such value"
    for value in known:
        assert COMPARE[operation](value, expected), (
            f"{place} is {value!r}; demanded: {operation} {expected!r}"
        )
    if operation != "set" and not known and values:
        pytest.skip(
            f"{place} is known only after the apply: check the state with --state"
        )
