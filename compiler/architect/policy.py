"""The settings that hold for the whole build: what statements say, then targets, frameworks and defaults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..architecture import Architecture, Setting
from ..document import Kind
from ..statements import Measure, Polarity, PropertyValue, Specification, Statement, Status
from .demands import environment_of
from .findings import FRAMEWORK_UNKNOWN, finding
from .plan import Demand, Gap, Plan
from .rules import rules
from .values import Stated, decided, settle, stricter

KEYS = (
    *(
        "zones",
        "tls_min_version",
        "own_keys",
        "log_retention",
        "audit_retention",
        "backup_retention",
        "pitr",
        "tags",
        "region",
    ),
    *(
        "residency",
        "frameworks",
        "budget",
        "currency",
        "environment",
        "availability",
        "rto",
        "rpo",
        "second_region",
        "mfa",
    ),
    *("off_peak", "off_peak_applies", "purchase", "log_archive_after", "log_archive_keep"),
)
# The reason of a setting that the user gave; nothing changes it any more.
BY_HAND = "set on the command line"
# Signs of a number that is meant, with how far it may be missed: "$4,500 ± 10%".
AROUND = ("±", "+/-", "+-")
# Settings that components have one by one: their conflicts are found there.
OF_COMPONENTS = ("backup_retention", "log_retention", "audit_retention", "pitr", "zones")
# Statements of these kinds limit nothing.
WITHOUT_LIMITS = (Kind.CONTEXT, Kind.ASSUMPTION, Kind.EXCLUSION)

# Constraints that say how something runs, not that it is there: "development is shut down at night".
SAVINGS = ("schedule", "purchase", "log-archive")


def limiting(statements: Iterable[Statement]) -> Iterable[Statement]:
    """The statements whose measures and constraints count."""
    return (statement for statement in statements if statement.passage.kind not in WITHOUT_LIMITS)


def state(plan: Plan, main_environment: str) -> None:
    """Set what statements say: by constraints, measures, capabilities, and components' settings that hold for everything."""
    stated: dict[str, list[Stated]] = {}
    for statement in limiting(plan.statements.values()):
        for constraint in statement.constraints:
            key = rules()["capabilities"]["constraints"].get(constraint.constraint)
            if key:
                stated.setdefault(key, []).append(Stated(constraint.value, statement))
        for measure in statement.measures:
            if environment_of(measure.environment or statement.environment) in (None, main_environment):
                _measured(stated, measure, statement)
    for demand in (*plan.wants, *plan.tests):
        _demanded(stated, demand)
    for concept, statements in plan.excluded.items():
        for key, value in rules()["capabilities"]["effects"].get(concept, {}).get("without", {}).items():
            stated.setdefault(key, []).extend(Stated(value, plan.statements[name]) for name in statements)
    for key in sorted(stated):
        if key == "currency":
            plan.policy[key] = Setting(stated[key][0].value, (stated[key][0].statement.id,))
            continue
        _set(plan, key, stated[key])
    for item in (item for items in stated.values() for item in items):
        plan.trace(item.statement.id, "policy")


def _set(plan: Plan, key: str, stated: list[Stated]) -> None:
    measured = {entry["policy"]: entry["combine"] for entry in rules()["capabilities"]["measures"].values()}
    if measured.get(key) == "first":
        stated = decided(stated)
        plan.policy[key] = Setting(stated[0].value, (stated[0].statement.id,))
        return
    plan.policy[key], conflicts = settle(key, "the whole build", stated)
    if key not in OF_COMPONENTS:
        plan.findings.extend(conflicts)


def _measured(stated: dict[str, list[Stated]], measure: Measure, statement: Statement) -> None:
    entry = rules()["capabilities"]["measures"].get(measure.metric)
    if entry is None:
        return
    value = measure.value if isinstance(measure.value, int | float) else max(measure.value)
    if not isinstance(measure.value, int | float) and any(sign in statement.passage.text for sign in AROUND):
        value = sum(measure.value) / 2
    months = entry.get("months")
    if months:
        if measure.per not in months:
            return
        value = value / months[measure.per]
        stated.setdefault("currency", []).append(Stated(measure.unit, statement))
    stated.setdefault(entry["policy"], []).append(Stated(value, statement, _about(measure, statement)))


def _about(measure: Measure, statement: Statement) -> str | None:
    """What a number is about: the measure's subject, or in a table the row's first cell."""
    cells = statement.passage.cells
    first = statement.passage.text[cells[0].start : cells[0].end] if cells else None
    return measure.subject or first


def _demanded(stated: dict[str, list[Stated]], demand: Demand) -> None:
    data = rules()["capabilities"]
    concept, properties = demand.intent.concept, demand.intent.properties
    effect = data["effects"].get(concept, {})
    for name, key in effect.get("policy", {}).items():
        if name in properties:
            stated.setdefault(key, []).append(Stated(properties[name], demand.statement))
    for key, value in effect.get("flags", {}).items():
        stated.setdefault(key, []).append(Stated(value, demand.statement))
    for name, value in properties.items():
        key = data["feeds"].get(f"{concept}.{name}")
        if key:
            stated.setdefault(key, []).append(Stated(value, demand.statement))
    if concept in data["turns_on"] and not demand.intent.existing:
        stated.setdefault(data["turns_on"][concept], []).append(Stated(True, demand.statement))


def named_environments(statements: Iterable[Statement]) -> dict[str, str]:
    """The environments that statements name, in the order in which they do, each with the first statement that does.

    Where a test takes place ("is shown in staging") makes no environment, nor does what is not understood ("no staging environment").
    """
    named: dict[str, str] = {}
    for statement in limiting(statements):
        if statement.passage.kind is Kind.CRITERION or statement.status is Status.UNMAPPED:
            continue
        words = (
            statement.environment,
            *(intent.environment for intent in statement.intents),
            *(measure.environment for measure in statement.measures),
            *(limit.value for limit in statement.constraints if limit.constraint == "environment"),
        )
        for word in words:
            environment = environment_of(word)
            if environment is not None:
                named.setdefault(environment, statement.id)
    return named


