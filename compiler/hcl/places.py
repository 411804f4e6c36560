"""Where in a template something stands that shows in what the template rendered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from .graph import Block

_HOLE = re.compile(r"\{\{.*?\}\}")
_HEADER = re.compile(r'\s*+([a-z_]++)\s*+(".*"|)\s*+\{')
_START = re.compile(r"\s*+([A-Za-z_][\w-]*+)")


def template_line(folders: Sequence[Path], block: Block, line: int) -> int:
    """The line of ``block.template`` that made the line ``line`` of the rendered text, which is one of the
    block's.

    It is found again by what it begins with, after a block's header that fits with the template's holes
    filled; the header's line where the line itself is not found, 0 where the header is not (a macro made the
    block).
    """
    lines = _template(tuple(folders), block.template)
    start = next((number for number, text in enumerate(lines) if _is_header(text, block)), None)
    if start is None:
        return 0
    rendered = block.text.split("\n")
    wanted = _START.match(rendered[line - block.line]) if 0 < line - block.line < len(rendered) else None
    if wanted is None:
        return start + 1
    for number in range(start + 1, len(lines)):
        if _HEADER.match(lines[number]) and not lines[number].startswith((" ", "\t")):
            break
        found = _START.match(lines[number])
        if found and found[1] == wanted[1]:
            return number + 1
    return start + 1


@lru_cache(maxsize=64)
def _template(folders: tuple[Path, ...], name: str) -> tuple[str, ...]:
    """The lines of a template, from the first folder that has it; none where none has."""
    for folder in folders:
        path = folder / name
        if name and path.is_file():
            return tuple(path.read_text(encoding="utf-8").splitlines())
    return ()


def _is_header(text: str, block: Block) -> bool:
    """Whether a line of a template can have become the header of the block."""
    found = _HEADER.match(text)
    if found is None or found[1] != block.kind:
        return False
    labels = " ".join(f'"{label}"' for label in block.labels)
    return re.fullmatch(".*".join(map(re.escape, _HOLE.split(found[2]))), labels) is not None
