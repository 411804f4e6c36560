"""Makes a complete specification of a short request: what was said is stated, what follows is assumed, what is missing is asked.

Requirements are worded anew where the new sentence reads back as the same wish; where it does not, the author's own sentence
stands. So nothing that was said is lost or changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ..architecture import Architecture
from ..clarify import Question, questions
from ..data import load_yaml
from ..language import understand
from ..meaning import meaning_of_constraint, meaning_of_intent, meaning_of_measure, wishes_of
from ..pipeline import Options, design_architecture
from ..reader import read
from ..statements import Constraint, Intent, Measure, Polarity, Specification, Statement, Status
from .measures import constraint_phrases, measure_phrases
from .sentences import noun_phrases

NAME = "request"
# Questions on which less hangs are left to the defaults, which stand among the assumptions.
WORTH_ASKING = 55
LONGEST_TITLE = 60
OPENING = re.compile(r"\A(?:i|we)\s+(?:need|want|would like|have to)\s+(?:to\s+)?", re.IGNORECASE)


def author(text: str, title: str | None = None) -> str:
    """A specification in the template's form for the request ``text``. Deterministic; any text gives one."""
    said = " ".join(text.split())
    source = f"# Request\n\n## Infrastructure Requirements\n\n{_escaped(said)}\n"
    request = understand(read(source.encode("utf-8", "replace"), NAME))
    architecture = design_architecture(request, Options())
    parts = _parts(request, architecture)
    return _written(title or _title(said), said, parts)


def _parts(request: Specification, architecture: Architecture) -> dict[str, list[str]]:
    """The sections' lines by the section's title, ids and all."""
    parts: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}

    def add(section: str, prefix: str, line: str) -> None:
        numbers[prefix] = numbers.get(prefix, 0) + 1
        parts.setdefault(section, []).append(f"- **{prefix}-{numbers[prefix]:03d}**: {line}")

    for statement in request.statements:
        for section, prefix, line in _stated(statement):
            add(section, prefix, line)
            if section in data()["sections"]:
                add("Performance Validation", "SC-PERF", line)
    there = {
        intent.concept
        for statement in request.statements
        for intent in statement.intents
        if intent.polarity is Polarity.WANT
    }
    add("Code Validation", "SC-CODE", "The code passes terraform validate")
    for entry in data()["criteria"]:
        if not there.isdisjoint(entry["any"]):
            section = entry["section"]
            add(section, "SC-SEC" if section.startswith("Security") else "SC-OPS", entry["say"])
    # Of alternatives only one is built.
    built = {component.concept for component in architecture.components}
    for concept in sorted(there & built):
        shown = _shown(concept)
        if shown is not None:
            add("Operational Validation", "SC-OPS", shown)
    for question in questions(request, architecture):
        if question.statement is None and question.impact >= WORTH_ASKING:
            section, prefix = _place(question)
            add(section, prefix, f"[NEEDS CLARIFICATION: {question.text} {_offered(question)}]")
    for assumption in architecture.assumptions:
        parts.setdefault("Assumptions", []).append(
            f"- {_escaped(assumption.what)} (because {_escaped(assumption.why)})"
        )
    return parts


def _stated(statement: Statement) -> Iterator[tuple[str, str, str]]:
    """The lines that a statement of the request becomes: section, prefix, text."""
    text = _escaped(statement.passage.text)
    if statement.status in (Status.UNMAPPED, Status.CONTEXT, Status.OPEN):
        yield "Notes", "NOTE", text
        return
    wanted = [intent for intent in statement.intents if intent.polarity is Polarity.WANT]
    # A choice between things is the author's to word.
    choice = " or " in f" {text.lower()} "
    excluded = [intent for intent in statement.intents if intent.polarity is Polarity.EXCLUDE]
    worded = [stated_intent(intent) for intent in wanted]
    if (
        wanted
        and not choice
        and not _left_over(statement)
        and all(worded)
        and not excluded
        and not statement.measures
        and not statement.constraints
    ):
        for intent, sentence in zip(wanted, worded, strict=True):
            secure = intent.concept in data()["security"]
            yield (
                ("Security", "NFR-SEC", str(sentence))
                if secure
                else ("Functional Requirements", "FR", str(sentence))
            )
        return
    measured = [_measured(measure) for measure in statement.measures]
    if (
        statement.measures
        and all(measured)
        and not _left_over(statement)
        and not statement.intents
        and not statement.constraints
    ):
        for measure, line in zip(statement.measures, measured, strict=True):
            section, prefix = _objective(measure)
            yield section, prefix, str(line)
        return
    limited = [_limited(constraint) for constraint in statement.constraints]
    if (
        limited
        and all(limited)
        and not _left_over(statement)
        and not statement.intents
        and not statement.measures
    ):
        for line in limited:
            yield "Regulatory Frameworks", "REG", str(line)
        return
    if (
        not statement.intents
        and statement.measures
        and all(item.metric == "budget" for item in statement.measures)
    ):
        yield "Budget", "BUD", text
    elif not statement.intents and statement.measures:
        section, prefix = _objective(statement.measures[0])
        yield section, prefix, text
    elif not statement.intents and statement.constraints:
        yield "Regulatory Frameworks", "REG", text
    else:
        yield "Functional Requirements", "FR", text


def _left_over(statement: Statement) -> set[str]:
    """The words of a statement that nothing was understood of and that a new wording would lose."""
    letters = list(statement.passage.text)
    for start, end in statement.understood:
        letters[start:end] = " " * (end - start)
    rest = re.findall(r"\w+", "".join(letters).lower())
    return set(rest).difference(data()["small_words"])


