"""Walks the blocks of a Markdown file and lists its passages, each with its place, its id and the section that it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Severity, by_place
from ..document import Cell, Document, Form, Kind, Passage
from . import marks
from .decode import decode
from .inline import Text, plain
from .sections import SectionTable
from .sentences import sentences

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 60
METADATA = re.compile(r"^\*\*([A-Za-z][A-Za-z0-9 _/-]{0,40}?):?\*\*\s*:?\s*(.*)$")
FRONT_MATTER = re.compile(r"^([A-Za-z][A-Za-z0-9 _-]{0,40}):\s*(.*)$")
TITLE_NOISE = re.compile(
    r"^(?:Infrastructure |Feature )?Specification\s*[:–—-]\s*|\s*[-–—:]\s*(?:Infrastructure )?Specification\s*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Walk:
    """What is known while walking down the blocks."""

    lines: Sequence[str]
    table: SectionTable
    path: list[tuple[int, str]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    sections: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    lead: str | None = None
    items: list[str | None] = field(default_factory=list)
    fresh_item: bool = False
    heads: list[str] = field(default_factory=list)

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above, outermost first, without the document's title."""
        return tuple(heading for level, heading in self.path if level > 0)


def read(data: bytes, source: str) -> Document:
    """The document in ``data``; ``source`` is what people call the file. Never raises: what is wrong is a diagnostic."""
    from markdown_it import MarkdownIt

    lines, found = decode(data)
    start, metadata = _front_matter(lines)
    parser = (
        MarkdownIt("commonmark", {"maxNesting": DEEPEST})
        .enable("table")
        .disable(["inline", "reference"], ignoreInvalid=True)
    )
    body = "\n".join(lines[start:])
    walk = Walk(lines, SectionTable(), metadata=metadata, diagnostics=list(found))
    _blocks(walk, parser.parse(body), start)
    passages = _kinds(_identified(walk), walk)
    _placeholder_findings(walk, passages)
    _missing_sections(walk)
    title = (
        walk.path[0][1]
        if walk.path and walk.path[0][0] == 0
        else next((path[0] for path, _ in walk.sections if path), "")
    )
    return Document(
        source=source,
        title=TITLE_NOISE.sub("", walk.metadata.get("title", title)).strip() or source,
        metadata={key: value for key, value in walk.metadata.items() if key != "title"},
        sections=tuple(walk.sections),
        passages=tuple(passages),
        lines=tuple(lines),
        diagnostics=by_place(tuple(walk.diagnostics)),
    )


def _front_matter(lines: Sequence[str]) -> tuple[int, dict[str, str]]:
    """The line after YAML front matter and its plain ``key: value`` pairs."""
    if not lines or lines[0].strip() != "---":
        return 0, {}
    for end in range(1, min(len(lines), 200)):
        if lines[end].strip() in ("---", "..."):
            pairs = (FRONT_MATTER.match(line) for line in lines[1:end])
            return end + 1, {pair[1].strip().lower(): pair[2].strip().strip("\"'") for pair in pairs if pair}
    return 0, {}


