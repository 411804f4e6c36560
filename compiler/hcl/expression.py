"""Expressions of HCL as values: what ``reading.py`` makes of text, and what compilers to other languages
start from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

Plain: TypeAlias = "str | int | float | bool | None"


class Literal(Struct, frozen=True):
    """A string without templates, a number, a boolean or null: the value itself, nothing escaped."""

    value: Plain


class Template(Struct, frozen=True):
    """A string with code in it: pieces of text (Literal) and expressions, one after the other.

    A heredoc is one too, its common indentation taken away where it was opened by ``<<-``; so are the blanks
    that ``~`` takes away.
    """

    parts: tuple[Node, ...]


class TemplateIf(Struct, frozen=True):
    """``%{ if condition }then%{ else }otherwise%{ endif }`` in a template."""

    condition: Node
    then: Template
    otherwise: Template


class TemplateFor(Struct, frozen=True):
    """``%{ for key, value in collection }body%{ endfor }`` in a template; ``key`` is None where it is not
    asked for."""

    key: str | None
    value: str
    collection: Node
    body: Template


class Name(Struct, frozen=True):
    """The first word of a traversal (``var``, ``aws_vpc``, ``each``), or the name of a ``for``'s own
    variable."""

    name: str


class Attribute(Struct, frozen=True):
    """``source.name``."""

    source: Node
    name: str


class Index(Struct, frozen=True):
    """``source[key]``; the older ``source.0`` is the same."""

    source: Node
    key: Node


class Splat(Struct, frozen=True):
    """``source[*]`` and what follows it: ``each`` is computed for every element, which is Element() in it."""

    source: Node
    each: Node


class Element(Struct, frozen=True):
    """The element at hand in the ``each`` of a splat."""


class Call(Struct, frozen=True):
    """``function(arguments)``; ``expanded`` where the last argument is spread by ``...``."""

    function: str
    arguments: tuple[Node, ...]
    expanded: bool = False


class Unary(Struct, frozen=True):
    """``!operand`` or ``-operand``."""

    operator: str
    operand: Node


class Binary(Struct, frozen=True):
    """``left operator right``."""

    operator: str
    left: Node
    right: Node


class Conditional(Struct, frozen=True):
    """``condition ? then : otherwise``."""

    condition: Node
    then: Node
    otherwise: Node


class ForList(Struct, frozen=True):
    """``[for key, value in collection : result if condition]``."""

    key: str | None
    value: str
    collection: Node
    result: Node
    condition: Node | None = None


class ForObject(Struct, frozen=True):
    """``{for key, value in collection : result_key => result... if condition}``; ``grouped`` is the
    ``...``."""

    key: str | None
    value: str
    collection: Node
    result_key: Node
    result: Node
    grouped: bool = False
    condition: Node | None = None


class ListOf(Struct, frozen=True):
    """``[item, …]``."""

    items: tuple[Node, ...]


class ObjectOf(Struct, frozen=True):
    """``{ key = value, … }``; a key written as a bare word is the Literal of that word."""

    items: tuple[tuple[Node, Node], ...]


Node: TypeAlias = (
    Literal
    | Template
    | TemplateIf
    | TemplateFor
    | Name
    | Attribute
    | Index
    | Splat
    | Element
    | Call
    | Unary
    | Binary
    | Conditional
    | ForList
    | ForObject
    | ListOf
    | ObjectOf
)


NULL = Literal(None)
# What ``plain`` gives for an expression with code in it.
NOT_PLAIN: Any = object()


def plain(node: Node) -> Any:
    """The Python value of an expression without code in it (lists and dictionaries too), else NOT_PLAIN."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Unary) and node.operator == "-":
        value = plain(node.operand)
        return -value if isinstance(value, int | float) and not isinstance(value, bool) else NOT_PLAIN
    if isinstance(node, ListOf):
        items = [plain(item) for item in node.items]
        return NOT_PLAIN if any(item is NOT_PLAIN for item in items) else items
    if isinstance(node, ObjectOf):
        pairs = {}
        for key, item in node.items:
            if not isinstance(key, Literal) or (value := plain(item)) is NOT_PLAIN:
                return NOT_PLAIN
            pairs[str(key.value)] = value
        return pairs
    return NOT_PLAIN


