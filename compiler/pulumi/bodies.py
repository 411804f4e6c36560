"""Compiles the body of a block to the arguments of a class: nested blocks become dictionaries, dynamic ones comprehensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ..hcl.expression import Attribute, Conditional, ListOf, Literal, Name, Node, walk
from ..hcl.graph import Block, Expression
from ..hcl.types import DYNAMIC
from .code import Atom, Choice, Code, Item, Loop, call, keyed, listed, mapped
from .comments import Comments
from .expressions import Compiler
from .sdk import Property, property_of
from .shapes import member
from .values import Kind, Parts, Scope, UnsupportedError, Value, closed, has_one

# What is about the block itself and becomes an option of the resource, or the loop around it.
META = frozenset(("for_each", "count", "depends_on", "provider"))


class Gap(NamedTuple):
    """An argument that the build sets and the package doesn't have."""

    address: str
    name: str


class Body:
    """Compiles the bodies of one top-level block; ``gaps`` collects what the package doesn't have."""

    __slots__ = ("address", "comments", "compiler", "gaps")

    def __init__(self, compiler: Compiler, block: Block, comments: Comments) -> None:
        self.compiler = compiler
        self.address = block.address
        self.comments = comments
        self.gaps: list[Gap] = []

    def arguments(
        self, block: Block, parts: Parts, scope: Scope, skipped: frozenset[str] = META
    ) -> tuple[Item, ...]:
        """The arguments of a class for a top-level block, in the order in which they are written."""
        return tuple(
            self._entries(
                block, parts, scope, skipped, lambda name, code, words: Item(code, f"{name}=", words)
            )
        )

    def _entries(
        self,
        block: Block,
        parts: Parts,
        scope: Scope,
        skipped: frozenset[str],
        entry: Callable[[str, Code, tuple[str, ...]], Item],
    ) -> Iterator[Item]:
        written: set[str] = set()
        for part in _in_order(block):
            name = part[0] if isinstance(part, tuple) else _kind(part)
            if name in skipped or name in written:
                continue
            known = property_of(parts.properties, name)
            if known.instead is not None and isinstance(part, tuple):
                yield from self._instead(part[1], known.instead, scope, entry)
                continue
            if known.inline is not None and not isinstance(part, tuple):
                yield from self._inlined(part, name, parts, known.inline, scope, entry)
                continue
            if known.missing is not None:
                self.gaps.append(Gap(self.address, name))
                continue
            if isinstance(part, tuple):
                item = part[1]
                if isinstance(item.node, Literal) and item.node.value is None:
                    continue
                words = self.comments.above(item.line, item.line + item.text.count("\n"))
                yield entry(known.name, self._argument(item, name, parts, known, scope), words)
            else:
                written.add(name)
                inners = [inner for inner in block.blocks if _kind(inner) == name]
                # The comment of one of several stands above that one.
                words = self.comments.above(inners[0].line) if len(inners) == 1 else ()
                yield entry(known.name, self._blocks(inners, name, parts, known, scope), words)

    def _instead(
        self,
        item: Expression,
        arguments: Mapping[str, str],
        scope: Scope,
        entry: Callable[[str, Code, tuple[str, ...]], Item],
    ) -> Iterator[Item]:
        """What the package wants in the place of an id: attributes of what has it."""
        for name, attribute in arguments.items():
            if not isinstance(item.node, Attribute):
                raise UnsupportedError(f"{item.text} where the package wants a {name}")
            value = self.compiler.compile(Attribute(item.node.source, attribute), scope)
            yield entry(name, value.code, self.comments.above(item.line))

    def _inlined(
        self,
        inner: Block,
        name: str,
        parts: Parts,
        arguments: Mapping[str, str],
        scope: Scope,
        entry: Callable[[str, Code, tuple[str, ...]], Item],
    ) -> Iterator[Item]:
        """The arguments of a block that the package has in the block around it."""
        schema = parts.schema.get("blocks", {}).get(name, {})
        for argument, item in inner.attributes.items():
            if argument not in arguments:
                self.gaps.append(Gap(self.address, f"{name}.{argument}"))
                continue
            type_ = schema.get("attributes", {}).get(argument, {}).get("type", DYNAMIC)
            value = self.compiler.compile(item.node, scope, type_)
            yield entry(arguments[argument], value.code, self.comments.above(item.line))

    def _argument(self, item: Expression, name: str, parts: Parts, known: Property, scope: Scope) -> Code:
        _, wanted = member(parts, name)
        node = item.node
        if has_one(wanted):
            if not (isinstance(node, ListOf) and len(node.items) == 1):
                raise UnsupportedError(f"{name} as a list of other than one element")
            node = node.items[0]
            wanted = wanted._replace(repeated=None) if isinstance(wanted, Parts) else wanted[1]
        if known.type in ("asset", "archive"):
            return self._file(node, known.type, scope)
        return self.compiler.compile(node, scope, wanted).code

    def _file(self, node: Node, kind: str, scope: Scope) -> Code:
        self.compiler.program.use("pulumi")
        value = self.compiler.compile(node, scope, "string")
        return call({"asset": "pulumi.FileAsset", "archive": "pulumi.FileArchive"}[kind], value.code)

    def _blocks(self, inners: list[Block], name: str, parts: Parts, known: Property, scope: Scope) -> Code:
        schema = parts.schema.get("blocks", {}).get(name, {})
        one = known.one or schema.get("mode") == "single"
        below = Parts(schema, known.properties)
        if one:
            if len(inners) != 1:
                raise UnsupportedError(f"several blocks {name}, of which the package has one")
            return self._single(inners[0], below, scope)
        items: list[Item] = []
        for inner in inners:
            words = self.comments.above(inner.line) if len(inners) > 1 else ()
            if inner.kind != "dynamic":
                items.append(Item(self._dictionary(inner, below, scope), "", words))
                continue
            loop = self._loop(inner, below, scope)
            if len(inners) == 1:
                return loop
            items.append(Item(loop, "*", words))
        return listed(tuple(items))

    def _single(self, inner: Block, below: Parts, scope: Scope) -> Code:
        """A block of which there is one: as a dictionary, or none where a dynamic one may be left out."""
        if inner.kind != "dynamic":
            return self._dictionary(inner, below, scope)
        over = inner.attributes["for_each"].node
        content = _content(inner)
        if (
            isinstance(over, Conditional)
            and isinstance(over.otherwise, ListOf)
            and not over.otherwise.items
            and not _mentions(content, _iterator(inner))
        ):
            condition = self.compiler.plain(over.condition, scope).code
            return Choice(self._dictionary(content, below, scope), closed(condition, 2), Atom("None"))
        loop = self._loop(inner, below, scope)
        if not isinstance(loop, Loop):
            raise UnsupportedError(f"the dynamic block {_kind(inner)}")
        from msgspec.structs import replace

        return call("next", replace(loop, open="(", close=")"), Atom("None"))

    def _dictionary(self, block: Block, parts: Parts, scope: Scope) -> Code:
        entries = self._entries(
            block, parts, scope, frozenset(), lambda name, code, words: keyed(name, code, words)
        )
        return mapped(tuple(entries))

    def _loop(self, inner: Block, below: Parts, scope: Scope) -> Code:
        """A dynamic block as a comprehension over what it is repeated for."""
        node = inner.attributes["for_each"].node
        collection = self.compiler.compile(node, scope)
        if collection.kind is Kind.OUTPUT:
            raise UnsupportedError(f"blocks {_kind(inner)} for what only a resource gives")
        iterator, content = _iterator(inner), _content(inner)
        dictionary = is_dictionary(collection, node)
        used = frozenset(word for word in ("key", "value") if _mentions(content, iterator, word))
        targets, source, names = self.compiler.iteration(collection, "key", "value", used, dictionary)
        if not dictionary:
            # Of a set or a list the value is what counts; a set's key is the value itself.
            targets, source, names = self.compiler.iteration(collection, None, iterator, used, False)
            names = {"key": names[iterator], "value": names[iterator]}
        inside = scope.also({f"{iterator}.{word}": value for word, value in names.items()})
        return Loop(Item(self._dictionary(content, below, inside)), targets, source)