def _blocks(walk: Walk, tokens: Sequence[Token], offset: int) -> None:
    """Visit every block; ``offset`` lines of front matter stand before them."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        first = (token.map[0] if token.map else 0) + offset
        if token.type == "heading_open":
            _heading(walk, int(token.tag[1]), tokens[index + 1], first)
            index += 2
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            walk.items.append(None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            walk.items.pop()
        elif token.type == "list_item_open":
            walk.fresh_item = True
        elif token.type == "table_open":
            index = _table(walk, tokens, index, offset)
        elif token.type in ("fence", "code_block"):
            last = (token.map[1] if token.map else first + 1) + offset
            _code(walk, token, first, min(last, len(walk.lines)))
        elif token.type == "html_block":
            _text_block(walk, first, (token.map[1] if token.map else first + 1) + offset)
        elif token.type == "inline":
            _text_block(walk, first, (token.map[1] if token.map else first + 1) + offset, token.content)
        index += 1


def _heading(walk: Walk, level: int, inline: Token, line: int) -> None:
    text = plain(_parts(walk, line, line + 1, inline.content))
    heading = text.text.strip()
    title = not walk.path and not walk.sections and (level == 1)
    level = 0 if title else level
    while walk.path and walk.path[-1][0] >= level and not (level > 0 and walk.path[-1][0] == 0):
        walk.path.pop()
    walk.path.append((level, heading))
    walk.lead = None
    _findings_in(walk, text, None)
    if not title:
        walk.sections.append((walk.section, line + 1))


def _parts(walk: Walk, first: int, end: int, content: str | None = None) -> list[tuple[str, int, int]]:
    """The source pieces of a block: each content line with its line number and the column at which it begins."""
    pieces = []
    wanted = content.split("\n") if content is not None else None
    for offset, number in enumerate(range(first, min(end, len(walk.lines)))):
        source = walk.lines[number]
        if wanted is None:
            pieces.append((source, number + 1, 1))
            continue
        if offset >= len(wanted):
            break
        line = wanted[offset].strip()
        at = source.find(line) if line else 0
        pieces.append(
            (line, number + 1, at + 1)
            if at >= 0
            else (source.strip(), number + 1, len(source) - len(source.lstrip()) + 1)
        )
    return pieces


def _text_block(walk: Walk, first: int, end: int, content: str | None = None) -> None:
    """A paragraph or a list item's text: metadata lines, one item, or its sentences."""
    parts = _parts(walk, first, end, content)
    in_item = bool(walk.items) and walk.fresh_item
    if (
        not walk.items
        and len(walk.path) <= 1
        and all(METADATA.match(source.rstrip()) for source, _, _ in parts)
    ):
        for source, line, column in parts:
            _metadata(walk, source.rstrip(), line, column)
        return
    text = plain(parts)
    if not text.letters:
        return
    if in_item:
        walk.fresh_item = False
        parent = next((lead for lead in reversed(walk.items[:-1]) if lead), walk.lead)
        passage = _passage(walk, text, 0, len(text.letters), Form.ITEM, lead=parent)
        walk.items[-1] = passage.text if passage else None
        return
    whole = text.text
    spans = sentences(whole)
    for start, stop in spans:
        _passage(walk, text, start, stop, Form.SENTENCE, lead=walk.items[-1] if walk.items else None)
    if not walk.items:
        walk.lead = whole[spans[-1][0] : spans[-1][1]] if spans and whole.rstrip().endswith(":") else None


def _metadata(walk: Walk, source: str, line: int, column: int) -> None:
    found = METADATA.match(source)
    if found is None:
        return
    text = plain([(found[2], line, column + found.start(2))])
    walk.metadata.setdefault(found[1].strip().lower(), text.text.strip())
    _findings_in(walk, text, None)


def _code(walk: Walk, token: Token, first: int, end: int) -> None:
    """A code block is one passage of context: nothing in it is a requirement, but it is accounted for."""
    inner = range(first + 1, end - 1) if token.type == "fence" else range(first, end)
    text = Text()
    for number in inner:
        for column, letter in enumerate(walk.lines[number], 1):
            text.add(letter, number + 1, column)
        text.add(" ", number + 1, len(walk.lines[number]) + 1)
    while text.letters and text.letters[-1] == " ":
        text.letters.pop()
    if text.letters:
        passage = _passage(walk, text, 0, len(text.letters), Form.SENTENCE)
        if passage:
            walk.passages[-1] = replace(passage, kind=Kind.CONTEXT, placeholders=(), id="CODE")


