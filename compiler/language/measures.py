"""The numbers that somebody can test: metric, statistic, comparison, value in normal units, window."""

from __future__ import annotations

from msgspec.structs import replace

from ..statements import Measure
from .items import Quantity
from .metrics import LONGEST_WAIT, metric_of, named_metric, paired_metrics
from .periods import DAY, MONTH, period_name
from .reading import Reading
from .statistics import shares_of, statistics_of
from .windows import is_window, window_of

# Properties whose number is a promise as well, with the metric of the promise.
PROMISES = {
    "rto": "rto",
    "rpo": "rpo",
    "ready_within": "scale-time",
    "latency": "latency",
    "throughput": "throughput",
}
RECOVERY = frozenset(("rto", "rpo", "mttr", "failover-time"))
_UNITS = {"time": "s", "percent": "%", "size": "GiB", "bandwidth": "bit/s", "rate": "1/s"}
# Metrics of which somebody says how much of it there may be in a month: the period is no window of theirs.
_WINDOWED = frozenset(("%", "s", "1/s", "1"))
_PERS = {
    "month": "month",
    "monthly": "month",
    "annual": "year",
    "annually": "year",
    "yearly": "year",
    "year": "year",
}
_NUMBERS = frozenset(("two", "three", "four", "five", "ten", "first"))
_PER_PERIOD = frozenset(("downtime", "active-users", "growth"))


def find_measures(reading: Reading) -> list[Measure]:
    """The measures of a statement in the order of the text."""
    quantities = list(reading.quantities())
    windows = [q for q in quantities if is_window(reading, q)]
    statistics = statistics_of(reading, quantities)
    shares = shares_of(reading, [q for q in quantities if q not in windows])
    paired = paired_metrics(reading, quantities)
    found: list[Measure] = []
    for quantity in quantities:
        if quantity in windows or id(quantity) in shares or _is_no_promise(reading, quantity):
            continue
        metric = _metric(reading, quantity, paired)
        if metric is None or (metric == "downtime" and _remark(reading, quantity, found)):
            if metric:
                reading.use(quantity.first, quantity.last)
            continue
        statistic = shares.get(("of", id(quantity))) or statistics.get(id(quantity))
        if metric == "duration" and statistic and quantity.low <= LONGEST_WAIT:
            metric = "latency"
        found.append(_measure(reading, quantity, metric, statistic))
        found.extend(
            _measure(reading, quantity, other, statistic) for other in paired.get(id(quantity), ())[1:]
        )
    for quantity in windows:
        _give_window(reading, found, quantity)
    return found


