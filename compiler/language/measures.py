"""The numbers that somebody can test: metric, statistic, comparison, value in normal units, window."""

from __future__ import annotations

from itertools import pairwise

from ..document import Kind
from ..statements import Measure
from .items import Quantity, Token
from .lexer import longest
from .reading import Reading

REACH_BEFORE = 14
REACH_AFTER = 5
# Properties whose number is a promise as well, with the metric of the promise.
PROMISES = {
    "rto": "rto",
    "rpo": "rpo",
    "ready_within": "scale-time",
    "latency": "latency",
    "throughput": "throughput",
}
_TRANSPARENT = frozenset(
    ("disaster-recovery", "auto-scaling", "backup", "ci-cd-pipeline", "instance-group", "uptime-check", None)
)
_UNITS = {"time": "s", "percent": "%", "size": "GiB", "bandwidth": "bit/s", "rate": "1/s"}
_WINDOW_WORDS = frozenset(("roll", "window", "period", "measur", "calendar", "trail", "interval"))
_ONCE = frozenset(("one", "initial", "setup", "once", "onetime", "upfront"))
_SECTION_METRICS = (
    ("latenc", "time", "latency"),
    ("performance", "time", "latency"),
    ("availab", "percent", "availability"),
    ("reliab", "percent", "availability"),
    ("objective", "percent", "availability"),
    ("slo", "percent", "availability"),
    ("recover", "time", "rto"),
    ("scal", "time", "scale-time"),
)
MONTH, YEAR = 2592000.0, 31536000.0


def find_measures(reading: Reading) -> list[Measure]:
    """The measures of a statement in the order of the text."""
    quantities = list(reading.quantities())
    windows = {id(q) for q in quantities if _is_window(reading, q)}
    paired = _pairs(reading, quantities)
    shares = _shares(reading, quantities)
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
            or _metric(reading, quantity)
        )
        if _rings(reading, quantity):
            continue
        if metric is None or (metric == "downtime" and _remark(reading, quantity, found)):
            if metric:
                reading.use(quantity.first, quantity.last)
            continue
        statistic = shares.get(("of", id(quantity))) or _statistic(reading, quantities, index)
        found.append(_measure(reading, quantity, metric, statistic))
        found.extend(
            _measure(reading, quantity, other, statistic) for other in paired.get(id(quantity), ())[1:]
        )
    for quantity in quantities:
        if id(quantity) in windows:
            _give_window(reading, found, quantity)
    return found


def _pairs(reading: Reading, quantities: list[Quantity]) -> dict[int, tuple[str, ...]]:
    """ "RTO/RPO: 1 hour / 5 minutes", "CPU and memory below 70 %": joined metrics share their numbers in order."""
    found: dict[int, tuple[str, ...]] = {}
    for index, word in enumerate(reading.words):
        if word.stem not in ("/", "and", "&"):
            continue
        left, right = _metric_ending(reading, index), _metric_beginning(reading, index + 1)
        if not left or not right or left[0] == right[0]:
            continue
        dimension = reading.vocabulary.metrics[left[0]]["dimension"]
        if dimension != reading.vocabulary.metrics[right[0]]["dimension"]:
            continue
        clause = reading.clauses[index]
        numbers = [
            q
            for q in quantities
            if q.first >= right[1] and q.dimension == dimension and reading.clauses[q.first] == clause
        ]
        numbers = numbers[:2]
        if (
            not numbers
            or numbers[0].first - right[1] > 6
            or any(q.first < index and q.last > index - 4 for q in quantities)
        ):
            continue
        if len(numbers) == 1:
            found[id(numbers[0])] = (left[0], right[0])
        else:
            found[id(numbers[0])], found[id(numbers[1])] = (left[0],), (right[0],)
    return found


def _metric_ending(reading: Reading, index: int) -> tuple[str, int] | None:
    for first in range(max(index - 3, 0), index):
        hint = reading.hints[first]
        if hint and hint[1] == index and "metrics" in hint[0]:
            return hint[0]["metrics"][0], first
    return None


def _metric_beginning(reading: Reading, index: int) -> tuple[str, int] | None:
    hint = reading.hints[index] if index < len(reading.hints) else None
    return (hint[0]["metrics"][0], hint[1]) if hint and "metrics" in hint[0] else None


