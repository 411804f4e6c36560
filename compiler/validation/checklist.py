"""The review checklist: every demand of the specification, with the test that covers it or the evidence that a person attaches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from ..architecture import Architecture
from ..cache import cached_json
from ..document import Kind
from ..statements import Specification, Statement, Status
from .checks import BoundCheck
from .dynamic import DynamicTest

PHASES = ("before apply", "after apply", "before go-live", "recurring")
DEMANDS = (Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.CRITERION, Kind.BUDGET, Kind.COMPLIANCE)
PROVEN = (Status.MAPPED, Status.MEASURED, Status.CONSTRAINED)


class ChecklistItem(Struct, frozen=True):
    """One thing to tick off. ``automated`` items name the checks that cover them; the others say who shows what, and how.

    ``test`` is the test of the running system that shows it, as pytest calls it, and ``needs`` what that test lacks.
    """

    id: str
    phase: str
    text: str
    statement: str | None
    line: int
    automated: bool
    checks: tuple[str, ...]
    who: str
    how: str
    evidence: str
    test: str | None = None
    needs: str | None = None


def evidence_data() -> dict[str, Any]:
    """``evidence.yaml``, checked when it is compiled."""
    path = Path(__file__).with_name("evidence.yaml")

    def build() -> dict[str, Any]:
        from ..pack.forms import read_form
        from .forms import EvidenceFile

        return read_form(path, EvidenceFile).model_dump(mode="json")

    return cached_json("evidence", [path], build)


def checklist(
    specification: Specification,
    architecture: Architecture,
    bound: Sequence[BoundCheck] = (),
    dynamic: Sequence[DynamicTest] = (),
) -> tuple[ChecklistItem, ...]:
    """Every demand with how it is shown, then the assumptions to confirm and the questions that are open, by phase."""
    data = evidence_data()
    covering: dict[str, dict[str, None]] = {}
    for check in bound:
        for identity in check.statements:
            covering.setdefault(identity, {})[check.id] = None
    running = {test.statement: test for test in dynamic}
    found = []
    for statement in specification.statements:
        if statement.passage.kind in DEMANDS and statement.status in PROVEN:
            checks = tuple(covering.get(statement.id, ()))
            found.append(_demand(statement, checks, running.get(statement.id), data))
        elif statement.status in (Status.OPEN, Status.UNMAPPED) and statement.passage.kind in DEMANDS:
            found.append(_undecided(statement))
    for assumption in architecture.assumptions:
        found.append(
            ChecklistItem(
                "",
                "before apply",
                f"Confirm assumption {assumption.id}: {assumption.what}",
                None,
                0,
                False,
                (),
                "architect",
                f"It was assumed because {_clause(assumption.why)}. To change it: {assumption.change}.",
                "agreement in the review",
            )
        )
    ordered = sorted(found, key=lambda item: PHASES.index(item.phase))
    return tuple(_numbered(item, number) for number, item in enumerate(ordered, 1))


def _clause(reason: str) -> str:
    """A reason as the end of a sentence."""
    return (reason[:1].lower() + reason[1:] if not reason[:2].isupper() else reason).rstrip(".")


def _numbered(item: ChecklistItem, number: int) -> ChecklistItem:
    return ChecklistItem(**{**asdict(item), "id": f"CHK{number:03d}", "checks": item.checks})


def _demand(
    statement: Statement, checks: tuple[str, ...], test: DynamicTest | None, data: dict[str, Any]
) -> ChecklistItem:
    passage = statement.passage
    # That the entry answers is shown besides; the checks show what the statement asks for.
    by_hand = only_running(statement) or (test is not None and test.kinds != ("smoke",))
    if checks and not by_hand:
        return ChecklistItem("", "before apply", passage.text, passage.id, passage.line, True, checks, "pipeline",
                             "terraform test, pytest validation", "the pipeline's log",
                             test.path if test else None, test.needs if test else None)  # fmt: skip
    shown = _evidence(statement, data)
    return ChecklistItem("", shown["phase"], passage.text, passage.id, passage.line, False, checks, shown["who"],
                         shown["how"], shown["evidence"], test.path if test else None, test.needs if test else None)  # fmt: skip


def only_running(statement: Statement) -> bool:
    """Whether the statement has a measure that only a running system can show."""
    return any(measure.metric in RUNNING for measure in statement.measures)


RUNNING = frozenset(
    [
        "latency",
        "throughput",
        "concurrency",
        "error-rate",
        "success-rate",
        "availability",
        "error-budget",
        "downtime",
        "ingestion-lag",
        "replication-lag",
        "freshness",
        "cold-start",
        "mttr",
        "rto",
        "rpo",
        "scale-time",
        "failover-time",
        "deploy-time",
        "budget",
    ]
)


def _evidence(statement: Statement, data: dict[str, Any]) -> dict[str, str]:
    keys = (
        [("metrics", measure.metric) for measure in statement.measures]
        + [("concepts", intent.concept) for intent in statement.intents]
        + [("constraints", constraint.constraint) for constraint in statement.constraints]
    )
    chosen = next((data[room][key] for room, key in keys if key in data[room]), data["otherwise"])
    return dict(chosen)


def _undecided(statement: Statement) -> ChecklistItem:
    passage = statement.passage
    return ChecklistItem("", "before apply", passage.text, passage.id, passage.line, False, (), "specification's author",
                         "Answer the question, or state it in terms that the compiler knows, and build again.",
                         "the amended specification")  # fmt: skip


def as_json(items: Sequence[ChecklistItem]) -> dict[str, Any]:
    """The machine form of the checklist."""
    return {"format": 1, "items": [{**asdict(item), "checks": list(item.checks)} for item in items]}


def as_markdown(items: Sequence[ChecklistItem], title: str) -> str:
    """The checklist as Markdown with check boxes, by phase; an automated item says which checks tick it."""
    from ..project.markdown import escape

    lines = [f"# Checklist: {escape(title)}", ""]
    automated = sum(item.automated for item in items)
    lines += [f"{automated} of {len(items)} items are covered by tests in `tests/` and `validation/`.", ""]
    for phase in PHASES:
        chosen = [item for item in items if item.phase == phase]
        if not chosen:
            continue
        lines += [f"## {phase.capitalize()}", ""]
        for item in chosen:
            origin = f" ({escape(item.statement)}, line {item.line})" if item.statement else ""
            lines.append(f"- [ ] **{item.id}** {escape(item.text)}{origin}")
            if item.automated:
                lines.append(f"  - Covered by: {', '.join(f'`{check}`' for check in item.checks)}")
            else:
                # Only an assumption's words may come from the author; the evidence is our own data.
                how = item.how if item.statement else escape(item.how)
                lines += [
                    f"  - How: {how}",
                    *([f"  - Test: `{item.test}` (needs {item.needs})"] if item.test else []),
                    f"  - Who: {escape(item.who)}; attach: {escape(item.evidence)}",
                ]
        lines.append("")
    return "\n".join(lines)
