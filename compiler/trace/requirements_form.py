"""The form of ``requirements.yaml``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from ..catalogue import catalogue
from ..pack.forms import ConceptId, Form

RULES = ("findings", "statuses", "kinds", "policy", "metrics", "settings", "shown", "person", "assumptions")


class Question(Form):
    """A question with the rules that answer it."""

    ask: str = Field(pattern=r"\?$")
    for_: tuple[ConceptId, ...] = Field(default=(), alias="for")
    findings: tuple[str, ...] = ()
    statuses: tuple[Literal["open", "unmapped"], ...] = ()
    kinds: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    settings: dict[ConceptId, tuple[str, ...]] = Field(default={})
    shown: tuple[str, ...] = ()
    person: bool = False
    assumptions: bool = False

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if not any(getattr(self, name) for name in RULES):
            raise ValueError(f"a question has one of the rules {', '.join(RULES)}")
        for concept, names in self.settings.items():
            unknown = set(names) - set(catalogue().get(concept, {}).get("properties", {}))
            if unknown:
                raise ValueError(f"{concept} has no property {', '.join(sorted(unknown))}")
        return self


class Group(Form):
    """Questions of one dimension."""

    title: str
    dimension: str
    items: tuple[Question, ...]


class RequirementsFile(Form):
    """``requirements.yaml``."""

    groups: tuple[Group, ...]
