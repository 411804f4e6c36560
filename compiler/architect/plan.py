"""The design while it is made: components and settings that still change, and what is to be said about them in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from ..architecture import Link, Setting, Tier
from ..diagnostics import Diagnostic
from ..statements import Intent, PropertyValue, Statement


class Demand(Struct, frozen=True):
    """A statement's intent. One that ``restricts`` ("no bucket is public") asks for nothing to be built."""

    statement: Statement
    intent: Intent
    restricts: bool = False

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement.id

    @property
    def text(self) -> str:
        """The statement's text in lower case."""
        return self.statement.passage.text.lower()


class Draft(Struct):
    """A component in the making. ``own`` are the statements that ask for it, among all that led to it."""

    concept: str
    label: str
    name: str | None = None
    statements: dict[str, None] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    settings: dict[str, Setting] = field(default_factory=dict)
    tier: Tier = Tier.NONE
    existing: bool = False
    reason: str | None = None
    change: str | None = None

    @property
    def key(self) -> str:
        """What links and the trace call it."""
        return f"{self.concept}.{self.label}"

    def value(self, name: str) -> PropertyValue | None:
        """A setting's value, None where it is not known."""
        setting = self.settings.get(name)
        return setting.value if setting else None

    def credit(self, statements: Iterable[str]) -> None:
        """Note that these statements led to the component, each once."""
        self.statements.update(dict.fromkeys(statements))


class Gap(Struct):
    """An assumption before it has its number."""

    what: str
    why: str
    change: str
    statements: tuple[str, ...] = ()
    component: str | None = None


class Plan(Struct):
    """Everything that is decided so far.

    ``wants`` are the demands that are built, ``tests`` those of success criteria, ``options`` the wishes that may be left
    out; ``policy`` the settings of the whole build; ``led_to`` the components and the policy by statement; ``shut`` the
    statements that let nobody in from the whole internet.
    """

    wants: list[Demand] = field(default_factory=list)
    tests: list[Demand] = field(default_factory=list)
    options: list[Demand] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    by_concept: dict[str, list[Draft]] = field(default_factory=dict)
    policy: dict[str, Setting] = field(default_factory=dict)
    excluded: dict[str, dict[str, None]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    statements: dict[str, Statement] = field(default_factory=dict)
    led_to: dict[str, dict[str, None]] = field(default_factory=dict)
    shut: list[str] = field(default_factory=list)

    def all(self, *concepts: str) -> Iterator[Draft]:
        """The components of these concepts, sorted by concept and label."""
        for concept in sorted(set(concepts) & self.by_concept.keys()):
            yield from self.by_concept[concept]

    def has(self, *concepts: str) -> bool:
        """Whether a component of one of these concepts is there."""
        return any(concept in self.by_concept for concept in concepts)

    def add(self, draft: Draft) -> Draft:
        """Take a component in; the one that is there already under this key stays and is returned."""
        known = self.drafts.get(draft.key)
        if known is not None:
            return known
        self.drafts[draft.key] = draft
        siblings = [*self.by_concept.get(draft.concept, ()), draft]
        self.by_concept[draft.concept] = sorted(siblings, key=lambda sibling: sibling.label)
        return draft

    def trace(self, statement: str, *keys: str) -> None:
        """Note that a statement led to components, or to ``policy``."""
        self.led_to.setdefault(statement, {}).update(dict.fromkeys(keys))

    def demanded(self, *concepts: str) -> tuple[Demand, ...]:
        """The demands for these concepts that are built."""
        return tuple(demand for demand in self.wants if demand.intent.concept in concepts)

    def asks(self, key: str, default: object = None) -> object:
        """The value of a setting of the whole build."""
        setting = self.policy.get(key)
        return default if setting is None or setting.value is None else setting.value
