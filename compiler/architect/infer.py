"""Fills gaps: adds what nobody asked for by name but what is asked for needs, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..architecture import Setting, Tier
from ..document import Kind
from ..statements import Statement
from .demands import spoken_of
from .findings import EXCLUDED_BUT_NEEDED, finding
from .merge import default_label
from .plan import Draft, Gap, Plan
from .policy import limiting
from .rules import placement, rules, title_of
from .values import same

# The kinds of statements that ask for something to be built.
ASKING = (Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.COMPLIANCE)


def infer(plan: Plan, phase: str) -> None:
    """Apply the rules of a phase of ``inference.yaml`` in their order."""
    for rule in rules()["inference"][phase]:
        if _apply(plan, rule):
            place(plan)


def _apply(plan: Plan, rule: dict[str, Any]) -> bool:
    """Whether the rule added its component."""
    concept = rule["add"]
    label = rule.get("label") or default_label(concept)
    there = f"{concept}.{label}" in plan.drafts if "label" in rule else plan.has(concept)
    if there:
        return False
    because = holds(plan, rule["when"])
    if because is None:
        return False
    if concept in plan.excluded:
        if not rule.get("needed"):
            return False
        _needed_all_the_same(plan, concept, rule)
    draft = add(plan, Draft(concept, label), because, rule["because"], rule["change"])
    for name, value in rule.get("settings", {}).items():
        draft.settings[name] = Setting(value, (), rule["because"])
    return True


def add(plan: Plan, draft: Draft, statements: tuple[str, ...], because: str, change: str) -> Draft:
    """Take in a component that was inferred and note the assumption."""
    draft.reason, draft.change = because, change
    draft.credit(statements)
    plan.gaps.append(Gap(f"Added: {_title(draft)}", because, change, statements, draft.key))
    for statement in statements:
        plan.trace(statement, draft.key)
    return plan.add(draft)


def _title(draft: Draft) -> str:
    """The concept, with the label where it is not the usual one."""
    title = title_of(draft.concept)
    return (
        title if draft.label == default_label(draft.concept) else f"{title} '{draft.label.replace('_', ' ')}'"
    )


def _needed_all_the_same(plan: Plan, concept: str, rule: dict[str, Any]) -> None:
    for statement in plan.excluded[concept]:
        plan.findings.append(
            finding(
                EXCLUDED_BUT_NEEDED,
                f"{title_of(concept)} is ruled out but needed: {rule['because']}",
                at=plan.statements[statement],
                help="leave out what needs it, or say that an existing one is to be used",
            )
        )


def holds(plan: Plan, condition: dict[str, Any]) -> tuple[str, ...] | None:
    """The statements because of which a condition holds, perhaps none; None where it does not hold."""
    statements: dict[str, None] = {}
    for name, wanted in condition.items():
        test = TESTS.get(name)
        if test is None:
            continue
        found = test(plan, wanted, condition)
        if found is None:
            return None
        statements.update(dict.fromkeys(found))
    return tuple(statements)


def _any(plan: Plan, concepts: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    where = condition.get("where", {})
    found = [
        draft for draft in plan.all(*concepts)
        if not draft.existing and all(same(known(draft, name), value) for name, value in where.items())
    ]  # fmt: skip
    return tuple(found[0].statements) if found else None


def known(draft: Draft, name: str) -> object:
    """A setting's value, or the default that it will have."""
    if name in draft.settings:
        return draft.settings[name].value
    entry = rules()["defaults"]["components"].get(draft.concept, {}).get(name)
    return entry["value"] if entry else None


