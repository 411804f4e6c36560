"""Checks blocks against the schema of their type: the names and types of arguments, what is missing, how many
blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics import Severity
from .core import BESIDE, TOP_LEVEL
from .expression import Attribute, ListOf, Literal, Name, Node
from .findings import Finding
from .graph import Block, Expression
from .resolving import ROOMS, Surroundings
from .types import declared_type, is_plain_secret, mismatch

# What people choose and read by, beyond what the language asks for.
_DOCUMENTED = {"variable": ("type", "description"), "output": ("description",)}
RENEW = "or the pack's schema is out of date: python -m spec2iac.hcl.trim renews it"


def check_block(block: Block, around: Surroundings) -> Iterator[Finding]:
    """What a resource, data source or provider block has that its schema does not allow, or lacks."""
    room = around.schema.get(ROOMS[block.kind], {})
    entry = around.entry(block)
    if entry is None:
        # A schema without any such type is no schema of these.
        if room and block.kind != "provider":
            words = f"the provider has no {block.kind} '{block.labels[0]}'"
            yield Finding("S2I300", words, block, help=f"a template names a type that is not there, {RENEW}")
        return
    if entry.get("deprecated"):
        words = f"'{block.labels[0]}' is going to be removed from the provider"
        yield Finding("S2I314", words, block, severity=Severity.WARNING)
    yield from _Body(block, around).check(block, _with_own(entry, BESIDE[block.kind]), block.address)
    yield from _ignored_changes(block, entry)


def check_language_block(block: Block, around: Surroundings) -> Iterator[Finding]:
    """What a block of the language itself has that does not belong there, or lacks."""
    if block.kind not in TOP_LEVEL:
        yield Finding("S2I302", f"there is no block '{block.kind}'", block)
        return
    yield from _Body(block, around).check(block, TOP_LEVEL[block.kind], block.address)
    for name in _DOCUMENTED.get(block.kind, ()):
        if name not in block.attributes:
            yield Finding("S2I316", f"{block.address} has no '{name}'", block, severity=Severity.WARNING)
    type_, default = block.attributes.get("type"), block.attributes.get("default")
    if block.kind == "variable" and type_ and default:
        words = mismatch(default.node, declared_type(type_.node), around.type_of)
        if words:
            yield Finding("S2I306", f"{block.address}.default {words}", block, default.line)


def _with_own(entry: Mapping[str, Any], beside: Mapping[str, Any]) -> Mapping[str, Any]:
    """A provider's schema with what the language has beside it; what the provider calls the same comes first."""
    if "attributes" not in entry:
        return entry
    return {
        "attributes": beside["attributes"] | entry["attributes"],
        "blocks": beside["blocks"] | entry.get("blocks", {}),
    }


