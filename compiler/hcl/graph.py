"""Reads rendered blocks into values: attributes, nested blocks, and what each refers to. Everything after
this reads the graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .split import RawBlock
from .tokens import (
    BRACKETS,
    COMMENT,
    END,
    IDENTIFIER,
    NEWLINE,
    NUMBER,
    STRING,
    HclSyntaxError,
    Token,
    tokenize,
)

WORDS = frozenset({"true", "false", "null", "for", "in", "if", "else", "endif", "endfor"})
# Names that stand for something in a block's own scope, not for another block.
SCOPED = frozenset({"each", "count", "self", "path", "terraform"})
# How many parts of a traversal name a block: aws_vpc.main, var.x, data.aws_region.current.
PARTS = {
    "data": 3,
    "ephemeral": 3,
    "module": 2,
    "var": 2,
    "local": 2,
    "each": 2,
    "count": 2,
    "path": 2,
    "self": 2,
    "terraform": 2,
}
UNKNOWN = object()


@dataclass(frozen=True, slots=True)
class Expression:
    """An attribute's value: its source text, its value where it is a plain literal (else ``literal`` is
    False), and the addresses that it refers to, each with the attribute path after it in ``traversals``.
    """

    text: str
    value: Any = None
    literal: bool = False
    references: tuple[str, ...] = ()
    traversals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the configuration. ``line`` is that of the rendered text; ``text`` the block as it was
    rendered."""

    kind: str
    labels: tuple[str, ...]
    attributes: dict[str, Expression]
    blocks: tuple[Block, ...]
    address: str
    line: int
    text: str

    def references(self) -> tuple[str, ...]:
        """Every address that the block refers to, each once, in order of appearance."""
        return tuple(dict.fromkeys(reference for item in self.expressions() for reference in item.references))

    def expressions(self) -> Iterator[Expression]:
        """All expressions in the block and in the blocks in it."""
        yield from self.attributes.values()
        for inner in self.blocks:
            yield from inner.expressions()


@dataclass(frozen=True, slots=True)
class Graph:
    """The blocks of a configuration in order, and each by its address."""

    blocks: tuple[Block, ...]
    by_address: dict[str, Block] = field(default_factory=dict)


def graph_of(blocks: Iterable[Block]) -> Graph:
    """The graph of these blocks."""
    listed = tuple(blocks)
    return Graph(listed, {block.address: block for block in listed})


def parse_blocks(raws: Sequence[RawBlock]) -> Graph:
    """The graph of rendered blocks. Raises HclSyntaxError (with the line of the rendered text) where one is
    no HCL."""
    return graph_of(_parse(raw) for raw in raws)


def _parse(raw: RawBlock) -> Block:
    try:
        reader = _Reader(raw.text)
        block = reader.block()
    except HclSyntaxError as error:
        raise HclSyntaxError(error.message, error.line + raw.line - 1, error.column) from None
    return Block(
        block.kind,
        block.labels,
        block.attributes,
        block.blocks,
        address_of(raw.kind, raw.labels),
        raw.line,
        raw.text,
    )


def address_of(kind: str, labels: tuple[str, ...]) -> str:
    """How the configuration refers to a block: ``aws_vpc.main``, ``data.aws_region.current``, ``var.name``,
    ``locals``."""
    heads = {
        "resource": (),
        "variable": ("var",),
        "data": ("data",),
        "ephemeral": ("ephemeral",),
        "module": ("module",),
    }
    return ".".join((*heads.get(kind, (kind,)), *labels))


