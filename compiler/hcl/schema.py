"""Checks a configuration against its providers' schema before anything is written.

What is found here is a defect of a target pack, never of a specification: each finding names template and
line.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..diagnostics import Diagnostic, Severity, by_place
from .arguments import META_ARGUMENTS, check_block
from .findings import Finding, diagnostic
from .graph import Block, Graph
from .referring import check_references
from .resolving import Surroundings, surroundings
from .types import declared_type, mismatch

ROOMS = ("resources", "data", "ephemeral", "providers")
# What blocks without a provider's schema need, and the code of what they should have for their readers.
_NEEDED = {"output": ("value",), "module": ("source",)}
_DOCUMENTED = {"variable": ("type", "description"), "output": ("description",)}


def load_schema(folders: Sequence[Path]) -> dict[str, Any]:
    """The trimmed schemas of a pack's folders as one; where two have a type, the first folder's holds.

    See ``trim.py`` for their form. Without any, every room is empty, and only references are checked.
    """
    schema: dict[str, Any] = {room: {} for room in ROOMS}
    for folder in reversed(folders):
        path = folder / "schema.json.gz"
        if path.is_file():
            content = json.loads(gzip.decompress(path.read_bytes()))
            for room in ROOMS:
                schema[room] |= content.get(room, {})
    return schema


def check(graph: Graph, schema: Mapping[str, Any], folders: Sequence[Path] = ()) -> tuple[Diagnostic, ...]:
    """What is wrong with the configuration, in the order of templates and lines.

    Unknown types, arguments and blocks, missing ones, wrong numbers of blocks and types of values, secrets in
    code, references that lead nowhere or in circles, and what nothing refers to. ``folders`` are those of the
    pack, in which lines of templates are looked up.
    """
    around = surroundings(graph, schema)
    return by_place(tuple(diagnostic(finding, folders) for finding in _findings(graph, around)))


def _findings(graph: Graph, around: Surroundings) -> Iterator[Finding]:
    for block in graph.blocks:
        if block.kind in META_ARGUMENTS:
            yield from check_block(block, around)
        else:
            yield from _documented(block)
        if block.kind == "variable":
            yield from _default(block, around)
    yield from check_references(graph, around)


def _documented(block: Block) -> Iterator[Finding]:
    """Arguments without which a variable, an output or a module is no use, or none to a reader."""
    for name in _NEEDED.get(block.kind, ()):
        if name not in block.attributes:
            yield Finding("S2I303", f"{block.address} lacks the argument '{name}'", block)
    for name in _DOCUMENTED.get(block.kind, ()):
        if name not in block.attributes:
            yield Finding("S2I316", f"{block.address} has no '{name}'", block, severity=Severity.WARNING)


def _default(block: Block, around: Surroundings) -> Iterator[Finding]:
    """A default that is not of the variable's type."""
    type_, default = block.attributes.get("type"), block.attributes.get("default")
    if type_ and default:
        words = mismatch(default.node, declared_type(type_.node), around.type_of)
        if words:
            yield Finding("S2I306", f"{block.address}.default {words}", block, default.line)
