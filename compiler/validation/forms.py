"""The forms of the files that say what is checked: a pack's ``checks.yaml`` and this folder's ``evidence.yaml``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from ..pack.forms import ConceptId, Form

OPERATIONS = (
    "equal",
    "one_of",
    "none_of",
    "at_least",
    "at_most",
    "set",
    "count_at_least",
    "distinct_at_least",
    "contains_all",
    "no_wildcard_action",
)


class CheckForm(Form):
    """One check: what it shows, which statements call for it, and how it reads on this cloud's resources.

    ``looks_at`` is a resource type, ``var.<name>`` or ``local.<name>``; ``value`` the path of the value below it, ``[*]`` for every
    element of a block or list. ``labels_without`` leaves out resources whose label has one of the texts. Exactly one of the operations is
    given; its operand is a plain value or a Jinja text giving JSON (null: the check does not apply).

    For ``verify``, which meets code that this compiler did not write: ``where`` are values that a resource (or, as ``block[*].name``,
    one of its blocks) must have for the check to be about it, ``where_not`` values that it must not have; they stand for labels, which
    others choose otherwise. ``carried_by`` is the argument in which the resources of a build carry the tags of a local value, so that
    each is asked for them, ``carried_as`` a map or texts "key:value". A check with ``builds: false`` is about such code only.
    """

    id: ConceptId
    title: str
    topic: Literal["encryption", "exposure", "availability", "scaling", "recovery", "placement", "tags", "identity",
                   "logging", "cost", "compliance"]  # fmt: skip
    demands: tuple[ConceptId, ...] = ()
    constraints: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    looks_at: str
    concepts: tuple[ConceptId, ...] = ()
    labels_without: tuple[str, ...] = ()
    labels_with: str | None = None
    when: str | None = None
    where: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    where_not: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    builds: bool = True
    carried_by: str | None = None
    carried_as: Literal["map", "texts"] = "map"
    value: str = ""
    equal: Any = None
    one_of: Any = None
    none_of: Any = None
    at_least: Any = None
    at_most: Any = None
    set: bool | None = None
    count_at_least: Any = None
    distinct_at_least: Any = None
    contains_all: Any = None
    no_wildcard_action: bool | None = None

    @model_validator(mode="after")
    def _one_operation(self) -> CheckForm:
        given = [name for name in OPERATIONS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"a check has exactly one operation of {', '.join(OPERATIONS)}; this one has {given or 'none'}"
            )
        return self


class ChecksForm(Form):
    """``checks.yaml`` of a target pack."""

    checks: tuple[CheckForm, ...]

    @model_validator(mode="after")
    def _ids_once(self) -> ChecksForm:
        """Of two checks with one id the later would stand in the place of the first, unnoticed."""
        ids = [check.id for check in self.checks]
        twice = sorted({identity for identity in ids if ids.count(identity) > 1})
        if twice:
            raise ValueError(f"each check has an id of its own; these stand twice: {', '.join(twice)}")
        return self


class EvidenceForm(Form):
    """What shows a demand that no static check can show: when, by whom, how, and what to attach."""

    phase: Literal["before apply", "after apply", "before go-live", "recurring"]
    who: str
    how: str
    evidence: str


class EvidenceFile(Form):
    """``evidence.yaml``: evidence by a measure's metric, by a concept, by a constraint, and for everything else."""

    metrics: dict[str, EvidenceForm]
    concepts: dict[str, EvidenceForm]
    constraints: dict[str, EvidenceForm]
    otherwise: EvidenceForm
