"""Percentiles, shares of requests and windows: the numbers that qualify another number."""

from __future__ import annotations

from itertools import pairwise

from .items import Quantity
from .lookup import longest
from .reading import Reading

_WINDOW_WORDS = frozenset(("roll", "window", "period", "measur", "calendar", "trail", "interval"))


def statistic_of(reading: Reading, quantities: list[Quantity], index: int) -> str | None:
    """The percentile, mean or extreme that a number is about: named before it, or closely behind."""
    quantity = quantities[index]
    start = quantities[index - 1].last if index else 0
    end = quantities[index + 1].first if index + 1 < len(quantities) else len(reading.words)
    clause = reading.clauses[quantity.first]
    before = None
    for token in reading.tokens("STATISTIC"):
        if reading.clauses[token.first] != clause or reading.stem(token.last) == "tim":
            continue
        if start <= token.first < quantity.first and quantity.first - token.last <= 8:
            comma = any(reading.stem(word) == "," for word in range(token.last, quantity.first))
            if not (comma and index and token.first - start <= 2):
                before = token
        elif before is None and quantity.last <= token.first < end and token.first - quantity.last <= 4:
            if (
                index + 1 < len(quantities)
                and quantities[index + 1].first - token.last < token.first - quantity.last
            ):
                continue
            before = token
    if before is None:
        return None
    reading.use(before.first, before.last)
    return str(before.value)


def shares_of(reading: Reading, quantities: list[Quantity]) -> dict[int | tuple[str, int], str]:
    """ "95 % of requests within 200 ms": the share is the percentile of the time that follows."""
    found: dict[int | tuple[str, int], str] = {}
    for share, time in pairwise(quantities):
        if share.dimension != "percent" or time.dimension != "time" or share.low < 50 or share.used:
            continue
        if reading.clauses[share.first] != reading.clauses[time.first]:
            continue
        direct = time.first - share.last <= 2 and reading.stem(share.last) in (
            "in",
            "within",
            "under",
            "below",
        )
        direct = direct or (time.first == share.last and time.op in ("<", "<="))
        if not direct and (reading.stem(share.last) != "of" or time.first - share.last > 12):
            continue
        if not direct and not _counted_behind(reading, share.last + 1):
            continue
        between = {reading.stem(word) for word in range(share.last + 1, share.last + 7)}
        if "time" in between and "month" in between:
            continue
        name = f"p{share.low:g}"
        found[id(share)] = name
        found[("of", id(time))] = name
    for time, share in pairwise(quantities):
        if (
            share.dimension != "percent"
            or time.dimension != "time"
            or share.low < 50
            or share.used
            or id(share) in found
        ):
            continue
        near = (
            reading.stem(share.last) == "of" or share.raw == "share"
        ) and 1 <= share.first - time.last <= 2
        if near and reading.stem(time.last) in ("for", "in", "at"):
            name = f"p{share.low:g}"
            found[id(share)] = name
            found[("of", id(time))] = name
    return found


def _counted_behind(reading: Reading, at: int) -> bool:
    """Whether requests, pages or the like stand behind "95 % of"."""
    for index in range(at, min(at + 4, len(reading.words))):
        match = longest(reading.vocabulary.hard, reading.words, index)
        if match and "unit" in match[0] and match[0]["unit"][0].startswith("n:"):
            return True
    return False


def is_window(reading: Reading, quantity: Quantity) -> bool:
    """ "over a 30-day rolling window": the time over which a share is measured."""
    if quantity.dimension != "time" or quantity.used:
        return False
    near = {
        reading.stem(index)
        for index in (*range(quantity.first - 3, quantity.first), *range(quantity.last, quantity.last + 2))
    }
    over = "over" in near or quantity.op == ">" or "in" in near or "per" in near
    if near & _WINDOW_WORDS and (over or "roll" in near or "window" in near) and "maintenanc" not in near:
        return True
    stem = reading.stem(quantity.first)
    return stem == "over" and any(q.dimension in ("percent",) for q in reading.quantities())
