"""Specifications made by hand, without reader and language: a statement is a text and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spec2iac.document import Anchor, Document, Form, Kind, Passage
from spec2iac.statements import (
    Constraint,
    Intent,
    Measure,
    Modality,
    Polarity,
    Specification,
    Statement,
    Status,
)


def specification(statements: Sequence[Mapping[str, Any]], title: str = "Example") -> Specification:
    """The specification of these statements; each stands on a line of its own."""
    built = tuple(statement(entry, line) for line, entry in enumerate(statements, 1))
    passages = tuple(item.passage for item in built)
    lines = tuple(passage.text for passage in passages)
    document = Document("spec.md", title, {"spec id": "001-example"}, (), passages, lines, ())
    return Specification(document, built, ())


def statement(entry: Mapping[str, Any], line: int) -> Statement:
    """A statement from ``id``, ``text``, ``kind``, ``modality``, ``environment``, ``intents``, ``measures``, ``constraints``."""
    text = entry["text"]
    kind = Kind(entry.get("kind", "requirement"))
    passage = Passage(
        entry["id"], True, line, line, ("Requirements",), kind, Form.ITEM, text, (Anchor(0, line, 3),)
    )
    intents = tuple(intent(item, text) for item in entry.get("intents", ()))
    measures = tuple(measure(item) for item in entry.get("measures", ()))
    limits = tuple(Constraint(name, value, (0, len(text))) for name, value in entry.get("constraints", ()))
    modality = Modality(entry.get("modality", "must"))
    status = Status.MAPPED if intents else Status.MEASURED if measures else Status.CONSTRAINED
    return Statement(passage, modality, status, intents, measures, limits, (), entry.get("environment"))


def intent(entry: Mapping[str, Any] | str, text: str) -> Intent:
    """An intent; a bare text is a concept. ``says`` are its words in the statement, by default all of it."""
    if isinstance(entry, str):
        entry = {"concept": entry}
    says = entry.get("says", text)
    start = text.index(says)
    properties = {name: as_value(value) for name, value in entry.get("properties", {}).items()}
    return Intent(
        entry["concept"],
        (start, start + len(says)),
        Polarity(entry.get("polarity", "want")),
        entry.get("existing", False),
        entry.get("name"),
        entry.get("environment"),
        properties,
    )


def measure(entry: Mapping[str, Any]) -> Measure:
    """A measure; its unit is ``1`` where none is given."""
    value = as_value(entry["value"])
    rest = {name: entry[name] for name in ("statistic", "per", "subject", "environment") if name in entry}
    return Measure(entry["metric"], entry.get("op", "="), value, entry.get("unit", "1"), (0, 1), **rest)


def as_value(value: Any) -> Any:
    """Lists as the language gives them: tuples."""
    return tuple(as_value(item) for item in value) if isinstance(value, list) else value
