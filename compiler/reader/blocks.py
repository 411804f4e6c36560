"""Walks the blocks of a Markdown file and lists its passages, each with its place and the headings that it stands under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from ..diagnostics import Diagnostic, Severity
from ..document import Cell, Form, Kind, Passage
from .body import CONTAINERS, Body
from .header import header_of
from .inline import plain, unmarked
from .marks import read_id, read_label, read_marks
from .placeholders import Gap, gaps
from .sections import exactly, normalised
from .sentences import sentences
from .tables import split_row
from .text import Piece, Text, joined, span_at
from .words import words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Levels of lists and quotes inside each other; a list's level counts twice. Nobody reads deeper ones.
DEEPEST = 100
# Without a letter, a digit or "???", a line is decoration.
ANYTHING = re.compile(r"[^\W_]|\?\?\?")
# What the template says of a section is no part of its name.
TEMPLATE_REMARK = re.compile(
    r"\s*\((?:mandatory|required|optional|include if [^()]*+|if applicable|recommended)\)\Z", re.IGNORECASE
)
ID_HEADS = frozenset(("id", "ids", "req id", "req", "requirement id", "ref", "nr", "no", "identifier"))


class Draft(NamedTuple):
    """A passage before it has its id and its kind, and what these depend on.

    ``parent`` is the author's id of the item or the heading that it belongs to; ``under`` are lines that act as headings;
    ``fixed`` is its kind where the headings have no say; ``struck`` is the place of text that was struck out; ``header`` tells
    of a line of the header.
    """

    passage: Passage
    parent: str | None
    under: tuple[str, ...]
    gaps: tuple[Gap, ...]
    fixed: Kind | None = None
    code: bool = False
    struck: tuple[int, int, int] | None = None
    header: bool = False


class Heading(Struct):
    """A heading that is open: what stands below it belongs to it. ``text`` is kept for one that has an id."""

    level: int
    title: str
    line: int
    identity: str | None
    text: Text
    empty: bool = True


class Item(Struct):
    """A list that is open, with its last item: its text, its id, and the line that acts as a heading above the list."""

    fresh: bool = False
    text: str | None = None
    identity: str | None = None
    under: str | None = None


class Walk(Struct):
    """What is known while walking down the blocks, and what was found."""

    body: Body
    lines: Sequence[str]
    path: list[Heading] = field(default_factory=list)
    title: Text | None = None
    drafts: list[Draft] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    sections: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    empty_sections: list[tuple[str, int]] = field(default_factory=list)
    loose_gaps: list[tuple[Text, Gap]] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    lead: str | None = None
    topic: str | None = None
    codes_done: int = 0
    covered: bytearray = field(default_factory=bytearray)

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above, outermost first, without the document's title."""
        return tuple(heading.title for heading in self.path)


def walk(body: Body, lines: Sequence[str]) -> Walk:
    """Everything that stands in the body of a file."""
    tokens = _parser().parse("\n".join(body.lines))
    state = Walk(body, lines, covered=bytearray(len(body.lines)))
    for key, value, line, column in body.pairs:
        text = plain([(value, line + 1, column + 1)])
        state.metadata.setdefault(key, text.text)
        if key in words().deciding:
            _header_statement(state, key, plain([(lines[line], line + 1, 1)]))
        else:
            state.loose_gaps += [(text, gap) for gap in gaps(text, 0, len(text.text))]
    several = sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) > 1
    index = 0
    while index < len(tokens):
        index = _block(state, tokens, index, several)
    _codes_before(state, len(lines))
    state.lead = state.topic = None
    _close_headings(state, 0)
    _left_over(state)
    return state


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Indented text is no code here: people indent lists and paragraphs. Comments and tags are dealt with elsewhere.
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    return parser.disable(
        ["inline", "text_join", "code", "fence", "html_block", "reference"], ignoreInvalid=True
    )


def _block(state: Walk, tokens: Sequence[Token], index: int, several: bool) -> int:
    """Deal with one token; returns the index of the next."""
    token = tokens[index]
    if token.map and token.type in ("heading_open", "paragraph_open", "table_open", "hr"):
        first, last = token.map
        state.covered[first:last] = b"\x01" * (last - first)
        _codes_before(state, state.body.origin[first])
    if token.type == "heading_open":
        _heading(state, int(token.tag[1]), tokens[index + 1], token.markup.startswith("#"), several)
        return index + 3
    if token.type == "paragraph_open":
        _paragraph(state, _pieces(state, tokens[index + 1]))
        return index + 3
    if token.type in ("bullet_list_open", "ordered_list_open"):
        state.items.append(Item(under=_known_lead(state)))
    elif token.type in ("bullet_list_close", "ordered_list_close"):
        state.items.pop()
    elif token.type == "list_item_open":
        state.items[-1] = Item(True, under=state.items[-1].under)
    elif token.type == "table_open":
        return _table(state, tokens, index)
    elif token.type == "hr" and not state.items:
        state.lead = state.topic = None
    return index + 1


