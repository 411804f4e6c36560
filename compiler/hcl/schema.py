"""Checks a configuration against the provider's schema before anything is written: a wrong name is a defect
of the pack."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..diagnostics import Diagnostic, Severity
from .graph import SCOPED, Block, Expression, Graph

META_ARGUMENTS = frozenset({"count", "for_each", "depends_on", "provider"})
META_BLOCKS = frozenset({"lifecycle", "provisioner", "connection", "timeouts", "dynamic"})
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str, int, float, bool),
    "number": (int, float, str),
    "bool": (bool, str),
}


def load_schema(folders: Sequence[Path]) -> dict[str, Any]:
    """The trimmed schema of the first folder that has one: ``resources`` and ``data`` by type. Empty where
    none has one."""
    for folder in folders:
        path = folder / "schema.json.gz"
        if path.is_file():
            content: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
            return content
    return {"resources": {}, "data": {}}


def check(graph: Graph, schema: dict[str, Any]) -> tuple[Diagnostic, ...]:
    """Unknown types, arguments and blocks, missing ones, wrong counts and literal types, and references that
    lead nowhere."""
    found = []
    for block in graph.blocks:
        if block.kind in ("resource", "data"):
            room = schema["resources" if block.kind == "resource" else "data"]
            entry = room.get(block.labels[0])
            if entry is not None:
                found += list(_body(block, entry, block.address))
            elif room:
                found.append(
                    _defect("S2I300", f"the provider has no {block.kind} '{block.labels[0]}'", block)
                )
        found += list(_references(block, graph, schema))
    return tuple(found)


def _body(block: Block, entry: dict[str, Any], place: str) -> Iterator[Diagnostic]:
    attributes, nested = entry.get("attributes", {}), entry.get("blocks", {})
    for name, item in block.attributes.items():
        if name in attributes:
            yield from _argument(name, item, attributes[name], block, place)
        elif name not in META_ARGUMENTS and name not in nested:
            yield _defect("S2I301", f"{place} has no argument '{name}'", block)
    counts: dict[str, int] = {}
    dynamic: set[str] = set()
    for inner in block.blocks:
        if inner.kind == "dynamic" and inner.labels:
            dynamic.add(inner.labels[0])
            name, content = (
                inner.labels[0],
                next((one for one in inner.blocks if one.kind == "content"), None),
            )
        else:
            name, content = inner.kind, inner
            counts[name] = counts.get(name, 0) + 1
        if name in nested:
            if content is not None:
                yield from _body(content, nested[name], f"{place}.{name}")
        elif name not in META_BLOCKS:
            yield _defect("S2I302", f"{place} has no block '{name}'", block)
    for name, attribute in attributes.items():
        if attribute.get("required") and name not in block.attributes:
            yield _defect("S2I303", f"{place} lacks the argument '{name}'", block)
    for name, inner_entry in nested.items():
        count = counts.get(name, 0)
        if count < inner_entry.get("min", 0) and name not in dynamic and name not in block.attributes:
            yield _defect("S2I304", f"{place} lacks the block '{name}'", block)
        if inner_entry.get("max") and count > inner_entry["max"]:
            yield _defect(
                "S2I304",
                f"{place} has {count} blocks '{name}'; at most {inner_entry['max']} are allowed",
                block,
            )


def _argument(
    name: str, item: Expression, attribute: dict[str, Any], block: Block, place: str
) -> Iterator[Diagnostic]:
    if attribute.get("computed") and not attribute.get("optional"):
        yield _defect("S2I305", f"{place}.{name} is set by the provider only", block)
    kind = attribute.get("type")
    if item.literal and item.value is not None:
        if isinstance(kind, str) and kind in TYPES and not isinstance(item.value, TYPES[kind]):
            yield _defect("S2I306", f"{place}.{name} is a {kind}, not {item.text}", block)
        elif isinstance(kind, list) and kind[0] in ("list", "set") and not isinstance(item.value, list):
            yield _defect("S2I306", f"{place}.{name} is a {kind[0]}, not {item.text}", block)


def _references(block: Block, graph: Graph, schema: dict[str, Any]) -> Iterator[Diagnostic]:
    locals_ = {name for other in graph.blocks if other.kind == "locals" for name in other.attributes}
    seen = set()
    iterators = _iterators(block)
    for item in block.expressions():
        for address, path in item.traversals:
            head, _, rest = address.partition(".")
            if (address, path) in seen or head in SCOPED or head in iterators:
                continue
            seen.add((address, path))
            if head == "local":
                known = rest in locals_
            elif block.kind == "lifecycle":
                known = True
            else:
                known = address in graph.by_address
            if not known:
                if _is_argument_list(block, item):
                    continue
                yield _defect(
                    "S2I307", f"{block.address} refers to {address}, which is not in the build", block
                )
            elif path:
                yield from _attribute_exists(block, address, path, graph, schema)


def _iterators(block: Block) -> frozenset[str]:
    """The names that ``dynamic`` blocks introduce."""
    found = set()
    for inner in block.blocks:
        if inner.kind == "dynamic":
            found.add(
                str(inner.attributes["iterator"].text) if "iterator" in inner.attributes else inner.labels[0]
            )
        found |= _iterators(inner)
    return frozenset(found)


def _is_argument_list(block: Block, item: Expression) -> bool:
    """Whether the expression is ``ignore_changes`` or the like, which names the block's own arguments."""
    return any(inner.kind == "lifecycle" and item in inner.attributes.values() for inner in block.blocks)


def _attribute_exists(
    block: Block, address: str, path: str, graph: Graph, schema: dict[str, Any]
) -> Iterator[Diagnostic]:
    target = graph.by_address[address]
    if target.kind not in ("resource", "data"):
        return
    entry = schema["resources" if target.kind == "resource" else "data"].get(target.labels[0])
    first = path.split(".")[0]
    if (
        entry is not None
        and first not in entry.get("attributes", {})
        and first not in entry.get("blocks", {})
    ):
        yield _defect(
            "S2I308",
            f"{block.address} refers to {address}.{first}, which {target.labels[0]} does not have",
            block,
        )


def _defect(code: str, message: str, block: Block) -> Diagnostic:
    return Diagnostic(
        code, Severity.ERROR, message, help="this is a defect of the target pack, not of the specification"
    )
