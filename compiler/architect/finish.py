"""Turns the plan into the architecture: sorted, numbered and unchangeable."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ..architecture import Architecture, Assumption, Component, Policy
from ..diagnostics import Diagnostic, by_place
from ..statements import Specification
from .findings import CONFLICT
from .plan import Draft, Plan
from .policy import limiting
from .rules import rules

# The longest slug: what is made from it has to fit into names of 32 characters with something behind it.
SLUG_LENGTH = 24
# The shortest: names on the clouds have two characters or more.
SLUG_LEAST = 2
NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def finish(plan: Plan, specification: Specification, concepts: dict[str, dict[str, Any]]) -> Architecture:
    """The architecture that the plan amounts to."""
    _trace_numbers(plan)
    groups = list(dict.fromkeys(entry["group"] for entry in concepts.values()))
    places = {concept: groups.index(entry["group"]) for concept, entry in concepts.items()}
    order = {name: place for place, name in enumerate(plan.statements)}
    drafts = sorted(
        plan.drafts.values(),
        key=lambda draft: (places.get(draft.concept, len(groups)), draft.concept, draft.label),
    )
    limits = list(limiting(plan.statements.values()))
    document = specification.document
    return Architecture(
        slug=slug_of(document.metadata.get("spec id", ""), document.title),
        title=document.title,
        components=tuple(_component(draft, concepts, order) for draft in drafts),
        links=tuple(sorted(plan.links, key=lambda link: (link.source, link.target, link.verb))),
        policy=Policy({key: plan.policy[key] for key in sorted(plan.policy)}),
        measures=tuple((statement.id, measure) for statement in limits for measure in statement.measures),
        constraints=tuple((statement.id, limit) for statement in limits for limit in statement.constraints),
        assumptions=tuple(
            Assumption(f"A-{number:03d}", gap.what, gap.why, gap.change, gap.statements, gap.component)
            for number, gap in enumerate(plan.gaps, 1)
        ),
        excluded={concept: tuple(plan.excluded[concept]) for concept in sorted(plan.excluded)},
        trace={name: tuple(sorted(plan.led_to[name])) for name in plan.statements if plan.led_to.get(name)},
        diagnostics=_each_conflict_once(plan.findings),
    )


def _component(draft: Draft, concepts: dict[str, dict[str, Any]], order: dict[str, int]) -> Component:
    title = concepts.get(draft.concept, {}).get("title") or draft.concept.replace("-", " ").capitalize()
    return Component(
        draft.concept,
        draft.label,
        draft.name or title,
        tuple(sorted(draft.statements, key=lambda name: order.get(name, len(order)))),
        {name: draft.settings[name] for name in sorted(draft.settings)},
        draft.tier,
        draft.existing,
        draft.reason,
    )


def _trace_numbers(plan: Plan) -> None:
    """Trace statements that give numbers to where the numbers show."""
    shows = rules()["capabilities"]["shows_on"]
    for statement in limiting(plan.statements.values()):
        for measure in statement.measures:
            for draft in plan.all(*shows.get(measure.metric, ())):
                plan.trace(statement.id, draft.key)
                if draft.concept == "alerting":
                    draft.credit((statement.id,))
        if statement.constraints:
            plan.trace(statement.id, "policy")


def _each_conflict_once(findings: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings in reading order; of several conflicts at one statement the first, as they tell the same."""
    kept: dict[tuple[str, str | None, str], Diagnostic] = {}
    for item in findings:
        subject = "" if item.code == CONFLICT else item.message
        kept.setdefault((item.code, item.statement, subject), item)
    return by_place(tuple(kept.values()))


def slug_of(identity: str, title: str) -> str:
    """A short name of ``[a-z0-9-]`` that begins with a letter: from the specification's id, else from its title."""
    for text in (identity, title.rpartition(":")[2], title):
        plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
        words = [word for word in NOT_IN_SLUG.split(plain) if word]
        while words and not words[0][0].isalpha():
            words.pop(0)
        slug = "-".join(words)[:SLUG_LENGTH].strip("-")
        if len(slug) >= SLUG_LEAST:
            return slug
    return "infrastructure"
