"""What the language hands on: statements with their intents, measures and constraints (``parse --format json``)."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from .diagnostics import Diagnostic
from .document import Document, Kind, Passage

Scalar = str | int | float | bool
# A property's value in the catalogue's unit: a scalar, a list of scalars, or a list of {"metric", "threshold"} objects.
PropertyValue = Scalar | tuple["PropertyValue", ...] | dict[str, "PropertyValue"]
Span = tuple[int, int]


class Modality(StrEnum):
    """How strongly a statement asks."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    MUST_NOT = "must-not"
    NONE = "none"


class Status(StrEnum):
    """What became of a statement; every statement has exactly one."""

    MAPPED = "mapped"
    MEASURED = "measured"
    CONSTRAINED = "constrained"
    OPEN = "open"
    UNMAPPED = "unmapped"
    CONTEXT = "context"


class Polarity(StrEnum):
    """Whether the concept is wished for or ruled out."""

    WANT = "want"
    EXCLUDE = "exclude"


class Intent(Struct, frozen=True):
    """One concept of the catalogue that a statement asks for or rules out, with the properties that it states.

    ``evidence`` gives for each property the span of the text that it was read from. ``name`` is the author's name for
    the thing ("orders" in "PostgreSQL for orders"). ``existing``: it is there already and is looked up, not created.
    """

    concept: str
    span: Span
    polarity: Polarity = Polarity.WANT
    existing: bool = False
    name: str | None = None
    environment: str | None = None
    properties: dict[str, PropertyValue] = field(default_factory=dict)
    evidence: dict[str, Span] = field(default_factory=dict)


class Measure(Struct, frozen=True):
    """A number that somebody can test, in normal units (see ``docs/language.md``); ``window`` is in seconds."""

    metric: str
    op: str
    value: float | tuple[float, float]
    unit: str
    span: Span
    statistic: str | None = None
    window: float | None = None
    per: str | None = None
    subject: str | None = None
    environment: str | None = None


class Constraint(Struct, frozen=True):
    """A limit on the whole build that is no component: region, residency, naming, framework, account, tooling, schedule.

    ``purchase`` says how capacity is bought, ``log-archive`` after how many days logs are archived.
    """

    constraint: str
    value: str
    span: Span


class Statement(Struct, frozen=True):
    """A passage and what was understood of it. ``understood`` are the spans of the text that the compiler used.

    ``question`` is what the passage answers, where it is an answer; such a statement outweighs what others say. ``answered_by``
    are the statements that settle what is open in this one. ``told_as`` is the kind of the section that an answer stands in, where it
    counts as another kind.
    """

    passage: Passage
    modality: Modality
    status: Status
    intents: tuple[Intent, ...] = ()
    measures: tuple[Measure, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    understood: tuple[Span, ...] = ()
    environment: str | None = None
    question: str | None = None
    answered_by: tuple[str, ...] = ()
    told_as: Kind | None = None

    @property
    def id(self) -> str:
        """The author's id, or the one made from section and position."""
        return self.passage.id


class Specification(Struct, frozen=True):
    """A document, understood. ``diagnostics`` holds the reader's and the language's findings in reading order."""

    document: Document
    statements: tuple[Statement, ...]
    diagnostics: tuple[Diagnostic, ...]