def _known_lead(state: Walk) -> str | None:
    """The line above a list or a table if it means what a section's heading means ("Out of scope:")."""
    above = state.items[-1].text if state.items else state.lead
    above = above.rstrip(" :") if above else None
    return above if above and exactly(above) else None


def _pieces(state: Walk, token: Token) -> list[Piece]:
    """A block's lines as they stand in the file: a content line is always the end of its source line."""
    first = token.map[0] if token.map else 0
    pieces = []
    for offset, content in enumerate(token.content.split("\n")):
        source = state.body.lines[first + offset]
        column = len(source.rstrip()) - len(content.strip())
        pieces.append((source[column:], state.body.origin[first + offset] + 1, column + 1))
    return pieces


def _heading(state: Walk, level: int, inline: Token, hashed: bool, several: bool) -> None:
    pieces = _pieces(state, inline)
    if hashed:
        source, line, _ = pieces[0]
        source = state.body.lines[inline.map[0]] if inline.map else source
        prefix = CONTAINERS.match(source)
        begin = prefix.end() if prefix else 0
        begin += level
        begin += len(source[begin:]) - len(source[begin:].lstrip())
        pieces = [(source[begin : begin + len(inline.content)], line, begin + 1)]
    text = plain(pieces, state.body.references)
    state.loose_gaps += [(text, gap) for gap in gaps(text, 0, len(text.text))]
    state.lead = state.topic = None
    is_title = (
        level == 1 and state.title is None and not state.sections and not (several and exactly(text.text))
    )
    if is_title:
        _close_headings(state, 0)
        state.title = text
        return
    _close_headings(state, level)
    identity, _ = read_id(text, 0, len(text.text))
    title = TEMPLATE_REMARK.sub("", text.text)
    state.path.append(Heading(level, title, pieces[0][1], identity, text))
    state.sections.append((state.section, pieces[0][1]))


def _close_headings(state: Walk, level: int) -> None:
    """Leave the sections of this level and below. A heading with an id and nothing under it is a statement itself."""
    while state.path and state.path[-1].level >= level:
        closed = state.path.pop()
        if closed.empty and closed.identity:
            _add(state, closed.text, 0, len(closed.text.text), Form.SENTENCE)
        elif closed.empty:
            state.empty_sections.append((closed.title, closed.line))
        if state.path:
            state.path[-1].empty = False


def _paragraph(state: Walk, pieces: list[Piece]) -> None:
    """A paragraph or a list item's text: header lines, one item, or its sentences."""
    fresh = bool(state.items) and state.items[-1].fresh
    # Once anything else was read no line is taken as one of the header, so the last draft tells of all.
    begun = state.sections or (state.drafts and not state.drafts[-1].header)
    if not begun and _header(state, pieces):
        return
    text = plain(pieces, state.body.references)
    if not ANYTHING.search(text.text):
        return
    if fresh:
        item = state.items[-1]
        item.fresh = False
        above = next((outer.text for outer in reversed(state.items[:-1]) if outer.text), state.lead)
        draft = _add(state, text, 0, len(text.text), Form.ITEM, above)
        if draft:
            item.text = draft.passage.text
            item.identity = draft.passage.id or None
        return
    lead = state.items[-1].text if state.items else None
    spans = sentences(text.text, (*text.breaks, *_line_breaks(text)))
    for start, stop in spans:
        signed = words().sign.match(text.text, start, stop) is not None
        _add(state, text, start, stop, Form.ITEM if signed else Form.SENTENCE, lead)
    if not state.items:
        start, stop = spans[-1]
        state.lead = text.text[start:stop] if text.text.endswith(":") else None
        _act_as_heading(state, text)


def _header(state: Walk, pieces: list[Piece]) -> bool:
    """Take the paragraph for header lines ("**Status**: Draft") if it is one; false where it is not."""
    found = header_of(pieces, in_list=bool(state.items), titled=state.title is not None)
    known = words().metadata - words().deciding.keys()
    for key, value, whole in found:
        text = plain(value, state.body.references)
        state.metadata.setdefault(key, text.text.rstrip("\\ "))
        if key in known:
            state.loose_gaps += [(text, gap) for gap in gaps(text, 0, len(text.text))]
        else:
            _header_statement(state, key, plain(whole, state.body.references))
    if found and state.items:
        state.items[-1].fresh = False
    return bool(found)


