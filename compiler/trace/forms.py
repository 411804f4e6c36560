"""The forms of the table: text and Markdown for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from ..project.markdown import escape
from ..report_text import printable
from .coverage import WAYS, Coverage, Row

# Spreadsheets take a cell that begins with one of these for a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_ADDRESSES = 6
LONGEST_TEXT = 100


def as_json(found: Coverage, verdicts: Mapping[str, str]) -> dict[str, Any]:
    """The machine form. ``verdicts`` are those of a plan, by statement; empty without one."""
    return {
        "format": 1,
        "summary": found.counts(),
        "statements": [
            {
                "id": row.id, "line": row.line, "kind": row.kind, "status": row.status, "text": row.text,
                "components": list(row.components), "resources": list(row.resources), "files": list(row.files),
                "ways": [{"kind": way.kind, "name": way.name, "place": way.place, "note": way.note} for way in row.ways],
                "result": verdicts.get(row.id), "reason": row.reason,
            }
            for row in found.rows
        ],
        "resources": [
            {"address": row.address, "file": row.file, "component": row.component, "statements": list(row.statements), "reason": row.reason}
            for row in found.resources
        ],
        "without_test": [row.id for row in found.untested],
        "without_statement": [row.address for row in found.unasked],
    }  # fmt: skip


def as_text(found: Coverage, verdicts: Mapping[str, str]) -> str:
    """The table as lines, then what stands out."""
    lines: list[str] = []
    for row in found.rows:
        if row.status == "context" and not row.ways:
            continue
        mark = "!" if row in found.untested else " "
        lines.append(f"{mark} {row.id} (line {row.line}), {row.status}: {_short(row.text)}")
        lines += [f"      {name:<11}{value}" for name, value in _details(row, verdicts)]
    lines += ["", *(_wrapped_sections(found))]
    return "\n".join(printable(line) if line else line for line in lines) + "\n"


def _details(row: Row, verdicts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if row.components:
        yield "components", ", ".join(row.components)
    if row.resources:
        yield "resources", _some(row.resources)
    for kind in WAYS:
        ways = [way for way in row.ways if way.kind == kind]
        if kind == "static" and ways:
            yield "static", ", ".join(way.name for way in ways)
        for way in ways if kind != "static" else ():
            yield kind, f"{way.place if kind == 'dynamic' else way.name} ({way.note})"
    if verdicts.get(row.id):
        yield "result", verdicts[row.id]
    if row.reason and not row.ways:
        yield "nothing", row.reason


def _some(addresses: tuple[str, ...]) -> str:
    more = len(addresses) - MOST_ADDRESSES
    return ", ".join(addresses[:MOST_ADDRESSES]) + (f" and {more} more" if more > 0 else "")


def _wrapped_sections(found: Coverage) -> Iterator[str]:
    if found.untested:
        yield "Statements that nothing shows:"
        yield from (
            f"  ! {row.id} (line {row.line}): {row.reason or 'no test and no item of the checklist'}"
            for row in found.untested
        )
        yield ""
    if found.unasked:
        yield "Resources that no statement asks for:"
        yield from (f"  {row.address}: {row.reason}" for row in found.unasked)
        yield ""
    counts = found.counts()
    yield (
        f"{counts['criteria']} criteria and non-functional requirements: {counts['static']} shown by static checks, {counts['dynamic']} by tests of"
        f" the running system, {counts['manual']} by people, {counts['none']} by nothing"
    )


def as_markdown(found: Coverage, verdicts: Mapping[str, str], title: str) -> str:
    """The table as Markdown."""
    head = [
        "statement",
        "line",
        "status",
        "components",
        "resources",
        "shown by",
        *(["result"] if verdicts else []),
    ]
    lines = [f"# Traceability: {escape(title)}", "", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for row in found.rows:
        if row.status == "context" and not row.ways:
            continue
        shown = (
            ", ".join(dict.fromkeys(f"{way.kind} `{way.name}`" for way in row.ways))
            or f"**nothing**: {escape(row.reason)}"
        )
        resources = ", ".join(f"`{address}`" for address in row.resources[:MOST_ADDRESSES])
        more = len(row.resources) - MOST_ADDRESSES
        cells = [escape(row.id), str(row.line), row.status, ", ".join(f"`{key}`" for key in row.components),
                 resources + (f" and {more} more" if more > 0 else ""), shown, *([verdicts.get(row.id, "")] if verdicts else [])]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    if found.untested:
        lines += ["", "## Statements that nothing shows", ""]
        lines += [
            f"- {escape(row.id)} (line {row.line}): {escape(row.reason or row.text)}"
            for row in found.untested
        ]
    if found.unasked:
        lines += ["", "## Resources that no statement asks for", ""]
        lines += [f"- `{row.address}`: {escape(row.reason)}" for row in found.unasked]
    counts = found.counts()
    lines += ["", f"{counts['criteria']} criteria and non-functional requirements: {counts['static']} static, {counts['dynamic']} dynamic,"
              f" {counts['manual']} manual, {counts['none']} not shown."]  # fmt: skip
    return "\n".join(lines) + "\n"


def as_csv(found: Coverage, verdicts: Mapping[str, str]) -> str:
    """A line for each statement and way, and for each resource that no statement asks for."""
    head = (
        "statement",
        "line",
        "kind",
        "status",
        "text",
        "components",
        "resources",
        "way",
        "test",
        "place",
        "note",
        "result",
    )
    rows: list[tuple[object, ...]] = []
    for row in found.rows:
        start = (
            row.id,
            row.line,
            row.kind,
            row.status,
            row.text,
            " ".join(row.components),
            " ".join(row.resources),
        )
        ways = [(way.kind, way.name, way.place, way.note) for way in row.ways] or [("", "", "", row.reason)]
        rows += [(*start, *way, verdicts.get(row.id, "")) for way in ways]
    rows += [
        (
            "",
            "",
            "",
            "",
            "no statement asks for it",
            row.component or "",
            row.address,
            "",
            "",
            "",
            row.reason,
            "",
        )
        for row in found.unasked
    ]
    return table(head, rows)


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A table as CSV (RFC 4180) in which no cell is taken for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return stream.getvalue()


def _cell(value: object) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
