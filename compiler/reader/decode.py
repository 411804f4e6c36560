"""From bytes to lines of text: encodings, line ends, control characters; never an exception."""

from __future__ import annotations

import codecs
import re

from ..diagnostics import Diagnostic, Severity

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
LONGEST_LINE = 100_000
MOST_LINES = 200_000


def decode(data: bytes) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The lines without their ends, and what was wrong with the bytes. Columns in them are those of the file."""
    text, found = _text(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ").replace("\v", " ").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) > MOST_LINES:
        found.append(Diagnostic("S2I021", Severity.ERROR, f"the file has {len(lines)} lines; only the first {MOST_LINES} are read",
                                MOST_LINES + 1, help="split the specification"))  # fmt: skip
        del lines[MOST_LINES:]
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            found.append(Diagnostic("S2I021", Severity.ERROR, f"the line has {len(line)} characters; only the first {LONGEST_LINE} are read",
                                    number, LONGEST_LINE + 1, LONGEST_LINE + 2, help="break the line"))  # fmt: skip
            lines[number - 1] = line = line[:LONGEST_LINE]
        if not line.isprintable() and (control := CONTROL.search(line)):
            found.append(Diagnostic("S2I003", Severity.WARNING, f"a control character (U+{ord(control[0]):04X}) stands in the line",
                                    number, control.start() + 1, control.start() + 2, help="delete it"))  # fmt: skip
            lines[number - 1] = CONTROL.sub(" ", line)
    return tuple(lines), found


def _text(data: bytes) -> tuple[str, list[Diagnostic]]:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    return _lenient(data.removeprefix(codecs.BOM_UTF8), "utf-8")


def _lenient(data: bytes, encoding: str) -> tuple[str, list[Diagnostic]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        finding = Diagnostic("S2I001", Severity.WARNING, f"the bytes here are no {encoding.upper()}", line, column, column + 1,
                             help="save the file as UTF-8")  # fmt: skip
        return data.decode(encoding, "replace"), [finding]
