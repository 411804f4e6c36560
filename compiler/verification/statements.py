"""From the results of checks to a verdict for each demand of the specification: nothing passes that nothing has shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..architecture import Architecture
from ..statements import Polarity, Specification, Statement, Status
from ..validation.checklist import DEMANDS, only_running
from ..validation.generated.plan import Plan
from .report import Result, StatementResult, Verdict

if TYPE_CHECKING:
    from ..project.build import Build

MOST_TYPES = 3
WAITING = {
    Status.OPEN: "it waits for an answer",
    Status.UNMAPPED: "it was not understood",
}


def statement_results(
    specification: Specification,
    architecture: Architecture,
    build: Build,
    plan: Plan,
    results: Sequence[Result],
    own: bool,
) -> tuple[StatementResult, ...]:
    """Every demand, and every other statement that a check was called for by, with its verdict."""
    by_statement: dict[str, list[Result]] = {}
    found = [*results, *([] if own else _absent(architecture, build, plan, results))]
    for result in found:
        for identity in result.statements:
            by_statement.setdefault(identity, []).append(result)
    if not own:
        by_statement = {identity: _without_variables(rows) for identity, rows in by_statement.items()}
    hows = {item.statement: item for item in build.checklist if item.statement}
    rows = []
    for statement in specification.statements:
        own_results = by_statement.get(statement.id, [])
        demanded = statement.passage.kind in DEMANDS and statement.status is not Status.CONTEXT
        if not own_results and not demanded:
            continue
        verdict = _verdict(own_results)
        item = hows.get(statement.id)
        reason = ""
        if not own_results:
            reason = WAITING.get(statement.status) or _missing(statement, architecture, build, plan)
            reason = reason or (
                item.how if item and not item.automated else "no check of the pack looks at it"
            )
        elif verdict is Verdict.NOT_SHOWN:
            reason = next(result.reason for result in own_results if result.verdict is Verdict.NOT_SHOWN)
        elif item is not None and not item.automated:
            if verdict is Verdict.PASS and only_running(statement):
                # That an alarm is there does not show that clients are answered in time.
                verdict = Verdict.NOT_SHOWN
                reason = f"what a plan can show holds; the rest only a running system shows: {item.how}"
            else:
                reason = f"the rest is to be shown otherwise: {item.how}"
        passage = statement.passage
        rows.append(
            StatementResult(statement.id, passage.line, passage.text, verdict, reason, tuple(own_results))
        )
    return tuple(rows)


def _without_variables(results: list[Result]) -> list[Result]:
    """Foreign code has variables of its own: one that it lacks says nothing where resources show the same."""
    decided = {item.topic for item in results if item.verdict is not Verdict.NOT_SHOWN}
    return [
        item
        for item in results
        if not (
            item.address.startswith("var.") and item.verdict is Verdict.NOT_SHOWN and item.topic in decided
        )
    ]


def _verdict(results: Sequence[Result]) -> Verdict:
    """A failure outweighs all; a pass takes that everything was decided."""
    verdicts = {result.verdict for result in results}
    if Verdict.FAIL in verdicts:
        return Verdict.FAIL
    return Verdict.PASS if verdicts == {Verdict.PASS} else Verdict.NOT_SHOWN


def _absent(
    architecture: Architecture, build: Build, plan: Plan, results: Sequence[Result]
) -> Iterator[Result]:
    """What foreign code lacks for the demands on components that statements ask for, unless it shows the same by other means."""
    asked = {item.key for item in architecture.components if item.reason is None and not item.existing}
    placed = {item.address: item for item in build.layout.resources()}
    present = {group[0].type for group in plan.resources.values()}
    decided = {
        (statement, result.topic, component)
        for result in results
        if result.verdict is not Verdict.NOT_SHOWN
        for statement in result.statements
        for component in result.components
    }
    told = set()
    for bound in build.checks:
        block = placed.get(bound.address)
        if block is None or block.component not in asked or block.type in present:
            continue
        statements = tuple(
            statement
            for statement in bound.statements
            if (statement, bound.topic, block.component) not in decided
        )
        if statements and (bound.id, block.component) not in told:
            told.add((bound.id, block.component))
            yield Result(
                check=bound.id,
                title=bound.title,
                topic=bound.topic,
                verdict=Verdict.NOT_SHOWN,
                address=block.type,
                place=block.type,
                value=None,
                operation=bound.operation,
                operand=bound.operand,
                reason=f"no {block.type} is in the plan",
                statements=statements,
                components=(block.component,),
            )


def _missing(statement: Statement, architecture: Architecture, build: Build, plan: Plan) -> str:
    """That nothing in the plan is what the statement asks for, where that is so."""
    wanted = {intent.concept for intent in statement.intents if intent.polarity is Polarity.WANT}
    led_to = architecture.trace.get(statement.id, ())
    components = {key for key in led_to if key.split(".")[0] in wanted}
    present = {group[0].type for group in plan.resources.values()}
    blocks = build.layout.resources()
    shared = {block.type for block in blocks if block.component not in components}
    types = list(dict.fromkeys(block.type for block in blocks if block.component in components))
    telling = [kind for kind in types if kind not in shared] or types
    if not telling or present & set(telling):
        return ""
    return f"no {' or '.join(telling[:MOST_TYPES])} is in the plan"