class _Body:
    """The check of one block's body and of the bodies in it; ``top`` is the block itself."""

    __slots__ = ("around", "top")

    def __init__(self, top: Block, around: Surroundings) -> None:
        self.top = top
        self.around = around

    def check(self, body: Block, entry: Mapping[str, Any], place: str) -> Iterator[Finding]:
        """The findings in ``body``, which the schema ``entry`` describes and messages call ``place``."""
        if "attributes" not in entry:
            return
        attributes, blocks = entry["attributes"], entry.get("blocks", {})
        for name, item in body.attributes.items():
            if name in attributes:
                yield from self._argument(f"{place}.{name}", item, attributes[name])
            elif name in blocks:
                yield self._finding("S2I302", f"{place}.{name} is a block: it takes no '='", item.line)
            else:
                yield self._finding("S2I301", f"{place} has no argument '{name}'", item.line)
        for name, attribute in attributes.items():
            if attribute.get("required") and name not in body.attributes:
                yield self._finding("S2I303", f"{place} lacks the argument '{name}'", body.line)
        for inner in body.blocks:
            name = inner.labels[0] if inner.kind == "dynamic" and inner.labels else inner.kind
            if name in blocks:
                yield from self._nested(inner, blocks[name], f"{place}.{name}")
            else:
                kind = "argument, not a block" if name in attributes else None
                words = f"{place}.{name} is an {kind}" if kind else f"{place} has no block '{name}'"
                yield self._finding("S2I302", words, inner.line)
        yield from self._counts(body, blocks, place)

    def _nested(self, inner: Block, entry: Mapping[str, Any], place: str) -> Iterator[Finding]:
        if inner.kind != "dynamic":
            yield from self.check(inner, entry, place)
            return
        contents = [block for block in inner.blocks if block.kind == "content"]
        if len(contents) != 1 or "for_each" not in inner.attributes:
            words = f"the dynamic block {place} needs 'for_each' and one block 'content'"
            yield self._finding("S2I303", words, inner.line)
        for content in contents:
            yield from self.check(content, entry, place)

    def _counts(self, body: Block, blocks: Mapping[str, Any], place: str) -> Iterator[Finding]:
        """Nested blocks that are too few or too many; a dynamic block may be any number of them."""
        for name, entry in blocks.items():
            count = sum(inner.kind == name for inner in body.blocks)
            dynamic = any(inner.kind == "dynamic" and inner.labels == (name,) for inner in body.blocks)
            least, most = entry.get("min", 0), entry.get("max", 0)
            if count < least and not dynamic and name not in body.attributes:
                words = f"{place} lacks the block '{name}'"
                yield self._finding(
                    "S2I304", words if least == 1 else f"{words}: {least} are needed", body.line
                )
            if most and count > most:
                words = f"{place} has {count} blocks '{name}'; at most {most} may be there"
                yield self._finding("S2I304", words, body.line)

    def _argument(self, place: str, item: Expression, attribute: Mapping[str, Any]) -> Iterator[Finding]:
        if attribute.get("computed") and not attribute.get("optional"):
            yield self._finding("S2I305", f"{place} is set by the provider only", item.line)
            return
        if attribute.get("required") and item.literal and item.value is None:
            yield self._finding("S2I303", f"{place} is needed and can't be null", item.line)
        words = mismatch(item.node, attribute["type"], self.around.type_of)
        if words:
            yield self._finding("S2I306", f"{place} {words}", item.line)
        if attribute.get("sensitive") and is_plain_secret(item.node):
            yield self._finding("S2I315", f"{place} is a secret that stands in the code", item.line)
        if attribute.get("deprecated"):
            words = f"{place} is going to be removed from the provider"
            yield self._finding("S2I314", words, item.line, Severity.WARNING)

    def _finding(self, code: str, message: str, line: int, severity: Severity = Severity.ERROR) -> Finding:
        return Finding(code, message, self.top, line, severity)


def _ignored_changes(block: Block, entry: Mapping[str, Any]) -> Iterator[Finding]:
    """Arguments in ``ignore_changes`` that the block's type does not have."""
    for lifecycle in block.nested("lifecycle"):
        item = lifecycle.attributes.get("ignore_changes")
        if item is None or not isinstance(item.node, ListOf):
            continue
        for element in item.node.items:
            name = _first_word(element)
            if name and name not in entry["attributes"] and name not in entry.get("blocks", {}):
                words = f"{block.address} has no argument '{name}' whose changes could be ignored"
                yield Finding("S2I301", words, block, item.line)


def _first_word(node: Node) -> str | None:
    """The argument that an element of ``ignore_changes`` begins with; older code writes it in quotes."""
    while not isinstance(node, Name | Literal):
        source = getattr(node, "source", None)
        if source is None:
            return None
        node = source
    return node.name if isinstance(node, Name) else str(node.value).split(".")[0].split("[")[0]


def provider_address(node: Node) -> str | None:
    """The address of the provider that ``provider = aws.east`` names; None where the argument names none."""
    match node:
        case Name(name):
            return f"provider.{name}"
        case Attribute(Name(name), alias):
            return f"provider.{name}.{alias}"
        case _:
            return None