def _table(walk: Walk, tokens: Sequence[Token], index: int, offset: int) -> int:
    """The rows of a table; returns the index of its closing token."""
    heads: list[str] = []
    line, column, in_head = 0, 0, False
    while tokens[index].type != "table_close":
        token = tokens[index]
        if token.type == "thead_open":
            in_head = True
        elif token.type == "thead_close":
            in_head = False
        elif token.type == "tr_open":
            line, column = (token.map[0] if token.map else 0) + offset, 0
            cells = Text()
            spans: list[Cell] = []
        elif token.type == "inline":
            if in_head:
                heads.append(plain([(token.content, line + 1, 1)]).text.strip())
            else:
                column = _cell(walk, cells, spans, heads, token.content, line, column)
        elif token.type == "tr_close" and not in_head and cells.text.replace("|", "").strip(" -–—"):
            passage = _passage(walk, cells, 0, len(cells.letters), Form.ROW)
            if passage:
                shift = len(cells.letters) - len(passage.text)
                moved = tuple(
                    Cell(cell.head, max(cell.start - shift, 0), max(cell.end - shift, 0)) for cell in spans
                )
                walk.passages[-1] = replace(
                    passage, cells=tuple(cell for cell in moved if cell.end > cell.start or cell.head)
                )
        index += 1
    return index


def _cell(
    walk: Walk, cells: Text, spans: list[Cell], heads: list[str], content: str, line: int, column: int
) -> int:
    """Append one cell to the row's text; returns the column of the source after it."""
    source = walk.lines[line]
    stripped = content.strip()
    at = source.find(stripped, column) if stripped else column
    if at < 0:
        at = source.find(stripped.replace("|", "\\|"), column)
    at = max(at, column)
    inner = plain([(stripped, line + 1, at + 1)])
    if spans:
        for letter in " | ":
            cells.add(letter, line + 1, max(at, 1))
        if cells.letters[-1] != " ":
            cells.add(" ", line + 1, max(at, 1))
    start = len(cells.letters)
    for letter, place, where in zip(inner.letters, inner.lines, inner.columns, strict=True):
        cells.letters.append(letter)
        cells.lines.append(place)
        cells.columns.append(where)
    head = heads[len(spans)] if len(spans) < len(heads) else ""
    spans.append(Cell(head, start, len(cells.letters)))
    return at + len(stripped)


def _passage(
    walk: Walk, text: Text, start: int, end: int, form: Form, lead: str | None = None
) -> Passage | None:
    """Record the passage ``text[start:end]`` without its marks; None where nothing but marks is there."""
    whole = text.text[:end]
    at = start
    checked = None
    if found := marks.CHECK_BOX.match(whole, at):
        checked, at = found[1] in "xX", found.end()
    at = marks.prefix_length(whole, marks.SIGN, at)
    identity = None
    if found := marks.ID.match(whole, at):
        identity = found[1]
        at = found.end()
        if form is Form.ROW:
            at = marks.prefix_length(whole, re.compile(r"\|\s*"), at)
    elif form is Form.ROW and (
        found := re.compile(r"([A-Z]{1,8}(?:-[A-Z]{1,10})*-?\d{1,4})\s*\|\s*").match(whole, at)
    ):
        identity, at = found[1], found.end()
    while at < end and whole[at] == " ":
        at += 1
    body = whole[at:end].rstrip()
    if not body and identity is None:
        return None
    if not body:
        body, at, identity = whole[start:end].strip(), start, None
    label = next(
        (
            (first - at, last - at)
            for first, last in text.bold
            if first <= at + 1 and last > at and last - at < 80
        ),
        None,
    )
    if label is None and (named := marks.LABEL.match(body)):
        label = (0, named.end(1))
    elif label is not None:
        label = (max(label[0], 0), min(label[1], len(body)))
    section = walk.table.of(walk.section)
    passage = Passage(
        id=identity or "",
        id_given=identity is not None,
        line=text.lines[at],
        end_line=text.lines[at + len(body) - 1],
        section=walk.section,
        kind=section.kind,
        form=form,
        text=body,
        anchors=text.anchors(at, at + len(body)),
        label=label,
        checked=checked,
        lead=lead,
        placeholders=tuple(item for _, item in marks.placeholders(body)),
    )
    walk.passages.append(passage)
    for line, column, wrong in text.repaired:
        _repair_finding(walk, line, column, wrong)
    text.repaired.clear()
    return passage


