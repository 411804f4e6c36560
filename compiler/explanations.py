"""The pages that explain diagnostics, one file a code in ``compiler/explain/``.

A page starts ``# S2I103: short name``, then ``Severity: error`` (or warning, info), then what the finding means and why it
matters, then ``## Example`` and ``## Write instead``.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from .diagnostics import Severity

FOLDER = Path(__file__).with_name("explain")
CODE = re.compile(r"S2I\d{3}")
TITLE = re.compile(r"# (S2I\d{3}): (.+)\n\nSeverity: (error|warning|info)\n\n(.+)")


class Explanation(Struct, frozen=True):
    """A code, its short name, how much it weighs, what it means in its page's first sentences, and the page in Markdown."""

    code: str
    name: str
    severity: Severity
    meaning: str
    page: str


def explanation(code: str) -> Explanation | None:
    """The page of a code, in any case; None where there is no such code."""
    if not CODE.fullmatch(code.upper()):
        return None
    path = FOLDER / f"{code.upper()}.md"
    return _read(path) if path.is_file() else None


def explanations() -> tuple[Explanation, ...]:
    """All pages, by code."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("S2I*.md")))


def _read(path: Path) -> Explanation:
    """Raises ValueError, naming the file, where a page has another form."""
    page = path.read_text(encoding="utf-8")
    head = TITLE.match(page)
    if head is None or head[1] != path.stem:
        raise ValueError(f"{path.name}: a page starts with its code, its name and its severity")
    return Explanation(head[1], head[2].strip(), Severity(head[3]), head[4].strip(), page)