def _rings(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is what an alarm rings at, no promise."""
    if quantity.op not in (">", ">=") or quantity.dimension == "money":
        return False
    return any(mention.concept in ("alerting", "auto-scaling") for mention in reading.wanted)


def _counts(reading: Reading, quantity: Quantity) -> bool:
    """A bare number is a measure only beside a metric that counts."""
    return quantity.op in ("<", "<=", ">", ">=") and _word_metric(reading, quantity) is not None


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
    op = quantity.op or "="
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


def _metric(reading: Reading, quantity: Quantity) -> str | None:
    named = _word_metric(reading, quantity)
    dimension = quantity.dimension or ""
    if dimension == "money":
        return None if quantity.used else "budget"
    if dimension in ("rate",) or (dimension == "n:operations" and quantity.rate):
        return "throughput"
    if dimension in ("n:concurrent",):
        return "concurrency"
    if dimension == "n:connections":
        return "concurrency"
    if dimension == "n:concurrency":
        return "concurrency"
    if dimension == "n:people":
        return _people(reading, quantity, named)
    if dimension == "n:operations":
        return named if named and reading.vocabulary.metrics[named]["dimension"] == "count" else None
    if dimension == "bandwidth":
        return named or "bandwidth"
    if dimension == "size":
        return "throughput" if quantity.rate == 1 else "capacity" if named or quantity.rate else None
    if (
        dimension == "time"
        and reading.stem(quantity.first - 1) == "for"
        and named not in ("retention", "downtime")
    ):
        return None
    return named or _by_section(reading, quantity)


def _people(reading: Reading, quantity: Quantity, named: str | None) -> str | None:
    if named == "concurrency":
        return "concurrency"
    around = {reading.stem(index) for index in range(quantity.first - 4, quantity.last + 4)}
    if quantity.rate:
        return (
            "throughput"
            if quantity.rate < 86400 or "visitor" in quantity.unit or "visit" in quantity.unit
            else "active-users"
        )
    if named == "concurrency":
        return "concurrency"
    if around & {"daily", "monthly", "regist", "dau", "mau"} or quantity.unit in ("dau", "mau"):
        return "active-users"
    return "concurrency" if reading.kind is Kind.OBJECTIVE else None


def _by_section(reading: Reading, quantity: Quantity) -> str | None:
    clause = reading.clauses[quantity.first]
    if quantity.dimension == "time" and any(
        reading.clauses[t.first] == clause for t in reading.tokens("STATISTIC")
    ):
        return "latency"
    if (
        quantity.dimension == "percent"
        and reading.kind is Kind.OBJECTIVE
        and not reading.wanted
        and quantity.low >= 95
    ):
        return "availability"
    if (
        quantity.dimension == "percent"
        and quantity.low >= 90
        and reading.kind in (Kind.OBJECTIVE, Kind.REQUIREMENT)
    ):
        titles = " ".join(reading.passage.section).lower()
        if (
            any(word in titles for word in ("availab", "reliab", "slo", "objective", "uptime"))
            or quantity.raw == "nines"
        ):
            return "availability"
    title = reading.passage.section[-1].lower() if reading.passage.section else ""
    for word, dimension, metric in _SECTION_METRICS:
        if word in title and dimension == quantity.dimension and not reading.wanted:
            return metric if dimension != "percent" or quantity.low >= 90 else None
    if (
        quantity.dimension == "time"
        and quantity.op in ("<", "<=")
        and reading.kind in (Kind.OBJECTIVE, Kind.CRITERION)
    ):
        return "duration"
    return None


def _word_metric(reading: Reading, quantity: Quantity) -> str | None:
    """The metric whose words stand nearest: before the number, or closely behind it."""
    clause = reading.clauses[quantity.first]
    metrics = reading.vocabulary.metrics
    best: tuple[float, str] | None = None
    first = max(quantity.first - REACH_BEFORE, 0)
    for index in range(first, min(quantity.last + REACH_AFTER, len(reading.words))):
        hint = reading.hints[index]
        if (
            hint is None
            or "metrics" not in hint[0]
            or reading.clauses[index] != clause
            or _inside_term(reading, index, hint[1])
        ):
            continue
        if quantity.first <= index < quantity.last and quantity.dimension not in ("n:concurrent", None):
            continue
        if index < quantity.first:
            distance = float(quantity.first - hint[1]) + 0.5
            if _other_number(reading, hint[1], quantity.first, quantity):
                distance += 6
        else:
            distance = 0.0 if index == quantity.last else index - quantity.last + 2.5
            if reading.has("stop", quantity.last, index) or _other_number(
                reading, quantity.last, index, quantity
            ):
                distance += 6
        for name in hint[0]["metrics"]:
            dimension = metrics[name]["dimension"]
            fits = dimension == quantity.dimension or (
                dimension == "count" and (quantity.dimension or "n:").startswith("n:")
            )
            penalty = (
                2.5
                if name == "latency"
                and hint[1] - index == 1
                and reading.stem(index) not in ("latency", "respond", "respons")
                else 0.0
            )
            if fits and (best is None or distance + penalty < best[0]):
                best = distance + penalty, name
    return best[1] if best else None


def _inside_term(reading: Reading, index: int, end: int) -> bool:
    """Whether a metric's word is only a part of a longer term ("load" in "load balancer")."""
    for mention in reading.mentions:
        if (
            mention.first <= index
            and end <= mention.last
            and mention.last - mention.first > end - index
            and not mention.frame
        ):
            return mention.concept not in _TRANSPARENT
    return False


def _other_number(reading: Reading, first: int, last: int, quantity: Quantity) -> bool:
    return any(
        other is not quantity and first <= other.first < last and other.dimension == quantity.dimension
        for other in reading.quantities()
    )


def _statistic(reading: Reading, quantities: list[Quantity], index: int) -> str | None:
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


def _shares(reading: Reading, quantities: list[Quantity]) -> dict[int | tuple[str, int], str]:
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


def _is_window(reading: Reading, quantity: Quantity) -> bool:
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
