"""Values for what only a cloud gives, so that a program runs without one: just those that it reads, of the right form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..hcl.types import DYNAMIC, Type
from .placing import Unit, entry_of
from .sdk import Sdk, property_of
from .shapes import member
from .values import Parts, Value

# Stands for the name of the resource at hand, so that no two have the same.
NAME = "NAME"
DEPTH = 4


def mocked(
    reads: Iterable[tuple[str, Mapping[str, Value]]],
    units: Mapping[str, Unit],
    known: Mapping[str, Any],
    sdk: Sdk,
) -> dict[str, dict[str, Any]]:
    """Values by token and property, called as the package sends them; ``known`` are the pack's own, by Terraform's type and name."""
    found: dict[str, dict[str, Any]] = {}
    for address, properties in reads:
        block = units[address].block
        entry = entry_of(block, sdk)
        own = known["resources" if block.kind == "resource" else "data"].get(block.labels[0], {})
        values = found.setdefault(entry.token or "", {})
        for name, value in properties.items():
            called = camel(property_of(entry.properties, name).name)
            given = _given(own[name], value.type) if name in own else None
            values[called] = given if given is not None else _sample(name, value.type, DEPTH)
    return {token: dict(sorted(found[token].items())) for token in sorted(found)}


def camel(name: str) -> str:
    """``cidr_block`` as the package sends it: ``cidrBlock``."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def _given(value: Any, type_: Type | Parts) -> Any:
    """A value of the pack's in the form of the package: by its names, a list with one element as that element where it has one."""
    if isinstance(type_, list) and type_[0] == "one":
        return _given(value[0] if isinstance(value, list) else value, type_[1])
    if isinstance(type_, Parts):
        items = value if isinstance(value, list) else [value]
        made = [
            {camel(property_of(type_.properties, name).name): item for name, item in entry.items()}
            for entry in items
            if isinstance(entry, dict)
        ]
        if len(made) != len(items) or not made:
            return None
        filled = [{**_sample("", type_._replace(repeated=None), DEPTH), **entry} for entry in made]
        return filled if type_.repeated == "list" else filled[0]
    return value


def _sample(name: str, type_: Type | Parts, depth: int) -> Any:
    """A value of a type: texts have the resource's name in them."""
    if isinstance(type_, Parts):
        made = {}
        names = [*type_.schema.get("attributes", {}), *(type_.schema.get("blocks", {}) if depth > 0 else ())]
        for field in names:
            known, inner = member(type_, field)
            made[camel(known.name)] = _sample(field, inner, depth - 1)
        return [made] if type_.repeated == "list" else made
    if type_ in ("number", "bool"):
        return {"number": 1, "bool": True}[type_]
    if isinstance(type_, list):
        kind, inner = type_[0], type_[1]
        if kind == "one":
            return _sample(name, inner, depth)
        if kind in ("list", "set"):
            return [_sample(name, inner, depth - 1)]
        if kind == "map":
            return {name: _sample(name, inner, depth - 1)}
        if kind == "object":
            return {camel(field): _sample(field, item, depth - 1) for field, item in inner.items()}
    return f"{NAME}-{name.replace('_', '-')}" if type_ in ("string", DYNAMIC) else None
