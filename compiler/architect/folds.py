"""Wishes that mean another concept in the company in which they stand: servers that scale, containers in a cluster."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from ..statements import Intent, PropertyValue
from .demands import spoken_of, word_at
from .findings import ALTERNATIVES, finding
from .plan import Demand, Gap, Plan
from .rules import rules, title_of
from .values import said

# Properties that say how large an instance is.
SIZES = {"vcpus", "memory"}


def fold(plan: Plan) -> None:
    """Apply ``folds`` and ``alternatives`` of ``merging.yaml`` to every demand, the success criteria's too."""
    _choose_alternatives(plan)
    lacking: list[tuple[dict[str, Any], str, set[str]]] = []
    for rule in rules()["merging"]["folds"]:
        if not any(demand.intent.concept == rule["from"] for demand in (*plan.wants, *plan.tests)):
            continue
        concepts = {demand.intent.concept for demand in plan.wants}
        unnamed = all(
            demand.intent.name is None and not SIZES & demand.intent.properties.keys()
            for demand in plan.wants
            if demand.intent.concept in rule.get("with", ())
        )
        folded = {demand.id for demand in plan.wants if demand.intent.concept == rule["from"]}
        companions = {demand.id for demand in plan.wants if demand.intent.concept in rule.get("with", ())}
        plan.wants, plan.tests = (
            [_folded(rule, demand, concepts, companions, unnamed) for demand in demands]
            for demands in (plan.wants, plan.tests)
        )
        lacking += [(rule, name, folded & companions) for name in rule.get("lacking", ())]
    for rule, name, statements in lacking:
        _fill(plan, rule["to"], name, rule["lacking"][name], statements)


def _fill(plan: Plan, concept: str, name: str, default: dict[str, Any], folded: set[str]) -> None:
    """Give what was folded a property that nobody states, and say so."""
    wants = [demand for demand in plan.wants if demand.intent.concept == concept]
    meant = [demand for demand in wants if demand.id in folded]
    if not meant or any(name in demand.intent.properties for demand in wants):
        return
    value = default["value"]
    plan.wants = [
        replace(demand, intent=replace(demand.intent, properties={**demand.intent.properties, name: value}))
        if demand in meant
        else demand
        for demand in plan.wants
    ]
    ids = tuple(dict.fromkeys(demand.id for demand in meant))
    what = f"{title_of(concept).capitalize()}: {said(name)} {value} {default['unit']}"
    plan.gaps.append(Gap(what, default["because"], f"say the {default['unit']} in {ids[0]}", ids))


def _folded(
    rule: dict[str, Any], demand: Demand, concepts: set[str], companions: set[str], unnamed: bool
) -> Demand:
    if demand.intent.concept != rule["from"] or spoken_of(demand.statement, rule.get("unless", [])):
        return demand
    if "has" in rule and demand.intent.properties.keys().isdisjoint(rule["has"]):
        return demand
    if "roles" in rule and demand.intent.properties.get("role") not in rule["roles"]:
        return demand
    present = not concepts.isdisjoint(rule.get("with", ()))
    held = {
        "always": True,
        "present": present,
        "unnamed": present and unnamed,
        "same-statement": demand.id in companions,
        "placed": demand.id in companions
        and demand.intent.properties.keys() <= rule["properties"].keys()
        and _is_place(demand),
        "alone": present and concepts.isdisjoint(rule.get("others", ())),
    }
    if not held[rule["when"]]:
        return demand
    return replace(demand, intent=_renamed(demand.intent, rule))


def _is_place(demand: Demand) -> bool:
    """Whether the component is where something else is kept: "in (an immutable) bucket"."""
    data = rules()["merging"]
    before = (word.strip("(") for word in reversed(demand.text[: demand.intent.span[0]].split()))
    first = next((word for word in before if word not in data["placed_between"]), "")
    return first in data["placed"]


def _renamed(intent: Intent, rule: dict[str, Any]) -> Intent:
    """The intent as one of the other concept: properties under their names there, a role as the name."""
    properties: dict[str, PropertyValue] = {}
    for name, value in intent.properties.items():
        new = rule["properties"].get(name, name)
        if new is not None:
            properties[new] = value
    role = intent.properties.get("role")
    named = intent.name or (role if isinstance(role, str) else None)
    return replace(intent, concept=rule["to"], properties=properties, name=named)


def _choose_alternatives(plan: Plan) -> None:
    """Where a statement leaves the choice between two ways to compute ("containers or VMs"), take one and say so."""
    order = rules()["merging"]["alternatives"]
    ways: dict[str, list[Demand]] = {}
    for demand in plan.wants:
        if demand.intent.concept in order:
            ways.setdefault(demand.id, []).append(demand)
    decided = {demand.intent.concept for demand in plan.wants if demand.statement.question is not None}
    for demands in ways.values():
        concepts = {demand.intent.concept for demand in demands}
        if len(concepts) < 2 or not _joined_by_or(demands):
            continue
        taken = min(concepts & decided or concepts, key=order.index)
        left = sorted(concepts - {taken})
        kept = next(demand for demand in demands if demand.intent.concept == taken)
        dropped = [demand for demand in demands if demand.intent.concept != taken]
        plan.wants = [_scaling(demand) if demand in dropped else demand for demand in plan.wants]
        plan.wants = [demand for demand in plan.wants if demand not in dropped]
        if taken in decided:
            continue
        others = " or ".join(title_of(name) for name in left)
        plan.gaps.append(
            Gap(
                f"{title_of(taken).capitalize()}, not {others}, is what it runs on",
                f"{kept.id} leaves the choice, and managed containers need the least looking after"
                if taken == "container-service"
                else f"{kept.id} leaves the choice, and this one needs the least looking after of those it names",
                f"name one of them in {kept.id}",
                (kept.id,),
            )
        )
        plan.findings.append(
            finding(
                ALTERNATIVES,
                f"{kept.id} leaves the choice between {title_of(taken)} and {others}; the first is built",
                at=kept.statement,
                span=kept.intent.span,
                help="name the one that is meant",
            )
        )


def _scaling(demand: Demand) -> Demand:
    """What is left of a way to compute that was not taken: that it was to scale, where it was a pool that does."""
    if demand.intent.concept != "instance-group":
        return demand
    kept = {
        name: value for name, value in demand.intent.properties.items() if name in ("min", "max", "scale_on")
    }
    return Demand(
        demand.statement, replace(demand.intent, concept="auto-scaling", name=None, properties=kept)
    )


def _joined_by_or(demands: list[Demand]) -> bool:
    """Whether the statement has "or" between two of the spans, or in the brackets in which one stands: "servers (containers or VMs)"."""
    text = demands[0].text
    for demand in demands:
        opened, closed = text.rfind("(", 0, demand.intent.span[1]), text.find(")", demand.intent.span[0])
        if 0 <= opened < closed and word_at(text[opened:closed], "or") >= 0:
            return True
    spans = sorted(demand.intent.span for demand in demands)
    for (start, end), (other_start, other_end) in pairwise(spans):
        # Where one span holds the other, the "or" stands inside.
        between = text[end:other_start] if other_start >= end else text[start : max(end, other_end)]
        if word_at(between, "or") >= 0:
            return True
    return False
