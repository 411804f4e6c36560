"""What targets and frameworks lead to: zones and standbys from availability, restores from recovery targets, controls from compliance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..architecture import Setting
from .findings import FRAMEWORK_WANTS_MORE, TARGET_OUT_OF_REACH, finding
from .infer import add, known
from .merge import default_label, described, titled
from .plan import Draft, Gap, Plan
from .policy import raise_to, told
from .rules import rules, title_of
from .values import said, written

DAY, HOUR, MINUTE = 86400, 3600, 60


def hold_availability(plan: Plan) -> None:
    """Zones and standbys from the availability target, and what contradicts it."""
    target = plan.policy.get("availability")
    if target is None or not isinstance(target.value, int | float):
        return
    data = rules()["availability"]
    entry = next((entry for entry in data["targets"] if target.value >= entry["floor"]), None)
    if entry is None:
        return
    because = entry["because"].format(target=written(target.value))
    zones = plan.policy.get("zones")
    if zones is None or zones.value is None:
        if raise_to(plan, "zones", entry["zones"], target.statements, because) and plan.has(
            "virtual-network"
        ):
            plan.gaps.append(
                Gap(
                    told("zones", entry["zones"]),
                    because,
                    "--set zones=…, or a statement on zones",
                    target.statements,
                )
            )
    elif zones.value == 1 and entry["zones"] > 1:
        _out_of_reach(
            plan,
            target,
            f"{written(target.value)}% can't be kept in one zone",
            "ask for at least two zones, or for less",
            zones,
        )
    _set_all(plan, entry["settings"], target.statements, because, f"{written(target.value)}%")
    for reach in data["reach"]:
        if target.value > reach["above"] and not plan.asks(reach["needs"]):
            _out_of_reach(plan, target, reach["because"], "ask for a second region, or for less")


def hold_recovery(plan: Plan) -> None:
    """Restores to a point in time and standbys from the recovery targets."""
    for entry in rules()["availability"]["recovery"]:
        target = plan.policy.get(entry["measure"])
        if target is None or not isinstance(target.value, int | float) or target.value > entry["up_to"]:
            continue
        because = entry["because"].format(value=duration(target.value))
        if "policy" in entry:
            raise_to(plan, entry["policy"], entry["value"], target.statements, because)
        _set_all(
            plan,
            entry.get("settings", {}),
            target.statements,
            because,
            f"{entry['measure'].upper()} {duration(target.value)}",
        )


def duration(seconds: float) -> str:
    """A time in words: its largest unit that divides it."""
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= unit and seconds % unit == 0:
            count = int(seconds // unit)
            return f"{count} {name}{'s' if count != 1 else ''}"
    return f"{written(float(seconds))} seconds"


def _out_of_reach(plan: Plan, target: Setting, message: str, help: str, other: Setting | None = None) -> None:
    for statement in target.statements[:1]:
        against = f" ({', '.join(other.statements)})" if other and other.statements else ""
        plan.findings.append(
            finding(TARGET_OUT_OF_REACH, message + against, at=plan.statements[statement], help=help)
        )


def _set_all(
    plan: Plan, settings: dict[str, dict[str, Any]], statements: tuple[str, ...], because: str, what: str
) -> None:
    """Set what a target needs on all components of a concept; a statement against it makes a finding."""
    for concept, values in settings.items():
        for draft in plan.all(concept):
            for name, value in values.items():
                if draft.existing:
                    continue
                stated = draft.settings.get(name)
                if stated is not None and stated.statements and stated.value is False and value is True:
                    _contradicts(plan, draft, name, stated, what)
                elif stated is None:
                    _set(plan, draft, name, value, statements, because)


def _contradicts(plan: Plan, draft: Draft, name: str, stated: Setting, what: str) -> None:
    plan.findings.append(
        finding(
            TARGET_OUT_OF_REACH,
            f"{described(draft)} is to be without {said(name)}, which {what} needs",
            at=plan.statements[stated.statements[0]],
            help=f"ask for {said(name)}, or lower the target",
        )
    )


def _set(plan: Plan, draft: Draft, name: str, value: Any, statements: tuple[str, ...], because: str) -> None:
    draft.settings[name] = Setting(value, statements, because)
    draft.credit(statements)
    for statement in statements:
        plan.trace(statement, draft.key)
    what = f"{titled(draft)}: {said(name)} {written(value)}"
    plan.gaps.append(Gap(what[0].upper() + what[1:], because, "a statement on it", statements, draft.key))


def comply(plan: Plan) -> None:
    """Add what the frameworks that apply lead to, each consequence with its control."""
    frameworks = plan.policy.get("frameworks")
    if frameworks is None or not isinstance(frameworks.value, tuple):
        return
    for name in frameworks.value:
        entry = rules()["compliance"].get(name)
        statements = tuple(
            statement.id for statement in plan.statements.values()
            if statement.id in frameworks.statements and any(limit.value == name for limit in statement.constraints)
        )  # fmt: skip
        for consequence in entry["consequences"] if entry else ():
            if _applies(plan, consequence):
                _follow(
                    plan,
                    consequence,
                    statements,
                    f"{name} {consequence['control']}: {consequence['because']}",
                )


def _applies(plan: Plan, consequence: dict[str, Any]) -> bool:
    if any(plan.asks(key) is not None for key in consequence.get("unless", ())):
        return False
    needed = consequence.get("when")
    return needed is None or any(_is_there(plan, what) for what in needed)


def _is_there(plan: Plan, what: str) -> bool:
    if what != "public":
        return plan.has(what)
    return plan.has("cdn", "api-gateway", "static-website") or any(
        known(draft, "public") is True for draft in plan.all("load-balancer")
    )


def _follow(plan: Plan, consequence: dict[str, Any], statements: tuple[str, ...], because: str) -> None:
    if "component" in consequence:
        if "policy" in consequence:
            # The component's own assumption tells of both.
            raise_to(plan, consequence["policy"], consequence["value"], statements, because)
        _require(plan, consequence["component"], statements, because)
    elif "policy" in consequence:
        _follow_policy(plan, consequence, statements, because)
    else:
        concept, name = consequence["setting"].split(".")
        for draft in plan.all(concept):
            stated = draft.settings.get(name)
            weaker = stated is None or (
                isinstance(stated.value, bool) and stated.value != consequence["value"]
            )
            if weaker and not draft.existing:
                _set(plan, draft, name, consequence["value"], statements, because)


def _follow_policy(
    plan: Plan, consequence: dict[str, Any], statements: tuple[str, ...], because: str
) -> None:
    """Raise a setting of the whole build, and of the components that state less, to what the framework asks for."""
    key, value = consequence["policy"], consequence["value"]
    value = tuple(value) if isinstance(value, list) else value
    before = plan.policy.get(key)
    if raise_to(plan, key, value, statements, because):
        less = before is not None and before.reason is None and bool(before.statements)
        if before is not None and less:
            _wants_more(plan, before, _policy_told(key, value), because)
        change = (
            f"{before.statements[0]}, or the framework" if before is not None and less else f"--set {key}=…"
        )
        plan.gaps.append(Gap(_policy_told(key, value), because, change, statements))
    for statement in statements:
        plan.trace(statement, "policy")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    fed = [place.split(".") for place, fed in rules()["capabilities"]["feeds"].items() if fed == key]
    for concept, name in fed:
        for draft in plan.all(concept):
            stated = draft.settings.get(name)
            if stated is not None and isinstance(stated.value, int | float) and stated.value < value:
                draft.settings[name] = Setting(value, statements, because)


def _wants_more(plan: Plan, stated: Setting, told: str, because: str) -> None:
    plan.findings.append(
        finding(
            FRAMEWORK_WANTS_MORE,
            f"{because}: {told[0].lower()}{told[1:]}, not {written(stated.value)} as stated here",
            at=plan.statements[stated.statements[0]],
            help="state at least what the framework asks for",
        )
    )


def _policy_told(key: str, value: Any) -> str:
    text = {
        "own_keys": "Stored data is encrypted with keys of its own",
        "mfa": "Administrators need a second factor",
        "pitr": "Data can be restored to any point in time",
        "tls_min_version": f"TLS {value} is the oldest version that is accepted",
        "residency": f"Everything stays in: {written(value)}",
    }
    return text.get(key) or told(key, value)


def _require(plan: Plan, concept: str, statements: tuple[str, ...], because: str) -> None:
    there = list(plan.all(concept))
    for draft in there:
        draft.credit(statements)
        for statement in statements:
            plan.trace(statement, draft.key)
    if not there and concept not in plan.excluded:
        add(
            plan,
            Draft(concept, default_label(concept)),
            statements,
            because,
            f"leave the framework out, or exclude the {title_of(concept)}",
        )
    elif not there:
        for statement in plan.excluded[concept]:
            message = f"{title_of(concept)} is ruled out but asked for by {because}"
            plan.findings.append(
                finding(
                    TARGET_OUT_OF_REACH,
                    message,
                    at=plan.statements[statement],
                    help="leave out the exclusion",
                )
            )


def intervals(value: object) -> Iterator[float]:
    """The seconds between two runs of a period in words or in hours; nothing for a cron line."""
    words = {"hourly": HOUR, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY}
    if isinstance(value, str) and value in words:
        yield words[value]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value) * HOUR
