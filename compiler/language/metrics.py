"""Which metric a number is of: by the words near it, by its unit, by its section."""

from __future__ import annotations

from typing import Any

from ..document import Kind
from .items import Quantity
from .periods import MONTH
from .reading import Reading

REACH_BEFORE = 14
REACH_AFTER = 8
# An unnamed time limit up to this many seconds is how long somebody waits; a longer one how long something takes.
LONGEST_WAIT = 600
_TRANSPARENT = frozenset(
    (
        "disaster-recovery",
        "auto-scaling",
        "backup",
        "ci-cd-pipeline",
        "instance-group",
        "uptime-check",
        "global-load-balancer",
        "multi-region",
        None,
    )
)
# How much farther away a word seems that may mean a metric, and one that names any promise ("SLO").
EVERYDAY, GENERIC = 2.5, 9.0
_PLAIN = frozenset(("latency", "respond", "respons"))
# "under 3x normal load" is when something else holds.
_UNDER = frozenset(("at", "under", "with", "during", "by", "for"))
_TESTS = frozenset(("load", "test", "soak", "stress", "surge", "endurance", "spik"))
# What stands behind these is when something happens, not what happens: "answered within 200 ms during failover".
_CIRCUMSTANCE = frozenset(("during", "after", "in", "of", "by", "despit", "with"))
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


def metric_of(reading: Reading, quantity: Quantity) -> str | None:
    """The metric of a number, None where nobody could test it."""
    named = named_metric(reading, quantity)
    dimension = quantity.dimension or ""
    if _is_age(reading, quantity):
        return "rpo" if _after_a_loss(reading, quantity) else "freshness"
    if dimension == "money":
        return None if quantity.used else "budget"
    if dimension in ("rate",) or (dimension == "n:operations" and quantity.rate):
        return "throughput"
    if dimension in ("n:concurrent",):
        return "concurrency"
    if dimension == "n:load":
        return None if reading.stem(quantity.first - 1) in _UNDER else "load-factor"
    if dimension == "n:connections":
        return "concurrency" if quantity.low >= 10 else None
    if dimension == "n:concurrency":
        return "concurrency"
    if dimension == "n:people":
        return _people(reading, quantity, named)
    if dimension == "n:operations":
        return named if named and "count" in reading.vocabulary.metrics[named]["dimension"] else None
    if dimension == "bandwidth":
        return named or "bandwidth"
    if dimension == "size":
        if quantity.rate == 1:
            return "throughput"
        return named or ("capacity" if quantity.rate else None)
    if dimension == "time" and named not in ("retention", "downtime") and _lasts(reading, quantity):
        return None
    if dimension == "time" and quantity.rate and named is None:
        return "downtime"
    if named == "retention" and quantity.low < 86400:
        return None
    if dimension.startswith("n:"):
        return _count(reading, quantity)
    return named or _by_section(reading, quantity)


def _is_age(reading: Reading, quantity: Quantity) -> bool:
    """Whether a time says how old something may be at most: "data at most ten minutes old", "no older than an hour"."""
    if quantity.dimension != "time" or quantity.used or quantity.op not in ("<", "<="):
        return False
    words = [
        reading.words[at].raw.lower()
        for at in range(quantity.first, min(quantity.last + 1, len(reading.words)))
    ]
    return "older" in words or words[-1] == "old"


def _after_a_loss(reading: Reading, quantity: Quantity) -> bool:
    """Whether the clause speaks of what is there after something was lost."""
    clause = reading.clauses[quantity.first]
    return any(reading.clauses[at] == clause for at, _, _ in reading.hinted("loss", 0, len(reading.words)))


def _count(reading: Reading, quantity: Quantity) -> str | None:
    """ "250+ nodes" among the objectives: a number of things that no component of the line takes."""
    alone = not reading.wanted and quantity.first <= 1
    return "count" if alone and reading.kind is Kind.OBJECTIVE and quantity.op else None


def _lasts(reading: Reading, quantity: Quantity) -> bool:
    """Whether a time only says how long a load or a test lasts: "for ten minutes", "a load test of one hour"."""
    before = [reading.stem(quantity.first - distance) for distance in (1, 2, 3)]
    if (before[0] == "for" and quantity.op is None) or (
        quantity.first and reading.words[quantity.first - 1].raw in ("lasting", "lasts")
    ):
        return True
    return (before[0] == "of" and before[1] in _TESTS) or reading.stem(quantity.last) in _TESTS - {"load"} | (
        {"load"} if reading.stem(quantity.last + 1) == "test" else set()
    )


