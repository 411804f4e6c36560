"""Reads rendered blocks into values: arguments, nested blocks, and what each refers to.

Everything after this reads the graph: the layout of files, the checks, tests, diagrams and other output
languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from .expression import NOT_PLAIN, NULL, Name, Node, Reference, plain, references
from .reading import ExpressionReader
from .split import RawBlock, Source
from .templates import TemplateError, unescaped
from .tokens import BRACKETS, COMMENT, IDENTIFIER, NEWLINE, STRING, HclSyntaxError, syntax_error, tokenize

# First words that stand for something around the expression, not for another block.
SCOPED = frozenset({"each", "count", "self", "path", "terraform"})
# What the address of a block begins with; a resource's is its type and label.
_HEADS = {"resource": (), "variable": ("var",)}
# Arguments whose words name something else than values: providers, arguments of the block itself, former
# addresses.
_NO_VALUES = frozenset(
    (
        *((kind, "provider") for kind in ("resource", "data", "ephemeral", "import")),
        *(("module", "providers"), ("lifecycle", "ignore_changes"), ("moved", "from"), ("removed", "from")),
    )
)


class Expression(Struct, frozen=True):
    """An argument's value.

    ``text`` is its source; ``node`` what that means. ``value`` is the Python value where it is ``literal``:
    plain, without any code in it. ``references`` are the addresses that it refers to, each once, in the order
    in which they stand there; ``traversals`` the same with the dotted path after each address, indices left
    out. ``line`` is that of the rendered text.
    """

    text: str
    value: Any = None
    literal: bool = False
    references: tuple[str, ...] = ()
    traversals: tuple[Reference, ...] = ()
    node: Node = NULL
    line: int = 0


class Block(Struct, frozen=True):
    """A block of the configuration, or one nested in it (then without an address).

    ``text`` is the block as it was rendered, ``line`` its line in the rendered text, ``comments`` the comment
    lines right before it, ``template`` what rendered it and ``file`` the stem of the file that its template
    named for it.
    """

    kind: str
    labels: tuple[str, ...]
    attributes: dict[str, Expression]
    blocks: tuple[Block, ...]
    address: str
    line: int
    text: str
    comments: tuple[str, ...] = ()
    template: str = ""
    file: str | None = None

    def references(self) -> tuple[str, ...]:
        """Every address that the block refers to, each once, in order of appearance."""
        return tuple(dict.fromkeys(reference for item in self.expressions() for reference in item.references))

    def expressions(self) -> Iterator[Expression]:
        """All expressions in the block and in the blocks in it."""
        yield from self.attributes.values()
        for inner in self.blocks:
            yield from inner.expressions()

    def nested(self, kind: str) -> tuple[Block, ...]:
        """The blocks of one kind directly in this one; ``dynamic`` ones are given by their content."""
        found = []
        for inner in self.blocks:
            if inner.kind == kind:
                found.append(inner)
            elif inner.kind == "dynamic" and inner.labels == (kind,):
                found += [content for content in inner.blocks if content.kind == "content"]
        return tuple(found)


class Graph(Struct, frozen=True):
    """The blocks of a configuration in order, and each by its address (of two with one address, the last)."""

    blocks: tuple[Block, ...]
    by_address: dict[str, Block] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Iterator[Block]:
        """The blocks of one kind, in order."""
        return (block for block in self.blocks if block.kind == kind)

    def local_values(self) -> dict[str, Expression]:
        """Every local value by its address, such as ``local.name``."""
        return {
            f"local.{name}": item
            for block in self.of_kind("locals")
            for name, item in block.attributes.items()
        }

    def referrers(self, address: str) -> tuple[str, ...]:
        """The addresses of the blocks that refer to ``address``, in order."""
        return tuple(block.address for block in self.blocks if address in block.references())


def graph_of(blocks: Iterable[Block]) -> Graph:
    """The graph of these blocks."""
    listed = tuple(blocks)
    return Graph(listed, {block.address: block for block in listed})


def parse_blocks(raws: Sequence[RawBlock]) -> Graph:
    """The graph of rendered blocks. Raises HclSyntaxError, with the line of the rendered text, where one is
    no HCL."""
    return graph_of(map(parse_block, raws))


def parse_block(raw: RawBlock) -> Block:
    """One rendered block, read. Raises HclSyntaxError, with the line of the rendered text, where it is no
    HCL."""
    # A block that stands as it was rendered is read from its tokens there; their lines are those of the rendered text.
    lines_before = 0 if raw.source else raw.line - 1
    try:
        source = raw.source or Source(raw.text, tokenize(raw.text))
        reader = _BlockReader(source, lines_before)
        inner = reader.block(frozenset())
        reader.expect_end()
    except HclSyntaxError as error:
        raise HclSyntaxError(error.message, error.line + lines_before, error.column, raw.template) from None
    address = address_of(inner.kind, inner.labels)
    if inner.kind == "provider" and "alias" in inner.attributes:
        address = f"{address}.{inner.attributes['alias'].value}"
    return Block(
        inner.kind, inner.labels, inner.attributes, inner.blocks, address, raw.line, raw.text,
        raw.comments, raw.template, raw.file,
    )  # fmt: skip


def address_of(kind: str, labels: Sequence[str]) -> str:
    """How a configuration refers to a block: ``aws_vpc.main``, ``data.aws_region.current``, ``var.name``,
    ``locals``."""
    return ".".join((*_HEADS.get(kind, (kind,)), *labels))


class _BlockReader(ExpressionReader):
    """An expression reader that reads the blocks around expressions too."""

    __slots__ = ("lines_before",)

    def __init__(self, source: Source, lines_before: int) -> None:
        super().__init__(source.text, source.tokens)
        self.lines_before = lines_before

    def block(self, own_names: frozenset[str]) -> Block:
        """The block that begins here; ``own_names`` are those that the blocks around it introduce."""
        tokens = self.tokens
        first = tokens[self.place]
        self.place += 1
        labels = self._labels()
        if tokens[self.place].kind != "{":
            raise self.error("'=' or '{' is missing here")
        if first.text == "dynamic":
            own_names |= {self._iterator(labels)}
        self.place += 1
        attributes: dict[str, Expression] = {}
        blocks: list[Block] = []
        while (kind := tokens[self.place].kind) != "}":
            if kind in (NEWLINE, COMMENT):
                self.place += 1
            elif kind != IDENTIFIER:
                raise self.error("neither an argument nor a block begins so")
            elif tokens[self.place + 1].kind == "=":
                name = tokens[self.place].text
                if name in attributes:
                    raise self.error(f"the argument '{name}' stands twice")
                self.place += 2
                attributes[name] = self._argument((first.text, name), own_names)
            else:
                blocks.append(self.block(own_names))
        text = self.text[first.start : tokens[self.place].start + 1]
        self.place += 1
        line = first.line + self.lines_before
        return Block(first.text, labels, attributes, tuple(blocks), "", line, text)

    def _labels(self) -> tuple[str, ...]:
        labels = []
        while (token := self.tokens[self.place]).kind in (IDENTIFIER, STRING):
            try:
                labels.append(unescaped(token.text[1:-1]) if token.kind == STRING else token.text)
            except TemplateError as error:
                raise syntax_error(self.text, token.start, str(error)) from None
            self.place += 1
        return tuple(labels)

    def _iterator(self, labels: tuple[str, ...]) -> str:
        """The name that stands for the element at hand in the ``dynamic`` block whose brace is next."""
        depth, place = 1, self.place + 1
        while depth:
            token = self.tokens[place]
            if depth == 1 and token.text == "iterator" and self.tokens[place + 1].kind == "=":
                return self.tokens[place + 2].text
            depth += BRACKETS.get(token.kind, 0)
            place += 1
        return labels[0] if labels else ""

    def _argument(self, place: tuple[str, str], own_names: frozenset[str]) -> Expression:
        first = self.tokens[self.place]
        node = self.expression()
        if self.tokens[self.place].kind not in (NEWLINE, "}"):
            raise self.error("an argument ends its line")
        end = self.place - 1
        while self.tokens[end].kind == COMMENT:
            end -= 1
        last = self.tokens[end]
        text = self.text[first.start : last.start + len(last.text)]
        line = first.line + self.lines_before
        value = plain(node)
        if value is not NOT_PLAIN:
            return Expression(text, value, True, (), (), node, line)
        if place in _NO_VALUES or isinstance(node, Name):
            return Expression(text, None, False, (), (), node, line)
        found = tuple(references(node, own_names))
        addresses = tuple(dict.fromkeys(reference.address for reference in found))
        return Expression(text, None, False, addresses, found, node, line)
