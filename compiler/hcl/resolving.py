"""Where references lead: the type of what stands at the end of a traversal, or why nothing stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from .expression import INDEX, SPLAT, Node, Reference, traversal
from .graph import SCOPED, Block, Expression, Graph
from .types import DYNAMIC, Type, declared_type, type_name

ROOMS = {"resource": "resources", "data": "data", "ephemeral": "ephemeral", "provider": "providers"}
_SCOPED_TYPES = {"each.key": "string", "count.index": "number", "terraform.workspace": "string"}


class Surroundings(Struct, frozen=True):
    """What the expressions of a configuration can refer to, and the providers' schema that says what that
    has."""

    graph: Graph
    schema: Mapping[str, Any]
    local_values: Mapping[str, Expression] = field(default_factory=dict)

    def entry(self, block: Block) -> dict[str, Any] | None:
        """The schema of a block's type; None where the block has no such schema, or it is not known."""
        room = self.schema.get(ROOMS.get(block.kind, ""), {})
        entry: dict[str, Any] | None = room.get(block.labels[0]) if block.labels else None
        return entry

    def type_of(self, node: Node) -> Type:
        """The type of what a traversal leads to; "dynamic" where that is not known, or ``node`` is something
        else."""
        reference = traversal(node)
        return DYNAMIC if reference is None else resolve(reference, self)[0]


def surroundings(graph: Graph, schema: Mapping[str, Any]) -> Surroundings:
    """What the expressions of ``graph`` can refer to."""
    return Surroundings(graph, schema, graph.local_values())


def is_repeated(block: Block) -> bool:
    """Whether there are several instances of the block, each with an index."""
    return "count" in block.attributes or "for_each" in block.attributes


def resolve(reference: Reference, around: Surroundings) -> tuple[Type, str | None]:
    """The type of what a reference leads to, and what is wrong with the steps to it, in words (None:
    nothing).

    The address has to be one of the configuration.
    """
    address, steps = reference
    if address.partition(".")[0] in SCOPED:
        return (_SCOPED_TYPES.get(address, "string" if address.startswith("path.") else DYNAMIC), None)
    target = around.graph.by_address.get(address)
    if target is None:
        return DYNAMIC, None
    if target.kind == "variable":
        declared = target.attributes.get("type")
        return _at_type(declared_type(declared.node) if declared else DYNAMIC, steps, address)
    if target.kind not in ("resource", "data", "ephemeral"):
        return DYNAMIC, None
    if steps and steps[0] in (INDEX, SPLAT):
        if steps[0] == INDEX and not is_repeated(target):
            return DYNAMIC, f"{address} has no instances to take one of"
        several, steps = steps[0] == SPLAT, steps[1:]
    elif steps and is_repeated(target):
        return DYNAMIC, f"{address} has several instances: one of them has to be taken"
    else:
        several = False
    entry = around.entry(target)
    if entry is None or not steps:
        return DYNAMIC, None
    found, wrong = _at_block(entry, steps, address)
    return ["list", found] if several else found, wrong


def _at_block(entry: dict[str, Any], steps: Sequence[str], place: str) -> tuple[Type, str | None]:
    """What is at the end of steps into a block with the schema ``entry``; ``place`` names the block."""
    if not steps or "attributes" not in entry:
        return DYNAMIC, None
    name, rest = steps[0], steps[1:]
    if name in entry["attributes"]:
        return _at_type(entry["attributes"][name]["type"], rest, f"{place}.{name}")
    inner = entry.get("blocks", {}).get(name)
    if inner is None:
        return DYNAMIC, f"{place} has no '{name}'"
    if not rest:
        return DYNAMIC, None
    mode = inner.get("mode", "list")
    if mode == "single":
        return _at_block(inner, rest, f"{place}.{name}")
    if rest[0] == SPLAT:
        found, wrong = _at_block(inner, rest[1:], f"{place}.{name}")
        return ["list", found], wrong
    if rest[0] != INDEX and mode != "map":
        return DYNAMIC, f"{place}.{name} is a {mode} of blocks: one of them has to be taken"
    if mode == "set":
        return DYNAMIC, f"{place}.{name} is a set: its elements have no index"
    return _at_block(inner, rest[1:], f"{place}.{name}")


def _at_type(type_: Type, steps: Sequence[str], place: str) -> tuple[Type, str | None]:
    """What is at the end of steps into a value of a type; ``place`` names the value."""
    if not steps or type_ == DYNAMIC:
        return type_, None
    step, rest = steps[0], steps[1:]
    kind = type_ if isinstance(type_, str) else type_[0]
    if step == SPLAT:
        if kind not in ("list", "set"):
            return DYNAMIC, None
        found, wrong = _at_type(type_[1], rest, place)
        return ["list", found], wrong
    if kind == "map":
        return _at_type(type_[1], rest, place)
    if kind == "object":
        if step == INDEX:
            return DYNAMIC, None
        if step not in type_[1]:
            return DYNAMIC, f"{place} has no '{step}'"
        return _at_type(type_[1][step], rest, f"{place}.{step}")
    if kind == "list" and step == INDEX:
        return _at_type(type_[1], rest, place)
    if kind == "tuple":
        return DYNAMIC, None
    if kind == "set" and step == INDEX:
        return DYNAMIC, f"{place} is a set: its elements have no index"
    return DYNAMIC, f"{place} is a {type_name(type_)} and has no '{step}'"
