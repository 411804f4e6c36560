"""Python code as values, and how it is laid out: as ruff's formatter would leave it, so that it finds nothing to change.

What fits on its line stays there; a bracket that doesn't has each item on a line of its own, with a comma after the last. That comma
keeps the layout stable: formatters take it for the author's will.
"""

from __future__ import annotations

import json
from typing import TypeAlias

from msgspec import Struct

WIDTH = 88
INDENT = "    "


class Atom(Struct, frozen=True):
    """Code without a place to break: a name, a literal, a call without arguments."""

    text: str


class Item(Struct, frozen=True):
    """What stands in a bracket: ``name=`` or ``"key": `` before the value, and comments above it, without their ``#``."""

    value: Code
    before: str = ""
    comments: tuple[str, ...] = ()


class Bracket(Struct, frozen=True):
    """A bracket with items: a list, a dictionary, a call's arguments. ``head`` is what stands right before it.

    An index has no ``comma`` after its item: that would make it a tuple.
    """

    items: tuple[Item, ...]
    open: str = "("
    close: str = ")"
    head: Code | None = None
    comma: bool = True


class Loop(Struct, frozen=True):
    """A comprehension: ``[element for targets in source if condition]``; ``further`` are loops within the first one.

    ``head`` as for a bracket: with parentheses it is a call whose only argument is the comprehension.
    """

    element: Item
    targets: str
    source: Code
    condition: Code | None = None
    open: str = "["
    close: str = "]"
    head: Code | None = None
    further: tuple[tuple[str, Code], ...] = ()

    def parts(self) -> tuple[Code, ...]:
        """The code in it, in the order in which it is written."""
        parts = (
            self.head,
            self.element.value,
            self.source,
            *(code for _, code in self.further),
            self.condition,
        )
        return tuple(part for part in parts if part is not None)

    def clauses(self) -> tuple[tuple[str, Code], ...]:
        """The words and the code of each ``for`` and of the ``if``."""
        loops = tuple(
            (f"for {names} in ", code) for names, code in ((self.targets, self.source), *self.further)
        )
        return loops + ((("if ", self.condition),) if self.condition is not None else ())


class Choice(Struct, frozen=True):
    """``then if condition else otherwise``."""

    then: Code
    condition: Code
    otherwise: Code


class Operation(Struct, frozen=True):
    """Operands with one operator (of one precedence) between them."""

    operator: str
    operands: tuple[Code, ...]


class Prefixed(Struct, frozen=True):
    """Words before code that binds less than they do: ``lambda name: body``, ``not value``."""

    words: str
    body: Code


class Suffixed(Struct, frozen=True):
    """Code with an attribute or an index after it: ``source.name``, ``source["key"]``."""

    source: Code
    text: str


class Parentheses(Struct, frozen=True):
    """Code in parentheses, for a place that would bind more tightly than it does."""

    body: Code


Code: TypeAlias = "Atom | Bracket | Loop | Choice | Operation | Prefixed | Suffixed | Parentheses"


def call(function: str | Code, *arguments: Code | Item) -> Bracket:
    """A call; arguments with a name are items."""
    head = Atom(function) if isinstance(function, str) else function
    return Bracket(
        tuple(item if isinstance(item, Item) else Item(item) for item in arguments), "(", ")", head
    )


def indexed(source: Code, key: Code) -> Bracket:
    """``source[key]``."""
    return Bracket((Item(key),), "[", "]", source, comma=False)


def listed(items: tuple[Item, ...]) -> Bracket:
    """A list."""
    return Bracket(items, "[", "]")


def mapped(items: tuple[Item, ...]) -> Bracket:
    """A dictionary; each item has its key before it."""
    return Bracket(items, "{", "}")


def keyed(key: str, value: Code, comments: tuple[str, ...] = ()) -> Item:
    """An entry of a dictionary with a plain key."""
    return Item(value, f"{text(key)}: ", comments)


def text(value: str) -> str:
    """A text as Python writes it, in the quotes that need fewer escapes, as formatters choose them."""
    written = json.dumps(value, ensure_ascii=False)
    written = "".join(sign if sign.isprintable() else _escaped(sign) for sign in written)
    if '"' in value and "'" not in value:
        return "'" + written[1:-1].replace('\\"', '"') + "'"
    return written


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08x}"


def literal(value: object) -> Code:
    """A plain value as code."""
    if isinstance(value, str):
        return Atom(text(value))
    if isinstance(value, list | tuple):
        return listed(tuple(Item(literal(item)) for item in value))
    if isinstance(value, dict):
        return mapped(tuple(keyed(str(key), literal(item)) for key, item in value.items()))
    return Atom(repr(value))


def flat(code: Code) -> str:
    """The code on one line. Comments don't show; see ``has_comments``."""
    match code:
        case Atom(written):
            return written
        case Bracket(items, opening, closing, head, _):
            inner = ", ".join(item.before + flat(item.value) for item in items)
            return f"{flat(head) if head else ''}{opening}{inner}{closing}"
        case Loop(element, head=head):
            clauses = "".join(f" {words}{flat(part)}" for words, part in code.clauses())
            begin = f"{flat(head) if head else ''}{code.open}"
            return f"{begin}{element.before}{flat(element.value)}{clauses}{code.close}"
        case Choice(then, condition, otherwise):
            return f"{flat(then)} if {flat(condition)} else {flat(otherwise)}"
        case Operation(operator, operands):
            return f" {operator} ".join(map(flat, operands))
        case Prefixed(words, body):
            return words + flat(body)
        case Suffixed(source, after):
            return flat(source) + after
        case Parentheses(body):
            return f"({flat(body)})"