def _is_no_promise(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is a component's property, nothing that counts, or what an alarm rings at."""
    if quantity.dimension is None and not _counts(reading, quantity):
        return True
    return (quantity.used and quantity.property not in PROMISES) or _rings(reading, quantity)


def _metric(reading: Reading, quantity: Quantity, paired: dict[int, tuple[str, ...]]) -> str | None:
    """The metric of a number: its partner in a list, the words near it, or the property that it was taken for."""
    listed = paired.get(id(quantity), ("",))[0]
    promised = PROMISES.get(quantity.property or "")
    if promised in RECOVERY and not listed:
        named = named_metric(reading, quantity)
        promised = named if named in RECOVERY else promised
    return listed or promised or metric_of(reading, quantity)


def _rings(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is what an alarm rings at, no promise."""
    if quantity.op not in (">", ">=") or quantity.dimension == "money":
        return False
    return any(mention.concept in ("alerting", "auto-scaling") for mention in reading.wanted)


def _counts(reading: Reading, quantity: Quantity) -> bool:
    """A bare number is a measure only beside a metric that counts."""
    if quantity.low >= 10 and quantity.raw and named_metric(reading, quantity) == "concurrency":
        return True
    return quantity.op in ("<", "<=", ">", ">=") and named_metric(reading, quantity) is not None


def _measure(reading: Reading, quantity: Quantity, metric: str, statistic: str | None) -> Measure:
    unit, scale, per, window = _in_unit(reading, quantity, metric)
    low = _clean(quantity.low * scale)
    value = low if quantity.high is None else (low, _clean(quantity.high * scale))
    op = quantity.op or _bound_before(reading, quantity) or "="
    if op == "range" and quantity.high is None:
        op = "="
    reading.use(quantity.first, quantity.last)
    return Measure(
        metric,
        op,
        value,
        unit,
        reading.span(quantity.first, quantity.last),
        statistic,
        _clean(window) if window else None,
        per,
        _subject(reading, quantity),
    )


def _in_unit(
    reading: Reading, quantity: Quantity, metric: str
) -> tuple[str, float, str | None, float | None]:
    """The unit of a measure, the factor to it, the period that it is per, and the window in s."""
    rate = quantity.rate
    unit = _UNITS.get(quantity.dimension or "", "1")
    if quantity.dimension == "money":
        return quantity.currency or "USD", 1.0, _per(reading, quantity), None
    if metric in _PER_PERIOD:
        period = rate or _active_in(reading, quantity) or window_of(reading, quantity)
        return unit, 1.0, period_name(period) if period else None, None
    if quantity.dimension == "percent":
        return unit, 1.0, None, window_of(reading, quantity)
    if quantity.dimension == "size" and rate:
        return ("bit/s", 8e9, None, None) if rate == 1 else (unit, 1.0, period_name(rate), None)
    if rate and quantity.dimension != "time":
        return "1/s", 1 / rate, None, None
    if metric == "retention":
        return "d", 1 / 86400, None, None
    return unit, 1.0, None, None


def _active_in(reading: Reading, quantity: Quantity) -> float | None:
    """ "40,000 daily active users", "1.2 million MAU": the period is a part of what is counted."""
    for index in range(max(quantity.first - 2, 0), min(quantity.last + 1, len(reading.words))):
        stem = reading.stem(index)
        if stem in ("daily", "dau"):
            return DAY
        if stem in ("monthly", "mau"):
            return MONTH
    return None


def _bound_before(reading: Reading, quantity: Quantity) -> str | None:
    """ "maximum downtime of 8 hours": the bound stands before the metric."""
    for index in range(quantity.first - 1, max(quantity.first - 5, -1), -1):
        stem = reading.stem(index)
        if reading.words[index].kind in ("number", "mark"):
            return None
        if stem in ("maximum", "max", "maximal"):
            return "<="
        if stem in ("minimum", "min", "minimal"):
            return ">="
    return None


def _clean(value: float) -> float:
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded


def _subject(reading: Reading, quantity: Quantity) -> str | None:
    """The nearest component before a number: what the promise is about."""
    concepts = reading.vocabulary.concepts
    near = [
        m
        for m in reading.wanted
        if m.last <= quantity.first and concepts[m.concept or ""]["kind"] == "component" and not m.excluded
    ]
    return near[-1].concept if near else None


def _give_window(reading: Reading, found: list[Measure], quantity: Quantity) -> None:
    """Give a window to the measure nearest before it, else to the first one behind it."""
    start = reading.words[quantity.first].start
    places = [number for number, m in enumerate(found) if m.metric == "budget" or m.unit in _WINDOWED]
    before = [number for number in places if found[number].span[1] <= start]
    for number in (*reversed(before), *(number for number in places if number not in before)):
        if found[number].window is None:
            found[number] = replace(found[number], window=_clean(quantity.low))
            reading.use(quantity.first, quantity.last)
            return


def _per(reading: Reading, quantity: Quantity) -> str | None:
    """Per month, per year or once: the rate, or the word nearest before the sum or behind it."""
    if quantity.rate:
        return period_name(quantity.rate)
    if reading.stem(quantity.last) == "over":
        return None
    behind = range(quantity.last, min(quantity.last + 6, len(reading.words)))
    for indexes in (range(quantity.first - 1, max(quantity.first - 9, -1), -1), behind):
        for index in indexes:
            if reading.words[index].kind == "number" or reading.stem(index) in _NUMBERS:
                break
            if reading.clauses[index] != reading.clauses[quantity.first]:
                continue
            if reading.has("once", index, index + 1):
                return "once"
            if reading.stem(index) in _PERS:
                return _PERS[reading.stem(index)]
    title = " ".join(reading.passage.section[-1:]).lower()
    return "month" if "month" in title else "year" if "annual" in title else None


def _remark(reading: Reading, quantity: Quantity, found: list[Measure]) -> bool:
    """Whether a downtime only explains the share before it: "99.95 % (4.38 hours a year)"; one that is planned does not."""
    if not any(measure.metric == "availability" for measure in found):
        return False
    near = {reading.stem(index) for index in range(quantity.first - 3, quantity.last + 4)}
    return near.isdisjoint(("plann", "schedul", "maintenanc"))
