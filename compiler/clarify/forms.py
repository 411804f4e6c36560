"""The form of ``questions.yaml``."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Impact = Annotated[int, Field(ge=0, le=100)]


class Form(BaseModel):
    """A part of the file: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Asked(Form):
    """What is asked, and the answers that are known."""

    impact: Impact
    ask: str
    choices: dict[str, str] = {}


class PolicyQuestion(Asked):
    """A question on the whole build; only where one of the concepts ``for`` is there."""

    none: bool = False
    for_: list[str] | None = Field(default=None, alias="for")


class SettingQuestion(Asked):
    """A question on a component's property."""

    concept: str
    property: str


class OpenChoices(Form):
    """The answers to open places with these words."""

    words: list[str]
    impact: Impact
    choices: dict[str, str]


class Otherwise(Form):
    """How much hangs on open places without known answers."""

    impact: Impact


class Unclear(Form):
    """What is asked about a statement of which nothing was understood."""

    impact: Impact
    ask: str


class QuestionsForm(Form):
    """``questions.yaml``."""

    policy: dict[str, PolicyQuestion]
    settings: list[SettingQuestion]
    open: list[OpenChoices]
    otherwise: Otherwise
    unclear: Unclear
