"""Shows diagnostics to people: place, code, sentence, the source line with carets, and what to write instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from .diagnostics import Diagnostic, Severity
from .statements import Measure

WINDOW = 100
BEFORE_PLACE = 33
LONGEST_SENTENCE = 600
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "hint"}


def render(
    diagnostics: Iterable[Diagnostic], lines: Sequence[str], source: str, *, colour: bool = False
) -> str:
    """All findings as text, one blank line between two; ``lines`` are the specification's, ``source`` is its name.

    Whatever the specification says, the text has no control characters in it but line ends and, with ``colour``, our colours.
    """
    return "\n".join(_one(item, lines, source, colour) for item in diagnostics)


def _one(item: Diagnostic, lines: Sequence[str], source: str, colour: bool) -> str:
    place = item.source or source
    if item.line:
        place += f":{item.line}:{item.column}"
    severity = _painted(f"{item.severity.value}[{item.code}]", COLOURS[item.severity], colour)
    text = [f"{printable(place)}: {severity}: {_sentence(item.message)}"]
    own = item.source is None or item.source == source
    if own and 0 < item.line <= len(lines):
        text += _excerpt(lines[item.line - 1], item, colour)
    if item.help:
        text.append(f"   = help: {_sentence(item.help)}")
    return "\n".join(text) + "\n"


def _excerpt(line: str, item: Diagnostic, colour: bool) -> list[str]:
    """The source line, cut to a window around the place, with carets under it.

    Columns count code points, a terminal counts cells: what stands before the place is measured in cells.
    """
    start = min(max(item.column - 1, 0), len(line))
    first = max(0, min(start - BEFORE_PLACE, len(line) - WINDOW))
    last = min(first + WINDOW, len(line))
    end = max(start, min(item.end_column - 1, last))
    shown = printable(line[first:last])
    before, after = ("…" if first else ""), ("…" if last < len(line) else "")
    indent = len(before) + cells(shown[: start - first])
    carets = "^" * max(1, cells(shown[start - first : end - first]))
    gutter = " " * len(str(item.line))
    return [
        f" {item.line} | {before}{shown}{after}",
        f" {gutter} | {' ' * indent}{_painted(carets, COLOURS[item.severity], colour)}",
    ]


def printable(text: str) -> str:
    """``text`` with nothing in it that a terminal would obey: blanks of any kind become a blank, other signs U+FFFD.

    One sign for one sign, so that columns stay what they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else " " if letter.isspace() else "\ufffd" for letter in text
    )


def cells(text: str) -> int:
    """How many cells a terminal gives to printable ``text``: two for wide letters, none for combining signs (UAX #11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _sentence(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= LONGEST_SENTENCE else f"{shown[: LONGEST_SENTENCE - 1]}…"


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\x1b[1;{code}m{text}\x1b[0m" if colour else text


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def totals(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings of each severity, in words; empty where there is none."""
    found = [item.severity for item in diagnostics]
    return ", ".join(
        counted(found.count(severity), NOUNS[severity]) for severity in Severity if severity in found
    )


def describe(measure: Measure) -> str:
    """A measure in words, such as ``latency p95 < 0.1 s``."""
    bounds = measure.value if isinstance(measure.value, tuple) else (measure.value,)
    value = "–".join(f"{bound:.10g}" for bound in bounds)
    unit = "" if measure.unit == "1" else f" {measure.unit}"
    statistic = f" {measure.statistic}" if measure.statistic else ""
    operation = "between" if measure.op == "range" else measure.op
    return f"{measure.metric}{statistic} {operation} {value}{unit}"
