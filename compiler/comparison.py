"""Puts the clouds side by side for one specification: services, regions, zones, what is missing and what can't be met."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from .architecture import Component
from .diagnostics import Diagnostic, Severity
from .pack.load import Pack
from .pack.matrix import NONE
from .pipeline import Compilation


class Choice(Struct, frozen=True):
    """What one cloud makes of one component: its service, and how near that comes (full, nearest, none)."""

    service: str
    support: str
    note: str | None


class Side(Struct, frozen=True):
    """One cloud's side: ``choices`` by component, the findings that only this cloud has, the smallest cost in USD a month.

    ``resources`` is None where nothing can be built, ``zones`` where the cloud has no such region.
    """

    target: str
    title: str
    region: str | None
    zones: int | None
    choices: dict[str, Choice]
    resources: int | None
    floor: float
    unmet: tuple[Diagnostic, ...]


class Comparison(Struct, frozen=True):
    """All sides, and the components that they are compared by: key and the author's name for it."""

    components: dict[str, str]
    sides: tuple[Side, ...]


def side(pack: Pack, compilation: Compilation, common: frozenset[Diagnostic]) -> Side:
    """One cloud's side. ``common`` are the findings of the specification itself, which hold on every cloud."""
    region = compilation.architecture.policy.settings.get("region")
    entry = pack.region(str(region.value)) if region and region.value else None
    components = [item for item in compilation.architecture.components if _compared(item)]
    chosen = {item.key: _choice(pack, item) for item in components}
    floors = (
        pack.concepts[item.concept]["floor"]
        for item in components
        if item.concept in pack.concepts and not item.existing
    )
    return Side(
        pack.name,
        pack.title,
        entry["id"] if entry else None,
        len(entry["zones"]) if entry else None,
        chosen,
        len(compilation.build.layout.resources()) if compilation.build else None,
        sum(floors),
        tuple(item for item in compilation.diagnostics if item not in common and item.severity is not Severity.INFO),
    )  # fmt: skip


def _compared(component: Component) -> bool:
    """Whether clouds are compared by it: what somebody asked for, not what every build needs around it."""
    return bool(component.statements)


def _choice(pack: Pack, component: Component) -> Choice:
    form = pack.concepts.get(component.concept)
    if form is None or form["support"] == NONE:
        return Choice("", NONE, form["note"] if form else None)
    return Choice(form["service"], form["support"], form["note"])


def names(compilations: list[Compilation]) -> dict[str, str]:
    """The compared components of all sides, in the architecture's order, with the author's names."""
    return {
        item.key: item.name
        for compilation in compilations
        for item in compilation.architecture.components
        if _compared(item)
    }


def as_rows(comparison: Comparison) -> tuple[list[str], list[list[str]]]:
    """The heads and rows of the table for people."""
    sides = comparison.sides
    rows = [
        ["region", *(item.region or "none" for item in sides)],
        ["zones in it", *(str(item.zones) if item.zones is not None else "-" for item in sides)],
    ]
    rows += [
        [name, *(_cell(item.choices.get(key)) for item in sides)]
        for key, name in comparison.components.items()
    ]
    rows += [
        ["resources", *(str(item.resources) if item.resources is not None else "-" for item in sides)],
        ["at least, USD a month", *(f"{item.floor:.0f}" for item in sides)],
        ["can't be met", *(str(len(item.unmet)) for item in sides)],
    ]
    return ["", *(item.title for item in sides)], rows


def _cell(choice: Choice | None) -> str:
    if choice is None or choice.support == NONE:
        return NONE
    return choice.service + (" (nearest)" if choice.support == "nearest" else "")


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON values. Keys may be added, never renamed without a new ``format``."""
    return {
        "format": 1,
        "components": [{"key": key, "name": name} for key, name in comparison.components.items()],
        "targets": [
            {
                "target": item.target,
                "title": item.title,
                "region": item.region,
                "zones": item.zones,
                "services": {
                    key: {"service": choice.service or None, "support": choice.support, "note": choice.note}
                    for key, choice in item.choices.items()
                },
                "resources": item.resources,
                "monthly_floor": {"amount": item.floor, "currency": "USD"},
                "unmet": [
                    {"code": found.code, "severity": found.severity.value, "message": found.message,
                     "statement": found.statement}
                    for found in item.unmet
                ],
            }
            for item in comparison.sides
        ],
    }  # fmt: skip
