"""Service level objectives: what a specification promises to clients, as shares of good events, with their error budgets."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from .statements import Measure

DAY = 86400
# The window of an objective whose statement gives none, in seconds: 30 days, the usual one (SRE workbook, "Implementing SLOs").
WINDOW = 30 * DAY
# The share of requests that a response time without a percentile is taken to be meant for, as the alarms and load tests take it.
SHARE = 95.0
# Seconds after which gateways and browsers give a request up; managed gateways of the clouds allow 29 to 60. What takes longer is a job.
LONGEST_REQUEST = 30
BELOW, ABOVE = ("<", "<="), (">", ">=", "=")


class BurnRate(Struct, frozen=True):
    """How fast an error budget may be used up before somebody is told; windows in seconds.

    ``factor`` is the rate in relation to one that uses up the budget just at the end of the objective's window; both windows
    must show it. ``page``: somebody is woken up.
    """

    name: str
    factor: float
    long: int
    short: int
    page: bool


# Two percent of the budget in an hour, five in six hours, ten in three days (SRE workbook, chapter 5, "Alerting on SLOs", table 5-8),
# for a window of 30 days.
BURN_RATES = (
    BurnRate("fast", 14.4, 3600, 300, True),
    BurnRate("slow", 6.0, 21600, 1800, True),
    BurnRate("steady", 1.0, 259200, 21600, False),
)


class Objective(Struct, frozen=True):
    """An objective: the share of good events over a rolling window.

    ``kind`` is ``availability`` (requests that succeed) or ``latency`` (requests within ``seconds``); ``target`` is in percent,
    ``window`` in seconds; ``statements`` promise it; ``assumed`` says what they leave open.
    """

    kind: str
    target: float
    window: int
    statements: tuple[str, ...]
    seconds: float | None = None
    statistic: str | None = None
    assumed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A name of ``[a-z0-9-]`` that tells it apart from every other objective."""
        parts = [
            self.kind,
            *([self.statistic, f"{self.seconds:g}s"] if self.statistic else [f"{self.target:g}"]),
        ]
        window = [] if self.window == WINDOW else [f"{self.window // DAY}d"]
        return "-".join([*parts, *window]).replace(".", "-")

    @property
    def budget_share(self) -> float:
        """The share of events that may be bad, in percent."""
        return round(100 - self.target, 6)

    @property
    def budget_minutes(self) -> float:
        """The minutes of the window for which everything may fail."""
        return round(self.budget_share / 100 * self.window / 60, 2)


def objectives(measures: Iterable[tuple[str, Measure]]) -> tuple[Objective, ...]:
    """The objectives that the measures of a build promise, each once with all statements that promise it, the strictest of a kind first."""
    found: dict[str, Objective] = {}
    for statement, measure in measures:
        objective = _objective(statement, measure)
        if objective is None:
            continue
        known = found.get(objective.name)
        if known is None:
            found[objective.name] = objective
        elif statement not in known.statements:
            found[objective.name] = replace(known, statements=(*known.statements, statement))
    order = {
        "availability": lambda one: (100 - one.target, one.window),
        "latency": lambda one: (100 - one.target, one.seconds),
    }
    return tuple(sorted(found.values(), key=lambda one: (one.kind, order[one.kind](one), one.name)))


def _objective(statement: str, measure: Measure) -> Objective | None:
    value = measure.value
    if isinstance(value, tuple) or (measure.subject is not None and measure.subject not in ENTRIES):
        return None
    window = int(measure.window) if measure.window and measure.window >= DAY else WINDOW
    assumed = () if window != WINDOW or measure.window else ("a window of 30 days",)
    if measure.metric in ("availability", "success-rate") and measure.unit == "%" and measure.op in ABOVE:
        target = value
    elif measure.metric == "error-rate" and measure.unit == "%" and measure.op in (*BELOW, "="):
        target = round(100 - value, 6)
    elif measure.metric == "latency" and measure.unit == "s" and measure.op in (*BELOW, "="):
        return _latency(statement, measure, float(value), window, assumed)
    else:
        return None
    return (
        Objective("availability", target, window, (statement,), assumed=assumed) if 0 < target < 100 else None
    )


# What answers clients' requests: an availability of one of these, or of nothing named, is the service's.
ENTRIES = frozenset(
    ["load-balancer", "global-load-balancer", "api-gateway", "cdn", "static-website", "web-app-platform", "container-service",
     "kubernetes-cluster", "serverless-function", "instance-group", "virtual-machine"]
)  # fmt: skip


def _latency(
    statement: str, measure: Measure, seconds: float, window: int, assumed: tuple[str, ...]
) -> Objective | None:
    statistic = measure.statistic
    if statistic is None:
        statistic, assumed = f"p{SHARE:g}", (*assumed, f"the {SHARE:g}th percentile")
    if not statistic.startswith("p") or not 0 < seconds <= LONGEST_REQUEST:
        return None
    target = float(statistic[1:])
    if not 0 < target < 100:
        return None
    return Objective("latency", target, window, (statement,), seconds, statistic, assumed)
