"""A report for people: one line a statement, below it what is not as demanded, and a summary."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..report_text import counted, printable
from .report import Report, Result, Verdict

LONGEST_TEXT = 100
LONGEST_VALUE = 160
MOST_RESULTS = 8
INDENT = " " * 11
COLOURS = {Verdict.PASS: "32", Verdict.FAIL: "31", Verdict.NOT_SHOWN: "33"}


def as_text(report: Report, *, colour: bool = False) -> str:
    """The report as text without control characters but line ends and, with ``colour``, our colours."""
    lines = []
    for row in report.statements:
        lines.append(_line(row.verdict, f"{row.id} (line {row.line}): {row.text}", colour))
        unmet = [item for item in row.results if item.verdict is not Verdict.PASS]
        lines += _details(unmet)
        if row.reason and not unmet:
            lines.append(f"{INDENT}{printable(row.reason)}")
    unmet = [item for item in report.baseline if item.verdict is Verdict.FAIL]
    if unmet:
        lines += [_line(Verdict.FAIL, "baseline: what no statement calls for", colour), *_details(unmet)]
    return "\n".join([*lines, "", summary(report)]) + "\n"


def summary(report: Report) -> str:
    """The totals in one sentence."""
    passed, failed, open_ = (report.count(verdict) for verdict in Verdict)
    extra = sum(item.verdict is Verdict.FAIL for item in report.baseline)
    more = f"; {counted(extra, 'baseline check')} failed" if extra else ""
    return f"{counted(len(report.statements), 'statement')}: {passed} pass, {failed} fail, {open_} not shown{more}"


def _line(verdict: Verdict, words: str, colour: bool) -> str:
    shown = printable(words)
    if len(shown) > LONGEST_TEXT:
        shown = f"{shown[: LONGEST_TEXT - 1]}…"
    label = f"{verdict.value:<9}"
    painted = f"\x1b[1;{COLOURS[verdict]}m{label}\x1b[0m" if colour else label
    return f"{painted}  {shown}"


def _details(results: Sequence[Result]) -> Iterator[str]:
    """What is wrong first, then what is not shown, by reason; no more than can be read."""
    failed = [sentence(item) for item in results if item.verdict is Verdict.FAIL]
    groups: dict[tuple[str, str], list[Result]] = {}
    for item in results:
        if item.verdict is Verdict.NOT_SHOWN:
            groups.setdefault((item.check, item.reason), []).append(item)
    unknown = [
        sentence(group[0]) + (f", and {len(group) - 1} more" if len(group) > 1 else "")
        for group in groups.values()
    ]
    lines = failed + unknown
    yield from (f"{INDENT}{line}" for line in lines[:MOST_RESULTS])
    if len(lines) > MOST_RESULTS:
        yield f"{INDENT}and {len(lines) - MOST_RESULTS} more: see --format json"


def sentence(result: Result) -> str:
    """Where, what was found, and what was demanded."""
    if result.verdict is Verdict.NOT_SHOWN:
        where = "" if result.reason.startswith("no ") else f"{result.place}: "
        words = f"not shown: {where}{result.reason} ({result.check}: {result.title})"
    else:
        because = f" ({result.reason})" if result.reason else ""
        found = value_text(result.value)
        words = f"{result.place} is {found}{because}; demanded: {result.demanded} ({result.check}: {result.title})"
    return printable(words)


def value_text(value: Any) -> str:
    """A value of the plan on one line, cut where it is long."""
    shown = "not set" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"
