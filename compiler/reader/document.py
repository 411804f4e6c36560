"""Reads a specification: decodes it, walks its blocks, and gives every passage its id and its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..diagnostics import Diagnostic, Severity, by_place
from ..document import Document, Kind, Passage
from .blocks import Draft, Walk, walk
from .body import body_of
from .decode import decode
from .placeholders import Gap, Sort
from .sections import Section, entry_of, missing_sections, section_of
from .text import Text

NOISE_BEFORE = re.compile(
    r"(?:(?:infrastructure|feature|technical|project|platform|system)\s+)?(?:specification|spec)\s*[:–—-]\s*",
    re.IGNORECASE,
)
NOISE_AFTER = re.compile(
    r"\s*(?:\s[-–—]|:)\s*(?:(?:infrastructure|feature|technical|project|platform|system)\s+)?(?:specification|spec)\Z",
    re.IGNORECASE,
)
LONGEST_SHOWN = 50

FINDINGS = {
    Sort.SLOT: (
        "S2I010",
        Severity.ERROR,
        "the placeholder {} is not filled in",
        "write what is needed, or delete the line",
    ),
    Sort.QUESTION: (
        "S2I011",
        Severity.WARNING,
        "a question is open here: {}",
        "write the answer in its place",
    ),
    Sort.UNFINISHED: ("S2I012", Severity.WARNING, "{} stands where a value is missing", "write the value"),
}


def read(data: bytes, source: str) -> Document:
    """The document in ``data``; ``source`` is what people call the file.

    Never raises for anything that ``data`` may hold: what is wrong with it is among the document's diagnostics.
    """
    lines, findings = decode(data)
    body = body_of(lines)
    found = walk(body, lines)
    drafts, passages = _finished(found)
    diagnostics = [*findings, *body.findings, *found.findings]
    diagnostics += _gap_findings(found, drafts, passages)
    diagnostics += _repeated(drafts, passages)
    diagnostics += _struck(drafts, passages)
    diagnostics += _section_findings(found)
    return Document(
        source=source,
        title=_title(found) or source,
        metadata=found.metadata,
        sections=tuple(found.sections),
        passages=tuple(passages),
        lines=lines,
        diagnostics=by_place(tuple(diagnostics)),
    )


def _title(found: Walk) -> str:
    """Front matter's title, the first heading, or the feature that the header names; without "Specification"."""
    first = found.title.text if found.title else ""
    if not first and found.sections and entry_of(found.sections[0][0][-1]) is None:
        first = found.sections[0][0][-1]
    title = (
        found.metadata.get("title")
        or first
        or found.metadata.get("feature")
        or found.metadata.get("project")
        or ""
    )
    return NOISE_AFTER.sub("", NOISE_BEFORE.sub("", title, count=1)).strip()


def _finished(found: Walk) -> tuple[list[Draft], list[Passage]]:
    """The passages with their kinds and with ids that no two of them share."""
    asks = any(
        (entry := entry_of(path[-1])) is not None and entry.kind is not Kind.CONTEXT
        for path, _ in found.sections
    )
    known: dict[tuple[str, ...], Section] = {}
    taken: dict[str, int] = {}
    for draft in found.drafts:
        if draft.passage.id_given:
            taken.setdefault(draft.passage.id, 0)
    counters: dict[str, int] = {}
    passages = []
    for draft in found.drafts:
        passage = draft.passage
        path = (*passage.section, *draft.under)
        if path not in known:
            known[path] = section_of(path)
        kind = draft.fixed or _kind(known[path], path, asks)
        identity = _identity(draft, known[path], kind, taken, counters)
        passages.append(replace(passage, id=identity, kind=kind))
    return found.drafts, passages


def _kind(section: Section, path: Sequence[str], asks: bool) -> Kind:
    """What a passage is. Where no heading says anything, a document that names no section of requests is one request."""
    if section.entry is not None:
        return section.kind
    return Kind.REQUIREMENT if path or not asks else Kind.CONTEXT


