"""The comments in a block's text, by the line that they stand above."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..hcl.graph import Block
from .wording import reworded

# What scanners of Terraform's code read has no reader in a program.
_SCANNERS = ("checkov:", "tfsec:", "trivy:", "tflint-ignore")


class Comments:
    """The comments of one top-level block. ``said`` are words that stand above the block already and are not repeated."""

    def __init__(self, block: Block, said: Iterable[str] = ()) -> None:
        self.lines = block.text.split("\n")
        self.first = block.line
        self.said = frozenset(said)

    def above(self, line: int, last: int | None = None) -> tuple[str, ...]:
        """The comments right above a line of the rendered text, and those from it to the line ``last``."""
        return self._at(line - self.first, None if last is None else last - line)

    def of(self, name: str, length: int) -> tuple[str, ...]:
        """The comments of a local value, which is found by its name: its block may have been put together from several."""
        begins = re.compile(rf"\s*{re.escape(name)}\s*=")
        place = next((index for index, line in enumerate(self.lines) if begins.match(line)), None)
        return () if place is None else self._at(place, length)

    def _at(self, place: int, length: int | None) -> tuple[str, ...]:
        start = place
        while start > 0 and self.lines[start - 1].strip().startswith("#"):
            start -= 1
        end = place if length is None else place + length + 1
        return worded((item.strip() for item in self.lines[start:end]), self.said)


def worded(lines: Iterable[str], said: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of comment lines that a reader of the program needs, each once."""
    words = (line.lstrip("#").strip() for line in lines if line.startswith("#"))
    kept = (item for item in words if item and item not in said and not item.startswith(_SCANNERS))
    return tuple(dict.fromkeys(map(reworded, kept)))
