"""What each cloud has for each concept, as the packs themselves say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .load import Pack

NONE = "none"


def support_matrix(packs: Sequence[Pack], concepts: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Each concept with its support on each of the clouds: ``full``, ``nearest`` or ``none``."""
    return [
        (concept, [str(pack.concepts.get(concept, {}).get("support", NONE)) for pack in packs])
        for concept in concepts
    ]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of columns that stand under their heads; no blank at a line's end."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join(line.rstrip() for line in padded)