def _none(plan: Plan, concepts: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    return None if plan.has(*concepts) else ()


def _with(plan: Plan, concepts: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    return () if plan.has(*concepts) else None


def _trait(plan: Plan, trait: str, condition: dict[str, Any]) -> tuple[str, ...] | None:
    found = any(placement(draft.concept).get(trait) and not draft.existing for draft in plan.drafts.values())
    return () if found else None


def _tier(plan: Plan, tiers: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    placed = condition.get("placed", False)
    found = any(
        draft.tier.value in tiers
        and not draft.existing
        and not (placed and draft.concept.endswith("-subnet"))
        for draft in plan.drafts.values()
    )
    return () if found else None


def _workload(plan: Plan, tiers: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    found = any(
        placement(draft.concept).get("workload") and draft.tier.value in tiers and not draft.existing
        for draft in plan.drafts.values()
    )
    return () if found else None


def _demanded(plan: Plan, concepts: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    demands = plan.demanded(*concepts)
    return tuple(demand.id for demand in demands) if demands else None


def _measured(plan: Plan, metrics: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    kinds = [Kind(kind) for kind in condition.get("kinds", [])]
    apart = condition.get("not_about", [])
    found = tuple(
        statement.id
        for statement in limiting(plan.statements.values())
        if (not kinds or statement.passage.kind in kinds)
        and not any(intent.concept in apart for intent in statement.intents)
        and any(measure.metric in metrics and measure.subject not in apart for measure in statement.measures)
    )
    return found or None


def _serving(plan: Plan, wanted: bool, condition: dict[str, Any]) -> tuple[str, ...] | None:
    """Whether a workload may take requests: one that scales with the length of a queue works that off."""
    by_queue = any(
        isinstance(item, dict) and item.get("metric") == "queue-depth"
        for demand in plan.demanded("auto-scaling", "instance-group")
        for item in _items(demand.intent.properties.get("scale_on"))
    )
    return None if by_queue else ()


def _items(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _words(plan: Plan, words: list[str], condition: dict[str, Any]) -> tuple[str, ...] | None:
    found = tuple(statement.id for statement in asking(plan) if spoken_of(statement, words))
    return found or None


def asking(plan: Plan) -> Iterator[Statement]:
    """The statements that ask for something to be built."""
    return (statement for statement in plan.statements.values() if statement.passage.kind in ASKING)


def _policy(plan: Plan, wanted: dict[str, Any], condition: dict[str, Any]) -> tuple[str, ...] | None:
    for key, value in wanted.items():
        setting = plan.policy.get(key)
        default = rules()["defaults"]["policy"].get(key, {}).get("value")
        if (setting.value if setting else default) != value:
            return None
    return ()


def _either(
    plan: Plan, conditions: list[dict[str, Any]], condition: dict[str, Any]
) -> tuple[str, ...] | None:
    for one in conditions:
        found = holds(plan, one)
        if found is not None:
            return found
    return None


Test = Callable[[Plan, Any, dict[str, Any]], tuple[str, ...] | None]
TESTS: dict[str, Test] = {
    "any": _any,
    "none": _none,
    "with": _with,
    "trait": _trait,
    "tier": _tier,
    "workload": _workload,
    "demanded": _demanded,
    "measured": _measured,
    "words": _words,
    "serving": _serving,
    "policy": _policy,
    "either": _either,
}


def place(plan: Plan) -> None:
    """Give every component its tier, by ``placement.yaml`` and by what it has links to."""
    for draft in plan.drafts.values():
        draft.tier = _tier_of(plan, draft)


def _tier_of(plan: Plan, draft: Draft) -> Tier:
    entry = placement(draft.concept)
    branch = entry.get("by")
    if branch and "tier" in branch and same(known(draft, branch["property"]), branch["value"]):
        return Tier(branch["tier"])
    if draft.concept == "private-subnet":
        return Tier.DATA if draft.label == "data" else Tier.PRIVATE
    joins = entry.get("joins")
    if joins:
        ends = (link.target for link in plan.links if link.source == draft.key)
        inside = any(
            plan.drafts[end].tier not in (Tier.NONE, Tier.PUBLIC)
            for end in ends
            if end in plan.drafts and end != draft.key
        )
        return Tier(joins) if inside else Tier.NONE
    return Tier(entry.get("tier", "none"))
