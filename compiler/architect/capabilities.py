"""Capabilities (encryption, backups, several zones, scaling) become settings of the components that they concern."""

from __future__ import annotations

from typing import Any

from ..architecture import Link, Setting
from .demands import any_word, spoken_of
from .findings import RANGE_UPSIDE_DOWN, finding
from .merge import apply, described
from .plan import Demand, Draft, Plan
from .rules import having, rules
from .values import Stated, rank, same, settle


def concerned(plan: Plan, demand: Demand, concepts: tuple[str, ...]) -> list[Draft]:
    """The components of these concepts that the statement is about: those it asks for, else those it mentions, else all.

    A statement that asks for or mentions only components of other concepts concerns none.
    """
    candidates = list(plan.all(*concepts))
    asked = [draft for draft in candidates if demand.id in draft.statements]
    if asked:
        return asked
    if any(
        intent.concept in rules()["placement"] and intent.concept in concepts
        for intent in demand.statement.intents
    ):
        return [
            draft
            for draft in candidates
            if any(draft.concept == intent.concept for intent in demand.statement.intents)
        ]
    mentioned = [draft for draft in candidates if mentions(demand.text, draft)]
    return mentioned or candidates


def mentions(text: str, draft: Draft) -> bool:
    """Whether a lower-case text speaks of a component: by its name, its label or a noun of its concept."""
    return any_word(text, phrases(draft))


# Labels that are no words for a thing.
PLAIN_LABELS = ("main", "public", "private", "data")


def phrases(draft: Draft) -> list[str]:
    """What statements may call a component, in lower case."""
    nouns: list[str] = rules()["links"]["nouns"].get(draft.concept) or [draft.concept.replace("-", " ")]
    called = [draft.name.lower()] if draft.name else []
    if draft.label not in PLAIN_LABELS:
        called.append(draft.label.replace("_", " "))
    return [*called, *nouns]


def concepts_of(names: list[str]) -> tuple[str, ...]:
    """Concepts written out: ``@stores`` stands for all with that trait."""
    return tuple(
        concept for name in names for concept in (having(name[1:]) if name.startswith("@") else (name,))
    )


def provide(plan: Plan) -> None:
    """Build what capabilities need of their own: scalers, and backups for what has none."""
    _scale(plan)
    _back_up(plan)


def spread(plan: Plan) -> None:
    """Set what capabilities change on the components that are there."""
    for concept, effect in rules()["capabilities"]["effects"].items():
        values: dict[str, dict[str, list[Stated]]] = {}
        for demand in (*plan.wants, *plan.tests):
            if demand.intent.concept == concept:
                _collect(plan, demand, effect, values)
        for key, by_name in values.items():
            _settle(plan, plan.drafts[key], by_name)


def _collect(
    plan: Plan, demand: Demand, effect: dict[str, Any], values: dict[str, dict[str, list[Stated]]]
) -> None:
    for target, settings in effect.get("settings", {}).items():
        for draft in concerned(plan, demand, tuple(effect["concerns"])):
            if draft.concept != target or draft.existing:
                continue
            for name, value in settings.items():
                known = demand.intent.properties.get(value["from"]) if isinstance(value, dict) else value
                if known is not None:
                    values.setdefault(draft.key, {}).setdefault(name, []).append(
                        Stated(known, demand.statement)
                    )


def _settle(plan: Plan, draft: Draft, by_name: dict[str, list[Stated]]) -> None:
    """Add a capability's values to what the component's own statements say."""
    for name, stated in by_name.items():
        known = draft.settings.get(name)
        if known is not None and known.value is not None:
            first = [Stated(known.value, plan.statements[item]) for item in known.statements[:1]]
            stated = [*first, *stated]
        setting, conflicts = settle(name, described(draft), stated)
        if known is not None and same(known.value, setting.value):
            setting = Setting(setting.value, tuple(dict.fromkeys((*known.statements, *setting.statements))))
        draft.settings[name] = setting
        plan.findings.extend(conflicts)


def credit(plan: Plan) -> None:
    """Trace capabilities to the components that they concern, and to the policy where there is none."""
    effects = rules()["capabilities"]["effects"]
    for demand in (*plan.wants, *plan.tests):
        effect = effects.get(demand.intent.concept)
        if effect is None:
            continue
        for draft in concerned(plan, demand, concepts_of(effect.get("concerns", []))):
            draft.credit((demand.id,))
            plan.trace(demand.id, draft.key)
        if effect.get("policy") or effect.get("flags") or demand.id not in plan.led_to:
            plan.trace(demand.id, "policy")