def has_comments(code: Code) -> bool:
    """Whether a comment stands somewhere in the code, which then needs lines of its own."""
    match code:
        case Bracket(items, head=head):
            return any(item.comments or has_comments(item.value) for item in items) or (
                head is not None and has_comments(head)
            )
        case Loop(element):
            return bool(element.comments) or any(map(has_comments, code.parts()))
        case Choice(then, condition, otherwise):
            return any(map(has_comments, (then, condition, otherwise)))
        case Operation(_, operands):
            return any(map(has_comments, operands))
        case Prefixed(_, body) | Parentheses(body):
            return has_comments(body)
        case Suffixed(source, _):
            return has_comments(source)
        case _:
            return False


def lay_out(code: Code, depth: int, before: str = "", after: str = "", bare: bool = False) -> str:
    """The code for a line that is ``depth`` steps indented and begins with ``before``; ``after`` follows it on its last line.

    The indentation of the first line is not part of the result. ``bare``: the place stands in a bracket of its own, so that operators
    may end a line without one.
    """
    one_line = before + flat(code) + after
    if len(INDENT) * depth + len(one_line) <= WIDTH and not has_comments(code):
        return one_line
    match code:
        case Bracket(items, head=head, comma=False) if head is not None:
            return _indexed(code, depth, before, after)
        case Bracket(items, head=head) if items:
            return before + _head(head, depth, len(before)) + _exploded(code, depth) + after
        case Bracket(head=head) if head is not None:
            return lay_out(head, depth, before, f"{code.open}{code.close}{after}", bare)
        case Loop():
            return before + _head(code.head, depth, len(before)) + _loop(code, depth) + after
        case Choice() | Operation():
            if bare:
                return _broken(code, depth, before, after)
            inner = INDENT * (depth + 1)
            return f"{before}(\n{inner}{lay_out(code, depth + 1, bare=True)}\n{INDENT * depth}){after}"
        case Parentheses(body):
            inner = INDENT * (depth + 1)
            return f"{before}(\n{inner}{lay_out(body, depth + 1, bare=True)}\n{INDENT * depth}){after}"
        case Prefixed(words, body) if words.startswith("lambda") and not isinstance(body, Parentheses):
            written = lay_out(body, depth, before + words, after)
            if len(INDENT) * depth + len(written.split("\n", 1)[0]) <= WIDTH:
                return written
            return lay_out(Prefixed(words, Parentheses(body)), depth, before, after)
        case Prefixed(words, body):
            return lay_out(body, depth, before + words, after, bare)
        case Suffixed(source, tail):
            return lay_out(source, depth, before, tail + after, bare)
        case _:
            return one_line


def _head(head: Code | None, depth: int, taken: int) -> str:
    """What stands before a bracket that is broken; a bracket in it is broken too where it is too long."""
    if head is None:
        return ""
    written = flat(head)
    fits = len(INDENT) * depth + taken + len(written) + 1 <= WIDTH and not has_comments(head)
    return written if fits else lay_out(head, depth, " " * taken)[taken:]


def _indexed(code: Bracket, depth: int, before: str, after: str) -> str:
    """An index that doesn't fit: what it is taken from is broken where that is too long itself, else the index."""
    head = _head(code.head, depth, len(before))
    key = flat(code)[len(flat(code.head)) :] if code.head is not None else ""
    last = head.rsplit("\n", 1)[-1]
    if "\n" in head and len(last) + len(key) + len(after) <= WIDTH:
        return before + head + key + after
    return before + head + _exploded(code, depth) + after


def _exploded(code: Bracket, depth: int) -> str:
    lines = [code.open]
    for item in code.items:
        lines += [f"{INDENT * (depth + 1)}# {words}" for words in item.comments]
        written = lay_out(item.value, depth + 1, item.before, "," if code.comma else "", bare=not code.comma)
        lines.append(INDENT * (depth + 1) + written)
    return "\n".join([*lines, INDENT * depth + code.close])


def _loop(code: Loop, depth: int) -> str:
    inner = INDENT * (depth + 1)
    bare = Loop(code.element, code.targets, code.source, code.condition, further=code.further)
    within = flat(bare)[1:-1]
    if len(inner) + len(within) <= WIDTH and not has_comments(bare):
        return f"{code.open}\n{inner}{within}\n{INDENT * depth}{code.close}"
    lines = [f"{inner}# {words}" for words in code.element.comments]
    lines.append(inner + lay_out(code.element.value, depth + 1, code.element.before))
    lines += [inner + lay_out(part, depth + 1, words, bare=words == "if ") for words, part in code.clauses()]
    return "\n".join([code.open, *lines, INDENT * depth + code.close])


def _broken(code: Choice | Operation, depth: int, before: str, after: str) -> str:
    """A choice or an operation over several lines, each beginning with its word or operator."""
    break_ = "\n" + INDENT * depth
    if isinstance(code, Choice):
        parts = [
            lay_out(code.then, depth, before),
            lay_out(code.condition, depth, "if ", bare=True),
            lay_out(code.otherwise, depth, "else ", after, bare=True),
        ]
        return break_.join(parts)
    first, *others = code.operands
    last = len(others) - 1
    lines = [lay_out(first, depth, before)]
    lines += [
        lay_out(operand, depth, f"{code.operator} ", after if index == last else "")
        for index, operand in enumerate(others)
    ]
    return break_.join(lines)
