"""Properties of mentions: which a concept may have, how one is set, and which mentions are near a number."""

from __future__ import annotations

from ..statements import PropertyValue
from .items import Quantity
from .reading import Mention, Reading

CANDIDATES = 5


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


def candidates_of(reading: Reading, quantity: Quantity) -> list[tuple[float, Mention]]:
    """The concepts near a number, nearest first: those before it, and one that directly follows."""
    found: list[tuple[float, Mention]] = []
    clause = reading.clauses[quantity.first]
    for mention in reading.wanted:
        if mention.last <= quantity.first or (mention.first <= quantity.first and mention.frame):
            distance = float(max(quantity.first - mention.last, 0))
        elif mention.first < quantity.last:
            distance = 0.0
        else:
            gap = mention.first - quantity.last
            between = reading.stem(quantity.last)
            distance = gap + (0.2 if gap <= 1 or (gap <= 3 and between == "of") else 6.0)
        if reading.clauses[mention.first] != clause:
            distance += 15.0
        if mention.excluded:
            distance += 8.0
        found.append((distance, mention))
    found.sort(key=lambda pair: pair[0])
    return found[:CANDIDATES]
