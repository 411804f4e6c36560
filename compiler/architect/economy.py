"""Wishes that save money become settings of the whole build: quiet hours, the way of buying, the archive of logs."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from .. import off_peak
from ..architecture import Setting
from ..statements import Intent, Statement
from .demands import environment_of
from .plan import Demand, Gap, Plan
from .policy import BY_HAND, limiting
from .rules import rules

_SCALE_DOWN = "scale down"


class Wish(Struct, frozen=True):
    """What a statement says of quiet hours: what happens, the hours in times or words, the zone, the environments."""

    statement: Statement
    action: str
    hours: str
    zone: str
    where: frozenset[str]

    @property
    def timed(self) -> bool:
        """Whether the hours are times of day."""
        return ":" in self.hours


def settle_wishes(plan: Plan) -> None:
    """Archiving of logs asks for logs, not for an archive of objects."""
    logged = {statement.id for statement in _saying(plan, "log-archive")}
    plan.wants = [_as_logs(demand) if demand.id in logged else demand for demand in plan.wants]
    plan.tests = [_as_logs(demand) if demand.id in logged else demand for demand in plan.tests]


def _as_logs(demand: Demand) -> Demand:
    intent = demand.intent
    places = intent.concept == "object-storage" and set(intent.properties) <= {
        "archive_after",
        "expire_after",
    }
    if intent.concept != "archive-storage" and not places:
        return demand
    logs = Intent("log-aggregation", intent.span, intent.polarity, False, None, intent.environment)
    return replace(demand, intent=logs)


def state(plan: Plan, environment: str) -> None:
    """Set what statements say, and what follows where they leave it open."""
    _quiet_hours(plan, environment)
    _purchase(plan)
    _log_archive(plan)


def _saying(plan: Plan, kind: str) -> list[Statement]:
    return [s for s in limiting(plan.statements.values()) if any(c.constraint == kind for c in s.constraints)]


def _quiet_hours(plan: Plan, environment: str) -> None:
    wishes = _wishes(plan)
    if not wishes:
        return
    here = [wish for wish in wishes if environment in wish.where]
    general = [wish for wish in wishes if not wish.where]
    meant = here or general or wishes
    defaults = rules()["defaults"]["quiet_hours"]
    hours = next((wish.hours for wish in meant if wish.timed), meant[0].hours)
    action = next((wish.action for wish in meant if wish.action != _SCALE_DOWN), _SCALE_DOWN)
    zone = next((wish.zone for wish in meant if wish.zone), "")
    ids = tuple(dict.fromkeys(wish.statement.id for wish in meant))
    if hours in defaults["hours"]:
        said, hours = hours, defaults["hours"][hours]
        _assumed(plan, "off_peak", f"Quiet hours ({said}) are {hours}", defaults["because_hours"], ids)
    if not zone:
        zone = defaults["zone"]
        _assumed(plan, "off_peak", f"The quiet hours {hours} are in {zone}", defaults["because_zone"], ids)
    if action == _SCALE_DOWN:
        action = f"scale to {defaults['least']}"
        _assumed(
            plan,
            "off_peak",
            f"In quiet hours {defaults['least']} of each stays",
            defaults["because_least"],
            ids,
        )
    _set(plan, "off_peak", f"{action} {hours} {zone}", ids)
    _set(plan, "off_peak_applies", bool(here or general), ids)


def _assumed(plan: Plan, key: str, what: str, why: str, ids: tuple[str, ...]) -> None:
    plan.gaps.append(Gap(what, why, f"--set {key}=…, or say it in {ids[0]}", ids))


def _wishes(plan: Plan) -> list[Wish]:
    return [
        wish
        for statement in _saying(plan, "schedule")
        for constraint in statement.constraints
        if constraint.constraint == "schedule" and (wish := _wish(statement, constraint.value)) is not None
    ]


def _wish(statement: Statement, value: str) -> Wish | None:
    """A wish out of a constraint's value; None where the value only names hours ("business hours")."""
    defaults = rules()["defaults"]["quiet_hours"]
    text, _, where = value.partition(" in ")
    names = (
        frozenset(name for name in map(environment_of, where.split(",")) if name) if where else frozenset()
    )
    if "nonprod" in where.split(","):
        names |= frozenset(rules()["defaults"]["environments"]) - {"production"}
    action = next((word for word in ("stop", _SCALE_DOWN) if text.startswith(f"{word} ")), "")
    if text.startswith("scale to "):
        action = " ".join(text.split()[:3])
    rest = text[len(action) :].strip()
    if not action:
        return None
    hours = next((name for name in defaults["hours"] if rest == name or rest.startswith(f"{name} ")), None)
    zone = rest[len(hours) :].strip() if hours else ""
    if hours is None:
        read = off_peak.read(f"{action} {rest}")
        if read is None:
            return None
        zone = read.zone or ""
        hours = rest[: len(rest) - len(zone)].strip()
    return Wish(statement, action, hours, zone, names)


def _purchase(plan: Plan) -> None:
    """The first way of buying that is named; buying on demand is what happens anyway."""
    for statement in _saying(plan, "purchase"):
        way = next(c.value for c in statement.constraints if c.constraint == "purchase")
        if "purchase" not in plan.policy:
            _set(plan, "purchase", way, (statement.id,))
        elif plan.policy["purchase"].reason != BY_HAND:
            known = plan.policy["purchase"]
            plan.policy["purchase"] = Setting(known.value, (*known.statements, statement.id), known.reason)
        plan.trace(statement.id, "policy")


def _log_archive(plan: Plan) -> None:
    """When logs are archived and how long they stay there. Logs that nobody wants to search longer are kept until then."""
    saying = _saying(plan, "log-archive")
    if not saying:
        return
    ids = tuple(statement.id for statement in saying)
    after = min(int(c.value) for s in saying for c in s.constraints if c.constraint == "log-archive")
    _set(plan, "log_archive_after", after, ids)
    default = rules()["defaults"]["log_archive"]
    stated = [
        intent.properties["retention"]
        for statement in saying
        for intent in statement.intents
        if intent.concept == "archive-storage" and isinstance(intent.properties.get("retention"), int | float)
    ]
    kept = plan.policy.get("log_retention")
    if kept is not None and isinstance(kept.value, int | float) and kept.value > after:
        stated.append(kept.value)
    if stated:
        keep = int(max(float(value) for value in stated if isinstance(value, int | float)))
    else:
        keep = max(default["keep"], after + 1)
        what = f"Archived logs are kept for {keep} days"
        _assumed(plan, "log_archive_keep", what, default["because"], ids)
    _set(plan, "log_archive_keep", max(keep, after + 1), ids)
    if kept is None:
        plan.policy["log_retention"] = Setting(after, ids)


def _set(plan: Plan, key: str, value: str | int | bool, ids: tuple[str, ...]) -> None:
    plan.policy[key] = Setting(value, ids)
    for name in ids:
        plan.trace(name, "policy")
