"""The language: from a document's passages to what they ask for, by vocabulary and grammar."""

from __future__ import annotations

from ..diagnostics import by_place
from ..document import Document
from ..statements import Specification
from .answering import take_answers
from .machine_form import as_json
from .statement import understand_passage
from .vocabulary import vocabulary

__all__ = ["as_json", "understand"]


def understand(document: Document) -> Specification:
    """What the document's passages ask for, passage by passage, with the findings of reader and language."""
    known = vocabulary()
    understood = [understand_passage(passage, known) for passage in document.passages]
    diagnostics = [*document.diagnostics, *(finding for one in understood for finding in one.diagnostics)]
    statements, diagnostics = take_answers(
        document, [one.statement for one in understood], diagnostics, known
    )
    return Specification(document, statements, by_place(tuple(diagnostics)))