def is_dictionary(collection: Value, node: Node) -> bool:
    """Whether what something is repeated for has keys and values; of a set or a list there are only values."""
    if isinstance(collection.type, Parts):
        return collection.type.repeated == "for_each"
    return isinstance(collection.type, list) and collection.type[0] in ("map", "object")


def _in_order(block: Block) -> list[tuple[str, Expression] | Block]:
    """Arguments and nested blocks as they stand in the text."""
    parts: list[tuple[int, int, Any]] = [
        (item.line, place, (name, item)) for place, (name, item) in enumerate(block.attributes.items())
    ]
    parts += [(inner.line, place, inner) for place, inner in enumerate(block.blocks)]
    return [part for _, _, part in sorted(parts, key=lambda entry: entry[:2])]


def _kind(block: Block) -> str:
    return block.labels[0] if block.kind == "dynamic" else block.kind


def _content(block: Block) -> Block:
    return next(inner for inner in block.blocks if inner.kind == "content")


def _iterator(block: Block) -> str:
    named = block.attributes.get("iterator")
    return named.text if named else block.labels[0]


def _mentions(block: Block, iterator: str, word: str | None = None) -> bool:
    """Whether a block uses the iterator of the dynamic block around it, or one word of it."""
    nodes = (node for item in block.expressions() for node in walk(item.node))
    if word is None:
        return any(isinstance(node, Name) and node.name == iterator for node in nodes)
    return any(
        isinstance(node, Attribute) and node.name == word and node.source == Name(iterator) for node in nodes
    )


def names_of(parts: Mapping[str, Any]) -> frozenset[str]:
    """The names of the arguments and blocks of a schema."""
    return frozenset((*parts.get("attributes", {}), *parts.get("blocks", {})))