def _header_statement(state: Walk, key: str, text: Text) -> None:
    """A line of the header that says more than who wrote the file and when."""
    draft = _add(state, text, 0, len(text.text.rstrip("\\ ")), Form.SENTENCE)
    if draft is not None:
        decided = words().deciding.get(key)
        kind = Kind(decided) if decided and draft.fixed is None else draft.fixed
        state.drafts[-1] = draft._replace(fixed=kind, header=True)


def _line_breaks(text: Text) -> list[int]:
    """Lines of a paragraph that begin a statement of their own: with a sign, an id, or a bold label and a colon."""
    found = []
    for start in text.starts[1:]:
        end = len(text.text)
        bold = span_at(text.bold, start)
        labelled = (
            bold is not None and bold[0] == start and text.text[bold[1] - 1 : bold[1] + 1].find(":") >= 0
        )
        if labelled or words().sign.match(text.text, start) or read_id(text, start, end)[0]:
            found.append(start)
    return found


def _act_as_heading(state: Walk, text: Text) -> None:
    """A line that is bold as a whole ("**Acceptance Criteria**:") stands where others write a heading, and means the same."""
    whole = text.text.rstrip(" :")
    if text.bold and text.bold[0][0] == 0 and text.bold[0][1] >= len(whole):
        state.topic = whole if exactly(whole) else None


def _add(
    state: Walk,
    text: Text,
    start: int,
    end: int,
    form: Form,
    lead: str | None = None,
    cells: tuple[Cell, ...] = (),
    identity: str | None = None,
) -> Draft | None:
    """Note the passage ``text[start:end]`` without the marks before it; None where nothing but marks is there."""
    marks = read_marks(text, start, end)
    begin = marks.start
    given = identity or marks.identity
    if begin >= end and given:
        begin = text.text.find(given, start)
        end = begin + len(given)
    while end > begin and text.text[end - 1] == " ":
        end -= 1
    if begin >= end:
        return None
    label, rest = read_label(text, begin, end)
    fields = tuple((cell.start, cell.end) for cell in cells) or (
        ((rest - begin, end - begin),) if label else ()
    )
    missing = tuple(gaps(text, begin, end, fields))
    shift = begin - start
    words_ = text.text[begin:end]
    passage = Passage(
        id=given or "",
        id_given=given is not None,
        line=text.place(start)[0],
        end_line=text.place(end - 1)[0],
        section=state.section,
        kind=Kind.CONTEXT,
        form=form,
        text=words_,
        anchors=text.cut(begin, end),
        label=(label[0] - begin, label[1] - begin) if label else None,
        cells=tuple(
            Cell(cell.head, max(cell.start - shift, 0), cell.end - shift)
            for cell in cells
            if cell.end > shift
        ),
        checked=marks.checked,
        lead=lead,
        placeholders=tuple(gap.placeholder for gap in missing),
    )
    draft = Draft(
        passage,
        _parent(state),
        _under(state, passage),
        missing,
        Kind.CONTEXT if text.withdrawn else None,
        False,
        text.struck,
    )
    _note(state, draft)
    return draft


def _note(state: Walk, draft: Draft) -> None:
    state.drafts.append(draft)
    if state.path:
        state.path[-1].empty = False


def _parent(state: Walk) -> str | None:
    """The author's id of the item or the heading that a passage belongs to."""
    for item in reversed(state.items):
        if item.identity:
            return item.identity
    return state.path[-1].identity if state.path else None


def _under(state: Walk, passage: Passage) -> tuple[str, ...]:
    """The lines that act as headings for a passage, outermost first."""
    found = [state.topic] if state.topic else []
    found += [item.under for item in state.items if item.under]
    if passage.form is Form.ROW and (lead := _known_lead(state)):
        found.append(lead)
    if passage.label and passage.label[1] < len(passage.text) - 1:
        label = passage.text[passage.label[0] : passage.label[1]]
        entry = exactly(label)
        if entry is not None and entry.label:
            found.append(label)
    return tuple(found)