def _shown(concept: str) -> str | None:
    """A criterion for a component that reads back as just that component; None where there is no such line."""
    intent = Intent(concept, (0, 0))
    wanted: tuple[list[tuple[object, ...]], ...] = ([meaning_of_intent(intent)], [], [])
    return _first((data()["shown"].replace("{}", noun) for noun in noun_phrases(intent)), wanted)


def stated_intent(intent: Intent) -> str | None:
    """A requirement for one intent that reads back as just that intent; None where there is no such sentence."""
    if intent.existing or intent.environment or intent.polarity is not Polarity.WANT:
        return None
    wanted: tuple[list[tuple[object, ...]], ...] = ([meaning_of_intent(intent)], [], [])
    sentences = (f"Infrastructure MUST provide {phrase}" for phrase in noun_phrases(intent))
    return _first(sentences, wanted)


def _measured(measure: Measure) -> str | None:
    """An objective for one measure that reads back as just that measure; None where there is no such line."""
    return _first(measure_phrases(measure), ([], [meaning_of_measure(measure)], []))


def _limited(constraint: Constraint) -> str | None:
    """A line for one constraint that reads back as just that constraint; None where there is no such line."""
    return _first(constraint_phrases(constraint), ([], [], [meaning_of_constraint(constraint)]))


def _first(lines: Iterable[str], wanted: tuple[list[tuple[object, ...]], ...]) -> str | None:
    """The first line that is safe to write and reads back as what is wanted."""
    return next((line for line in lines if line == _escaped(line) and wishes_of(_back(line)) == wanted), None)


def _back(line: str) -> Statement:
    source = f"# T\n\n## Functional Requirements\n\n- {line}\n"
    return understand(read(source.encode("utf-8", "replace"), NAME)).statements[0]


def _objective(measure: Measure) -> tuple[str, str]:
    if measure.metric == "budget":
        return "Budget", "BUD"
    sections: dict[str, list[str]] = data()["sections"]
    section = next((name for name, metrics in sections.items() if measure.metric in metrics), "Performance")
    return section, {"Performance": "NFR-PERF", "Availability": "NFR-AVAIL", "Scalability": "NFR-SCAL"}[
        section
    ]


def _place(question: Question) -> tuple[str, str]:
    if question.id == "budget":
        return "Budget", "BUD"
    if question.id in ("region", "frameworks"):
        return "Regulatory Frameworks", "REG"
    return (
        ("Availability", "NFR-AVAIL")
        if question.id in ("availability", "rto", "rpo", "zones")
        else ("Functional Requirements", "FR")
    )


def _offered(question: Question) -> str:
    return f"({' | '.join(choice.value for choice in question.choices)})" if question.choices else ""


def _title(said: str) -> str:
    """The beginning of the request without "I need", at most a line."""
    start = OPENING.sub("", said).split(". ")[0].rstrip(".!?:; ")
    short = start if len(start) <= LONGEST_TITLE else start[:LONGEST_TITLE].rsplit(" ", 1)[0]
    return _escaped(short[:1].upper() + short[1:]) or "Infrastructure"


def _escaped(text: str) -> str:
    """Text of somebody else's as it may stand in Markdown: no line of it begins or marks anything."""
    plain = "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))
    shown = re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", plain)
    return (
        re.sub(r"\A([-+=~]|\d+[.)])", r"\\\1", shown)
        if not shown[:1].isdigit()
        else re.sub(r"\A(\d+)([.)])", r"\1\\\2", shown)
    )


# The template's sections in its order; those under "" are their own.
OUTLINE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Infrastructure Requirements", ("Functional Requirements", "Non-Functional Requirements")),
    ("Service Level Objectives (SLOs)", ()),
    ("Cost Constraints", ("Budget",)),
    ("Compliance Requirements", ("Regulatory Frameworks",)),
    (
        "Success Criteria",
        ("Code Validation", "Security Validation", "Performance Validation", "Operational Validation"),
    ),
    ("Assumptions", ()),
    ("Out of Scope", ()),
    ("Notes", ()),
)
NON_FUNCTIONAL = ("Performance", "Availability", "Security", "Scalability")
MANDATORY = frozenset(("Service Level Objectives (SLOs)", "Cost Constraints"))
EMPTY = {
    "Service Level Objectives (SLOs)": "The objectives stand under Non-Functional Requirements.",
    "Cost Constraints": "Nothing was said of what it may cost.",
}


def _written(title: str, said: str, parts: dict[str, list[str]]) -> str:
    lines = [f"# Infrastructure Specification: {title}", "", "**Status**: Draft", ""]
    lines += [
        "## Executive Summary",
        "",
        _escaped(said),
        "",
        "## Problem Statement",
        "",
        "The request above is all that is known so far.",
        "",
    ]
    for heading, subheadings in OUTLINE:
        own = parts.get(heading)
        inner = list(_inner(subheadings, parts))
        if not own and not inner and heading not in MANDATORY:
            continue
        lines += [f"## {heading}", ""]
        lines += [*own, ""] if own else []
        lines += inner
        if not own and not inner:
            lines += [EMPTY[heading], ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _inner(subheadings: Iterable[str], parts: dict[str, list[str]]) -> Iterator[str]:
    for name in subheadings:
        if name == "Non-Functional Requirements":
            found = [item for item in NON_FUNCTIONAL if item in parts]
            if found:
                yield from (f"### {name}", "")
            for item in found:
                yield from (f"#### {item}", "", *parts[item], "")
        elif name in parts:
            yield from (f"### {name}", "", *parts[name], "")


@cache
def data() -> dict[str, Any]:
    """``sections.yaml``."""
    content: dict[str, Any] = load_yaml(Path(__file__).with_name("sections.yaml"))
    return content
