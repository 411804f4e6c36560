"""Checks what blocks refer to: that it is there, that it has what is asked of it, and that nothing goes in
circles."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from ..diagnostics import Severity
from .arguments import provider_address
from .calls import wrong_calls
from .expression import INDEX, Reference
from .findings import Finding
from .graph import SCOPED, Block, Expression, Graph
from .resolving import Surroundings, resolve

# Blocks whose address has to be theirs alone.
_UNIQUE = frozenset(("resource", "data", "ephemeral", "variable", "output", "module", "provider", "check"))
_DROPPED_IF_UNUSED = frozenset(("variable", "data", "ephemeral"))
# Nested blocks in which ``self`` is the block around them.
_WITH_SELF = frozenset(("provisioner", "connection", "postcondition"))


def check_references(graph: Graph, around: Surroundings) -> Iterator[Finding]:
    """Everything that is wrong with what the blocks of ``graph`` refer to, and with their addresses."""
    yield from _duplicates(graph)
    for block in graph.blocks:
        for item in block.expressions():
            for reference in dict.fromkeys(item.traversals):
                yield from _reference(block, item, reference, around)
            if "(" in item.text and not _is_type(block, item):
                for words in wrong_calls(item.node, around.type_of):
                    yield Finding("S2I318", f"{block.address}: {words}", block, item.line)
        yield from _self(block, block, False)
        yield from _provider(block, graph)
    yield from _circles(graph, around)
    yield from _unused(graph, around)


def _is_type(block: Block, item: Expression) -> bool:
    """Whether an expression is the type of a variable, in which ``list(string)`` is no call."""
    return block.kind == "variable" and item is block.attributes.get("type")


def _duplicates(graph: Graph) -> Iterator[Finding]:
    seen: set[str] = set()
    for block in graph.blocks:
        addresses = [block.address] if block.kind in _UNIQUE else []
        if block.kind == "locals":
            addresses = [f"local.{name}" for name in block.attributes]
        for address in addresses:
            if address in seen:
                yield Finding("S2I309", f"{address} stands there twice", block)
            seen.add(address)


def _reference(
    block: Block, item: Expression, reference: Reference, around: Surroundings
) -> Iterator[Finding]:
    address, steps = reference
    head = address.partition(".")[0]
    if head in ("each", "count"):
        needed = "for_each" if head == "each" else "count"
        if needed not in block.attributes:
            yield Finding("S2I312", f"{block.address} uses '{address}' without '{needed}'", block, item.line)
        return
    if head in SCOPED:
        return
    if head == "local":
        if address not in around.local_values:
            yield Finding("S2I307", _nowhere(block, address), block, item.line)
        return
    if address not in around.graph.by_address:
        yield Finding("S2I307", _nowhere(block, address), block, item.line)
        return
    _, wrong = resolve(reference, around)
    if wrong:
        instance = "instance" in wrong and (not steps or steps[0] == INDEX or "several" in wrong)
        code = "S2I311" if instance else "S2I308"
        yield Finding(code, f"{block.address} refers to {_written(reference)}, but {wrong}", block, item.line)


def _nowhere(block: Block, address: str) -> str:
    return f"{block.address} refers to {address}, which is not in the build"


def _written(reference: Reference) -> str:
    steps = (step if step.startswith("[") else f".{step}" for step in reference.steps)
    return reference.address + "".join(steps).replace(INDEX, "[…]")


def _self(top: Block, block: Block, allowed: bool) -> Iterator[Finding]:
    """Uses of ``self`` outside the nested blocks that have one."""
    for item in block.attributes.values():
        if not allowed and any(address.startswith("self.") for address in item.references):
            yield Finding("S2I312", f"{top.address} uses 'self' where it means nothing", top, item.line)
    for inner in block.blocks:
        yield from _self(top, inner, allowed or inner.kind in _WITH_SELF)


def _provider(block: Block, graph: Graph) -> Iterator[Finding]:
    """A provider that a block names and that is not there."""
    item = block.attributes.get("provider") if block.kind in ("resource", "data", "ephemeral") else None
    address = provider_address(item.node) if item else None
    if item and address not in graph.by_address:
        yield Finding(
            "S2I313", f"{block.address} names the provider {item.text}, which is not there", block, item.line
        )


def _circles(graph: Graph, around: Surroundings) -> Iterator[Finding]:
    """Blocks that refer to each other in a circle, so that none can be made first."""
    edges: dict[str, tuple[str, ...]] = {
        block.address: tuple(sorted(set(block.references()) - _own_address(block)))
        for block in graph.blocks
        if block.kind in ("resource", "data", "ephemeral", "module", "variable", "output")
    }
    edges |= {address: item.references for address, item in around.local_values.items()}
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        circle = error.args[1]
        block = next((graph.by_address[address] for address in circle if address in graph.by_address), None)
        block = block or next(graph.of_kind("locals"))
        yield Finding(
            "S2I317", f"these refer to each other in a circle: {' -> '.join(reversed(circle))}", block
        )


def _own_address(block: Block) -> set[str]:
    """A variable's validation refers to the variable; a resource that refers to itself is a circle."""
    return {block.address} if block.kind == "variable" else set()


def _unused(graph: Graph, around: Surroundings) -> Iterator[Finding]:
    used = {
        reference
        for block in graph.blocks
        for reference in block.references()
        if reference != block.address or block.kind == "locals"
    }
    for block in graph.blocks:
        if block.kind in _DROPPED_IF_UNUSED and block.address not in used:
            yield Finding("S2I310", f"nothing refers to {block.address}", block, severity=Severity.WARNING)
        if block.kind == "locals":
            for name, item in block.attributes.items():
                if f"local.{name}" not in used:
                    words = f"nothing refers to local.{name}"
                    yield Finding("S2I310", words, block, item.line, Severity.WARNING)
