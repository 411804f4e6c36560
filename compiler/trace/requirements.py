"""Unit tests for the English: a checklist of the specification itself, answered where the compiler knows, left open for a person where not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..cache import cached_json
from ..document import Kind
from ..project.markdown import escape
from ..statements import Polarity, Statement, Status
from .coverage import Coverage, Row, coverage

if TYPE_CHECKING:
    from ..pipeline import Compilation

MOST_SHOWN = 5
DEMANDS = (Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.CRITERION, Kind.BUDGET, Kind.COMPLIANCE)


class Item(Struct, frozen=True):
    """A question to the specification. ``met`` is None where only a person can answer; ``evidence`` says what was found, by whom."""

    id: str
    group: str
    dimension: str
    ask: str
    met: bool | None
    evidence: str


def questions() -> dict[str, Any]:
    """``requirements.yaml``, checked when it is compiled."""
    path = Path(__file__).with_name("requirements.yaml")

    def build() -> dict[str, Any]:
        from ..pack.forms import read_form
        from .requirements_form import RequirementsFile

        return read_form(path, RequirementsFile).model_dump(mode="json", by_alias=True)

    return cached_json("requirements-checklist", [path], build)


def requirements_checklist(compilation: Compilation) -> tuple[Item, ...]:
    """The questions that the specification gives reason for, with their answers."""
    found = coverage(compilation)
    wished = {
        intent.concept
        for statement in compilation.specification.statements
        for intent in statement.intents
        if intent.polarity is Polarity.WANT
    }
    items: list[Item] = []
    for group in questions()["groups"]:
        for question in group["items"]:
            if question["for"] and wished.isdisjoint(question["for"]):
                continue
            answer = _answer(compilation, found, question)
            if answer is None:
                continue
            met, evidence = answer
            identity = f"CHK{len(items) + 1:03d}"
            items.append(Item(identity, group["title"], group["dimension"], question["ask"], met, evidence))
    return tuple(items)


def _answer(
    compilation: Compilation, found: Coverage, question: dict[str, Any]
) -> tuple[bool | None, str] | None:
    """Whether it is so, and the evidence; None where there is nothing that the question could be asked of."""
    if question["person"]:
        return None, "for a reader to answer"
    if question["assumptions"]:
        assumed = [f"{item.id} {item.what}" for item in compilation.architecture.assumptions]
        return (
            (None, f"{len(assumed)} to agree: {_list(assumed)}") if assumed else (True, "nothing was assumed")
        )
    against = [
        *_findings(compilation, question),
        *_waiting(compilation, question),
        *_not_shown(found, question),
    ]
    if against:
        return False, _list(against)
    for_it = [
        *_of_kind(compilation, question),
        *_policy(compilation, question),
        *_measured(compilation, question),
    ]
    wanted = any(question[name] for name in ("kinds", "policy", "metrics"))
    stated, assumed = _settings(compilation, question)
    if assumed:
        return False, f"not stated: {_list(assumed)}"
    if question["settings"] and not stated and not wanted:
        return None
    if question["shown"] and not any(_asked_of(found, question)):
        return None
    if wanted and not for_it:
        return False, "no statement says so"
    return True, _list([*for_it, *stated]) or "nothing was found against it"


def _place(statement: Statement) -> str:
    return f"{statement.id} (line {statement.passage.line})"


def _places(compilation: Compilation, identities: Sequence[str]) -> list[str]:
    return [_place(item) for item in compilation.specification.statements if item.id in identities]


def _list(texts: Sequence[str]) -> str:
    kept = list(dict.fromkeys(texts))
    more = len(kept) - MOST_SHOWN
    return "; ".join(kept[:MOST_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _findings(compilation: Compilation, question: dict[str, Any]) -> Iterator[str]:
    for item in compilation.diagnostics:
        if item.code in question["findings"]:
            where = f"{item.statement or 'the file'}, line {item.line}" if item.line else "the file"
            yield f"{item.code}: {item.message} ({where})"


def _waiting(compilation: Compilation, question: dict[str, Any]) -> Iterator[str]:
    for statement in compilation.specification.statements:
        if statement.status.value in question["statuses"] and statement.passage.kind in DEMANDS:
            yield _place(statement)


def _not_shown(found: Coverage, question: dict[str, Any]) -> Iterator[str]:
    for row in _asked_of(found, question):
        if not row.ways:
            yield f"{row.id} (line {row.line})"


def _asked_of(found: Coverage, question: dict[str, Any]) -> Iterator[Row]:
    """The statements that a question about what shows them is asked of."""
    for row in found.rows:
        kind = "objective" if row.measured and row.kind != Kind.CRITERION.value else row.kind
        if kind in question["shown"] and row.status != Status.CONTEXT.value:
            yield row


def _of_kind(compilation: Compilation, question: dict[str, Any]) -> Iterator[str]:
    for statement in compilation.specification.statements:
        # What stands among the requirements and is there already is a dependency as well.
        existing = "dependency" in question["kinds"] and any(intent.existing for intent in statement.intents)
        if existing or statement.passage.kind.value in question["kinds"]:
            yield _place(statement)


def _policy(compilation: Compilation, question: dict[str, Any]) -> Iterator[str]:
    for name in question["policy"]:
        setting = compilation.architecture.policy.settings.get(name)
        yield from _places(compilation, setting.statements if setting is not None else ())


def _measured(compilation: Compilation, question: dict[str, Any]) -> Iterator[str]:
    for statement in compilation.specification.statements:
        if any(measure.metric in question["metrics"] for measure in statement.measures):
            yield _place(statement)


def _settings(compilation: Compilation, question: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Which statements give the properties that are asked for, and which properties of which components none gives."""
    stated: list[str] = []
    assumed: list[str] = []
    for component in compilation.architecture.components:
        if component.existing or component.reason is not None:
            continue
        for name in question["settings"].get(component.concept, ()):
            setting = component.settings.get(name)
            if setting is not None and setting.statements:
                stated += _places(compilation, setting.statements)
            else:
                assumed.append(f"{name} of {component.key}")
    return stated, assumed


def as_json(items: Sequence[Item]) -> dict[str, Any]:
    """The machine form."""
    return {
        "format": 1,
        "kind": "requirements",
        "items": [
            {
                "id": item.id,
                "group": item.group,
                "dimension": item.dimension,
                "ask": item.ask,
                "met": item.met,
                "evidence": item.evidence,
            }
            for item in items
        ],
    }


def as_markdown(items: Sequence[Item], title: str) -> str:
    """The checklist as Markdown: ticked where the compiler found it so, with its evidence."""
    answered = [item for item in items if item.met is not None]
    met = sum(item.met is True for item in answered)
    lines = [f"# Requirements checklist: {escape(title)}", "",
             "Questions to the specification itself, not to what is built from it. A ticked one was answered by the compiler, with what it found; "
             "the others are for people.", "",
             f"{met} of {len(answered)} answered questions are met; {len(items) - len(answered)} are for a reader."]  # fmt: skip
    group = ""
    for item in items:
        if item.group != group:
            group = item.group
            lines += ["", f"## {group}", ""]
        mark = "x" if item.met else " "
        lines.append(f"- [{mark}] {item.id} {item.ask} [{item.dimension}]")
        lines.append(f"  - {escape(item.evidence)}")
    return "\n".join(lines) + "\n"
