"""What templates see: read-only views of the architecture in which the author's words can't be printed unescaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import IPv4Network
from typing import Any

from .. import off_peak
from ..addresses import range_of, unclaimed
from ..architecture import Architecture, Component, Link, Setting
from ..objectives import BURN_RATES, LONGEST_REQUEST, objectives
from .load import Pack
from .region import allowed_regions


class Untrusted:
    """A text from the specification. It compares and hashes like the text, but only an escaping filter prints it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, Untrusted) else other)

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: Untrusted) -> bool:
        return self.text < other.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: str) -> Untrusted:
        return Untrusted(self.text + other)

    def __radd__(self, other: str) -> Untrusted:
        return Untrusted(other + self.text)

    def __str__(self) -> str:
        raise TypeError("a value of the specification was printed without an escaping filter")

    __repr__ = __str__


def wrap(value: Any) -> Any:
    """``value`` with every text in it made Untrusted."""
    if isinstance(value, str):
        return Untrusted(value)
    if isinstance(value, list | tuple):
        return [wrap(item) for item in value]
    if isinstance(value, dict):
        return {key: wrap(item) for key, item in value.items()}
    return value


def unwrap(value: Any) -> Any:
    """The opposite of ``wrap``: plain values, for the escaping filters."""
    if isinstance(value, Untrusted):
        return value.text
    if isinstance(value, list | tuple):
        return [unwrap(item) for item in value]
    if isinstance(value, dict):
        return {unwrap(key): unwrap(item) for key, item in value.items()}
    return value


class Settings:
    """Settings by attribute: ``props.engine``; a known property that nobody set is None, an unknown one an error."""

    __slots__ = ("_known", "_settings")

    def __init__(self, settings: dict[str, Setting], known: frozenset[str]) -> None:
        self._settings = settings
        self._known = known

    def __getattr__(self, name: str) -> Any:
        setting = self._settings.get(name)
        if setting is not None:
            return wrap(setting.value)
        if name in self._known:
            return None
        raise AttributeError(name)


class ComponentView:
    """A component as its template sees it; see ``docs/targets.md`` for what each attribute means."""

    def __init__(self, component: Component, scene: Scene) -> None:
        form = scene.pack.concepts.get(component.concept, {})
        self.concept = component.concept
        self.label = component.label
        self.key = component.key
        self.name = Untrusted(component.name)
        self.existing = component.existing
        self.asked = component.reason is None
        self.tier = component.tier.value
        self.noun = form.get("noun", component.concept.replace("-", "_"))
        self.code = code_label(component.label, self.noun)
        self.statements = [Untrusted(statement) for statement in component.statements]
        self.props = Settings(component.settings, scene.properties_of(component.concept))
        self.network = bool(form.get("network"))
        self.principal = form.get("principal")
        self.service = form.get("service", "")
        self.metrics = form.get("metrics", {})
        self._component = component
        self._scene = scene

    def stated(self, name: str) -> bool:
        """Whether the specification itself sets the property (and no rule assumed it)."""
        setting = self._component.settings.get(name)
        return setting is not None and not setting.assumed

    def why(self, *names: str) -> Untrusted:
        """Where the settings come from, for a comment: statement ids, or 'assumed: reason'."""
        return Untrusted(origin([self._component.settings.get(name) for name in names]))

    def links_out(self, verb: str | None = None, concept: str | None = None) -> list[LinkView]:
        """The links from here, in stable order, limited to a verb or to a concept at the other end."""
        return self._scene.links(self.key, "source", verb, concept)

    def links_in(self, verb: str | None = None, concept: str | None = None) -> list[LinkView]:
        """The links to here, in stable order, limited to a verb or to a concept at the other end."""
        return self._scene.links(self.key, "target", verb, concept)

    def gives(self, name: str) -> str:
        """The HCL expression that this component's concept declares under ``gives``."""
        return self._scene.given(self, name)

    def offers(self, name: str) -> bool:
        """Whether this component's concept declares ``name`` under ``gives``, and it is not empty for this component."""
        form = self._scene.pack.concepts.get(self.concept, {})
        return name in form.get("gives", {}) and bool(self._scene.given(self, name).strip())


