"""From bytes to lines of text: encodings, line ends, control characters, limits; never an exception."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from ..diagnostics import Diagnostic, Severity
from .words import words

# Generous: the longest specification that anybody works with has some thousand lines.
LONGEST_LINE = 2_000_000
MOST_LINES = 400_000
LARGEST_FILE = 32 * 2**20
# So many places are named for one sort of fault; of the others only the number is said.
MOST_PLACES = 20

# Characters that move what follows or hide it: C0 and C1 controls, marks that turn the direction of writing.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
LINE_END = re.compile("\r\n|\r|\n")
REPLACEMENT = "\ufffd"


def decode(data: bytes) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The lines without their ends, and what was wrong with the bytes. Columns in them are those of the file."""
    found: list[Diagnostic] = []
    if len(data) > LARGEST_FILE:
        found.append(
            _too_large(f"the file has {len(data)} bytes; only the first {LARGEST_FILE} are read", 0, 1)
        )
        data = data[:LARGEST_FILE]
    text, encoding = _text(data)
    lines = LINE_END.split(text)
    if not lines[-1]:
        lines.pop()
    if len(lines) > MOST_LINES:
        message = f"the file has {len(lines)} lines; only the first {MOST_LINES} are read"
        found.append(_too_large(message, MOST_LINES + 1, 1))
        del lines[MOST_LINES:]
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            message = f"the line has {len(line)} characters; only the first {LONGEST_LINE} are read"
            found.append(_too_large(message, number + 1, LONGEST_LINE + 1))
            lines[number] = line[:LONGEST_LINE]
    if REPLACEMENT in text:
        found.extend(_places(_broken(lines, encoding)))
    found.extend(_places(_controls(lines)))
    found.extend(_places(_misread(lines)))
    return tuple(lines), found


def _text(data: bytes) -> tuple[str, str | None]:
    """The text, and the encoding where some of the bytes are none of it."""
    encoding, mark = "utf-8", codecs.BOM_UTF8
    if data.startswith(codecs.BOM_UTF16_LE):
        encoding, mark = "utf-16-le", codecs.BOM_UTF16_LE
    elif data.startswith(codecs.BOM_UTF16_BE):
        encoding, mark = "utf-16-be", codecs.BOM_UTF16_BE
    data = data.removeprefix(mark)
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), encoding


def _broken(lines: Sequence[str], encoding: str | None) -> Iterator[Diagnostic]:
    what = (
        f"the bytes here are no {encoding.upper()}"
        if encoding
        else "a sign was lost here before the file was saved"
    )
    for number, line in enumerate(lines, 1):
        column = line.find(REPLACEMENT) + 1
        if column:
            yield Diagnostic(
                "S2I001", Severity.WARNING, what, number, column, column + 1, help="save the file as UTF-8"
            )


def _controls(lines: list[str]) -> Iterator[Diagnostic]:
    """Where control characters stand; in ``lines`` they become blanks, so that columns stay."""
    for number, line in enumerate(lines, 1):
        if line.isprintable():
            continue
        first = None
        for match in CONTROL.finditer(line):
            if match[0] not in "\f\v":
                first = match
                break
        lines[number - 1] = CONTROL.sub(" ", line)
        if first is not None:
            column = first.start() + 1
            message = f"a control character (U+{ord(first[0]):04X}) stands in the line and is read as a blank"
            yield Diagnostic(
                "S2I003", Severity.WARNING, message, number, column, column + 1, help="delete it"
            )


def _misread(lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Where signs were saved in a wrong encoding; the text is repaired later, the lines are shown as they are."""
    if not any(letter in line for line in lines for letter in "ÂÃâ"):
        return
    known = words()
    pattern = re.compile(known.mojibake_pattern)
    for number, line in enumerate(lines, 1):
        for match in pattern.finditer(line):
            meant = known.mojibake[match[0]]
            shown = meant if meant.strip() else "a blank"
            yield Diagnostic(
                "S2I002", Severity.INFO, f"'{match[0].strip()}' is read as {shown}, which was saved in the wrong encoding",
                number, match.start() + 1, match.end() + 1, help="save the file as UTF-8",
            )  # fmt: skip


def _places(findings: Iterator[Diagnostic]) -> list[Diagnostic]:
    """The first findings of one sort, and how many more there are."""
    named = list(islice(findings, MOST_PLACES))
    more = sum(1 for _ in findings)
    if more:
        named[-1] = replace(named[-1], message=f"{named[-1].message}; the same in {more} more places")
    return named


def _too_large(message: str, line: int, column: int) -> Diagnostic:
    return Diagnostic(
        "S2I021", Severity.ERROR, message, line, column, column + 1, help="split the specification"
    )