def _repair_finding(walk: Walk, line: int, column: int, wrong: str) -> None:
    walk.diagnostics.append(Diagnostic("S2I002", Severity.INFO, "a sign was saved in the wrong encoding and is read as it was meant",
                                       line, column, column + len(wrong), help="save the file as UTF-8"))  # fmt: skip


def _identified(walk: Walk) -> list[Passage]:
    """Every passage with an id of its own: the author's, or one made from the section and the position in it."""
    given = {passage.id for passage in walk.passages if passage.id_given}
    seen: set[str] = set()
    counters: dict[str, int] = {}
    named = []
    for passage in walk.passages:
        identity = passage.id
        if passage.id_given:
            if identity in seen:
                line, column = passage.place(0)
                walk.diagnostics.append(Diagnostic("S2I004", Severity.WARNING, f"the id {identity} is used twice", line, column, column + 1,
                                                   help="give the second statement an id of its own", statement=identity))  # fmt: skip
                number = 2
                while f"{identity}-{number}" in seen | given:
                    number += 1
                identity = f"{identity}-{number}"
        else:
            prefix = identity or walk.table.of(passage.section).prefix
            number = counters.get(prefix, 0) + 1
            while f"{prefix}-{number:03d}" in given:
                number += 1
            counters[prefix] = number
            identity = f"{prefix}-{number:03d}"
        seen.add(identity)
        named.append(replace(passage, id=identity))
    return named


def _kinds(passages: list[Passage], walk: Walk) -> list[Passage]:
    """Without any section that says something, everything that the author wrote is a request."""
    if any(walk.table.of(path).known for path, _ in walk.sections):
        return passages
    return [
        replace(passage, kind=Kind.REQUIREMENT) if not passage.id.startswith("CODE-") else passage
        for passage in passages
    ]


def _findings_in(walk: Walk, text: Text, statement: str | None) -> None:
    """Placeholders in a heading or in a metadata line."""
    for sort, item in marks.placeholders(text.text):
        line, column = text.lines[item.start], text.columns[item.start]
        walk.diagnostics.append(_placeholder(sort, text.text[item.start : item.end], line, column, statement))
    if "$ARGUMENTS" in text.text:
        at = text.text.index("$ARGUMENTS")
        walk.diagnostics.append(
            _placeholder("slot", "$ARGUMENTS", text.lines[at], text.columns[at], statement)
        )


def _placeholder_findings(walk: Walk, passages: Sequence[Passage]) -> None:
    for passage in passages:
        if not passage.placeholders:
            continue
        for sort, item in marks.placeholders(passage.text):
            line, column = passage.place(item.start)
            walk.diagnostics.append(
                _placeholder(sort, passage.text[item.start : item.end], line, column, passage.id)
            )


def _placeholder(sort: str, text: str, line: int, column: int, statement: str | None) -> Diagnostic:
    shown = text if len(text) <= 50 else text[:49] + "…"
    code, severity, message, advice = {
        "slot": (
            "S2I010",
            Severity.ERROR,
            f"the placeholder {shown} is not filled in",
            "write what is needed, or delete the line",
        ),
        "question": (
            "S2I011",
            Severity.WARNING,
            "a question is open here",
            "answer it, or add the answer under Clarifications",
        ),
        "unfinished": (
            "S2I012",
            Severity.WARNING,
            f"'{shown}' stands where a value is missing",
            "write the value",
        ),
    }[sort]
    return Diagnostic(
        code, severity, message, line, column, column + len(text), help=advice, statement=statement
    )


def _missing_sections(walk: Walk) -> None:
    """A document in the template's form should have its mandatory sections; others are not asked for them."""
    headings = {heading for path, _ in walk.sections for heading in path}
    missing = walk.table.missing(headings)
    if len(missing) <= 4 and walk.sections:
        for name in missing:
            walk.diagnostics.append(Diagnostic("S2I005", Severity.WARNING, f"the mandatory section '{name.title()}' is missing",
                                               help="add it; `spec2iac new --blank` shows the whole template"))  # fmt: skip