class LinkView:
    """One end's view of a link: ``peer`` is the component at the other end."""

    __slots__ = ("peer", "port", "statements", "verb")

    def __init__(self, link: Link, peer: ComponentView) -> None:
        self.peer = peer
        self.verb = link.verb
        self.port = link.port
        self.statements = [Untrusted(statement) for statement in link.statements]


class Scene:
    """The whole architecture as templates see it under the name ``arch``."""

    def __init__(
        self,
        architecture: Architecture,
        pack: Pack,
        properties: dict[str, frozenset[str]],
        evaluate: Callable[[str, dict[str, Any]], str],
    ) -> None:
        self.pack = pack
        self._properties = properties
        self._evaluate = evaluate
        # Nothing of a scene changes, so a text means the same for a component whenever it is asked for.
        self._evaluated: dict[tuple[str, str | None], str] = {}
        self.slug = architecture.slug
        self.title = Untrusted(architecture.title)
        self.policy = Settings(architecture.policy.settings, frozenset(POLICY_KEYS))
        self._policy = architecture.policy.settings
        self._part = _unclaimed(architecture)
        self.components = [
            ComponentView(component, self)
            for component in architecture.components
            if component.concept in pack.concepts
        ]
        self._by_key = {component.key: component for component in self.components}
        self._links = [
            link for link in architecture.links if {link.source, link.target} <= self._by_key.keys()
        ]
        self._objectives = objectives(architecture.measures)
        hours = architecture.policy.settings.get("off_peak")
        # The quiet hours as times, days and cron lines; None where there are none. Nothing in it is the author's own text.
        self.off_peak = off_peak.read(hours.value) if hours and isinstance(hours.value, str) else None
        self.constraints = [
            {"statement": Untrusted(statement), "constraint": limit.constraint, "value": wrap(limit.value)}
            for statement, limit in architecture.constraints
        ]
        self.measures = [
            {"statement": Untrusted(statement), "metric": measure.metric, "statistic": measure.statistic,
             "op": measure.op, "value": measure.value, "unit": measure.unit, "window": measure.window,
             "subject": measure.subject}
            for statement, measure in architecture.measures
        ]  # fmt: skip

    @property
    def objectives(self) -> list[dict[str, Any]]:
        """The service level objectives, the strictest of a kind first; shares in percent, times in seconds."""
        return [
            {"name": one.name, "kind": one.kind, "target": one.target, "budget": one.budget_share, "window": one.window,
             "seconds": one.seconds, "statistic": one.statistic, "statements": [Untrusted(id) for id in one.statements],
             "burn_rates": [{"name": rate.name, "factor": rate.factor, "long": rate.long, "short": rate.short, "page": rate.page}
                            for rate in BURN_RATES]}
            for one in self._objectives
        ]  # fmt: skip

    @property
    def regions(self) -> list[str]:
        """The ids of the regions in which data may stand."""
        return allowed_regions(self.pack, self._policy)

    def all(self, *concepts: str) -> list[ComponentView]:
        """The components of these concepts, in stable order."""
        return [component for component in self.components if component.concept in concepts]

    def has(self, *concepts: str) -> bool:
        """Whether any component of these concepts is there."""
        return any(component.concept in concepts for component in self.components)

    def one(self, *concepts: str) -> ComponentView | None:
        """The first component of these concepts, or None."""
        return next(iter(self.all(*concepts)), None)

    def labelled(self, concept: str, label: str) -> ComponentView | None:
        """The component of this concept and label, or None."""
        return self._by_key.get(f"{concept}.{label}")

    def why(self, *names: str) -> Untrusted:
        """Where policy settings come from: statement ids, or 'assumed: reason'."""
        return Untrusted(origin([self._policy.get(name) for name in names]))

    def unclaimed(self, expression: str) -> str:
        """The part of a network's range, an expression, that no stated subnet's range touches: an expression again."""
        return (
            expression
            if self._part == (0, 0)
            else f"cidrsubnet({expression}, {self._part[0]}, {self._part[1]})"
        )

    @property
    def workloads(self) -> list[ComponentView]:
        """The components that run the author's code and so have an identity of their own."""
        return [component for component in self.components if component.principal and not component.existing]

    @property
    def waits(self) -> list[dict[str, Any]]:
        """The response times promised to clients: of what takes requests, of what stands behind it, or of nothing named.

        What takes longer than ``LONGEST_REQUEST`` is a job, not a request, whatever it was called.
        """
        entries = [component for component in self.components if "requests" in component.metrics]
        behind = (view.peer for entry in entries for view in self.links(entry.key, "source", None, None))
        serving = {entry.concept for entry in entries} | {peer.concept for peer in behind if peer.principal}
        return [
            measure
            for measure in self.measures
            if measure["metric"] == "latency"
            and measure["unit"] == "s"
            and measure["op"] in ("<", "<=", "=")
            and isinstance(measure["value"], int | float)
            and measure["value"] <= LONGEST_REQUEST
            and (measure["subject"] is None or measure["subject"] in serving)
        ]

    def properties_of(self, concept: str) -> frozenset[str]:
        """The catalogue's properties of a concept."""
        return self._properties.get(concept, frozenset())

    def links(self, key: str, end: str, verb: str | None, concept: str | None) -> list[LinkView]:
        """The links that have ``key`` at ``end``."""
        return [view for view in self._views(key, end) if (verb is None or view.verb == verb)
                and (concept is None or view.peer.concept == concept)]  # fmt: skip

    def _views(self, key: str, end: str) -> Iterator[LinkView]:
        for link in self._links:
            if (link.source if end == "source" else link.target) == key:
                yield LinkView(link, self._by_key[link.target if end == "source" else link.source])

    def given(self, component: ComponentView, name: str) -> str:
        """A ``gives`` expression of a component; KeyError names what its concept does not give."""
        gives = self.pack.concepts[component.concept]["gives"]
        if name not in gives:
            raise KeyError(f"{component.concept} gives no '{name}'")
        return self.evaluate(gives[name], component)

    def evaluate(self, text: str, component: ComponentView | None) -> str:
        """A Jinja text of the pack's data, rendered for one component (or for none: then it may only ask ``arch``)."""
        key = (text, component.key if component else None)
        if key not in self._evaluated:
            self._evaluated[key] = self._evaluate(text, {"this": component})
        return self._evaluated[key]


