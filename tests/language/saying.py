"""Statements without a file around them, and what was understood of them in one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spec2iac.document import Anchor, Document, Form, Kind, Passage
from spec2iac.language import as_json, understand
from spec2iac.reader import read
from spec2iac.statements import Specification


def passage(
    text: str,
    kind: Kind = Kind.REQUIREMENT,
    form: Form = Form.ITEM,
    section: tuple[str, ...] = (),
    number: int = 1,
    lead: str | None = None,
) -> Passage:
    """A statement as the reader would hand it on; ``lead`` is the list item that it is nested under."""
    anchors = (Anchor(0, number, 1),)
    return Passage(f"T-{number:03}", False, number, number, section, kind, form, text, anchors, lead=lead)


def say(texts: Iterable[str], **about: Any) -> Specification:
    """What statements mean that stand under one heading."""
    passages = tuple(passage(text, number=number, **about) for number, text in enumerate(texts, 1))
    return understand(Document("t.md", "t", {}, (), passages, (), ()))


def line(form: dict[str, Any]) -> str:
    """The meaning of one statement in a line: status, modality, intents, measures, constraints."""
    parts = [form["status"] + ("" if form["modality"] == "none" else f" ({form['modality']})")]
    if form["environment"]:
        parts[0] += f" [{form['environment']}]"
    parts.extend(_intent(intent) for intent in form["intents"])
    parts.extend(measure_text(measure) for measure in form["measures"])
    parts.extend(f"{limit['constraint']}: {limit['value']}" for limit in form["constraints"])
    return "; ".join(parts)


def lines(specification: Specification) -> list[str]:
    """The meaning of each statement in a line."""
    return [line(form) for form in as_json(specification)["statements"]]


def say_table(table: list[str], section: tuple[str, ...]) -> Specification:
    """What the rows of a table mean that stands under headings, as the reader hands it on."""
    heads = "".join(f"{'#' * depth} {title}\n\n" for depth, title in enumerate(("Case", *section), 1))
    return understand(read((heads + "\n".join(table) + "\n").encode(), "case.md"))


def _intent(intent: dict[str, Any]) -> str:
    mark = "-" if intent["polarity"] == "exclude" else ""
    existing = " existing" if intent["existing"] else ""
    name = f" '{intent['name']}'" if intent["name"] else ""
    environment = f" [{intent['environment']}]" if "environment" in intent else ""
    properties = ", ".join(f"{key}={value_text(value)}" for key, value in intent["properties"].items())
    return f"{mark}{intent['concept']}{name}{existing}{environment}" + (
        f" {{{properties}}}" if properties else ""
    )


def measure_text(measure: dict[str, Any]) -> str:
    """A measure as the cases write it, without its subject."""
    value = measure["value"]
    shown = f"{value[0]}..{value[1]}" if isinstance(value, list) else str(value)
    text = measure["metric"] + (f" {measure['statistic']}" if measure["statistic"] else "")
    text += f" {measure['op']} {shown} {measure['unit']}"
    for key in ("per", "window", "environment"):
        if key in measure:
            text += f" {key} {measure[key]}"
    return text


def value_text(value: Any) -> str:
    """A property's value as the cases write it."""
    if isinstance(value, list):
        return "[" + " ".join(value_text(part) for part in value) + "]"
    if isinstance(value, dict):
        return ":".join(str(part) for part in value.values())
    return str(value).lower() if isinstance(value, bool) else str(value)
