"""The time over which a share, a rate or a percentile is measured: "over a rolling 30 days", "per calendar month"."""

from __future__ import annotations

from collections.abc import Iterator

from .items import Quantity
from .periods import DAY, PERIODS
from .reading import Reading

REACH = 6
_NOUNS = frozenset(("window", "period", "interval", "roll", "slid", "trail", "calendar"))
_MARKERS = frozenset(
    ("roll", "slid", "trail", "any", "measur", "averag", "calculat", "calendar", "assess", "evaluat")
)
_OVER = frozenset(("over", "across", "during"))
_IN = frozenset(("in", "within", "per", "each", "every", "by"))
_MEASURED = frozenset(("measur", "averag", "calculat", "assess", "evaluat", "report", "comput", "aggregat"))
_OTHER_WINDOWS = frozenset(
    ("maintenanc", "retention", "grac", "notic", "backup", "trial", "chang", "restor", "recovery")
)
_EACH = frozenset(
    ("per", "each", "every", "any", "a", "one", "calendar", "rolling", "roll", "full", "whole", "/")
)
_CYCLES = {
    "hour": "hourly",
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly",
}
_ADVERBS = {
    "hourly": "hourly",
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    "yearly": "yearly",
    "annual": "yearly",
    "annually": "yearly",
}
# "99.9 % (30 days)" is a window; "99.9 % (8.76 hours)" is what the share allows.
_WHOLE_WINDOWS = frozenset(days * DAY for days in (1, 7, 14, 28, 30, 31, 90, 91, 92, 365))


def is_window(reading: Reading, quantity: Quantity) -> bool:
    """Whether a time is the one over which another number is measured."""
    if quantity.dimension != "time" or quantity.used or quantity.low <= 0:
        return False
    first, last = quantity.first, quantity.last
    before = [reading.stem(index) for index in range(max(first - 4, 0), first + 1)]
    behind = [reading.stem(index) for index in range(last, min(last + 3, len(reading.words)))]
    if not _OTHER_WINDOWS.isdisjoint((*before, *behind)):
        return False
    if quantity.op == ">" and reading.stem(first) == "over" and _sum_before(reading, quantity):
        return True
    others = [q for q in reading.quantities() if q is not quantity and q.dimension not in ("money", "size")]
    if _headed(reading, quantity):
        return True
    if not others:
        return False
    if behind and behind[0] in _NOUNS:
        return True
    if not _MARKERS.isdisjoint(before) and not (_OVER | _IN).isdisjoint(before):
        return True
    if (not _OVER.isdisjoint(before) and quantity.op in (None, ">")) and any(
        _measurable(reading, q) for q in others
    ):
        return "keep" not in before and reading.stem(first - 1) != "by"
    return _enclosed(reading, quantity, others)


def _sum_before(reading: Reading, quantity: Quantity) -> bool:
    """ "£1.2m over three years": the time in which a sum is spent."""
    return any(q.dimension == "money" and 0 <= quantity.first - q.last <= 2 for q in reading.quantities())


def _measurable(reading: Reading, quantity: Quantity) -> bool:
    if quantity.dimension == "time":
        return any(
            reading.clauses[token.first] == reading.clauses[quantity.first]
            for token in reading.tokens("STATISTIC")
        )
    return quantity.dimension in ("percent", "rate", "n:operations")


def _headed(reading: Reading, quantity: Quantity) -> bool:
    """Whether a column's head or a label in front says that the time is a window."""
    at = quantity.first - 1
    if reading.stem(at) not in (":", "="):
        return False
    start = max(at - 4, 0)
    label = {reading.stem(index) for index in range(start, at)}
    return bool(label & {"window", "period"} or label & _MEASURED) and label.isdisjoint(_OTHER_WINDOWS)


def _enclosed(reading: Reading, quantity: Quantity, others: list[Quantity]) -> bool:
    """ "99.9 % (30 days)": a whole period in parentheses behind a share."""
    if reading.stem(quantity.first - 1) != "(" or reading.stem(quantity.last) != ")":
        return False
    share = any(q.dimension == "percent" and 0 <= quantity.first - 1 - q.last <= 2 for q in others)
    return share and quantity.low in _WHOLE_WINDOWS


def window_of(reading: Reading, quantity: Quantity) -> float | None:
    """The window in s of a share for which no number stands: "monthly uptime", "per calendar month"."""
    if quantity.rate:
        return quantity.rate
    for index in _near(reading, quantity):
        stem = reading.stem(index)
        if stem in _CYCLES and (reading.stem(index - 1) in _EACH or _labelled(reading, index)):
            return PERIODS[_CYCLES[stem]]
        if stem not in _ADVERBS:
            continue
        named = index < quantity.first and reading.has("metrics", index, index + 2)
        measured = any(reading.stem(place) in _MEASURED for place in (index - 1, index - 2, index + 1))
        if named or measured or _labelled(reading, index):
            return PERIODS[_ADVERBS[stem]]
    return None


def _near(reading: Reading, quantity: Quantity) -> Iterator[int]:
    """The words behind a number and before it, up to the next number."""
    clause = reading.clauses[quantity.first]
    for index in range(quantity.last, min(quantity.last + REACH + 2, len(reading.words))):
        if reading.clauses[index] != clause or reading.words[index].kind == "number":
            break
        yield index
    for index in range(quantity.first - 1, max(quantity.first - REACH - 4, -1), -1):
        if reading.clauses[index] != clause or reading.words[index].kind == "number":
            break
        yield index


def _labelled(reading: Reading, index: int) -> bool:
    """Whether a label or a column's head such as "Window:" stands before a word."""
    at = index - 1
    while at > index - 3 and reading.stem(at) in _EACH:
        at -= 1
    label = {reading.stem(place) for place in range(max(at - 4, 0), at)}
    return reading.stem(at) == ":" and bool(label & {"window", "period"} or label & _MEASURED)
