"""The numbers that somebody can test: metric, statistic, comparison, value in normal units, window."""

from __future__ import annotations

from ..statements import Measure
from .items import Quantity, Token
from .metrics import metric_of, named_metric, paired_metrics
from .reading import Reading
from .statistics import is_window, shares_of, statistic_of

# Properties whose number is a promise as well, with the metric of the promise.
PROMISES = {
    "rto": "rto",
    "rpo": "rpo",
    "ready_within": "scale-time",
    "latency": "latency",
    "throughput": "throughput",
}
_UNITS = {"time": "s", "percent": "%", "size": "GiB", "bandwidth": "bit/s", "rate": "1/s"}
_ONCE = frozenset(("one", "initial", "setup", "once", "onetime", "upfront"))
MONTH, YEAR = 2592000.0, 31536000.0


def find_measures(reading: Reading) -> list[Measure]:
    """The measures of a statement in the order of the text."""
    quantities = list(reading.quantities())
    windows = {id(q) for q in quantities if is_window(reading, q)}
    paired = paired_metrics(reading, quantities)
    shares = shares_of(reading, quantities)
    found: list[Measure] = []
    for index, quantity in enumerate(quantities):
        if (
            id(quantity) in windows
            or id(quantity) in shares
            or (quantity.dimension is None and not _counts(reading, quantity))
        ):
            continue
        if quantity.used and quantity.property not in PROMISES:
            continue
        metric = (
            paired.get(id(quantity), ("",))[0]
            or PROMISES.get(quantity.property or "")
            or metric_of(reading, quantity)
        )
        if _rings(reading, quantity):
            continue
        if metric is None or (metric == "downtime" and _remark(reading, quantity, found)):
            if metric:
                reading.use(quantity.first, quantity.last)
            continue
        statistic = shares.get(("of", id(quantity))) or statistic_of(reading, quantities, index)
        found.append(_measure(reading, quantity, metric, statistic))
        found.extend(
            _measure(reading, quantity, other, statistic) for other in paired.get(id(quantity), ())[1:]
        )
    for quantity in quantities:
        if id(quantity) in windows:
            _give_window(reading, found, quantity)
    return found


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
    rate = quantity.rate
    per: str | None = None
    window: float | None = None
    scale = 1.0
    unit = _UNITS.get(quantity.dimension or "", "1")
    if quantity.dimension == "money":
        unit = quantity.currency or "USD"
        per = _per(reading, quantity)
    elif quantity.dimension == "percent":
        window = _clean(rate) if rate else _monthly(reading, quantity)
    elif quantity.dimension == "size" and rate and rate == 1:
        unit, scale = "bit/s", 8e9
    elif quantity.dimension == "size" and rate:
        per = _period_name(rate)
    elif metric == "active-users":
        per = _period_name(rate) if rate else None
    elif rate and quantity.dimension != "time":
        unit, scale = "1/s", 1 / rate
    elif metric == "retention":
        unit, scale = "d", 1 / 86400
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
        window,
        per,
        _subject(reading, quantity),
    )


def _monthly(reading: Reading, quantity: Quantity) -> float | None:
    """The window of a "monthly availability of 99.9 %"."""
    for token in reading.tokens("PERIOD"):
        if (
            token.value == "monthly"
            and reading.has("metrics", token.last, token.last + 1)
            and 0 <= quantity.first - token.last <= 6
        ):
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


def _period_name(rate: float) -> str | None:
    return {3600.0: "hour", 86400.0: "day", 604800.0: "week", MONTH: "month", YEAR: "year"}.get(rate)


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
    for index in range(len(found) - 1, -1, -1):
        measure = found[index]
        if measure.window is None and measure.unit in ("%", "s", "1/s", "1"):
            found[index] = Measure(
                measure.metric,
                measure.op,
                measure.value,
                measure.unit,
                measure.span,
                measure.statistic,
                _clean(quantity.low),
                measure.per,
                measure.subject,
            )
            reading.use(quantity.first, quantity.last)
            return


def _per(reading: Reading, quantity: Quantity) -> str | None:
    """Per month, per year or once: the rate, or the word nearest before the sum."""
    if quantity.rate:
        return _period_name(quantity.rate)
    clause = reading.clauses[quantity.first]
    for index in (
        *range(quantity.first - 1, max(quantity.first - 9, -1), -1),
        *range(quantity.last, min(quantity.last + 5, len(reading.words))),
    ):
        if reading.clauses[index] != clause or index < 0:
            continue
        stem = reading.stem(index)
        if index < quantity.first and reading.words[index].kind == "number":
            break
        if stem in ("month", "monthly"):
            return "month"
        if stem in ("annual", "annually", "yearly", "year"):
            return "year"
        if stem in _ONCE:
            return "once"
    title = " ".join(reading.passage.section[-1:]).lower()
    return "month" if "month" in title else "year" if "annual" in title else None


def _remark(reading: Reading, quantity: Quantity, found: list[Measure]) -> bool:
    """Whether a downtime only explains the share before it: "99.95 % (4.38 hours a year)"."""
    if not any(measure.metric == "availability" for measure in found):
        return False
    for item in reading.items:
        if (
            isinstance(item, Token)
            and item.type == "STOP"
            and item.value in ("open", "dash")
            and 0 <= quantity.first - item.last <= 6
        ):
            return True
    return False


def downtime_remark(reading: Reading, found: list[Measure]) -> tuple[Quantity, float] | None:
    """A downtime in parentheses behind an availability, with the seconds that the availability really allows."""
    share = next((m for m in found if m.metric == "availability" and isinstance(m.value, int | float)), None)
    if share is None or not isinstance(share.value, int | float):
        return None
    for quantity in reading.quantities():
        if (
            quantity.dimension != "time"
            or quantity.used
            or reading.words[quantity.first].start < share.span[1]
        ):
            continue
        near = [
            reading.stem(index)
            for index in range(quantity.first - 4, min(quantity.last + 6, len(reading.words)))
        ]
        if "downtim" not in near:
            continue
        period = quantity.rate or (
            YEAR
            if "year" in near or "annual" in near or "annually" in near
            else MONTH
            if "month" in near or "monthly" in near
            else None
        )
        if period is None:
            continue
        return quantity, (100 - share.value) / 100 * period
    return None
