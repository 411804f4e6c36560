"""Renders an architecture with a target pack: one text of HCL for each component, not yet formatted or checked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..architecture import Architecture
from ..diagnostics import Diagnostic, Severity
from .errors import TemplateError
from .load import Pack
from .templating import environment_of, plain_words
from .templating import run as run_template
from .views import ComponentView, Scene, Untrusted, unwrap

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

INLINE = "inline:"


class Rendered(Struct, frozen=True):
    """What one template made of one component (None for a template that serves the whole build).

    ``file`` is the stem of the file that blocks go to unless a ``#@ stem`` line says otherwise.
    """

    component: str | None
    statements: tuple[str, ...]
    template: str
    file: str
    text: str


class Rendering(Struct, frozen=True):
    """All templates' texts in stable order, what the pack can't express, and the scene for later questions to the pack.

    ``sizes`` are those that templates chose, by component: dicts of family, asked, type, short.
    """

    texts: tuple[Rendered, ...]
    diagnostics: tuple[Diagnostic, ...]
    scene: Scene
    environment: SandboxedEnvironment
    sizes: dict[str, tuple[dict[str, Any], ...]]

    def run(self, template: str, names: dict[str, Any]) -> str:
        """Another of the pack's templates, which sees what all see and these names; raises TemplateError where it is defective."""
        return run_template(self.environment, template, names)


def render(
    architecture: Architecture,
    pack: Pack,
    catalogue: dict[str, dict[str, Any]],
    engine: str = "terraform",
) -> Rendering:
    """The architecture as the pack's templates write it.

    ``catalogue`` gives each concept's ``group`` and ``properties``; ``engine`` is what will manage the resources, which templates
    call by that name. Raises TemplateError where a template is defective.
    """
    inline: dict[str, str] = {}
    environment = environment_of(pack, inline)
    properties = {concept: frozenset(entry["properties"]) for concept, entry in catalogue.items()}

    def evaluate(text: str, names: dict[str, Any]) -> str:
        # Jinja writes a template's name into the code that it makes, so the name is no text of the pack's.
        name = INLINE + hashlib.sha256(text.encode()).hexdigest()[:20]
        inline[name] = text
        try:
            return str(environment.get_template(name).render(names | {"arch": scene}))
        # What a concept does not have is for who asks to decide: a check that asks for it does not apply.
        except (TypeError, ValueError, ZeroDivisionError, OverflowError, RecursionError) as error:
            raise TemplateError(f"the pack's data, in '{text}': {plain_words(error)}") from error

    scene = Scene(architecture, pack, properties, evaluate)
    environment.globals |= {
        "arch": scene,
        "target": pack.target,
        "table": pack.target["tables"],
        "engine": engine,
    }
    chosen: list[dict[str, Any]] = []

    def size(family: str, vcpus: float | None = None, memory: float | None = None, **features: Any) -> Any:
        found = choose_size(pack, family, unwrap(vcpus), unwrap(memory), **features)
        asked = {"vcpus": unwrap(vcpus), "memory": unwrap(memory), **unwrap(features)}
        asked = {name: value for name, value in asked.items() if value is not None}
        entry = {"family": family, "asked": asked, "type": found["type"], "short": found["short"]}
        if entry not in chosen:
            chosen.append(entry)
        return found

    environment.globals["size"] = size
    environment.globals["grants"] = lambda component: grants(scene, component)
    environment.globals["name"] = cloud_name
    environment.globals["zones"] = lambda region, count: zones(pack, unwrap(region), count)
    rendered = [
        Rendered(None, (), template, "main", run_template(environment, template, {}))
        for template in pack.target["always"]
    ]
    statements = {component.key: component.statements for component in architecture.components}
    # In the catalogue's order a file reads from the ground up: the network before what stands in it.
    places = {concept: place for place, concept in enumerate(catalogue)}
    sizes: dict[str, tuple[dict[str, Any], ...]] = {}
    for component in sorted(scene.components, key=lambda component: places[component.concept]):
        form = pack.concepts[component.concept]
        if form["support"] == "none":
            continue
        template = f"concepts/{component.concept}.tf.j2"
        chosen.clear()
        text = run_template(environment, template, {"this": component})
        sizes |= {component.key: tuple(chosen)} if chosen else {}
        file = form["file"] or catalogue[component.concept]["group"]
        rendered.append(Rendered(component.key, statements[component.key], template, file, text))
    return Rendering(tuple(rendered), tuple(_limits(architecture, pack)), scene, environment, sizes)


