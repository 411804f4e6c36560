"""Percentiles, means and extremes, and the shares of requests that are percentiles: the numbers that qualify others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .items import Item, Quantity, Token
from .lookup import longest
from .reading import Reading

REACH_BEFORE = 8
REACH_BEHIND = 4
FARTHEST_SHARE = 12
_LIMITS = frozenset(("in", "within", "under", "below"))
_NO_CASES = frozenset(
    ("tim", "month", "year", "capacity", "budget", "cost", "spend", "storag", "disk", "memory", "cpu")
)


def statistics_of(reading: Reading, quantities: list[Quantity]) -> dict[int, str]:
    """The statistic of each number that has one, by the number's ``id``."""
    found = _listed(reading)
    taken = set(found)
    for token in reading.tokens("STATISTIC"):
        if reading.stem(token.last) == "tim" or any(token.first == first for first in _runs_of(reading)):
            continue
        quantity = _qualified(reading, token, [q for q in quantities if id(q) not in taken])
        if quantity is not None:
            found[id(quantity)] = str(token.value)
            taken.add(id(quantity))
            reading.use(token.first, token.last)
    return found


def _qualified(reading: Reading, token: Token, quantities: list[Quantity]) -> Quantity | None:
    """The number that a statistic is about: the next one, or the one directly before."""
    clause = reading.clauses[token.first]
    same = [q for q in quantities if reading.clauses[q.first] == clause and q.dimension is not None]
    if token.value != "avg" and any(q.dimension == "time" for q in same):
        same = [q for q in same if q.dimension == "time"]
    behind = next((q for q in same if 0 <= q.first - token.last <= REACH_BEFORE), None)
    before = next((q for q in reversed(same) if 0 <= token.first - q.last <= REACH_BEHIND), None)
    if before is None or behind is None:
        return before or behind
    parted_before = _parted(reading, before.last, token.first)
    parted_behind = _parted(reading, token.last, behind.first)
    if parted_before != parted_behind:
        return behind if parted_before else before
    if reading.stem(token.first - 1) in ("at", "for", "in", "(") or (
        token.value in ("max", "avg") and parted_behind
    ):
        return before
    return behind if behind.first - token.last <= token.first - before.last + 2 else before


def _parted(reading: Reading, first: int, last: int) -> bool:
    """Whether a comma, a bracket's end, a new cell or "and" stands between two words."""
    return any(reading.stem(index) in (",", "and", ";", "|", ")", "/") for index in range(first, last))


def _runs(items: list[Item], kind: type[Quantity] | str) -> Iterator[list[Item]]:
    """Runs of two or more numbers, or of marks of one type, with nothing but joins between them."""
    run: list[Item] = []
    joined = False
    for item in items:
        fits = (
            isinstance(item, Token) and item.type == kind if isinstance(kind, str) else isinstance(item, kind)
        )
        if fits and (not run or joined):
            run.append(item)
        elif not (isinstance(item, Token) and item.type == "JOIN" and run):
            if len(run) > 1:
                yield run
            run = [item] if fits else []
        joined = not fits
    if len(run) > 1:
        yield run


def _listed(reading: Reading) -> dict[int, str]:
    """ "p50, p95 and p99 of 50, 120 and 300 ms": statistics and numbers in the same order."""
    found: dict[int, str] = {}
    for statistics in _runs(reading.items, "STATISTIC"):
        for numbers in _runs(reading.items, Quantity):
            if len(numbers) == len(statistics) and numbers[0].first >= statistics[-1].last:
                _share_unit(numbers)
                for statistic, number in zip(statistics, numbers, strict=True):
                    found[id(number)] = str(statistic.value) if isinstance(statistic, Token) else ""
                reading.use(statistics[0].first, statistics[-1].last)
                break
    return found


def _share_unit(numbers: list[Item]) -> None:
    """Give the numbers of a list the unit of the last one."""
    last = numbers[-1]
    for number in numbers[:-1]:
        if isinstance(number, Quantity) and isinstance(last, Quantity) and number.dimension is None:
            number.dimension, number.unit, number.factor = last.dimension, last.unit, last.factor
            number.low *= last.factor
            number.op = number.op or last.op


def _runs_of(reading: Reading) -> set[int]:
    """Where the statistics of lists begin that have a number for each."""
    lengths = {len(run) for run in _runs(reading.items, Quantity)}
    return {item.first for run in _runs(reading.items, "STATISTIC") if len(run) in lengths for item in run}


def shares_of(reading: Reading, quantities: list[Quantity]) -> dict[int | tuple[str, int], str]:
    """ "95 % of requests within 200 ms": the share is the percentile of the time that follows, or of the one before."""
    found: dict[int | tuple[str, int], str] = {}
    for one, other in pairwise(quantities):
        if reading.clauses[one.first] != reading.clauses[other.first]:
            continue
        if _is_share(one) and other.dimension == "time" and _share_first(reading, one, other):
            share, time = one, other
        elif _is_share(other) and one.dimension == "time" and _time_first(reading, one, other):
            share, time = other, one
        else:
            continue
        if id(share) not in found and ("of", id(time)) not in found:
            found[id(share)] = found["of", id(time)] = f"p{share.low:g}"
    return found


def _is_share(quantity: Quantity) -> bool:
    return (
        quantity.dimension == "percent"
        and 50 <= quantity.low < 100
        and not quantity.used
        and quantity.high is None
    )


def _share_first(reading: Reading, share: Quantity, time: Quantity) -> bool:
    """ "95 % within 200 ms", "99 % of answers arrive within 150 ms", "nine out of ten pages load in two seconds"."""
    gap = time.first - share.last
    if (gap <= 2 and reading.stem(share.last) in _LIMITS) or (gap == 0 and time.op in ("<", "<=")):
        return True
    if gap > FARTHEST_SHARE or any(reading.stem(index) == "|" for index in range(share.last, time.first)):
        return False
    of = reading.stem(share.last) == "of"
    if not of and share.raw != "share":
        return False
    cases = {reading.stem(index) for index in range(share.last, min(share.last + 5, time.first))}
    limited = time.op in ("<", "<=") or not _LIMITS.isdisjoint(
        (reading.stem(time.first), reading.stem(time.first - 1))
    )
    counted = _counted_behind(reading, share.last + of)
    return _NO_CASES.isdisjoint(cases) and (limited or counted)


def _time_first(reading: Reading, time: Quantity, share: Quantity) -> bool:
    """ "2 s for 95 % of requests", "within three seconds, 99 % of pages are shown"."""
    gap = share.first - time.last
    of = reading.stem(share.last) == "of"
    if not of and share.raw != "share":
        return False
    if 1 <= gap <= 2 and reading.stem(time.last) in ("for", "in", "at"):
        return True
    led = gap <= 1 and time.op in ("<", "<=") and time.first <= 1
    return led and _counted_behind(reading, share.last + of)


def _counted_behind(reading: Reading, at: int) -> bool:
    """Whether requests, pages or the like stand behind "95 % of"."""
    for index in range(at, min(at + 4, len(reading.words))):
        match = longest(reading.vocabulary.hard, reading.words, index)
        if match and "unit" in match[0] and match[0]["unit"][0].startswith("n:"):
            return True
        if reading.stem(index) in ("pag", "answer", "cas", "answer", "repli"):
            return True
    return False
