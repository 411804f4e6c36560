"""Numbers at which something happens: capacity follows the load, an alarm rings."""

from __future__ import annotations

from ..statements import PropertyValue
from .items import Quantity
from .properties import allowed, plain, put
from .reading import Reading


def _metric_near(reading: Reading, quantity: Quantity) -> str | None:
    """The metric whose words stand nearest before a number, or directly behind it."""
    clause = reading.clauses[quantity.first]
    best: tuple[int, str] | None = None
    for index in range(max(quantity.first - 8, 0), min(quantity.last + 4, len(reading.words))):
        hint = reading.hints[index]
        if hint is None or "metrics" not in hint[0] or reading.clauses[index] != clause:
            continue
        if quantity.first <= index < quantity.last:
            continue
        distance = quantity.first - hint[1] if index < quantity.first else index - quantity.last + 2
        if index == quantity.last and not any(q.first - hint[1] in (0, 1) for q in reading.quantities()):
            distance = 0
        for name in hint[0]["metrics"]:
            rule = reading.vocabulary.metrics[name]
            counts = quantity.dimension is None or quantity.dimension.startswith("n:")
            fits = quantity.dimension in rule["dimension"] or (counts and "count" in rule["dimension"])
            if fits and (best is None or distance < best[0]):
                best = distance, name
    return best[1] if best else None


def read_scaling(reading: Reading) -> None:
    """What makes capacity follow the load: "CPU > 70%, memory above 80%"."""
    takers = [m for m in reading.wanted if allowed(reading, m, "scale_on") and not m.excluded]
    if not takers:
        return
    rules: list[dict[str, PropertyValue]] = []
    first = last = 0
    for quantity in reading.quantities():
        if quantity.used or quantity.dimension not in ("percent", None, "n:operations"):
            continue
        metric = _metric_near(reading, quantity)
        scale = reading.vocabulary.metrics[metric]["scale"] if metric else None
        if scale is None and quantity.dimension == "n:operations" and quantity.unit.startswith("request"):
            scale = "requests"
        if scale is None:
            continue
        if not rules:
            first = quantity.first
        last = quantity.last
        rules.append({"metric": scale, "threshold": plain(quantity.low)})
        quantity.used = True
    if rules:
        nearest = takers[0]
        put(reading, nearest, "scale_on", tuple(rules), first, last)


def read_alert(reading: Reading) -> None:
    """What rings the bell: "alert when the error rate exceeds 1 %"."""
    mention = next((m for m in reading.wanted if m.concept == "alerting" and not m.excluded), None)
    if mention is None:
        return
    for quantity in reading.quantities():
        if quantity.used or quantity.dimension not in ("percent", "time", None, "n:operations"):
            continue
        if "threshold" in mention.properties or (quantity.op in ("<=", "<") and quantity.dimension == "time"):
            continue
        if quantity.dimension == "time" and reading.stem(quantity.first - 1) == "for":
            # "exceeds 800 ms for 5 minutes": how long it must last.
            continue
        metric = _metric_near(reading, quantity)
        if metric is None or metric in ("rto", "rpo", "availability"):
            continue
        rule = reading.vocabulary.metrics[metric]
        value = quantity.low
        put(
            reading,
            mention,
            "metric",
            metric if not rule["scale"] or metric == "queue-depth" else str(rule["scale"]),
            quantity.first,
            quantity.last,
        )
        put(reading, mention, "threshold", plain(value), quantity.first, quantity.last)
        quantity.used = True
