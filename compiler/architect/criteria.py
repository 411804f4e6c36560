"""Success criteria: each is attached to what it tests; what it tests is never built for its sake alone."""

from __future__ import annotations

from ..architecture import Setting
from ..document import Kind
from .capabilities import concerned
from .demands import distinguishing
from .findings import CONFLICT, CRITERION_UNBACKED, REQUIREMENT_UNTESTED, finding
from .merge import described
from .plan import Demand, Draft, Plan
from .rules import concepts, title_of
from .values import said, same, written

# The kinds of properties that say how large something is.
SIZES = ("count", "GiB", "MiB")


def attach(plan: Plan, kinds: dict[str, str]) -> None:
    """Trace every criterion to the components that it tests, take over numbers that only it states, and say what none backs."""
    for demand in plan.tests:
        concept = demand.intent.concept
        if kinds.get(concept) != "component":
            continue
        found = [draft for draft in concerned(plan, demand, (concept,)) if _meant(draft, demand)]
        for draft in found:
            draft.credit((demand.id,))
            plan.trace(demand.id, draft.key)
            _compare(plan, draft, demand)
        if not found and demand.statement.passage.kind is Kind.CRITERION and concept not in plan.excluded:
            title = title_of(concept)
            plan.findings.append(
                finding(
                    CRITERION_UNBACKED,
                    f"no requirement asks for what this criterion tests ({title}), so it is not built",
                    at=demand.statement,
                    span=demand.intent.span,
                    help=f"add a requirement for it: 'Infrastructure MUST provide {title} …'",
                )
            )


def _meant(draft: Draft, demand: Demand) -> bool:
    """Whether nothing that tells components apart speaks against it: an engine, a role."""
    return all(
        draft.value(name) is None or same(draft.value(name), value) or isinstance(value, bool)
        for name, value in distinguishing(demand.intent).items()
    )


def _compare(plan: Plan, draft: Draft, demand: Demand) -> None:
    for name, value in demand.intent.properties.items():
        stated = draft.settings.get(name)
        if stated is None or not stated.statements:
            # A test with 50 nodes does not ask for 50 nodes.
            if concepts()[draft.concept]["properties"].get(name) not in SIZES:
                draft.settings[name] = Setting(value, (demand.id,))
        elif not same(stated.value, value) and not isinstance(value, tuple):
            plan.findings.append(
                finding(
                    CONFLICT,
                    f"this criterion tests {said(name)} {written(value)} of {described(draft)},"
                    f" which {', '.join(stated.statements)} sets to {written(stated.value)}",
                    at=demand.statement,
                    span=demand.intent.span,
                    help="give both the same value",
                )
            )


def untested(plan: Plan) -> None:
    """Say which requirements no criterion tests: one finding for the whole specification."""
    statements = plan.statements.values()
    if not any(statement.passage.kind is Kind.CRITERION for statement in statements):
        return
    tested = {
        key
        for statement in statements
        if statement.passage.kind is Kind.CRITERION
        for key in plan.led_to.get(statement.id, {})
        if key != "policy"
    }
    open_ones = [
        statement.id
        for statement in statements
        if statement.passage.kind is Kind.REQUIREMENT
        and (keys := [key for key in plan.led_to.get(statement.id, {}) if key != "policy"])
        and tested.isdisjoint(keys)
    ]
    if open_ones:
        shown = ", ".join(open_ones[:8]) + (" …" if len(open_ones) > 8 else "")
        plan.findings.append(
            finding(
                REQUIREMENT_UNTESTED,
                f"{len(open_ones)} requirements have no success criterion: {shown}",
                help="add a line under 'Success Criteria' that says how each is shown",
            )
        )
