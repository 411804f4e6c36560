"""Checks a configuration against its providers' schema before anything is written.

What is found here is a defect of a target pack, never of a specification: each finding names template and
line.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..diagnostics import Diagnostic, by_place
from .arguments import check_block, check_language_block
from .core import BESIDE
from .findings import Finding, diagnostic
from .graph import Graph
from .referring import check_references
from .resolving import Surroundings, surroundings


class SchemaError(ValueError):
    """A pack's ``schema.json.gz`` can't be read; the message names file and line as those of other defects of packs do."""


ROOMS = ("resources", "data", "ephemeral", "providers")


def load_schema(folders: Sequence[Path]) -> dict[str, Any]:
    """The trimmed schemas of a pack's folders as one; where two have a type, the first folder's holds.

    See ``trim.py`` for their form. Without any, every room is empty, and only references are checked. Raises
    SchemaError where one is no gzipped JSON of that form.
    """
    schema: dict[str, Any] = {room: {} for room in ROOMS}
    for folder in reversed(folders):
        path = folder / "schema.json.gz"
        if path.is_file():
            content = _content(path)
            for room in ROOMS:
                schema[room] |= content.get(room, {})
    return schema


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        content = None
    if not isinstance(content, dict) or not all(isinstance(content.get(room, {}), dict) for room in ROOMS):
        raise SchemaError(f"{path.name}:1: it is not what `python -m spec2iac.hcl.trim` writes")
    return content


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
        yield from (check_block if block.kind in BESIDE else check_language_block)(block, around)
    yield from check_references(graph, around)
