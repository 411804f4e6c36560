"""The pages that explain diagnostics, one file a code in ``compiler/explain/``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("explain")
TITLE = re.compile(r"# (S2I\d{3}): (.+)")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code, its short name, and the page in Markdown."""

    code: str
    name: str
    page: str


def explanation(code: str) -> Explanation | None:
    """The page of a code, in any case; None where there is no such code."""
    if not re.fullmatch(r"[sS]2[iI]\d{3}", code):
        return None
    path = FOLDER / f"{code.upper()}.md"
    return _read(path) if path.is_file() else None


def explanations() -> tuple[Explanation, ...]:
    """All pages, by code."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("S2I*.md")))


def _read(path: Path) -> Explanation:
    page = path.read_text(encoding="utf-8")
    title = TITLE.match(page)
    return Explanation(path.stem, title[2].strip() if title else path.stem, page)
