"""What ``check --fix`` changes in a specification: product names become generic terms, missing ids are written down.

An edit is kept only where the statement means the same afterwards; every byte outside the edits stays as it is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from .document import Form, Kind
from .language import understand
from .meaning import wishes_of
from .reader import read
from .statements import Specification, Statement

# The kinds of statements that people refer to by an id.
NUMBERED = frozenset((Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.CRITERION, Kind.BUDGET, Kind.COMPLIANCE))
# So often an edit that changes a meaning is taken out and the rest is tried again.
ROUNDS = 4
# So often the whole is gone through again for names that only then stand out.
PASSES = 20
_LINE_END = re.compile("\r\n|\r|\n")
# What stands before the words of a list item: marks of quotations, the item's own mark, a check box.
_ITEM = re.compile(r"[ \t]*+(?:>[ \t]?)*+[ \t]*+(?:[-*+]|\d{1,9}[.)])[ \t]++(?:\[[ xX]\][ \t]++)?")
_ARTICLE = re.compile(r"(?<!\w)([Aa]n?) \Z")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Edit(Struct, frozen=True):
    """A place of the file (line and columns from 1, in code points, the last one exclusive) and what is to stand there."""

    line: int
    column: int
    end_column: int
    text: str
    statement: str
    about: str


class Correction(Struct, frozen=True):
    """The corrected bytes, the edits that they differ by, and those left out because they would change a meaning."""

    data: bytes
    edits: tuple[Edit, ...]
    left_out: tuple[Edit, ...]


def correct(data: bytes, source: str) -> Correction:
    """``data`` with every correction that leaves each statement's meaning alone, until none is left. Text that is not valid in its
    encoding stays as it is.
    """
    edits: tuple[Edit, ...] = ()
    left_out: tuple[Edit, ...] = ()
    for _ in range(PASSES):
        # What was mended may let another name stand out that was the same thing before.
        found = _corrected(data, source)
        left_out = found.left_out
        if found.data == data:
            break
        data, edits = found.data, (*edits, *found.edits)
    return Correction(data, edits, left_out)


def _corrected(data: bytes, source: str) -> Correction:
    """``data`` with every correction that leaves each statement's meaning alone. Text that is not valid in its encoding stays as it is."""
    text = decoded(data)
    if text is None:
        return Correction(data, (), ())
    before = understand(read(data, source))
    edits = sorted(
        {*_products(before), *_numbers(before)}, key=lambda edit: (edit.line, edit.column, edit.end_column)
    )
    left_out: list[Edit] = []
    for _ in range(ROUNDS):
        corrected = _applied(data, text, edits)
        changed = _changed(before, understand(read(corrected, source)))
        if not changed:
            return Correction(corrected, tuple(edits), tuple(left_out))
        left_out += [edit for edit in edits if edit.statement in changed]
        kept = [edit for edit in edits if edit.statement not in changed]
        if len(kept) == len(edits):
            break
        edits = kept
    return Correction(data, (), (*left_out, *edits))


def _products(specification: Specification) -> Iterator[Edit]:
    """Generic terms for product names, with the article before them where it has to change."""
    for item in specification.diagnostics:
        if item.fix is None or item.statement is None:
            continue
        before = specification.document.lines[item.line - 1][: item.column - 1]
        article = _ARTICLE.search(before)
        if article is None or article[1].isupper():
            yield Edit(item.line, item.column, item.end_column, item.fix, item.statement, "product")
            continue
        fitting = article[1][0] + ("n" if item.fix[0].lower() in "aeio" else "")
        column = article.start(1) + 1
        text = f"{fitting} {item.fix}"
        yield Edit(item.line, column, item.end_column, text, item.statement, "product")


def _numbers(specification: Specification) -> Iterator[Edit]:
    """The ids that the compiler calls statements by, for those items whose author gave none."""
    lines = specification.document.lines
    for statement in specification.statements:
        passage = statement.passage
        if passage.id_given or passage.form is not Form.ITEM or passage.kind not in NUMBERED:
            continue
        start = _ITEM.match(lines[passage.line - 1])
        if start is not None:
            column = start.end() + 1
            yield Edit(passage.line, column, column, f"**{passage.id}**: ", passage.id, "id")


def _changed(before: Specification, after: Specification) -> set[str]:
    """The ids of the statements that mean something else, or all where they are no longer the same ones."""
    if len(before.statements) != len(after.statements):
        return {statement.id for statement in before.statements}
    return {
        old.id
        for old, new in zip(before.statements, after.statements, strict=True)
        if _meaning(old) != _meaning(new)
    }


def _meaning(statement: Statement) -> tuple[object, ...]:
    """All that others take from a statement, without the places in its text."""
    kind = statement.passage.kind
    return (
        statement.id,
        kind,
        statement.modality,
        statement.status,
        statement.environment,
        *wishes_of(statement),
    )


def decoded(data: bytes) -> str | None:
    """The file's text without its byte order mark; None where the bytes are no valid text."""
    mark, encoding = _encoding(data)
    try:
        return data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        return None


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The byte order mark that the data begins with, and the encoding that it stands for."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))


def _applied(data: bytes, text: str, edits: Iterable[Edit]) -> bytes:
    """The data with the edits, which overlap nowhere."""
    starts = line_starts(text)
    parts: list[str] = []
    at = 0
    for edit in edits:
        start, end = starts[edit.line - 1] + edit.column - 1, starts[edit.line - 1] + edit.end_column - 1
        if start < at:
            continue
        parts += [text[at:start], edit.text]
        at = end
    return encoded(data, "".join([*parts, text[at:]]))


def encoded(data: bytes, text: str) -> bytes:
    """``text`` in the encoding of ``data``, with its byte order mark."""
    mark, encoding = _encoding(data)
    return mark + text.encode(encoding)


def line_starts(text: str) -> list[int]:
    """Where each line begins, as the reader counts lines."""
    return [0, *(end.end() for end in _LINE_END.finditer(text))]