class _Reader:
    """Walks the tokens of one block."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [token for token in tokenize(text) if token.kind != COMMENT]
        self.place = 0

    def block(self) -> Block:
        """The block that begins here."""
        first = self._take()
        labels = []
        while self._now.kind in (IDENTIFIER, STRING):
            token = self._take()
            labels.append(json.loads(token.text) if token.kind == STRING else token.text)
        if self._now.kind != "{":
            raise self._error("a block needs '{' here")
        self._take()
        attributes: dict[str, Expression] = {}
        blocks: list[Block] = []
        while self._now.kind != "}":
            if self._now.kind == NEWLINE:
                self._take()
                continue
            if self._now.kind != IDENTIFIER:
                raise self._error(f"'{self._now.text}' is neither an argument nor a block")
            after = self.tokens[self.place + 1]
            if after.kind == "=":
                name = self._take()
                self._take()
                if name.text in attributes:
                    raise self._error(f"the argument '{name.text}' stands twice", name)
                attributes[name.text] = self._expression()
            else:
                blocks.append(self.block())
        end = self._take()
        text = self.text[first.start : end.start + 1]
        return Block(first.text, tuple(labels), attributes, tuple(blocks), "", first.line, text)

    def _expression(self) -> Expression:
        start, depth = self.place, 0
        while True:
            kind = self._now.kind
            if kind == END or (depth == 0 and kind in (NEWLINE, "}")):
                break
            depth += BRACKETS.get(kind, 0)
            self.place += 1
        tokens = self.tokens[start : self.place]
        if not tokens:
            raise self._error("an argument needs a value")
        text = self.text[tokens[0].start : tokens[-1].start + len(tokens[-1].text)]
        value = _literal(tokens)
        found = () if value is not UNKNOWN else tuple(_traversals(tokens))
        references = tuple(dict.fromkeys(address for address, _ in found))
        return Expression(text, None if value is UNKNOWN else value, value is not UNKNOWN, references, found)

    @property
    def _now(self) -> Token:
        return self.tokens[self.place]

    def _take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def _error(self, message: str, token: Token | None = None) -> HclSyntaxError:
        token = token or self._now
        return HclSyntaxError(message, token.line, token.start - self.text.rfind("\n", 0, token.start))


def _literal(tokens: Sequence[Token]) -> Any:
    """The plain value of a literal expression, else UNKNOWN."""
    solid = [token for token in tokens if token.kind != NEWLINE]
    if len(solid) == 1:
        return _scalar(solid[0])
    if len(solid) == 2 and solid[0].kind == "-" and solid[1].kind == NUMBER:
        return -_scalar(solid[1])
    if (
        solid[0].kind == "["
        and solid[-1].kind == "]"
        and all(token.kind in (STRING, NUMBER, ",") for token in solid[1:-1])
    ):
        return [_scalar(token) for token in solid[1:-1] if token.kind != ","]
    return UNKNOWN


def _scalar(token: Token) -> Any:
    if token.kind == STRING:
        try:
            return json.loads(token.text).replace("$${", "${").replace("%%{", "%{")
        except ValueError:
            return UNKNOWN
    if token.kind == NUMBER:
        return float(token.text) if set(token.text) & set(".eE") else int(token.text)
    return (
        {"true": True, "false": False, "null": None}.get(token.text, UNKNOWN)
        if token.kind == IDENTIFIER
        else UNKNOWN
    )


def _traversals(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Each reference in an expression: the address, and the attribute path after it (indices and splats left
    out)."""
    own = _own_names(tokens)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if (
            token.kind != IDENTIFIER
            or token.text in WORDS
            or (index and tokens[index - 1].kind in (".", "::"))
        ):
            index += 1
            continue
        following = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        parts, after = _chain(tokens, index)
        wanted = PARTS.get(token.text, 2)
        if following in ("(", "::") or len(parts) < wanted or token.text in own:
            index += 1
            continue
        yield ".".join(parts[:wanted]), ".".join(parts[wanted:])
        index = after


def _chain(tokens: Sequence[Token], index: int) -> tuple[list[str], int]:
    """The names of a traversal from ``index`` on, and the index after them; ``[...]`` and ``[*]`` are stepped
    over."""
    parts = [tokens[index].text]
    index += 1
    while index < len(tokens):
        if (
            tokens[index].kind == "."
            and index + 1 < len(tokens)
            and tokens[index + 1].kind in (IDENTIFIER, "*", NUMBER)
        ):
            if tokens[index + 1].kind == IDENTIFIER:
                parts.append(tokens[index + 1].text)
            index += 2
        elif (
            tokens[index].kind == "["
            and (end := _closing(tokens, index)) - index <= 4
            and end + 1 < len(tokens)
            and tokens[end + 1].kind == "."
        ):
            if any(token.kind == IDENTIFIER for token in tokens[index + 1 : end]):
                break
            index = end + 1
        else:
            break
    return parts, index


def _closing(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for place in range(index, min(len(tokens), index + 8)):
        depth += BRACKETS.get(tokens[place].kind, 0)
        if depth == 0:
            return place
    return index + 99


def _own_names(tokens: Sequence[Token]) -> frozenset[str]:
    """The names that ``for`` introduces in the expression."""
    found = set()
    for index, token in enumerate(tokens):
        if token.kind == IDENTIFIER and token.text == "for":
            for later in tokens[index + 1 : index + 4]:
                if later.kind == IDENTIFIER and later.text != "in":
                    found.add(later.text)
                elif later.kind != ",":
                    break
    return frozenset(found)


__all__ = ["Block", "Expression", "Graph", "address_of", "graph_of", "parse_blocks"]
