"""The machine form of a specification: what ``parse --format json`` writes."""

from __future__ import annotations

from typing import Any

from ..document import Kind
from ..statements import (
    Constraint,
    Intent,
    Measure,
    Modality,
    PropertyValue,
    Specification,
    Statement,
    Status,
)
from .coverage import coverage
from .patterns import pattern_of

FORMAT = 1


def as_json(specification: Specification) -> dict[str, Any]:
    """The specification as plain JSON values. Keys may be added, never renamed without a new ``format``."""
    document = specification.document
    metadata = document.metadata
    known = coverage(specification.statements)
    return {
        "format": FORMAT,
        "source": document.source,
        "spec": {
            "title": document.title,
            "id": metadata.get("spec id") or metadata.get("id"),
            "status": metadata.get("status"),
            "target_hint": metadata.get("target") or metadata.get("cloud"),
            "region_hint": metadata.get("region"),
        },
        "understood": {"words": known.words, "used": known.used, "share": round(known.share, 1)},
        "statements": [_statement(statement) for statement in specification.statements],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    passage = statement.passage
    answering: dict[str, Any] = {}
    if statement.question is not None:
        answering["question"] = statement.question
    if statement.answered_by:
        answering["answered_by"] = list(statement.answered_by)
    return {
        "id": statement.id,
        "line": passage.line,
        "end_line": passage.end_line,
        "section": list(passage.section),
        "kind": _kind(statement).value,
        "modality": statement.modality.value,
        "status": statement.status.value,
        "text": passage.text,
        "environment": statement.environment,
        "intents": [_intent(intent) for intent in statement.intents],
        "measures": [_measure(measure) for measure in statement.measures],
        "constraints": [_constraint(constraint) for constraint in statement.constraints],
        "understood": [list(span) for span in statement.understood],
        "pattern": None if statement.status is Status.CONTEXT else pattern_of(passage.text).pattern,
        **answering,
    }


def _kind(statement: Statement) -> Kind:
    """The kind that the section gives; an answer keeps it too, though it counts as what its question is about, unless it says MUST."""
    if statement.told_as is None or statement.modality in (Modality.MUST, Modality.MUST_NOT):
        return statement.passage.kind
    return statement.told_as


def _intent(intent: Intent) -> dict[str, Any]:
    form: dict[str, Any] = {
        "concept": intent.concept,
        "polarity": intent.polarity.value,
        "existing": intent.existing,
        "name": intent.name,
        "properties": {name: _plain(value) for name, value in sorted(intent.properties.items())},
        "span": list(intent.span),
    }
    if intent.environment is not None:
        form["environment"] = intent.environment
    return form


def _measure(measure: Measure) -> dict[str, Any]:
    form: dict[str, Any] = {
        "metric": measure.metric,
        "statistic": measure.statistic,
        "op": measure.op,
        "value": list(measure.value) if isinstance(measure.value, tuple) else measure.value,
        "unit": measure.unit,
        "span": list(measure.span),
    }
    for name in ("window", "per", "subject", "environment"):
        value = getattr(measure, name)
        if value is not None:
            form[name] = value
    return form


def _constraint(constraint: Constraint) -> dict[str, Any]:
    return {"constraint": constraint.constraint, "value": constraint.value, "span": list(constraint.span)}


def _plain(value: PropertyValue) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value
