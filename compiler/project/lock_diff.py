"""What a build decides otherwise than the lock of the last one, and whether the specification asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..diagnostics import Diagnostic, Severity

NAMED = 5
PARTS = ("existing", "service", "sizes", "resources")


class Difference(Struct, frozen=True):
    """One decision that is another than before: ``what`` was decided, the values (None: it was not there), and the statements
    that came, went or changed and so ask for it; ``asked`` is whether there are any.
    """

    what: str
    before: Any
    after: Any
    statements: tuple[str, ...]
    asked: bool


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every decision in which two locks differ, in the order of the policy and of the components.

    Where the rules, the options and the compiler are the same, only the specification can have changed a decision; otherwise one is
    asked for where a statement behind it, or behind the policy, is another than before.
    """
    changed = {
        identity
        for identity in {*before["statements"], *after["statements"]}
        if before["statements"].get(identity) != after["statements"].get(identity)
    }
    rules = ("compiler", "target", "rules", "options", "providers")
    same_rules = all(before.get(name) == after.get(name) for name in rules) and all(
        entry.get("rule") == before["components"][key].get("rule")
        for key, entry in after["components"].items()
        if key in before["components"]
    )
    found = []
    for what, old, new, behind in _decisions(before, after):
        reasons = changed & behind or (changed if same_rules else set())
        found.append(Difference(what, old, new, tuple(sorted(reasons)), bool(reasons)))
    return tuple(found)


def _decisions(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any, set[str]]]:
    """What differs: its name, the value before and after, and the statements that bear on it."""
    for name in ("target", "providers"):
        if before.get(name) != after[name]:
            yield name, before.get(name), after[name], set()
    for name in _keys(before["policy"], after["policy"]):
        old, new = before["policy"].get(name), after["policy"].get(name)
        if _value(old) != _value(new):
            yield f"policy {name}", _value(old), _value(new), {*_statements(old), *_statements(new)}
    whole = {
        identity
        for lock in (before, after)
        for setting in lock["policy"].values()
        for identity in _statements(setting)
    }
    for key in _keys(before["components"], after["components"]):
        old, new = before["components"].get(key), after["components"].get(key)
        behind = {*_statements(old), *_statements(new)} | whole
        if old is None or new is None:
            yield key, old and old.get("resources"), new and new["resources"], behind
            continue
        settings = old.get("settings", {}), new["settings"]
        for name in _keys(*settings):
            one, other = settings[0].get(name), settings[1].get(name)
            if _value(one) != _value(other):
                near = {*_statements(one), *_statements(other)}
                # What statements say before and after is theirs alone; what a rule says may come from any that bears on it.
                alone = _statements(one) and _statements(other)
                yield f"{key} {name}", _value(one), _value(other), near if alone else near | behind
        for part in PARTS:
            if _decided(old.get(part)) != _decided(new[part]):
                # A size follows from settings: what bears on one of them bears on it.
                inner = {item for room in settings for entry in room.values() for item in _statements(entry)}
                yield f"{key} {part}", old.get(part), new[part], behind | inner


def refused(found: tuple[Difference, ...]) -> Diagnostic | None:
    """The finding that stops a locked build; None where the specification asks for every difference."""
    unasked = [item for item in found if not item.asked]
    if not unasked:
        return None
    named = "; ".join(as_text(item) for item in unasked[:NAMED])
    more = f"; and {len(unasked) - NAMED} more" if len(unasked) > NAMED else ""
    return Diagnostic(
        "S2I360",
        Severity.ERROR,
        f"the lock holds other decisions, and no statement of the specification changed them: {named}{more}",
        help="see `--diff` for all of them; build without --locked to take them over, or go back to the pack, the options and the version of before",
    )


def as_text(difference: Difference) -> str:
    """One line: what was decided, before and after."""
    return f"{difference.what}: {_said(difference.before)} -> {_said(difference.after)}"


def as_json(found: tuple[Difference, ...], files: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The differences, and the files that would change, for programs."""
    decisions = [
        {"what": item.what, "before": item.before, "after": item.after, "statements": list(item.statements),
         "asked": item.asked}
        for item in found
    ]  # fmt: skip
    return {
        "format": 1,
        "decisions": decisions,
        "files": {kind: list(names) for kind, names in files.items()},
    }


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value)) or "nothing"
    if isinstance(value, dict):
        return (
            str(value["type"]) if "type" in value else ", ".join(f"{k} {_said(v)}" for k, v in value.items())
        )
    return str(value)


def _decided(value: Any) -> Any:
    """A value without the reasons in it: another name of the same statement is no other decision."""
    if isinstance(value, list):
        return [_decided(item) for item in value]
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name != "reason"}
    return value


def _keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*after, *before]))


def _value(setting: Any) -> Any:
    return setting.get("value") if isinstance(setting, dict) else None


def _statements(entry: Any) -> list[str]:
    found = entry.get("statements", []) if isinstance(entry, dict) else []
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
