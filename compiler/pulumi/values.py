"""What an expression of Terraform is in a Pulumi program: its code, whether its value is there while the program runs, and its type."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from msgspec import Struct, field

from ..hcl.expression import Node
from ..hcl.types import DYNAMIC, Type
from .code import Choice, Code, Operation, Parentheses, Prefixed


class UnsupportedError(Exception):
    """A construct that can't be written as a Pulumi program; the message names it, the caller the template."""


class LackingError(Exception):
    """A resource type that Pulumi's package doesn't have; the message names both. It is no defect of a template."""


class GapError(UnsupportedError):
    """Something that Pulumi's package doesn't have and Terraform's provider has."""


# The type of a number that is no whole one, where its text tells.
FRACTION = "fraction"


class Kind(Enum):
    """When a value is there: at once, only once its resource is (an ``Output``), or at once with such values in it."""

    PLAIN = "plain"
    OUTPUT = "output"
    MIXED = "mixed"


class Parts(NamedTuple):
    """The type of what has attributes of its own: a resource, a data source, or a block in one, by its schema.

    ``properties`` are what the package calls them; ``repeated`` is ``for_each`` or ``count`` for all instances of a resource,
    ``list`` for several blocks, ``one`` for what is a list with one block in Terraform only. ``live`` is the address of a resource or a
    data source itself, whose attributes are Outputs; empty for everything else.
    """

    schema: Mapping[str, Any]
    properties: Mapping[str, Any]
    repeated: str | None = None
    live: str = ""


class Value(NamedTuple):
    """An expression as code. ``type`` is Terraform's, as far as it is known, or the Parts of an object of the package."""

    code: Code
    kind: Kind = Kind.PLAIN
    type: Type | Parts = DYNAMIC


def has_one(type_: Type | Parts) -> bool:
    """Whether something is a list in Terraform only, and in the package the one element of it."""
    return (
        type_.repeated == "one" if isinstance(type_, Parts) else isinstance(type_, list) and type_[0] == "one"
    )


class Scope(Struct, frozen=True):
    """What words mean around an expression: ``each.key``, ``count.index``, the variables of a ``for``, and values that an ``apply``
    has at hand already."""

    names: Mapping[str, Value] = field(default_factory=dict)
    at_hand: Mapping[Node, Value] = field(default_factory=dict)

    def also(self, names: Mapping[str, Value]) -> Scope:
        """The scope with further words."""
        return Scope({**self.names, **names}, self.at_hand)

    def given(self, at_hand: Mapping[Node, Value]) -> Scope:
        """The scope with further values at hand."""
        return Scope(self.names, {**self.at_hand, **at_hand})


def together(*kinds: Kind) -> Kind:
    """The kind of a structure made of values of these kinds."""
    return Kind.PLAIN if all(kind is Kind.PLAIN for kind in kinds) else Kind.MIXED


# How tightly the kinds of code bind; operators between them by their own table.
LOOSEST, CHOICE, TIGHTEST = 0, 1, 20
OPERATORS = {
    "or": 2, "and": 3, "==": 5, "!=": 5, "<": 5, "<=": 5, ">": 5, ">=": 5, "in": 5, "not in": 5, "is": 5, "is not": 5,
    "|": 6, "+": 10, "-": 10, "*": 11, "/": 11, "//": 11, "%": 11,
}  # fmt: skip
NOT = 4


def binding(code: Code) -> int:
    """How tightly the parts of the code hold together."""
    match code:
        case Choice():
            return CHOICE
        case Operation(operator, _):
            return OPERATORS[operator.split()[0] if operator not in OPERATORS else operator]
        case Prefixed(words, _):
            return NOT if words == "not " else TIGHTEST - 1 if words == "-" else LOOSEST
        case _:
            return TIGHTEST


def closed(code: Code, least: int = TIGHTEST) -> Code:
    """The code for a place that wants it to bind at least so tightly; else in parentheses."""
    return code if binding(code) >= least else Parentheses(code)


RESERVED = frozenset((*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "pulumi"))


def python_name(words: str) -> str:
    """A name of Python's for words of Terraform's."""
    name = "".join(letter if letter.isalnum() else "_" for letter in words).strip("_").lower() or "value"
    name = f"_{name}" if name[0].isdigit() else name
    return f"{name}_" if name in RESERVED else name


def singular(name: str) -> str:
    """A name for one of what ``name`` has several of."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    if name.endswith(("sses", "xes", "shes", "ches")):
        return name[:-2]
    if name.endswith("s") and not name.endswith("ss"):
        return name[:-1]
    return f"{name}_item"


def plural(name: str) -> str:
    """A name for several of what ``name`` is one of."""
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    if name.endswith(("s", "x", "sh", "ch")):
        return name + "es"
    return name + "s"