def cloud_name(component: ComponentView | str, limit: int = 63) -> str:
    """The HCL expression of a resource's name in the cloud: the build's prefix, then the component's code label.

    The prefix has at most 25 characters (see the variables ``name`` and ``environment``), so a name that can't
    exceed ``limit`` is a plain template; a longer one is cut.
    """
    suffix = (component if isinstance(component, str) else component.code).replace("_", "-")
    text = f'"${{local.name}}-{suffix}"'
    return text if 25 + 1 + len(suffix) <= limit else f'trimsuffix(substr({text}, 0, {limit}), "-")'


def zones(pack: Pack, region: str | None, count: int) -> list[str]:
    """The first ``count`` zones of the region (of the pack's default region where none is given), as many as it has."""
    entry = pack.region(region or pack.target["default_region"]) or pack.region(pack.target["default_region"])
    return list(entry["zones"][:count]) if entry else []


def choose_size(
    pack: Pack, family: str, vcpus: float | None = None, memory: float | None = None, **features: Any
) -> dict[str, Any]:
    """The first (smallest, cheapest) size of a family with at least ``vcpus`` and ``memory`` GiB and the features.

    Where none is big enough the last one that has the features is given, with ``short`` True: the template's report says so.
    """
    if family not in pack.sizes:
        raise ValueError(f"sizes.yaml: there is no family '{family}'")
    fitting = [
        size
        for size in pack.sizes[family]
        if all(size.get(key) == unwrap(value) for key, value in features.items())
    ]
    if not fitting:
        raise ValueError(f"sizes.yaml: the family '{family}' has nothing with {features}")
    enough = [size for size in fitting if size["vcpus"] >= (vcpus or 0) and size["memory"] >= (memory or 0)]
    best = enough[0] if enough else max(fitting, key=lambda size: (size["memory"], size["vcpus"]))
    return best | {"short": not enough}


def grants(scene: Scene, component: ComponentView) -> list[dict[str, Any]]:
    """The permissions that a workload's links give it: dicts of sid, label (for a block of its own), actions, resources (HCL expressions), reason, peer."""
    found = []
    named: dict[str, int] = {}
    for link in component.links_out():
        for permission in scene.pack.permissions:
            if permission["to"] != link.peer.concept or permission["verb"] != link.verb:
                continue
            if (
                permission["when"]
                and scene.evaluate(f"{{{{ ({permission['when']}) }}}}", link.peer) != "True"
            ):
                continue
            resources = [scene.evaluate(resource, link.peer) for resource in permission["resources"]]
            label = f"{link.verb}_{link.peer.code}".replace("-", "_")
            named[label] = named.get(label, 0) + 1
            if named[label] > 1:  # a policy takes each name once
                label += f"_{named[label]}"
            sid = "".join(part.title() for part in label.split("_"))
            found.append({"sid": sid, "label": label, "actions": permission["actions"], "resources": resources,
                          "reason": permission["reason"], "peer": link.peer})  # fmt: skip
    return found


def _limits(architecture: Architecture, pack: Pack) -> list[Diagnostic]:
    """What the architecture has and the pack can't express, said once for each component and property."""
    found = []
    for component in architecture.components:
        statement = component.statements[0] if component.statements else None
        form = pack.concepts.get(component.concept)
        if form is None or form["support"] == "none":
            why = f": {form['note']}" if form and form["note"] else ""
            found.append(Diagnostic("S2I350", Severity.WARNING, f"{pack.title} has no '{component.concept}' in this pack{why}",
                                    help="see `spec2iac targets` for what each cloud has", statement=statement))  # fmt: skip
            continue
        if form["support"] == "nearest" and not component.existing:
            found.append(Diagnostic("S2I351", Severity.INFO, f"'{component.name}' becomes the nearest form that {pack.title} "
                                    f"has: {form['service']}", help=form["note"], statement=statement))  # fmt: skip
        for name, setting in component.settings.items():
            use = form["properties"].get(name)
            # What is ruled out and can't be expressed anyway is kept.
            if setting.assumed or setting.value is False or isinstance(use, str):
                continue
            reason = use["unsupported"] if use else "the pack does not use it yet"
            found.append(Diagnostic("S2I352", Severity.WARNING, f"'{name}' of {component.name} does not arrive in the code: {reason}",
                                    statement=setting.statements[0] if setting.statements else statement))  # fmt: skip
        for name, reason in {} if component.existing else form["lacks"].items():
            wish = architecture.policy.settings.get(name)
            if wish is not None and wish.value and wish.statements:
                found.append(Diagnostic("S2I352", Severity.WARNING, f"'{name}' of {component.name} does not arrive in the code: {reason}",
                                        statement=wish.statements[0]))  # fmt: skip
    return found


__all__ = ["Rendered", "Rendering", "TemplateError", "Untrusted", "render"]
