"""Shows diagnostics to people: place, code, sentence, the source line with a caret, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .diagnostics import Diagnostic, Severity
from .statements import Measure

WINDOW = 100
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def render(diagnostics: Iterable[Diagnostic], lines: Sequence[str], source: str, *, colour: bool = False) -> str:
    """All findings as text, one blank line between two; ``lines`` are the specification's."""
    return "\n".join(_one(item, lines, source, colour) for item in diagnostics)


def _one(item: Diagnostic, lines: Sequence[str], source: str, colour: bool) -> str:
    place = item.source or source
    if item.line:
        place += f":{item.line}:{item.column}"
    severity = _painted(f"{item.severity.value}[{item.code}]", COLOURS[item.severity], colour)
    text = [f"{printable(place)}: {severity}: {printable(item.message)}"]
    if item.line and item.source is None and item.line <= len(lines):
        text += _excerpt(lines[item.line - 1], item, colour)
    if item.help:
        text.append(f"   = help: {printable(item.help)}")
    return "\n".join(text) + "\n"


def _excerpt(line: str, item: Diagnostic, colour: bool) -> list[str]:
    """The source line, cut to a window around the place, with carets under it."""
    start = max(item.column - 1, 0)
    first = max(0, min(start - WINDOW // 3, len(line) - WINDOW))
    shown = printable(line[first : first + WINDOW])
    before, after = ("…" if first else ""), ("…" if first + WINDOW < len(line) else "")
    width = max(1, min(item.end_column - item.column, WINDOW - (start - first), max(len(line) - start, 1)))
    number = str(item.line)
    gutter = " " * len(number)
    carets = _painted("^" * width, COLOURS[item.severity], colour)
    return [f" {number} | {before}{shown}{after}", f" {gutter} | {' ' * (len(before) + start - first)}{carets}"]


def printable(text: str) -> str:
    """``text`` with nothing in it that a terminal would obey: control and direction characters become a sign."""
    return "".join(letter if letter.isprintable() else (" " if letter in "\t\n" else "\ufffd") for letter in text)


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\x1b[1;{code}m{text}\x1b[0m" if colour else text


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def totals(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings of each severity, in words; empty where there is none."""
    found = list(diagnostics)
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "hint"}
    counts = {severity: sum(item.severity is severity for item in found) for severity in Severity}
    return ", ".join(counted(count, nouns[severity]) for severity, count in counts.items() if count)


def describe(measure: Measure) -> str:
    """A measure in words, such as ``latency p95 < 0.1 s``."""
    value = "–".join(f"{bound:g}" for bound in measure.value) if isinstance(measure.value, tuple) else f"{measure.value:g}"
    unit = "" if measure.unit == "1" else f" {measure.unit}"
    statistic = f" {measure.statistic}" if measure.statistic else ""
    operation = "between" if measure.op == "range" else measure.op
    return f"{measure.metric}{statistic} {operation} {value}{unit}"
