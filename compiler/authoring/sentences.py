"""What is understood, said in canonical sentences that are read back as the same; the wording is data (``sentences.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..cache import cached_json
from ..catalogue import catalogue
from ..data import load_yaml
from ..statements import Intent, PropertyValue

DATA = Path(__file__).with_name("sentences.yaml")
BEHIND = "~"


@cache
def wording() -> dict[str, Any]:
    """The content of ``sentences.yaml``, its switches and words by text (``true``, ``4``)."""

    def build() -> dict[str, Any]:
        loaded = load_yaml(DATA)
        loaded["phrases"] = {
            name: {_key(value): text for value, text in phrase.items()}
            if isinstance(phrase, dict)
            else phrase
            for name, phrase in loaded["phrases"].items()
        }
        checked(loaded)
        return dict(loaded)

    return cached_json("sentences", [DATA], build)


def checked(content: dict[str, Any]) -> None:
    """Raises pydantic's ValidationError where the wording's data has another form than this module reads."""
    from pydantic import TypeAdapter

    words = dict[str, str]
    forms: dict[str, Any] = {
        "nouns": words,
        "nouns_by": dict[str, dict[str, words]],
        "counted": words,
        "phrases": dict[str, str | words],
        "units": words,
        "scaling": words,
        "alerting": words,
        "scales": dict[str, list[tuple[int, str]]],
        "measures": words,
        "comparisons": words,
        "measure_units": words,
        "periods": words,
        "window": str,
        "environment": str,
        "constraints": words,
    }
    for name, form in forms.items():
        TypeAdapter(form).validate_python(content.get(name))


def noun_phrases(intent: Intent) -> Iterator[str]:
    """The thing with all its properties ("a managed PostgreSQL database with 4 vCPUs"), in several orders, the best first.

    None at all where a property can't be said.
    """
    data = wording()
    noun, said = _noun(intent, data)
    if intent.name:
        noun += f' called "{intent.name}"'
    withs: list[tuple[bool, str]] = []
    behind: list[str] = []
    for name, value in intent.properties.items():
        if name in said or (name == "metric" and "threshold" in intent.properties):
            continue
        phrase = _phrase(intent, name, value, data)
        if phrase is None:
            return
        if phrase.startswith(BEHIND):
            behind.append(phrase.removeprefix(BEHIND))
        else:
            withs.append((any(letter.isdigit() for letter in phrase), phrase))
    # Words before numbers: a number's own noun ("3 instances") would else take them.
    for order in (sorted(withs, key=lambda item: item[0]), withs, withs[::-1]):
        for comma in (", ", " "):
            text = noun + (f" with {listed([phrase for _, phrase in order])}" if order else "")
            yield text + "".join(
                f"{comma if index or order else ' '}{part}" for index, part in enumerate(behind)
            )


def _noun(intent: Intent, data: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The noun, and the properties that it says."""
    said: tuple[str, ...] = ()
    noun = data["nouns"][intent.concept]
    several = data["counted"].get(intent.concept)
    for name, nouns in data["nouns_by"].get(intent.concept, {}).items():
        found = nouns.get(_key(intent.properties.get(name)))
        if found:
            noun, several, said = found, found if several else None, (name,)
    count = intent.properties.get("count")
    if several and isinstance(count, int) and count > 1:
        return f"{count} {several}", (*said, "count")
    return noun, said


def _phrase(intent: Intent, name: str, value: PropertyValue, data: Mapping[str, Any]) -> str | None:
    if intent.concept == "alerting" and name == "threshold" and isinstance(value, int | float):
        alarm = data["alerting"].get(intent.properties.get("metric"))
        return None if alarm is None else str(alarm).replace("{}", number(value))
    phrase = data["phrases"].get(f"{intent.concept}.{name}", data["phrases"].get(name))
    if isinstance(phrase, Mapping):
        found = phrase.get(_key(value))
        return None if found is None else str(found)
    if phrase is None:
        return None
    unit = catalogue()[intent.concept]["properties"].get(name)
    said = written(value, unit if isinstance(unit, str) else "", data)
    return None if said is None else str(phrase).replace("{}", said)


def written(value: PropertyValue, unit: str, data: Mapping[str, Any]) -> str | None:
    """A value with its unit as a sentence has it; None where there is no way to write it."""
    if isinstance(value, bool):
        return None
    if unit == "metrics" and isinstance(value, tuple | list):
        return _metrics(value, data)
    if isinstance(value, tuple | list):
        parts = [written(item, "percent" if unit == "percents" else "", data) for item in value]
        sign = "%" if unit == "percents" else ""
        return listed([f"{part}{sign}" for part in parts if part is not None])
    if isinstance(value, int | float):
        if unit == "period":
            return f"every {number(value)} hours"
        return with_unit(value, unit, data) if unit in data["units"] else number(value)
    if isinstance(value, dict):
        return None
    return str(value)


def with_unit(value: int | float, unit: str, data: Mapping[str, Any]) -> str:
    """A number in the largest unit in which it stays whole: 7200 s are 2 hours."""
    for size, name in data["scales"].get(unit, ()):
        if value >= size and value % size == 0:
            return f"{number(value // size)} {name.removesuffix('s') if value == size and name.isalpha() else name}"
    return f"{number(value)} {data['units'][unit]}"


def _metrics(rules: Sequence[PropertyValue], data: Mapping[str, Any]) -> str | None:
    said = []
    for rule in rules:
        if not isinstance(rule, dict) or rule.get("metric") not in data["scaling"]:
            return None
        threshold = rule["threshold"]
        if not isinstance(threshold, int | float):
            return None
        said.append(data["scaling"][rule["metric"]].replace("{}", number(threshold)))
    return listed(said)


def number(value: int | float) -> str:
    """A number without needless decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _key(value: object) -> str:
    """A value as the data's keys have it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
