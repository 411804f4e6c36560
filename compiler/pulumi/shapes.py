"""The types of arguments and attributes in the package, from the provider's schema and what differs from it."""

from __future__ import annotations

from ..hcl.types import DYNAMIC, Type
from .sdk import Property, property_of
from .values import Parts

SCALARS = {"str": "string", "int": "number", "float": "number", "bool": "bool"}


def member(parts: Parts, name: str) -> tuple[Property, Type | Parts]:
    """What a member of a resource, a data source or a block is called in the package, and its type there."""
    known = property_of(parts.properties, name)
    attribute = parts.schema.get("attributes", {}).get(name)
    if attribute is not None:
        return known, attribute_type(attribute["type"], known)
    block = parts.schema.get("blocks", {}).get(name)
    if block is None:
        return known, DYNAMIC
    many = None if block.get("mode") == "single" else "one" if known.one else "list"
    return known, Parts(block, known.properties, many)


def attribute_type(type_: Type, known: Property) -> Type | Parts:
    """The type of an attribute: objects have Parts, what the package has one of is ``one`` of it."""
    if known.type in SCALARS:
        return _with_scalar(type_, SCALARS[known.type])
    many = isinstance(type_, list) and type_[0] in ("list", "set")
    objects = type_[1] if many else type_
    if isinstance(objects, list) and objects[0] == "object":
        fields = {"attributes": {field: {"type": kind} for field, kind in objects[1].items()}}
        return Parts(fields, known.properties, "one" if known.one else "list" if many else None)
    return ["one", type_[1]] if known.one and many else type_


def _with_scalar(type_: Type, scalar: str) -> Type:
    return [type_[0], _with_scalar(type_[1], scalar)] if isinstance(type_, list) else scalar