def _codes_before(state: Walk, line: int) -> None:
    """The code blocks that begin before a line. Nothing in them is a requirement, but they are accounted for."""
    codes = state.body.codes
    while state.codes_done < len(codes) and codes[state.codes_done].mark < line:
        code = codes[state.codes_done]
        state.codes_done += 1
        pieces = [(state.lines[number], number + 1, 1) for number in range(code.start, code.end)]
        text = unmarked(pieces) if pieces else None
        if text is None or not text.text:
            continue
        passage = Passage(
            id="",
            id_given=False,
            line=text.place(0)[0],
            end_line=text.place(len(text.text) - 1)[0],
            section=state.section,
            kind=Kind.CONTEXT,
            form=Form.SENTENCE,
            text=text.text,
            anchors=text.anchors,
        )
        _note(state, Draft(passage, None, (), (), Kind.CONTEXT, True))


def _table(state: Walk, tokens: Sequence[Token], index: int) -> int:
    """The rows of a table; returns the index after its end."""
    heads: list[str] = []
    in_head = False
    while tokens[index].type != "table_close":
        token = tokens[index]
        if token.type in ("thead_open", "thead_close"):
            in_head = token.type == "thead_open"
        elif token.type == "tr_open" and token.map:
            cells = _cells(state, token.map[0])
            if in_head:
                heads = [text.text for text, _ in cells]
                state.loose_gaps += [
                    (text, gap) for text, _ in cells for gap in gaps(text, 0, len(text.text))
                ]
            else:
                _row(state, heads, cells)
        index += 1
    return index + 1


def _cells(state: Walk, number: int) -> list[tuple[Text, Piece]]:
    """The cells of a row's line, each with the place of the bar before it."""
    source, line = state.body.lines[number], state.body.origin[number] + 1
    prefix = CONTAINERS.match(source)
    spans = split_row(source, prefix.end() if prefix else 0)
    found = []
    after = 0
    for first, last in spans:
        bar = source.find("|", after, first)
        found.append(
            (
                plain([(source[first:last], line, first + 1)], state.body.references),
                (" | ", line, max(bar, 1)),
            )
        )
        after = last
    return found


def _row(state: Walk, heads: Sequence[str], cells: list[tuple[Text, Piece]]) -> None:
    """One passage of a row: its cells in a line, without empty ones and without the id."""
    if not any(ANYTHING.search(text.text) for text, _ in cells):
        return
    named = [
        (heads[place] if place < len(heads) else "", text, bar)
        for place, (text, bar) in enumerate(cells)
        if text.text
    ]
    identity = _take_id(named)
    whole = joined([text for _, text, _ in named], [bar for _, _, bar in named[1:]])
    spans: list[Cell] = []
    start = 0
    for head, text, _ in named:
        spans.append(Cell(head, start, start + len(text.text)))
        start += len(text.text) + len(" | ")
    _add(state, whole, 0, len(whole.text), Form.ROW, state.lead, tuple(spans), identity)


def _take_id(named: list[tuple[str, Text, Piece]]) -> str | None:
    """Take the author's id out of a row's cells: it fills the first cell, or the one in a column of ids."""
    for place, (head, text, _) in enumerate(named):
        known = normalised(head) in ID_HEADS
        if len(named) > 1 and (place == 0 or known):
            identity, after = read_id(text, 0, len(text.text), sure=known)
            if identity and after >= len(text.text):
                del named[place]
                return identity
    return None


def _left_over(state: Walk) -> None:
    """Lines that the parser gave up on because they are nested too deep: each is a statement all the same."""
    starts = [line for _, line in state.sections]
    added = False
    for number, source in enumerate(state.body.lines):
        if state.covered[number] or not source.strip():
            continue
        prefix = CONTAINERS.match(source)
        begin = prefix.end() if prefix else 0
        line = state.body.origin[number] + 1
        if not ANYTHING.search(source, begin):
            continue
        text = plain([(source[begin:], line, begin + 1)], state.body.references)
        index = bisect_right(starts, line) - 1
        section = state.sections[index][0] if index >= 0 else ()
        draft = _add(state, text, 0, len(text.text), Form.ITEM) if text.text else None
        if draft:
            state.drafts[-1] = draft._replace(passage=replace(draft.passage, section=section))
            if not added:
                state.findings.append(_too_deep(line, begin))
            added = True
    if added:
        state.drafts.sort(key=lambda draft: draft.passage.line)


def _too_deep(line: int, column: int) -> Diagnostic:
    message = "lists or quotes are nested too deep from here on; each line is read for itself"
    return Diagnostic(
        "S2I020",
        Severity.WARNING,
        message,
        line,
        column + 1,
        column + 2,
        help="use headings, or fewer levels",
    )
