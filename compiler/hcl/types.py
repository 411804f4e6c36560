"""Types of values, as Terraform has them in schemas: whether an expression can be of a type, as far as its
text tells.

A type is "string", "number", "bool" or "dynamic", or ["list" | "set" | "map", type], ["object", {name: type}]
with the names that may be left out as a third item, or ["tuple", [type, …]].
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .expression import (
    Binary,
    Call,
    Conditional,
    ForList,
    ForObject,
    ListOf,
    Literal,
    Name,
    Node,
    ObjectOf,
    Template,
    Unary,
    plain,
)
from .functions import result_type

Type = Any
DYNAMIC = "dynamic"
SHORTEST_SECRET = 8
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?\Z")
_SCALARS = ("string", "number", "bool")
_COLLECTIONS = ("list", "set", "map")
_LOGIC = frozenset(("||", "&&", "==", "!=", "<", "<=", ">", ">="))


def type_name(type_: Type) -> str:
    """A type as a person would say it: ``list of string``."""
    if isinstance(type_, str):
        return "any" if type_ == DYNAMIC else type_
    if type_[0] in _COLLECTIONS:
        return f"{type_[0]} of {type_name(type_[1])}"
    return str(type_[0])


def mismatch(node: Node, wanted: Type, type_of: Callable[[Node], Type]) -> str | None:
    """Why an expression can't be of the type ``wanted``, in words that follow its place; None where it may
    be.

    ``type_of`` gives the type of what a traversal leads to, "dynamic" where that is not known.
    """
    if wanted == DYNAMIC or (isinstance(node, Literal) and node.value is None):
        return None
    if isinstance(node, Conditional):
        return mismatch(node.then, wanted, type_of) or mismatch(node.otherwise, wanted, type_of)
    if isinstance(node, Literal) and isinstance(wanted, str):
        return _literal_mismatch(node, wanted)
    if isinstance(node, ListOf):
        return _list_mismatch(node, wanted, type_of)
    if isinstance(node, ObjectOf):
        return _object_mismatch(node, wanted, type_of)
    given = _given(node, type_of)
    return None if converts(given, wanted) else f"is a {type_name(wanted)}, not a {type_name(given)}"


def _literal_mismatch(node: Literal, wanted: str) -> str | None:
    value = node.value
    if wanted == "number":
        good = isinstance(value, int | float) and not isinstance(value, bool)
        good = good or (isinstance(value, str) and _NUMBER.match(value) is not None)
    elif wanted == "bool":
        good = isinstance(value, bool) or value in ("true", "false")
    else:
        good = True
    return None if good else f"is a {wanted}, not {value!r}"


def _list_mismatch(node: ListOf, wanted: Type, type_of: Callable[[Node], Type]) -> str | None:
    if isinstance(wanted, list) and wanted[0] in ("list", "set"):
        found = (mismatch(item, wanted[1], type_of) for item in node.items)
        return next((f"has an element that {words}" for words in found if words), None)
    if isinstance(wanted, list) and wanted[0] == "tuple":
        return None if len(node.items) == len(wanted[1]) else f"is a tuple of {len(wanted[1])} elements"
    return f"is a {type_name(wanted)}, not a list"


def _object_mismatch(node: ObjectOf, wanted: Type, type_of: Callable[[Node], Type]) -> str | None:
    if not isinstance(wanted, list) or wanted[0] not in ("map", "object"):
        return f"is a {type_name(wanted)}, not an object"
    fields = {key.value: value for key, value in node.items if isinstance(key, Literal)}
    if wanted[0] == "map":
        pairs = [(name, value, wanted[1]) for name, value in fields.items()]
    else:
        optional = wanted[2] if len(wanted) > 2 else []
        if len(fields) == len(node.items):
            lacking = [name for name in wanted[1] if name not in fields and name not in optional]
            if lacking:
                return f"lacks '{lacking[0]}'"
        unknown = [name for name in fields if name not in wanted[1]]
        if unknown:
            return f"has no '{unknown[0]}'"
        pairs = [(name, value, wanted[1][name]) for name, value in fields.items()]
    found = ((name, mismatch(value, type_, type_of)) for name, value, type_ in pairs)
    return next((f"has '{name}', which {words}" for name, words in found if words), None)


def _given(node: Node, type_of: Callable[[Node], Type]) -> Type:
    """The type of an expression's value, "dynamic" where its text does not tell."""
    match node:
        case Template():
            return "string"
        case Literal(value):
            names = {bool: "bool", int: "number", float: "number", str: "string"}
            return names.get(type(value), DYNAMIC)
        case Unary(operator, _):
            return "bool" if operator == "!" else "number"
        case Binary(operator, _, _):
            return "bool" if operator in _LOGIC else "number"
        case Call(function, _, _):
            return result_type(function)
        case ForList():
            return ["list", DYNAMIC]
        case ForObject():
            return ["map", DYNAMIC]
        case _:
            return type_of(node)


def converts(given: Type, wanted: Type) -> bool:
    """Whether a value of the one type may be taken where the other is wanted, as far as types can tell."""
    if DYNAMIC in (given, wanted):
        return True
    if isinstance(given, str) or isinstance(wanted, str):
        # A string may hold a number or true and false; a number is never taken for a boolean.
        return given in _SCALARS and wanted in _SCALARS and {given, wanted} != {"number", "bool"}
    if given[0] in ("list", "set", "tuple") and wanted[0] in ("list", "set", "tuple"):
        return "tuple" in (given[0], wanted[0]) or converts(given[1], wanted[1])
    if given[0] == wanted[0] == "map":
        return converts(given[1], wanted[1])
    return given[0] in ("map", "object") and wanted[0] in ("map", "object")


def declared_type(node: Node) -> Type:
    """The type that a ``type = …`` of a variable declares; parts that are not known are "dynamic"."""
    match node:
        case Name(name):
            return name if name in _SCALARS else DYNAMIC
        case Call("list" | "set" | "map" as kind, (inner,), _):
            return [kind, declared_type(inner)]
        case Call("object", (ObjectOf(items),), _):
            fields = {str(key.value): value for key, value in items if isinstance(key, Literal)}
            optional = sorted(name for name, value in fields.items() if _is_optional(value))
            return ["object", {name: declared_type(value) for name, value in fields.items()}, optional]
        case Call("tuple", (ListOf(items),), _):
            return ["tuple", [declared_type(item) for item in items]]
        case Call("optional", (inner, *_), _):
            return declared_type(inner)
        case _:
            return DYNAMIC


def _is_optional(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "optional"


def is_plain_secret(node: Node) -> bool:
    """Whether an expression is a text in the code itself that may be a secret; a short one or a plain word is
    none."""
    value = plain(node)
    return isinstance(value, str) and len(value) >= SHORTEST_SECRET and not value.isalpha()