def _people(reading: Reading, quantity: Quantity, named: str | None) -> str | None:
    if named == "concurrency":
        return "concurrency"
    around = {reading.stem(index) for index in range(quantity.first - 4, quantity.last + 4)}
    if "register" in around or "regist" in around:
        return "count"
    if quantity.rate:
        return (
            "throughput"
            if quantity.rate < 86400 or "visitor" in quantity.unit or "visit" in quantity.unit
            else "active-users"
        )
    if named == "concurrency":
        return "concurrency"
    if around & {"daily", "monthly", "dau", "mau"} or quantity.unit in ("dau", "mau"):
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
    if quantity.dimension == "percent" and quantity.low >= 99 and quantity.rate and quantity.rate >= MONTH:
        return "availability"
    title = reading.passage.section[-1].lower() if reading.passage.section else ""
    for word, dimension, metric in _SECTION_METRICS:
        if word in title and dimension == quantity.dimension and not reading.wanted:
            return metric if dimension != "percent" or quantity.low >= 90 else None
    if quantity.dimension == "time" and quantity.op in ("<", "<="):
        return "latency" if quantity.low <= LONGEST_WAIT else "duration"
    return None


def named_metric(reading: Reading, quantity: Quantity) -> str | None:
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
        if quantity.first <= index < quantity.last and not _says_itself(quantity):
            continue
        if index < quantity.first:
            distance = float(quantity.first - hint[1]) + 0.5
            if _other_number(reading, hint[1], quantity.first, quantity):
                distance += 6
        else:
            if any(quantity.last <= other.first < index for other in reading.quantities()):
                continue
            distance = 0.0 if index == quantity.last else index - quantity.last + 2.5
            if reading.has("stop", quantity.last, index) or _other_number(
                reading, quantity.last, index, quantity
            ):
                distance += 6
        distance += GENERIC if "generic" in hint[0] else 0.0
        for name in hint[0]["metrics"]:
            alone = name == "latency" and hint[1] - index == 1 and reading.stem(index) not in _PLAIN
            penalty = EVERYDAY if alone else 0.0
            if alone and _happens(reading, index, quantity):
                penalty = GENERIC
            if _fits(metrics[name], quantity) and (best is None or distance + penalty < best[0]):
                best = distance + penalty, name
    return best[1] if best else None


def _happens(reading: Reading, verb: int, quantity: Quantity) -> bool:
    """Whether what an everyday verb speaks of names a time itself: "failover … completes", "a restore is done"."""
    clause, metrics = reading.clauses[verb], reading.vocabulary.metrics
    for index in range(max(verb - REACH_BEFORE, 0), verb):
        hint = reading.hints[index]
        if hint is None or "metrics" not in hint[0] or reading.clauses[index] != clause:
            continue
        if reading.stem(index - 1) in _CIRCUMSTANCE or _inside_term(reading, index, hint[1]):
            continue
        if any(
            name != "latency" and "time" in metrics[name]["dimension"] for name in hint[0]["metrics"]
        ) and ("generic" not in hint[0]):
            return True
    return False


def _says_itself(quantity: Quantity) -> bool:
    """Whether the words of a number name its metric: "2,000 concurrent users", "one failed request in a thousand"."""
    return quantity.dimension in ("n:concurrent", None) or quantity.raw == "share"


def _fits(metric: dict[str, Any], quantity: Quantity) -> bool:
    """Whether a metric's numbers are of a number's dimension."""
    counts = (quantity.dimension or "n:").startswith("n:")
    return quantity.dimension in metric["dimension"] or (counts and "count" in metric["dimension"])


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
        other is not quantity and first < other.last <= last and other.dimension == quantity.dimension
        for other in reading.quantities()
    )


def paired_metrics(reading: Reading, quantities: list[Quantity]) -> dict[int, tuple[str, ...]]:
    """ "RTO/RPO: 1 hour / 5 minutes", "CPU and memory below 70 %": joined metrics share their numbers in order."""
    found: dict[int, tuple[str, ...]] = {}
    for index, word in enumerate(reading.words):
        if word.stem not in ("/", "and", "&"):
            continue
        left, right = _metric_ending(reading, index), _metric_beginning(reading, index + 1)
        if not left or not right or left[0] == right[0]:
            continue
        dimension = reading.vocabulary.metrics[left[0]]["dimension"][0]
        if dimension not in reading.vocabulary.metrics[right[0]]["dimension"]:
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