def lacked_components(
    specification: Specification, architecture: Architecture, names: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """The components that some of several environments do not have, with those environments.

    A component that statements ask for in some environments only is lacked by the others; one that a statement rules out in
    an environment is lacked by that one. What no statement asks for, or one for all environments, is there in all.
    """
    statements = {statement.id: statement for statement in specification.statements}
    found = {}
    for component in architecture.components:
        asked: set[str | None] = set()
        for identity in component.statements:
            for intent in statements[identity].intents:
                if intent.concept == component.concept and intent.polarity is Polarity.WANT:
                    asked.add(environment_of(intent.environment or statements[identity].environment))
        ruled_out = {
            environment_of(intent.environment or statement.environment)
            for statement in statements.values()
            for intent in statement.intents
            if intent.concept == component.concept and intent.polarity is Polarity.EXCLUDE
        }
        lacking = tuple(
            name for name in names if name in ruled_out or (asked and None not in asked and name not in asked)
        )
        if lacking and len(lacking) < len(names):
            found[component.key] = lacking
    return found


def settle_environment(plan: Plan, by_hand: str | None) -> str:
    """Decide which environment is built, where the user names none: production where statements name it or several others.

    A single other one is what everything is for where a statement says just that ("this is a development environment"), or
    where every wish is for it; else it stands beside production, for which all other wishes are.
    """
    named = named_environments(plan.statements.values())
    default = rules()["defaults"]["policy"]["environment"]
    alone = next(iter(named), None) if len(named) == 1 else None
    chosen = environment_of(by_hand) or (alone if alone and _is_all_for(plan, alone) else "production")
    if chosen in named:
        plan.policy["environment"] = Setting(chosen, (named[chosen],))
    else:
        plan.policy["environment"] = Setting(chosen, (), default["because"])
    return chosen


def _is_all_for(plan: Plan, environment: str) -> bool:
    """Whether all that is asked for is for one environment: a statement without wishes names it, or every wish does."""
    general = False
    for statement in limiting(plan.statements.values()):
        named = environment_of(statement.environment)
        saves = any(limit.constraint in SAVINGS for limit in statement.constraints)
        if named == environment and not statement.intents and not statement.measures and not saves:
            return True
        wishes = [environment_of(intent.environment or statement.environment) for intent in statement.intents]
        general |= statement.passage.kind is Kind.REQUIREMENT and None in wishes
    return not general


def raise_to(plan: Plan, key: str, value: PropertyValue, statements: tuple[str, ...], reason: str) -> bool:
    """Set the policy's ``key`` to at least ``value``; False where what is set is as strict already."""
    known = plan.policy.get(key)
    if known is not None and known.reason == BY_HAND:
        return False
    if known is not None and known.value is not None:
        strictest = stricter(key, known.value, value)
        if strictest == known.value:
            return False
        value = strictest
    plan.policy[key] = Setting(value, statements, reason)
    return True


def fill(plan: Plan, environment: str) -> None:
    """Set what is still open from ``defaults.yaml``; every key has a setting afterwards, of None where nothing is known."""
    data = rules()["defaults"]
    for key, entry in data["policy"].items():
        needed = "for" not in entry or plan.has(*entry["for"])
        if key == "audit_retention" and not needed:
            continue
        known = plan.policy.get(key)
        if known is None or known.reason == entry["because"]:
            value = of_environment(entry["value"], environment)
            plan.policy[key] = Setting(
                tuple(value) if isinstance(value, list) else value, (), entry["because"]
            )
            if entry.get("listed") and needed:
                plan.gaps.append(
                    Gap(told(key, value), entry["because"], f"--set {key}=…, or a statement on it")
                )
    tags = plan.policy["tags"]
    if not tags.assumed and isinstance(tags.value, tuple):
        folded = {str(tag).casefold() for tag in tags.value}
        extra = tuple(tag for tag in data["always_tags"] if tag.casefold() not in folded)
        plan.policy["tags"] = Setting((*tags.value, *extra), tags.statements)
    for key in KEYS:
        plan.policy.setdefault(key, Setting(None))


def told(key: str, value: object) -> str:
    """A decision on the whole build in words."""
    words = {
        "environment": f"It is built for {value}",
        "zones": f"Components stand in {value} zones",
        "log_retention": f"Logs are kept for {value} days",
        "audit_retention": f"The audit log is kept for {value} days",
        "backup_retention": f"Backups are kept for {value} days",
    }
    return words.get(key, f"{key.replace('_', ' ')} is {value}")


def of_environment(value: Any, environment: str) -> Any:
    """A default's value for an environment; an unknown environment takes production's."""
    if isinstance(value, dict) and "environment" in value:
        choices = value["environment"]
        return choices[rules()["defaults"]["sets"].get(environment, "production")]
    return value


def unknown_frameworks(plan: Plan) -> None:
    """Say which frameworks nothing follows from, because no rules are known for them."""
    known = rules()["compliance"]
    for statement in limiting(plan.statements.values()):
        for constraint in statement.constraints:
            if constraint.constraint == "framework" and constraint.value not in known:
                plan.findings.append(
                    finding(
                        FRAMEWORK_UNKNOWN,
                        f"no rules are known for {constraint.value}: nothing is built because of it",
                        at=statement,
                        span=constraint.span,
                        help=f"state what it asks for as requirements; rules are known for {', '.join(sorted(known))}",
                    )
                )
