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
from ..catalogue import catalogue
from ..clarify import Question, questions
from ..language import understand
from ..pipeline import Options, design_architecture
from ..reader import read
from ..statements import Intent, Measure, Polarity, Specification, Statement, Status

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
    for question in questions(request, architecture):
        if question.statement is None and question.impact >= WORTH_ASKING:
            section, prefix = _place(question)
            add(section, prefix, f"[NEEDS CLARIFICATION: {question.text} {_offered(question)}]")
    for assumption in architecture.assumptions:
        parts.setdefault("Assumptions", []).append(f"- {_escaped(assumption.what)}")
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
    worded = [_sentence(intent) for intent in wanted]
    if (
        wanted
        and not choice
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
    if statement.measures and all(measured) and not statement.intents and not statement.constraints:
        for measure, line in zip(statement.measures, measured, strict=True):
            section, prefix = _objective(measure)
            yield section, prefix, str(line)
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


def _sentence(intent: Intent) -> str | None:
    """A requirement for one intent that reads back as just that intent; None where there is no such sentence."""
    if intent.existing or intent.name or intent.environment:
        return None
    phrases = data()
    properties = dict(intent.properties)
    before = ""
    if "engine" in properties:
        before = phrases["before"]["engine"].get(str(properties.pop("engine")), "")
        if not before:
            return None
        if "version" in properties:
            before += f" {properties.pop('version')}"
    behind = []
    for name, value in properties.items():
        phrase = phrases["behind"].get(name)
        shown = (
            str(value).lower()
            if isinstance(value, bool)
            else f"{value:g}"
            if isinstance(value, int | float)
            else str(value)
        )
        words = phrase.get(shown) if isinstance(phrase, dict) else _counted(phrase, shown) if phrase else None
        if words is None:
            return None
        behind.append(words)
    title = str(catalogue()[intent.concept]["title"])
    noun = title if title.isupper() or title[:2].isupper() else title[0].lower() + title[1:]
    named = f"{before} {noun}".strip()
    if noun.rsplit(" ", 1)[-1].lower() not in phrases["uncountable"] and not noun.endswith("s"):
        named = f"{'an' if named[0].lower() in 'aeio' else 'a'} {named}"
    sentence = f"Infrastructure MUST provide {named} {', '.join(behind)}".strip()
    back = _back(sentence)
    same = (
        len(back.intents) == 1
        and not back.measures
        and not back.constraints
        and _same(back.intents[0], intent)
    )
    return sentence if same else None


def _counted(phrase: str, value: str) -> str:
    return phrase.format(value=value, s="" if value == "1" else "s")


def _same(one: Intent, other: Intent) -> bool:
    return (
        one.concept == other.concept
        and one.polarity is other.polarity
        and one.existing == other.existing
        and one.properties == other.properties
    )


def _measured(measure: Measure) -> str | None:
    """An objective for one measure that reads back as just that measure; None where there is no such line."""
    phrase = data()["measures"].get(measure.metric)
    if (
        phrase is None
        or isinstance(measure.value, tuple)
        or measure.per
        or measure.window
        or measure.environment
    ):
        return None
    values = {
        "value": f"{measure.value:g}",
        "milliseconds": f"{measure.value * 1000:g}",
        "hours": f"{measure.value / 3600:g}",
    }
    op = "" if measure.op == "=" else measure.op
    line = " ".join(phrase.format(statistic=measure.statistic or "", op=op, **values).split())
    back = _back(line)
    same = len(back.measures) == 1 and not back.constraints and _key(back.measures[0]) == _key(measure)
    return line if same else None


def _key(measure: Measure) -> tuple[object, ...]:
    return (
        measure.metric,
        measure.op,
        measure.value,
        measure.unit,
        measure.statistic,
        measure.window,
        measure.per,
    )


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
    """``phrases.yaml``."""
    import yaml

    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("phrases.yaml").read_bytes())
    return content
