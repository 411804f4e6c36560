"""The types of what is in a list, a map or an object, and of what is taken from a resource."""

from __future__ import annotations

from collections.abc import Sequence

from ..hcl.expression import Literal, Node
from ..hcl.types import DYNAMIC, Type
from .code import Suffixed
from .shapes import member
from .values import GapError, Kind, Parts, UnsupportedError, Value, closed


def element_wanted(wanted: Type | Parts) -> Type | Parts:
    """The type that the elements of a place are to have."""
    if isinstance(wanted, Parts):
        return wanted._replace(repeated=None) if wanted.repeated else DYNAMIC
    if isinstance(wanted, list) and wanted[0] in ("list", "set", "map"):
        inner: Type = wanted[1]
        return inner
    return DYNAMIC


def element_of(type_: Type | Parts) -> Type | Parts:
    """The type of what is in a list, in a map, or among the instances of a resource."""
    if isinstance(type_, Parts):
        return type_._replace(repeated=None)
    if isinstance(type_, list) and type_[0] in ("list", "set", "map", "one"):
        return type_[1]
    if isinstance(type_, list) and type_[0] == "object" and type_[1]:
        kinds = list(type_[1].values())
        return kinds[0] if all(item == kinds[0] for item in kinds) else DYNAMIC
    return DYNAMIC


def field_of(type_: Type | Parts, name: str) -> Type:
    """The type of an entry of a map or an object."""
    if isinstance(type_, list) and type_[0] == "map":
        return type_[1]
    if isinstance(type_, list) and type_[0] == "object":
        return type_[1].get(name, DYNAMIC)
    return DYNAMIC


def common_type(values: Sequence[Value]) -> Type:
    """The type that all values have; not known where they differ."""
    types = [value.type for value in values]
    return (
        types[0]
        if types and not isinstance(types[0], Parts) and all(item == types[0] for item in types)
        else DYNAMIC
    )


def object_type(items: Sequence[tuple[Node, Node]], values: Sequence[Value]) -> Type:
    """The type of an object that is written out, by the types of its values."""
    if all(isinstance(key, Literal) for key, _ in items):
        names = [str(key.value) for key, _ in items]  # type: ignore[union-attr]
        types = [DYNAMIC if isinstance(value.type, Parts) else value.type for value in values]
        return ["object", dict(zip(names, types, strict=True))]
    return ["map", common_type(values)]


def member_of(value: Value, parts: Parts, name: str) -> Value:
    """An attribute or a block of a resource, of a data source, or of a block in one."""
    if parts.repeated == "one":
        parts = parts._replace(repeated=None)
    if parts.repeated:
        raise UnsupportedError(f"{name} of several at once")
    known, type_ = member(parts, name)
    if known.missing == "all":
        raise GapError(f"the package's resource has no {name}")
    kind = Kind.OUTPUT if parts.live else value.kind
    return Value(Suffixed(closed(value.code), f".{known.name}"), kind, type_)