def _unclaimed(architecture: Architecture) -> tuple[int, int]:
    """The part of the network's range that no stated subnet's range touches, as ``cidrsubnet`` counts it."""
    ranges: dict[str, list[IPv4Network]] = {}
    for component in architecture.components:
        setting = component.settings.get("cidr")
        found = range_of(setting.value) if setting else None
        if found is not None:
            ranges.setdefault("network" if component.concept == "virtual-network" else "subnets", []).append(
                found
            )
    networks = ranges.get("network", [])
    return (unclaimed(networks[0], ranges.get("subnets", [])) if networks else None) or (0, 0)


POLICY_KEYS = [
    "zones",
    "tls_min_version",
    "own_keys",
    "log_retention",
    "audit_retention",
    "backup_retention",
    "pitr",
    "tags",
    "region",
    "residency",
    "frameworks",
    "budget",
    "currency",
    "environment",
    "availability",
    "rto",
    "rpo",
    "second_region",
    "mfa",
    "off_peak",
    "off_peak_applies",
    "purchase",
    "log_archive_after",
    "log_archive_keep",
]


def code_label(label: str, noun: str) -> str:
    """The label for resource types that several concepts share: stable, and distinct between concepts."""
    if label == "main" or label == noun:
        return noun
    return label if label.endswith(f"_{noun}") else f"{label}_{noun}"


def origin(settings: list[Setting | None]) -> str:
    """Statement ids of settings, each once, or the first reason where no statement is behind any of them."""
    known = [setting for setting in settings if setting is not None]
    statements = dict.fromkeys(statement for setting in known for statement in setting.statements)
    if statements:
        return ", ".join(statements)
    reasons = [setting.reason for setting in known if setting.reason]
    return f"assumed: {reasons[0]}" if reasons else "default of this compiler"
