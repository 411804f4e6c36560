"""Tries a user's packs before anything is built with them: ``spec2iac targets check``."""

from __future__ import annotations

import signal
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from threading import Timer
from typing import Any

from ..architecture import Architecture, Component, Policy, Setting, Tier
from ..catalogue import catalogue
from ..data import data_root
from ..diagnostics import Severity
from ..hcl.schema import SchemaError, load_schema
from ..hcl.schema import check as check_schema
from ..hcl.tokens import HclSyntaxError
from ..project.layout import lay_out
from ..validation.checks import load_checks
from .declared import wrong_checks, wrong_permissions, wrong_properties, wrong_target
from .errors import PackError
from .load import SHARED, Pack, load
from .region import place_in_region
from .render import Rendering, render
from .steps import steps
from .templating import plain_words
from .views import POLICY_KEYS

# What a text of a specification may be at its worst: it has to arrive as a literal, or as nothing.
HOSTILE = 'a"b\\c ${file("x")} %{ if true } */ # \n} resource'
VALUES: dict[str, Any] = {
    "bool": True, "count": 3, "list": [HOSTILE], "cidr": "10.1.0.0/16", "port": 8443, "layer": 7, "period": "daily",
    "metrics": [{"metric": "cpu", "threshold": 60}], "percents": [80, 100], "text": HOSTILE,
}  # fmt: skip
NUMBER = 64
ALONE, EXISTING, TWICE = "alone", "that is there already", "beside another one"
# After so many trials with the same defect in each there is no need for more.
FEW = 4
# One trial takes some hundredths of a second.
SECONDS = 20
AROUND = (
    ("virtual-network", "main", Tier.NONE),
    ("public-subnet", "public", Tier.PUBLIC),
    ("private-subnet", "private", Tier.PRIVATE),
    ("private-subnet", "data", Tier.DATA),
    ("nat-gateway", "main", Tier.PUBLIC),
    ("security-group", "main", Tier.NONE),
    ("service-identity", "main", Tier.NONE),
    ("key-management", "main", Tier.NONE),
    ("alerting", "main", Tier.NONE),
)
NETWORK = ("virtual-network", "public-subnet", "private-subnet", "nat-gateway")
POLICY: dict[str, Any] = {
    "zones": 2, "tls_min_version": "1.2", "own_keys": True, "log_retention": 30, "audit_retention": 365,
    "backup_retention": 14, "pitr": True, "tags": ["Project"], "environment": "production", "availability": 99.9,
}  # fmt: skip


def packs_in(folder: Path) -> tuple[str, ...]:
    """The packs that a user's folder of packs has, by name."""
    return tuple(
        sorted(
            path.name
            for path in folder.iterdir()
            if path.is_dir() and path.name[0] not in "._" and path.name != SHARED
        )
    )


def has_schema(name: str, folder: Path) -> bool:
    """Whether the pack has a provider's schema, of its own or the built-in pack's: without one no argument can be checked."""
    return any((root / name / "schema.json.gz").is_file() for root in (folder, data_root("targets")))


def defects(name: str, folder: Path) -> Iterator[str]:
    """What is wrong with the pack ``name`` in the user's ``folder``, a line each: forms, templates, schema, texts, checks."""
    own = folder / name
    if not (own / "target.yaml").is_file() and not (data_root("targets") / name).is_dir():
        yield f"{name}: no built-in pack is called so, and a new cloud needs a target.yaml"
        return
    try:
        pack = load(name, folder)
        load_checks(pack)
        schema = load_schema(pack.folders)
    except (PackError, SchemaError) as error:
        yield f"{name}/{error}"
        return
    yield from wrong_target(pack, own)
    yield from wrong_permissions(pack, own)
    yield from wrong_checks(pack, own)
    files = [*own.glob("concepts/*.yaml"), *own.glob("concepts/*.tf.j2")]
    # Macros and tables of its own can touch every concept.
    concepts = sorted({path.name.split(".")[0] for path in files}) or sorted(pack.concepts)
    for concept in concepts:
        if concept not in catalogue():
            near = get_close_matches(concept, list(catalogue()), 1)
            hint = f"; did you mean '{near[0]}'?" if near else "; see docs/concepts.md"
            yield f"{name}/concepts/{concept}.yaml:1: the vocabulary has no such concept{hint}"
        elif concept not in pack.concepts:
            yield f"{name}/concepts/{concept}.tf.j2:1: there is a template, and no {concept}.yaml beside it"
        else:
            yield from wrong_properties(pack, own, concept, schema)
            yield from _defects_of(pack, concept, schema)


def _defects_of(pack: Pack, concept: str, schema: dict[str, Any]) -> Iterator[str]:
    """What the trials of the concept find, each defect once, with how many of them find it."""
    found: dict[str, list[str]] = {}
    trials = 0
    for properties, form in _trials(concept):
        trials += 1
        for defect in dict.fromkeys(_tried(pack, concept, properties, form, schema)):
            found.setdefault(defect, []).append(form if form != ALONE else _with(properties))
        # What can't be rendered at all has one defect; trying it dozens of times takes long and says no more.
        if trials > FEW and any(len(where) == trials for where in found.values()):
            break
    for defect, where in found.items():
        if len(where) == trials or len(where) == 1 == trials:
            yield f"{pack.name}/{defect}"
        else:
            others = f" and {len(where) - 1} more" if len(where) > 1 else ""
            yield f"{pack.name}/{defect} (only for a component {where[0]}{others})"


