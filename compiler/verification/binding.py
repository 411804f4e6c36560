"""Finds out what a check demands of a resource that this compiler did not write: which component is it, and does it matter which?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from ..architecture import Architecture
from ..pack.load import Pack
from ..pack.views import ComponentView, Scene
from ..project.layout import Layout
from ..validation.checks import OPERATIONS, Callers, demand_of
from ..validation.generated.plan import Resource

WORD = re.compile(r"[a-z]+|[0-9]+")
# Labels that the compiler gives where the author gave no name: they tell nothing.
PLAIN_LABELS = frozenset(["main"])


class Demand(Struct, frozen=True):
    """A check bound to a resource of the plan. ``undecided``: why its operand is not known; then there is none."""

    check: str
    title: str
    topic: str
    address: str
    path: str
    operation: str
    operand: Any
    statements: tuple[str, ...]
    components: tuple[str, ...]
    undecided: str | None = None


class Binder(Struct, frozen=True):
    """What it takes to bind checks to foreign resources; ``makers`` are the components that become resources of a type.

    ``elsewhere`` are the components that become no resource of their own: rules and rights, which show in other resources.
    """

    scene: Scene
    callers: Callers
    makers: dict[str, tuple[ComponentView, ...]]
    elsewhere: tuple[ComponentView, ...]


def makers(
    architecture: Architecture, pack: Pack, scene: Scene, layout: Layout
) -> dict[str, tuple[ComponentView, ...]]:
    """The components by the types of resources that they become, or could become: their concept's template has the type."""
    views = {view.key: view for view in scene.components}
    found: dict[str, dict[str, ComponentView]] = {}
    for placed in layout.resources():
        if placed.component in views:
            found.setdefault(placed.type, {})[placed.component] = views[placed.component]
    for component in architecture.components:
        if component.key not in views:
            continue
        for kind in template_types(pack, component.concept):
            # Where the build has the type, the build knows whose it is.
            if not any(placed.type == kind for placed in layout.resources()):
                found.setdefault(kind, {})[component.key] = views[component.key]
    return {kind: tuple(by_key.values()) for kind, by_key in found.items()}


RESOURCE = re.compile(r'^resource "([a-z0-9_]+)"', re.MULTILINE)


def template_types(pack: Pack, concept: str) -> tuple[str, ...]:
    """The types of resources in a concept's template, in its order."""
    for folder in pack.folders:
        place = folder / "concepts" / f"{concept}.tf.j2"
        if place.is_file():
            return tuple(dict.fromkeys(RESOURCE.findall(place.read_text(encoding="utf-8"))))
    return ()


def bind_foreign(
    binder: Binder, check: dict[str, Any], address: str, group: Iterable[Resource]
) -> Iterator[Demand]:
    """The demand that a check makes of a resource; nothing where it is not about it."""
    label = address.rsplit(".", 1)[-1]
    by_value = check["where"] or check["where_not"]
    if any(text in label for text in check["labels_without"]):
        return
    if check["labels_with"] and check["labels_with"] not in label and not by_value:
        return
    candidates = binder.makers.get(check["looks_at"], ())
    chosen = _meant(candidates, address, group)
    demands: dict[str, tuple[tuple[str, Any] | None, list[ComponentView]]] = {}
    for view in chosen:
        about = not check["concepts"] or view.concept in check["concepts"]
        demanded = demand_of(check, binder.scene, view) if about else None
        demands.setdefault(repr(demanded), (demanded, []))[1].append(view)
    if not chosen:
        if check["concepts"] or _asks_component(check):
            return
        demands["none"] = (demand_of(check, binder.scene, None), [])
    # A demand on firewall rules is one on everything that has such rules.
    also = tuple(view for view in binder.elsewhere if view.concept in check["demands"] and chosen)
    statements = tuple(
        dict.fromkeys(
            statement
            for view in (*chosen, *also) or (None,)
            for statement in binder.callers.of(check, view.key if view else None, view)
        )
    )
    components = tuple(view.key for view in chosen)
    if len(demands) > 1:
        names = ", ".join(components)
        reason = f"its name does not tell which it is, {names}, and these have different demands"
        operation = next(name for name in OPERATIONS if check[name] is not None)
        yield Demand(check["id"], check["title"], check["topic"], address, check["value"], operation, None,
                     statements, components, reason)  # fmt: skip
        return
    demanded = next(iter(demands.values()))[0]
    if demanded is not None:
        yield Demand(
            check["id"],
            check["title"],
            check["topic"],
            address,
            check["value"],
            *demanded,
            statements,
            components,
        )


def _asks_component(check: dict[str, Any]) -> bool:
    operand = next(check[name] for name in OPERATIONS if check[name] is not None)
    return any(isinstance(text, str) and "this." in text for text in (check["when"], operand))


def _meant(
    candidates: tuple[ComponentView, ...], address: str, group: Iterable[Resource]
) -> tuple[ComponentView, ...]:
    """The one component whose words, and no other's, stand in the resource's address or names; else all candidates."""
    if len(candidates) < 2:
        return candidates
    told = _words(address)
    for resource in group:
        for name, value in resource.values.items():
            if isinstance(value, str) and ("name" in name or name in ("identifier", "bucket")):
                told |= _words(value)
    own = {
        view.key: _words(f"{view.concept} {'' if view.label in PLAIN_LABELS else view.label}")
        for view in candidates
    }
    shared = frozenset.intersection(*own.values())
    for words in ({key: _words(key.split(".")[1]) - PLAIN_LABELS for key in own}, own):
        found = tuple(view for view in candidates if (words[view.key] - shared) & told)
        if len(found) == 1:
            return found
    return candidates


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.lower()))