def _identity(
    draft: Draft, section: Section, kind: Kind, taken: dict[str, int], counters: dict[str, int]
) -> str:
    """The author's id, with a number behind it where it was used before; else one made from the section and the position."""
    if draft.passage.id_given:
        given = draft.passage.id
        taken[given] += 1
        if taken[given] == 1:
            return given
        return _next(f"{given}-{{}}", given, 2, taken, counters)
    if draft.parent is not None:
        return _next(f"{draft.parent}.{{}}", f"{draft.parent}.", 1, taken, counters)
    prefix = (
        "CODE"
        if draft.code
        else "HDR"
        if draft.header
        else section.prefix or ("CTX" if kind is Kind.CONTEXT else "REQ")
    )
    return _next(f"{prefix}-{{:03d}}", prefix + "-", 1, taken, counters)


def _next(form: str, counter: str, first: int, taken: dict[str, int], counters: dict[str, int]) -> str:
    """The next id of this form that nobody has."""
    number = counters.get(counter, first)
    while form.format(number) in taken:
        number += 1
    counters[counter] = number + 1
    taken[form.format(number)] = 1
    return form.format(number)


def _gap_findings(found: Walk, drafts: Sequence[Draft], passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    for text, gap in found.loose_gaps:
        yield _gap_finding(gap, text, text.text, None)
    for draft, passage in zip(drafts, passages, strict=True):
        for gap in draft.gaps:
            yield _gap_finding(gap, passage, passage.text, passage.id)


def _gap_finding(gap: Gap, where: Text | Passage, text: str, statement: str | None) -> Diagnostic:
    start, end = gap.placeholder.start, gap.placeholder.end
    line, column = where.place(start)
    last_line, last_column = where.place(end - 1)
    code, severity, message, advice = FINDINGS[gap.sort]
    shown = gap.placeholder.question if gap.sort is Sort.QUESTION else text[start:end]
    shown = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"
    # What goes on in the next line is shown to the end of the first.
    end_column = last_column + 1 if last_line == line else column + 1
    return Diagnostic(
        code, severity, message.format(shown), line, column, end_column, help=advice, statement=statement
    )


def _repeated(drafts: Sequence[Draft], passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    for draft, passage in zip(drafts, passages, strict=True):
        if draft.passage.id_given and passage.id != draft.passage.id:
            line, column = passage.place(0)
            message = f"the id {draft.passage.id} is used before; this statement is listed as {passage.id}"
            advice = "give the statement an id of its own"
            yield Diagnostic(
                "S2I004",
                Severity.WARNING,
                message,
                line,
                column,
                column + 1,
                help=advice,
                statement=passage.id,
            )


def _struck(drafts: Sequence[Draft], passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    for draft, passage in zip(drafts, passages, strict=True):
        if draft.struck:
            message = "what is struck out counts as not written"
            yield Diagnostic(
                "S2I009", Severity.INFO, message, *draft.struck, help="delete it", statement=passage.id
            )


def _section_findings(found: Walk) -> Iterator[Diagnostic]:
    """Sections without a statement, and the template's mandatory ones that are not there."""
    for title, line in found.empty_sections:
        entry = entry_of(title)
        if entry is None or entry.kind is not Kind.CONTEXT or entry.mandatory:
            severity = Severity.WARNING if entry is not None and entry.mandatory else Severity.INFO
            message = f"nothing stands in the section '{title[:LONGEST_SHOWN]}'"
            yield Diagnostic(
                "S2I006",
                severity,
                message,
                line,
                1,
                2,
                help="write what belongs there, or delete the heading",
            )
    for name in missing_sections([path[-1] for path, _ in found.sections]):
        message = f"the mandatory section '{name}' is missing"
        yield Diagnostic("S2I005", Severity.WARNING, message, help=f"add a section '## {name}'")
