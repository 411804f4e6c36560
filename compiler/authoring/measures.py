"""Measures and constraints in canonical sentences that are read back as the same; the wording is data (``sentences.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ..reader.words import data_file
from ..statements import Constraint, Measure
from .sentences import number, with_unit, wording

DAY = 86400
MILLISECONDS = 1000


def measure_phrases(measure: Measure) -> Iterator[str]:
    """A measure as a line of the template has it ("p95 response latency less than 200 ms") with its amount in several forms, the best first."""
    data = wording()
    form = data["measures"].get(measure.metric, measure.metric.replace("-", " ").capitalize() + " {}")
    for amount in _amounts(measure, data):
        text = form.replace("{}", amount)
        if measure.statistic:
            text = f"{measure.statistic} {text[:1].lower()}{text[1:]}"
        if measure.window is not None:
            text += data["window"].replace("{}", number(measure.window / DAY))
        if measure.environment:
            text = f"{data['environment'].replace('{}', measure.environment)}{text}"
        yield text


def _amounts(measure: Measure, data: Mapping[str, Any]) -> Iterator[str]:
    """The number with its comparison and unit."""
    comparison = data["comparisons"].get(measure.op, "{}")
    if isinstance(measure.value, tuple):
        low, high = (_amount(value, measure, data) for value in measure.value)
        yield comparison.replace("{}", low, 1).replace("{}", high, 1)
        yield f"{low} to {high}"
        first = low.partition(" ")
        if first[2] == high.partition(" ")[2]:
            yield f"{first[0]} to {high}"
        return
    yield comparison.replace("{}", _amount(measure.value, measure, data))


def _amount(value: float, measure: Measure, data: Mapping[str, Any]) -> str:
    value = round(value, 9)
    if measure.unit not in data["measure_units"]:
        return f"{number(value)} {measure.unit}{data['periods'].get(measure.per, '')}"
    if measure.unit == "s":
        if 0 < value < 1:
            return f"{number(round(value * MILLISECONDS, 6))} ms"
        return with_unit(value, "s", data)
    if measure.unit == "1/s" and value < 1:
        for per, seconds in (("minute", 60), ("hour", 3600), ("day", DAY)):
            if round(value * seconds, 6) >= 1:
                return f"{number(round(value * seconds, 6))} requests per {per}"
    if measure.unit in data["scales"]:
        return with_unit(value, measure.unit, data)
    return f"{number(value)}{data['measure_units'][measure.unit]}{data['periods'].get(measure.per, '')}"


def constraint_phrases(constraint: Constraint) -> Iterator[str]:
    """A constraint as a sentence."""
    form = wording()["constraints"][constraint.constraint]
    known = {"residency": _places, "framework": _frameworks}.get(constraint.constraint)
    if known is not None:
        for word in (*known().get(constraint.value, ()), constraint.value):
            yield form.replace("{}", word)
        return
    value = constraint.value
    yield form.replace("{}", value[:1].upper() + value[1:] if form == "{}" else value)


@cache
def _places() -> dict[str, list[str]]:
    """The words for every group of regions."""
    return dict(data_file("regions")["residency"])


@cache
def _frameworks() -> dict[str, list[str]]:
    """The words for every framework."""
    return dict(data_file("frameworks"))
