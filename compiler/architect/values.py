"""What becomes of several values for one property, by the rules in ``merging.yaml``."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from ..architecture import Setting
from ..diagnostics import Diagnostic
from ..statements import PropertyValue, Statement
from .findings import CONFLICT, finding
from .rules import rules


class Stated(Struct, frozen=True):
    """A value with the statement that gives it; ``about`` is what it speaks of, where it says so."""

    value: PropertyValue
    statement: Statement
    about: str | None = None


def settle(name: str, subject: str, stated: list[Stated]) -> tuple[Setting, list[Diagnostic]]:
    """The setting that several statements (at least one, in the document's order) lead to, and the conflicts between them."""
    how = rules()["merging"]["combine"].get(name, "first")
    stated = decided(stated)
    if how == "union":
        return Setting(_union([item.value for item in stated]), _ids(stated)), []
    value = _choose(how, [item.value for item in stated])
    agreeing = [item for item in stated if same(item.value, value)]
    found = [
        _conflict(name, subject, item, agreeing[0])
        for item in stated
        if not same(item.value, value) and _about_one_thing(item, agreeing[0])
    ]
    return Setting(value, _ids(agreeing)), found


def decided(stated: list[Stated]) -> list[Stated]:
    """What counts of several values: the last answer to a question, where there is one, outweighs all that was written before."""
    answers = [item for item in stated if item.statement.question is not None]
    if not answers:
        return stated
    return [item for item in stated if item is answers[-1] or same(item.value, answers[-1].value)]


def _about_one_thing(one: Stated, other: Stated) -> bool:
    return one.statement.id != other.statement.id and (
        one.about is None or other.about is None or one.about == other.about
    )


def same(one: object, other: object) -> bool:
    """Whether two values mean the same; words in any case, numbers and texts of numbers alike."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return one == other


def stricter(name: str, one: PropertyValue, other: PropertyValue) -> PropertyValue:
    """The one of two values that holds where both are asked for."""
    how = rules()["merging"]["combine"].get(name, "first")
    return _union([one, other]) if how == "union" else _choose(how, [one, other])


def _choose(how: str, values: list[PropertyValue]) -> PropertyValue:
    if how == "max":
        return max(values, key=rank)
    if how == "min":
        return min(values, key=rank)
    if how == "true" and True in values:
        return True
    if how == "false" and False in values:
        return False
    return values[0]


def rank(value: object) -> tuple[Any, ...]:
    """A key that orders numbers by size and versions by their parts; anything else stands below."""
    if isinstance(value, int | float):
        return (1, (float(value),))
    if isinstance(value, str):
        parts = value.split(".")
        if all(part.isdecimal() and len(part) < 10 for part in parts):
            return (1, tuple(float(part) for part in parts))
    return (0, ())


def _union(values: list[PropertyValue]) -> PropertyValue:
    merged: list[PropertyValue] = []
    for value in values:
        for item in value if isinstance(value, tuple | list) else (value,):
            if not any(same(item, known) for known in merged):
                merged.append(item)
    return tuple(merged)


def _ids(stated: list[Stated]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.statement.id for item in stated))


def _conflict(name: str, subject: str, loser: Stated, winner: Stated) -> Diagnostic:
    return finding(
        CONFLICT,
        f"{said(name)} of {subject} is {written(loser.value)} here and {written(winner.value)} in {winner.statement.id}"
        f" (line {winner.statement.passage.line}); {written(winner.value)} is built",
        at=loser.statement,
        help="give one value, or name the things apart that have different ones",
    )


# What properties are called in sentences, where their name does not say it.
TITLES = {
    "vcpus": "vCPUs",
    "cidr": "address range",
    "os": "operating system",
    "min": "least number",
    "max": "greatest number",
    "per_zone": "one for each zone",
    "pitr": "restore to any point in time",
    "tls_min_version": "oldest TLS version",
    "min_version": "oldest version",
}


def said(name: str) -> str:
    """What a sentence calls a property."""
    return TITLES.get(name, name.replace("_", " "))


def written(value: PropertyValue | None) -> str:
    """A value for a message: short, on one line."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, tuple | list):
        return ", ".join(written(item) for item in value)
    if isinstance(value, dict):
        return " ".join(written(item) for item in value.values())
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
