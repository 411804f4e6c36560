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

    It is found again after the first header that, its holes filled, can have become the block's: the nearest
    line of the same text or, where that has holes, of the same first word. It is the header's line where none
    is found, 0 where there is no such header, since a macro made the block.
    """
    lines = _template(tuple(folders), block.template)
    start = next((number for number, text in enumerate(lines) if _is_header(text, block)), None)
    if start is None:
        return 0
    rendered, offset = block.text.split("\n"), line - block.line
    wanted = rendered[offset].strip() if 0 < offset < len(rendered) else ""
    word = _START.match(wanted)
    if word is None:
        return start + 1
    end = next(
        (number for number in range(start + 1, len(lines)) if lines[number].startswith("}")), len(lines)
    )
    same_word = [
        number
        for number in range(start + 1, end)
        if (found := _START.match(lines[number])) and found[1] == word[1]
    ]
    same_text = [number for number in same_word if lines[number].strip() == wanted]
    ahead = [not text.lstrip().startswith(("{%", "{#")) for text in lines]
    return 1 + min(
        same_text or same_word or [start], key=lambda number: abs(sum(ahead[start:number]) - offset)
    )


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