def children(node: Node) -> Iterator[Node]:
    """The expressions directly in ``node``, in the order in which they are written."""
    if isinstance(node, ObjectOf):
        for key, value in node.items:
            yield key
            yield value
        return
    for name in PARTS[type(node)]:
        part = getattr(node, name)
        if isinstance(part, tuple):
            yield from part
        elif part is not None:
            yield part


def walk(node: Node) -> Iterator[Node]:
    """The expression and all expressions in it, each before those in it."""
    yield node
    for child in children(node):
        yield from walk(child)


# The fields of each kind of expression that hold expressions, in the order in which they are written.
PARTS: dict[type[Node], tuple[str, ...]] = {
    Literal: (),
    Template: ("parts",),
    TemplateIf: ("condition", "then", "otherwise"),
    TemplateFor: ("collection", "body"),
    Name: (),
    Attribute: ("source",),
    Index: ("source", "key"),
    Splat: ("source", "each"),
    Element: (),
    Call: ("arguments",),
    Unary: ("operand",),
    Binary: ("left", "right"),
    Conditional: ("condition", "then", "otherwise"),
    ForList: ("collection", "result", "condition"),
    ForObject: ("collection", "result_key", "result", "condition"),
    ListOf: ("items",),
}


# Steps of a reference that are no names.
INDEX = "[]"
SPLAT = "[*]"


class Reference(NamedTuple):
    """What a traversal leads to: the address of a block (or ``each.value``, ``path.module`` …), and the steps
    after it.

    A step is a name, INDEX or SPLAT: ``aws_subnet.data["a"].tags.Name`` has the steps ("[]", "tags", "Name").
    """

    address: str
    steps: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The names among the steps, joined by dots."""
        return ".".join(step for step in self.steps if step not in (INDEX, SPLAT))


# How many words name the thing that a traversal begins with; a resource has two: its type and its label.
_ADDRESS_LENGTH = {"data": 3, "ephemeral": 3}


def references(node: Node, own_names: frozenset[str] = frozenset()) -> Iterator[Reference]:
    """Everything that an expression refers to, in the order in which it is written.

    ``own_names`` are words that mean something of their own around the expression, such as the iterator of a
    ``dynamic`` block; the variables of ``for`` inside it are known. A bare word refers to nothing.
    """
    if isinstance(node, Literal):
        return
    if isinstance(node, Name | Attribute | Index | Splat):
        root, steps, keys = _unfolded(node)
        if not isinstance(root, Name):
            yield from references(root, own_names)
        elif root.name not in own_names and (reference := _reference(root.name, steps)):
            yield reference
        for key in keys:
            yield from references(key, own_names)
    elif isinstance(node, ForList | ForObject | TemplateFor):
        yield from references(node.collection, own_names)
        inner = own_names | {name for name in (node.key, node.value) if name}
        for child in children(node):
            if child is not node.collection:
                yield from references(child, inner)
    else:
        for child in children(node):
            yield from references(child, own_names)


def traversal(node: Node) -> Reference | None:
    """What an expression leads to that is nothing but a traversal; None for any other."""
    if not isinstance(node, Attribute | Index | Splat):
        return None
    root, steps, _ = _unfolded(node)
    return _reference(root.name, steps) if isinstance(root, Name) else None


def _reference(root: str, steps: list[str]) -> Reference | None:
    """The reference that begins with the word ``root``; None where too few names follow."""
    length = _ADDRESS_LENGTH.get(root, 2) - 1
    names = steps[:length]
    if len(names) < length or INDEX in names or SPLAT in names:
        return None
    return Reference(".".join((root, *names)), tuple(steps[length:]))


def _unfolded(node: Node) -> tuple[Node, list[str], list[Node]]:
    """What a chain of dots, brackets and splats begins with, its steps, and the keys in its brackets."""
    steps: list[str] = []
    keys: list[Node] = []
    while True:
        if isinstance(node, Attribute):
            steps.append(node.name)
            node = node.source
        elif isinstance(node, Index):
            steps.append(INDEX)
            keys.append(node.key)
            node = node.source
        elif isinstance(node, Splat):
            _, inner_steps, inner_keys = _unfolded(node.each)
            steps += [*reversed(inner_steps), SPLAT]
            keys += reversed(inner_keys)
            node = node.source
        else:
            return node, steps[::-1], keys[::-1]
