"""What the reader hands on: the document's statements as plain text, each knowing where in the file it stands."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum

from msgspec import Struct

from .diagnostics import Diagnostic


class Kind(StrEnum):
    """What a statement is there for; it follows the section in which the statement stands."""

    REQUIREMENT = "requirement"
    OBJECTIVE = "objective"
    CRITERION = "criterion"
    BUDGET = "budget"
    COMPLIANCE = "compliance"
    ASSUMPTION = "assumption"
    EXCLUSION = "exclusion"
    DEPENDENCY = "dependency"
    CONTEXT = "context"


class Form(StrEnum):
    """How a statement is written down: a list item, a table's row, or a sentence of a paragraph."""

    ITEM = "item"
    ROW = "row"
    SENTENCE = "sentence"


class Anchor(Struct, frozen=True):
    """From ``offset`` of a statement's text on, the text stands at ``line`` and ``column`` of the file (both from 1)."""

    offset: int
    line: int
    column: int


class Cell(Struct, frozen=True):
    """A table cell of a statement of form ROW: its column's head and its span in the statement's text."""

    head: str
    start: int
    end: int


class Placeholder(Struct, frozen=True):
    """A span of a statement's text that still waits for an author: ``[…]``, NEEDS CLARIFICATION, TBD."""

    start: int
    end: int
    question: str


class Passage(Struct, frozen=True):
    """One statement as the reader found it, before anybody asked what it means.

    ``text`` is the author's wording without Markdown's marks (emphasis, code ticks, links keep their text), without the
    id and the check box, white space folded to single blanks; a row's cells are joined by `` | ``. Offsets are code
    points. ``anchors`` map them back to the file. ``label`` is the span of a leading bold or ``Word:`` label in ``text``.
    ``lead`` is the text of the list item or of the paragraph ending in a colon under which an item stands.
    """

    id: str
    id_given: bool
    line: int
    end_line: int
    section: tuple[str, ...]
    kind: Kind
    form: Form
    text: str
    anchors: tuple[Anchor, ...]
    label: tuple[int, int] | None = None
    cells: tuple[Cell, ...] = ()
    checked: bool | None = None
    lead: str | None = None
    placeholders: tuple[Placeholder, ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of the file at which ``text[offset]`` stands."""
        index = max(bisect_right(self.anchors, offset, key=lambda anchor: anchor.offset) - 1, 0)
        anchor = self.anchors[index]
        return anchor.line, anchor.column + offset - anchor.offset


class Document(Struct, frozen=True):
    """A specification file, read: its metadata, its passages in file order, and what the reader has to say of it.

    ``metadata`` holds the bold header lines and front matter (``spec id``, ``status``, ``created`` … in lower case);
    ``sections`` every heading's path with its line, the empty ones too; ``lines`` the decoded source lines.
    """

    source: str
    title: str
    metadata: dict[str, str]
    sections: tuple[tuple[tuple[str, ...], int], ...]
    passages: tuple[Passage, ...]
    lines: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
