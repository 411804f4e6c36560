"""Tries a user's packs before anything is built with them: ``spec2iac targets check``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..architecture import Architecture, Component, Policy, Setting, Tier
from ..catalogue import catalogue
from ..data import data_root
from ..diagnostics import Severity
from ..hcl.schema import check as check_schema
from ..hcl.schema import load_schema
from ..hcl.tokens import HclSyntaxError
from ..project.layout import lay_out
from ..validation.checks import load_checks
from .errors import PackError
from .load import Pack, load
from .region import place_in_region
from .render import Rendering, render
from .steps import steps
from .views import POLICY_KEYS

# What a text of a specification may be at its worst: it has to arrive as a literal, or as nothing.
HOSTILE = 'a"b\\c ${file("x")} %{ if true } */ # \n} resource'
VALUES: dict[str, Any] = {
    "bool": True, "count": 3, "list": [HOSTILE], "cidr": "10.1.0.0/16", "port": 8443, "layer": 7, "period": "daily",
    "metrics": [{"metric": "cpu", "threshold": 60}], "percents": [80, 100], "text": HOSTILE,
}  # fmt: skip
NUMBER = 64
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
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._"))


def defects(name: str, folder: Path) -> Iterator[str]:
    """What is wrong with the pack ``name`` in the user's ``folder``, a line each: forms, templates, schema, texts, checks."""
    own = folder / name
    if not (own / "target.yaml").is_file() and not (data_root("targets") / name).is_dir():
        yield f"{name}: no built-in pack is called so, and a new cloud needs a target.yaml"
        return
    try:
        pack = load(name, folder)
        checks = load_checks(pack)
    except PackError as error:
        yield f"{name}/{error}"
        return
    files = [*own.glob("concepts/*.yaml"), *own.glob("concepts/*.tf.j2")]
    # Macros and tables of its own can touch every concept.
    concepts = sorted({path.name.split(".")[0] for path in files}) or sorted(pack.concepts)
    made: set[str] = set()
    said: set[str] = set()
    for concept in concepts:
        if concept not in catalogue():
            yield f"{name}/concepts/{concept}: the vocabulary has no such concept; see docs/concepts.md"
            continue
        if concept not in pack.concepts:
            yield f"{name}/concepts/{concept}.yaml: there is a template, and no form beside it"
            continue
        for defect in _defects_of(pack, concept, made):
            if defect not in said:
                said.add(defect)
                yield defect
    own_checks = (own / "checks.yaml").read_text(encoding="utf-8") if (own / "checks.yaml").is_file() else ""
    templates = "\n".join(
        path.read_text(encoding="utf-8") for root in pack.folders for path in sorted(root.rglob("*.j2"))
    )
    for check in checks:
        if check["id"] in own_checks and "." not in check["looks_at"] and check["looks_at"] not in templates:
            yield f"{name}/checks.yaml: {check['id']} looks at '{check['looks_at']}', which no template makes"


def _defects_of(pack: Pack, concept: str, made: set[str]) -> Iterator[str]:
    known = catalogue()[concept]["properties"]
    form = pack.concepts[concept]
    for name in form["properties"]:
        if name not in known:
            yield f"{pack.name}/concepts/{concept}.yaml: the concept has no property '{name}'"
    values = {name: _values(kind) for name, kind in known.items()}
    trials: list[tuple[dict[str, Any], bool]] = [({}, False), ({}, True)]
    trials += [({name: value}, False) for name, several in values.items() for value in several]
    trials.append(({name: several[0] for name, several in values.items()}, False))
    for properties, existing in trials:
        for defect in _tried(pack, concept, properties, existing, made):
            yield f"{pack.name}: {concept}{_with(properties, existing)}: {defect}"


def _values(kind: Any) -> list[Any]:
    """Every value of a closed list, both of a switch, one of everything else."""
    if isinstance(kind, list):
        return list(kind)
    return [True, False] if kind == "bool" else [VALUES.get(str(kind), NUMBER)]


def _with(properties: dict[str, Any], existing: bool) -> str:
    if existing:
        return " that is there already"
    if len(properties) == 1:
        return f" with {next(iter(properties))}"
    return " with every property" if properties else ""


def _tried(
    pack: Pack, concept: str, properties: dict[str, Any], existing: bool, made: set[str]
) -> Iterator[str]:
    """What is wrong with one component of the concept with these properties."""
    try:
        rendering = render(_scene(pack, concept, properties, existing), pack, catalogue())
        layout = lay_out(rendering.texts)
        steps(rendering.scene, pack)
        _texts_evaluate(rendering, concept)
    except (PackError, HclSyntaxError) as error:
        yield str(error)
        return
    except Exception as error:
        yield f"{type(error).__name__}: {error}"
        return
    made.update(placed.type for placed in layout.resources())
    found = check_schema(layout.graph, load_schema(pack.folders), pack.folders)
    yield from (f"{item.code} {item.message}" for item in found if item.severity is Severity.ERROR)
    if existing:
        key = f"{concept}.{_label(concept)}"
        yield from (
            f"makes {placed.address}: what is there already is looked up"
            for placed in layout.resources()
            if placed.component == key
        )


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


def _scene(pack: Pack, concept: str, properties: dict[str, Any], existing: bool) -> Architecture:
    """The component with what ordinarily stands around it, placed in the pack's default region."""
    settings = {name: Setting(value, ("FR-001",)) for name, value in properties.items()}
    label = _label(concept)
    tier = next((tier for around, _, tier in AROUND if around == concept), Tier.NONE)
    tried = Component(concept, label, HOSTILE, ("FR-001",), settings, tier, existing)
    policy = Policy({key: Setting(POLICY.get(key)) for key in POLICY_KEYS})
    return place_in_region(
        Architecture("trial", HOSTILE, (*surroundings(pack, tried), tried), (), policy), pack, None
    )[0]