def _trials(concept: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The properties to try, and the form: one component, one that is there already, or two."""
    values = {name: _values(kind) for name, kind in catalogue()[concept]["properties"].items()}
    every = {name: several[0] for name, several in values.items()}
    yield {}, ALONE
    yield {}, EXISTING
    for name, several in values.items():
        for value in several:
            yield {name: value}, ALONE
    if len(every) > 1:
        yield every, ALONE
    yield every, TWICE


def _values(kind: Any) -> list[Any]:
    """Every value of a closed list, both of a switch, one of everything else."""
    if isinstance(kind, list):
        return list(kind)
    return [True, False] if kind == "bool" else [VALUES.get(str(kind), NUMBER)]


def _with(properties: dict[str, Any]) -> str:
    if len(properties) == 1:
        return f"with {next(iter(properties))}"
    return "with every property" if properties else "without properties"


def _tried(
    pack: Pack, concept: str, properties: dict[str, Any], form: str, schema: dict[str, Any]
) -> Iterator[str]:
    """What is wrong with such a component, or with two of them; each begins with the file and, where it is known, the line."""
    template = f"concepts/{concept}.tf.j2"
    try:
        with within(SECONDS):
            rendering = render(_scene(pack, concept, properties, form), pack, catalogue())
            layout = lay_out(rendering.texts)
            steps(rendering.scene, pack)
            _texts_evaluate(rendering, concept)
            found = check_schema(layout.graph, schema, (*pack.folders, *pack.shared))
    except (PackError, HclSyntaxError) as error:
        yield str(error)
        return
    except TimeoutError:
        yield f"{template}:1: it takes longer than {SECONDS} seconds"
        return
    except Exception as error:
        yield f"{template}:1: {type(error).__name__}: {plain_words(error)}"
        return
    for item in found:
        if item.severity is Severity.ERROR:
            yield f"{item.source or template}{f':{item.line}' if item.line else ''}: {item.code} {item.message}"
    if form == EXISTING:
        key = f"{concept}.{_label(concept)}"
        yield from (
            f"{template}:1: makes {placed.address}: what is there already is looked up"
            for placed in layout.resources()
            if placed.component == key
        )


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeoutError where what is inside takes longer: a template may loop for ever.

    The clock interrupts the main thread between two steps of Python, as a person's Ctrl-C does.
    """
    late = False

    def ring() -> None:
        nonlocal late
        late = True
        interrupt_main()

    clock = Timer(seconds, ring)
    clock.daemon = True
    # A job in the background ignores Ctrl-C, and with it the clock.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    clock.start()
    try:
        yield
    except KeyboardInterrupt:
        if not late:
            raise
        raise TimeoutError from None
    finally:
        clock.cancel()
        signal.signal(signal.SIGINT, before)


def _texts_evaluate(rendering: Rendering, concept: str) -> None:
    """Every text under ``gives`` and ``metrics`` means something for the concept's components."""
    for component in rendering.scene.all(concept):
        form = rendering.scene.pack.concepts[concept]
        for name in form["gives"]:
            component.gives(name)
        for metric in form["metrics"].values():
            if (
                metric["when"]
                and rendering.scene.evaluate(f"{{{{ ({metric['when']}) }}}}", component) != "True"
            ):
                continue
            for text in metric["dimensions"].values():
                rendering.scene.evaluate(text, component)


def surroundings(pack: Pack, *components: Component) -> tuple[Component, ...]:
    """What ordinarily stands around these components on the pack's cloud, but for what they are themselves."""
    own = {component.key for component in components}
    # A network that is there already has its subnets and its way out already too.
    found = any(component.existing and component.concept in NETWORK for component in components)
    return tuple(
        Component(
            concept,
            label,
            concept.replace("-", " "),
            tier=tier,
            reason="it is needed",
            existing=found and concept in NETWORK,
        )
        for concept, label, tier in AROUND
        if f"{concept}.{label}" not in own and concept in pack.concepts
    )


def _label(concept: str) -> str:
    return next((label for around, label, _ in AROUND if around == concept), "trial")


def _scene(pack: Pack, concept: str, properties: dict[str, Any], form: str) -> Architecture:
    """The component, or two of it, with what ordinarily stands around it, placed in the pack's default region."""
    settings = {name: Setting(value, ("FR-001",)) for name, value in properties.items()}
    tier = next((tier for around, _, tier in AROUND if around == concept), Tier.NONE)
    labels = [_label(concept), "second"] if form == TWICE else [_label(concept)]
    tried = [
        Component(concept, label, HOSTILE, ("FR-001",), settings, tier, form == EXISTING) for label in labels
    ]
    policy = Policy({key: Setting(POLICY.get(key)) for key in POLICY_KEYS})
    return place_in_region(
        Architecture("trial", HOSTILE, (*surroundings(pack, *tried), *tried), (), policy), pack, None
    )[0]
