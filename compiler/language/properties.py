"""Properties of mentions: which a concept may have, how one is set, and which mentions are near a number."""

from __future__ import annotations

from ..statements import PropertyValue
from .items import Quantity
from .lookup import JOINS
from .reading import Mention, Reading

CANDIDATES = 5
# How much farther a thing stands that comes behind the brackets in which something is said.
BEHIND_BRACKETS = 20.0
# How much farther a thing stands that is joined on behind a quality or a number: "a bucket with versioning and a queue".
BEHIND_A_JOIN = 6
PER_DAY = {"time": {"d": 86400.0, "h": 3600.0, "s": 1.0, "ms": 0.001}, "size": {"GiB": 1.0, "MiB": 1 / 1024}}


def allowed(reading: Reading, mention: Mention, name: str) -> str | list[str] | None:
    """The type of a concept's property, None where the concept has no such property."""
    kind = reading.vocabulary.concepts[mention.concept or ""]["properties"].get(name)
    return kind if kind is None or isinstance(kind, list) else str(kind)


def put(reading: Reading, mention: Mention, name: str, value: PropertyValue, first: int, last: int) -> None:
    """Set a property with its evidence; the first value that is stated stays, one that a term implies does not."""
    if name not in mention.evidence:
        mention.properties[name] = value
        mention.evidence[name] = reading.span(first, last)
    reading.use(first, last)


def plain(value: float) -> PropertyValue:
    """An integer where it is one."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def in_unit(quantity: Quantity, kind: str | list[str] | None) -> PropertyValue:
    """A number in the property's unit; a range gives its upper end, for what is asked must hold there too."""
    value = quantity.high if quantity.high is not None else quantity.low
    if quantity.rate:
        value /= quantity.rate
    if isinstance(kind, str):
        for dimension, units in PER_DAY.items():
            if quantity.dimension == dimension and kind in units:
                value /= units[kind]
    return plain(value)


def rated(quantity: Quantity) -> str | None:
    """The dimension of a number as a property: so many requests a minute are a rate, so many GB a day are no size."""
    if not quantity.rate or quantity.dimension == "time":
        return quantity.dimension
    return (
        "rate"
        if quantity.countable
        else f"{quantity.dimension} each period"
        if quantity.dimension == "size"
        else quantity.dimension
    )


def candidates_of(reading: Reading, quantity: Quantity) -> list[tuple[float, Mention]]:
    """The concepts near a number, nearest first: those before it, and one that directly follows."""
    found: list[tuple[float, Mention]] = []
    clause = reading.clauses[quantity.first]
    for mention in reading.wanted:
        if mention.listed and mention.first >= quantity.last:
            continue
        if mention.last <= quantity.first or (mention.first <= quantity.first and mention.frame):
            distance = float(max(quantity.first - mention.last, 0))
        elif mention.first < quantity.last:
            distance = 0.0
        else:
            gap = mention.first - quantity.last
            between = reading.stem(quantity.last)
            distance = gap + (0.2 if gap <= 1 or (gap <= 3 and between == "of") else 6.0)
            if gap and between in JOINS:
                # "kept for 30 days and audit logs for 400": what is joined on has a number of its own.
                distance += BEHIND_A_JOIN
        if reading.clauses[mention.first] != clause:
            carried = reading.carried(quantity.first, mention)
            distance = distance + 15.0 if carried is None else carried
        if reading.behind_bracket(quantity.first, mention.first):
            distance += BEHIND_BRACKETS
        if mention.excluded:
            distance += 8.0
        if mention.frame and mention.weak:
            distance += 4.0
        found.append((distance, mention))
    found.sort(key=lambda pair: pair[0])
    return found[:CANDIDATES]
