"""Finds what a specification leaves open: places that wait for an answer, statements without meaning, decisions taken for the author."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..architecture import Architecture
from ..cache import cached_json
from ..data import load_yaml
from ..statements import Specification, Statement, Status

LONGEST = 300
UNCLEAR = frozenset(("S2I101", "S2I104"))


class Choice(Struct, frozen=True):
    """An answer that the compiler knows, and what it leads to."""

    value: str
    means: str


class Question(Struct, frozen=True):
    """An open question. ``id`` is what it is answered by; ``impact`` (0 to 100) how much hangs on it; ``assumed`` what holds until then."""

    id: str
    text: str
    impact: int
    statement: str | None = None
    line: int = 0
    assumed: str | None = None
    choices: tuple[Choice, ...] = ()


def questions(specification: Specification, architecture: Architecture) -> tuple[Question, ...]:
    """The open questions, the most consequential first; of equal ones in the specification's order."""
    found = [
        *_open_places(specification),
        *_unclear(specification),
        *_policy(architecture),
        *_settings(architecture),
    ]
    unique = {question.id: question for question in reversed(found)}
    order = {question.id: place for place, question in enumerate(found)}
    return tuple(sorted(unique.values(), key=lambda question: (-question.impact, order[question.id])))


def _open_places(specification: Specification) -> Iterator[Question]:
    for statement in specification.statements:
        if statement.answered_by or statement.question is not None:
            continue
        passage = statement.passage
        for number, placeholder in enumerate(passage.placeholders, 1):
            asked = " ".join(placeholder.question.split())[:LONGEST] or "what stands here?"
            entry = _fitting(f"{asked} {passage.text}".lower())
            identity = passage.id if number == 1 else f"{passage.id}.{number}"
            text = f"{passage.id}: {asked if asked.endswith('?') else f'{asked}?'}"
            yield Question(identity, text, entry["impact"], passage.id, passage.line, None, _choices(entry))


def _unclear(specification: Specification) -> Iterator[Question]:
    entry = data()["unclear"]
    by_id: dict[str, Statement] = {statement.id: statement for statement in specification.statements}
    for item in specification.diagnostics:
        statement = by_id.get(item.statement or "")
        if item.code in UNCLEAR and statement is not None and statement.status is Status.UNMAPPED:
            text = entry["ask"].format(id=statement.id)
            yield Question(statement.id, text, entry["impact"], statement.id, statement.passage.line)


def _policy(architecture: Architecture) -> Iterator[Question]:
    there = {component.concept for component in architecture.components}
    for key, entry in data()["policy"].items():
        setting = architecture.policy.settings.get(key)
        concerns = entry.get("for")
        if setting is None or (concerns and there.isdisjoint(concerns)):
            continue
        nothing = setting.value is None or setting.value == ()
        if nothing if entry.get("none") or key == "region" else setting.assumed and not setting.statements:
            assumed = None if nothing else str(setting.value)
            yield Question(key, entry["ask"], entry["impact"], None, 0, assumed, _choices(entry))


def _settings(architecture: Architecture) -> Iterator[Question]:
    for entry in data()["settings"]:
        drafts = [component for component in architecture.components if component.concept == entry["concept"]]
        # With several of a kind the question would have to tell them apart.
        if len(drafts) != 1 or drafts[0].existing:
            continue
        setting = drafts[0].settings.get(entry["property"])
        if setting is None or setting.assumed:
            identity = f"{drafts[0].concept}.{entry['property']}"
            assumed = None if setting is None else str(setting.value)
            yield Question(identity, entry["ask"], entry["impact"], None, 0, assumed, _choices(entry))


def _fitting(text: str) -> dict[str, Any]:
    """The entry of ``open`` whose words the text has."""
    entries: list[dict[str, Any]] = data()["open"]
    otherwise: dict[str, Any] = data()["otherwise"]
    return next((entry for entry in entries if any(word in text for word in entry["words"])), otherwise)


def _choices(entry: dict[str, Any]) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), str(means)) for value, means in entry.get("choices", {}).items())


@cache
def data() -> dict[str, Any]:
    """``questions.yaml``, compiled once into the user's cache."""
    path = Path(__file__).with_name("questions.yaml")

    def build() -> dict[str, Any]:
        from .forms import QuestionsForm

        content = load_yaml(path)
        return QuestionsForm.model_validate(content).model_dump(mode="json", by_alias=True, exclude_none=True)

    return cached_json("questions", [path, path.with_name("forms.py")], build)
