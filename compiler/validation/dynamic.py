"""Which demands a test of the running system shows: load tests, TLS probes, drills and the price of a plan, by statement."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..architecture import Architecture
from ..document import Kind
from ..objectives import ENTRIES, LONGEST_REQUEST, SHARE
from ..statements import Measure, Polarity, Specification, Statement, Status

DEMANDS = (Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.CRITERION, Kind.BUDGET, Kind.COMPLIANCE)
PROVEN = (Status.MAPPED, Status.MEASURED, Status.CONSTRAINED)
# What each kind of test needs to run; without it, the test is skipped and says so.
NEEDS = {
    "load": "BASE_URL and k6",
    "tls": "BASE_URL",
    "smoke": "BASE_URL",
    "failover": "the result of validation/drills/failover.sh",
    "restore": "the result of validation/drills/restore.sh",
    "cost": "COST_JSON, the output of infracost breakdown --format json",
}
# TLS versions, the oldest first.
TLS = ("1.0", "1.1", "1.2", "1.3")
# What clients from outside connect to, the outermost first.
PUBLIC = ["global-load-balancer", "cdn", "load-balancer", "api-gateway", "static-website", "web-app-platform", "container-service", "serverless-function"]  # fmt: skip


class Assertion(Struct, frozen=True):
    """A value of a test of the running system and its limit: ``what`` is the value's name in ``validation/running.py``."""

    kind: str
    what: str
    op: str
    limit: float | str


class DynamicTest(Struct, frozen=True):
    """The test of one statement against the running system."""

    statement: str
    name: str
    assertions: tuple[Assertion, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of tests that it takes values from, each once."""
        return tuple(dict.fromkeys(assertion.kind for assertion in self.assertions))

    @property
    def path(self) -> str:
        """The test as pytest calls it."""
        return f"validation/test_running.py::test_{self.name}"

    @property
    def needs(self) -> str:
        """What it needs to run, in words."""
        return "; ".join(dict.fromkeys(NEEDS[kind] for kind in self.kinds))


def dynamic_tests(specification: Specification, architecture: Architecture) -> tuple[DynamicTest, ...]:
    """The statements that a test of the running system shows, in the specification's order, with what it asserts."""
    reached = sorted(
        (item for item in architecture.components if item.concept in PUBLIC and not item.existing),
        key=lambda item: PUBLIC.index(item.concept),
    )
    entry = reached[0] if reached else None
    # Statements about an environment that this build is not for have no part in its measures.
    limits: dict[str, list[Measure]] = {}
    for identity, measure in architecture.measures:
        limits.setdefault(identity, []).append(measure)
    found: dict[str, DynamicTest] = {}
    for statement in specification.statements:
        if statement.passage.kind not in DEMANDS or statement.status not in PROVEN:
            continue
        assertions = [item for measure in limits.get(statement.id, ()) for item in _of_measure(measure)]
        if entry is not None:
            assertions += _of_encryption(statement)
            if any(
                intent.concept == entry.concept and intent.polarity is Polarity.WANT
                for intent in statement.intents
            ):
                assertions.append(Assertion("smoke", "answers", "=", _health_path(architecture)))
        if assertions:
            name = _name(statement.id)
            while name in found:
                name += "_again"
            found[name] = DynamicTest(statement.id, name, tuple(dict.fromkeys(assertions)))
    return tuple(found.values())


def _health_path(architecture: Architecture) -> str:
    """Where the system says that it is well, as far as a statement says so."""
    found = (item.settings.get("health_check_path") for item in architecture.components)
    path = next((str(setting.value) for setting in found if setting is not None and setting.statements), "/")
    return path if path.startswith("/") else f"/{path}"


def _of_measure(measure: Measure) -> Iterator[Assertion]:
    value = measure.value[1] if isinstance(measure.value, tuple) else measure.value
    op = {"=": ">=" if measure.metric in GROWING else "<=", "range": "<=", "~": "<="}.get(
        measure.op, measure.op
    )
    if measure.metric in DRILLS:
        kind, what = DRILLS[measure.metric]
        yield Assertion(kind, what, op, value)
    elif measure.metric == "budget" and measure.per == "month" and op in ("<", "<="):
        yield Assertion("cost", "per_month", op, value)
    elif measure.subject is not None and measure.subject not in ENTRIES:
        return
    elif measure.metric == "latency" and measure.unit == "s" and 0 < value <= LONGEST_REQUEST:
        yield Assertion("load", measure.statistic or f"p{SHARE:g}", op, value)
    elif measure.metric == "error-rate" and measure.unit == "%":
        yield Assertion("load", "failed_percent", op, value)
    elif measure.metric == "success-rate" and measure.unit == "%":
        yield Assertion("load", "failed_percent", "<=", round(100 - value, 6))
    elif measure.metric == "throughput" and measure.unit == "1/s":
        yield Assertion("load", "requests_per_second", op, value)
    elif measure.metric == "concurrency" and measure.unit == "1":
        yield Assertion("load", "users", op, value)


# The measures of which more is better where a statement gives a plain figure.
GROWING = frozenset(["throughput", "concurrency", "success-rate"])
DRILLS = {
    "rto": ("restore", "seconds"),
    "rpo": ("restore", "lost_seconds"),
    "failover-time": ("failover", "seconds"),
}


def _of_encryption(statement: Statement) -> list[Assertion]:
    """The lowest version of TLS that connections from outside may have, and the one below it that they may not."""
    versions = [
        str(intent.properties.get("min_version", "1.2"))
        for intent in statement.intents
        if intent.concept == "encryption-in-transit" and intent.polarity is Polarity.WANT
    ]
    floor = max((version for version in versions if version in TLS[1:]), default=None)
    if floor is None:
        return []
    return [
        Assertion("tls", "accepts", "=", floor),
        Assertion("tls", "refuses", "=", TLS[TLS.index(floor) - 1]),
    ]


def _name(identity: str) -> str:
    """The end of a test function's name."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in identity.lower())
    return "_".join(part for part in kept.split("_") if part) or "statement"
