"""What the architect hands on: components, what they are connected to, and every decision with its reason."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from .diagnostics import Diagnostic
from .statements import Constraint, Measure, PropertyValue


class Tier(StrEnum):
    """Where in the network a component stands; NONE for what has no address in it (a bucket, a queue)."""

    PUBLIC = "public"
    PRIVATE = "private"
    DATA = "data"
    NONE = "none"


class Setting(Struct, frozen=True):
    """A property's value, with the statements that state it or, where none does, the reason why it was assumed.

    The value is None where nothing is known (a budget that nobody states), with neither statements nor reason.
    """

    value: PropertyValue | None
    statements: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def assumed(self) -> bool:
        """Whether the compiler, not the author, chose the value."""
        return self.reason is not None


class Component(Struct, frozen=True):
    """One thing to build (or, where ``existing``, to look up): a concept of the catalogue with its settings.

    ``label`` is the name in code: snake_case, unique within the concept, stable (made from the author's name or the
    concept and role, never from an id or a position). ``name`` is for people. ``settings`` has the properties that are
    known; ``reason`` says why the component is there where no statement asked for it.
    """

    concept: str
    label: str
    name: str
    statements: tuple[str, ...] = ()
    settings: dict[str, Setting] = field(default_factory=dict)
    tier: Tier = Tier.NONE
    existing: bool = False
    reason: str | None = None

    @property
    def key(self) -> str:
        """What links and the trace call it: ``concept.label``."""
        return f"{self.concept}.{self.label}"


class Link(Struct, frozen=True):
    """``source`` talks to ``target`` (both component keys): ``verb`` is one of the verbs in ``compiler/architect/links.yaml``.

    ``port`` is the target's TCP port, None where the traffic goes to a cloud service's own interface.
    """

    source: str
    target: str
    verb: str
    port: int | None = None
    statements: tuple[str, ...] = ()


class Assumption(Struct, frozen=True):
    """A gap that a rule filled: ``what`` was decided, ``why`` (the rule's reason), and where to change it."""

    id: str
    what: str
    why: str
    change: str
    statements: tuple[str, ...] = ()
    component: str | None = None


class Policy(Struct, frozen=True):
    """The settings that hold for the whole build, each with its origin: see ``docs/design.md`` for the keys.

    ``zones`` (int), ``tls_min_version`` ("1.2"), ``own_keys`` (bool), ``log_retention`` (days), ``audit_retention``
    (days), ``backup_retention`` (days), ``pitr`` (bool), ``tags`` (list of keys), ``region`` (str), ``residency``
    (list of region groups), ``frameworks`` (list), ``budget`` (money a month), ``currency``, ``environment`` (str),
    ``availability`` (%), ``rto`` (s), ``rpo`` (s), ``second_region`` (bool),
    ``off_peak`` (the quiet hours, as ``compiler/off_peak.py`` reads them), ``off_peak_applies`` (bool: whether they hold in this
    environment), ``purchase`` ("reserved 1", "savings-plan" …), ``log_archive_after`` and ``log_archive_keep`` (days).
    """

    settings: dict[str, Setting]


class Architecture(Struct, frozen=True):
    """The whole of what is to be built, before any cloud is chosen. Components are sorted by group, concept, label."""

    slug: str
    title: str
    components: tuple[Component, ...]
    links: tuple[Link, ...]
    policy: Policy
    measures: tuple[tuple[str, Measure], ...] = ()
    constraints: tuple[tuple[str, Constraint], ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trace: dict[str, tuple[str, ...]] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