def _scale(plan: Plan) -> None:
    """Give each workload that is to scale its bounds, and a scaler with what it scales on."""
    scalable = tuple(concept for concept in rules()["links"]["groups"]["scalable"])
    for demand in plan.wants:
        if demand.intent.concept != "auto-scaling":
            continue
        for target in concerned(plan, demand, scalable):
            if target.existing:
                continue
            scaler = plan.add(Draft("auto-scaling", _scaler_label(plan, target)))
            scaler.name = target.name
            scaler.credit((demand.id,))
            target.own |= {demand.id}
            plan.trace(demand.id, scaler.key, target.key)
            target.credit((demand.id,))
    for scaler in plan.all("auto-scaling"):
        demands = [
            demand
            for demand in plan.wants
            if demand.intent.concept == "auto-scaling" and demand.id in scaler.statements
        ]
        apply(plan, scaler, demands)
        for target in plan.all(*scalable):
            if _scaler_label(plan, target) == scaler.label:
                if target.concept != "kubernetes-cluster" or not _counts_containers(demands):
                    _share_bounds(plan, scaler, target)
                plan.links.append(Link(scaler.key, target.key, "scales", None, tuple(scaler.statements)))


def _counts_containers(demands: list[Demand]) -> bool:
    words = rules()["capabilities"]["counts_containers"]
    return any(spoken_of(demand.statement, words) for demand in demands)


def _scaler_label(plan: Plan, target: Draft) -> str:
    """The target's label; with its concept where another scalable component has the same."""
    twins = [
        draft for draft in plan.all(*rules()["links"]["groups"]["scalable"]) if draft.label == target.label
    ]
    return target.label if len(twins) == 1 else f"{target.label}_{target.concept.replace('-', '_')}"


def _share_bounds(plan: Plan, scaler: Draft, target: Draft) -> None:
    """The least and the most, stated on either, hold for both; and the least must not be above the most."""
    for name in ("min", "max"):
        known = target.settings.get(name) or scaler.settings.get(name)
        if known is not None:
            target.settings.setdefault(name, known)
            scaler.settings.setdefault(name, known)
    low, high = target.settings.get("min"), target.settings.get("max")
    if (
        low
        and high
        and low.value is not None
        and high.value is not None
        and rank(low.value) > rank(high.value)
    ):
        plan.findings.append(
            finding(
                RANGE_UPSIDE_DOWN,
                f"{described(target)} is to have at least {low.value} and at most {high.value} instances",
                at=plan.statements.get((high.statements or low.statements or ("",))[0]),
                help="write the smaller number first: 'from 2 to 10'",
            )
        )


def _back_up(plan: Plan) -> None:
    """Build a plan of backups where they are asked for and something has none of its own, or none in a second region."""
    if "backup" in plan.excluded:
        return
    protected: dict[str, list[str]] = {}
    for demand in plan.wants:
        for target in _planned_for(plan, demand):
            if not target.existing:
                protected.setdefault(target.key, []).append(demand.id)
    if not protected:
        return
    draft = plan.add(Draft("backup", "main"))
    behind = {statement for statements in protected.values() for statement in statements}
    demands = [demand for demand in plan.wants if demand.id in behind]
    draft.credit(dict.fromkeys(demand.id for demand in demands))
    for demand in demands:
        plan.trace(demand.id, draft.key)
    apply(plan, draft, [demand for demand in demands if demand.intent.concept == "backup"])
    away = [demand.id for demand in demands if _crosses_regions(demand)]
    if away and "cross_region" not in draft.settings:
        draft.settings["cross_region"] = Setting(True, tuple(dict.fromkeys(away)))
    for key, statements in protected.items():
        plan.links.append(Link(draft.key, key, "protects", None, tuple(dict.fromkeys(statements))))


def _planned_for(plan: Plan, demand: Demand) -> list[Draft]:
    """What a statement wants in a plan of backups: what has none of its own, and where they are to lie in a second region
    also what keeps its own in one region only."""
    known = rules()["capabilities"]
    planned: list[str] = []
    if demand.intent.concept == "backup":
        planned += known["backed_up"]
    if _crosses_regions(demand):
        planned += known["backed_up_elsewhere"]
    about = known["effects"][demand.intent.concept]["concerns"] if planned else ()
    return [draft for draft in concerned(plan, demand, tuple(about)) if draft.concept in planned]


def _crosses_regions(demand: Demand) -> bool:
    properties = demand.intent.properties
    return demand.intent.concept == "multi-region" or (
        demand.intent.concept == "backup" and bool(properties.get("cross_region"))
    )
