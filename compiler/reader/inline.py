"""Turns a block's source into plain text in which each character knows its line and column.

Emphasis, code ticks, links, escapes, entities and tags are resolved as CommonMark has them, with two differences: what is
struck out is dropped, and a star between numbers or beside a slash stays a star.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from ..document import Anchor
from .text import FOLD, Maker, Piece, Span, Text
from .words import words

ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
TARGET = re.compile(
    r"\((?:\s*+<[^<>\n]*+>|(?:[^()\s\\]|\\.|\([^()\s]*+\))*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?+\s*+\)"
)
REFERENCE = re.compile(r"\[([^\[\]\n]{0,200})\]")
AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]*+|[\w.+-]++@[\w.-]++)>")
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*+)(?:\s[^<>]*+|/)?>")
TICKS = re.compile(r"`++")
# Characters that nobody sees and that mean nothing: they are no part of the text.
UNSEEN = "\u200b\u2060\ufeff\u00ad"
PLAIN_WORD = re.compile(r"[^\W\d][^\d]*")


class _Run(Struct):
    """Stars or underscores that may open or close emphasis."""

    start: int
    end: int
    opens: bool
    closes: bool


class _Scan(Struct):
    """What was found in a block's source: what is cut out or replaced, what is bold, code or struck out."""

    source: str
    references: frozenset[str]
    cuts: list[tuple[int, int, str]] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    tildes: list[int] = field(default_factory=list)
    bold: list[Span] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    struck: list[Span] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)


def plain(pieces: Sequence[Piece], references: frozenset[str] = frozenset()) -> Text:
    """The text of a block's pieces, one a line. ``references`` are the names of the document's link definitions."""
    if len(pieces) == 1:
        source, line, column = pieces[0]
        if not _special().search(source) and not FOLD.search(source) and not source.startswith(" "):
            source = source.rstrip(" ")
            return Text(source, (Anchor(0, line, column),) if source else ())
    source = "\n".join(piece for piece, _, _ in pieces)
    scan = _Scan(source, references)
    if _special().search(source):
        _find(scan)
        _pair_emphasis(scan)
        _pair_tildes(scan)
        scan.cuts.sort()
    if not scan.struck:
        return _build(scan, pieces, scan.cuts)
    kept = _build(scan, pieces, sorted([*scan.cuts, *((start, end, "") for start, end in scan.struck)]))
    withdrawn = not any(PLAIN_WORD.fullmatch(word) for word in re.findall(r"\w+(?:[-.]\w+)*", kept.text))
    chosen = _build(scan, pieces, scan.cuts) if withdrawn else kept
    return replace(chosen, struck=_struck_place(pieces, *scan.struck[0]), withdrawn=withdrawn)


def unmarked(pieces: Sequence[Piece]) -> Text:
    """The text of a code block's pieces: nothing in them is a mark."""
    source = "\n".join(piece for piece, _, _ in pieces)
    ends = [match.start() for match in re.finditer("\n", source)]
    return _build(_Scan(source, frozenset()), pieces, [(end, end + 1, "\n") for end in ends])


def _struck_place(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int, int]:
    """The line, the column and the end column of what is struck out first; the column ends with the line."""
    for piece, line, column in pieces:
        if start <= len(piece):
            return line, column + start, column + min(end, len(piece))
        start, end = start - len(piece) - 1, end - len(piece) - 1
    return pieces[0][1], pieces[0][2], pieces[0][2]


@cache
def _special() -> re.Pattern[str]:
    """Everything that begins something in a block's source that is not simply text."""
    first = "".join(sorted({form[0] for form in words().mojibake}))
    return re.compile(f"[\\\\`*_~\\[\\]<&\n{UNSEEN}{re.escape(first)}]")


@cache
def _mojibake() -> re.Pattern[str]:
    return re.compile(words().mojibake_pattern)


def _find(scan: _Scan) -> None:
    """One pass over the source: every mark is met once."""
    source, cuts = scan.source, scan.cuts
    search = _special().search
    ticks: dict[int, list[int]] = {}
    for match in TICKS.finditer(source) if "`" in source else ():
        ticks.setdefault(match.end() - match.start(), []).append(match.start())
    opened: list[int] = []
    at = 0
    while found := search(source, at):
        start, at = found.span()
        letter = found[0]
        if letter == "\n":
            _line_end(scan, start)
        elif letter in "*_":
            while source.startswith(letter, at):
                at += 1
            _delimiters(scan, start, at)
        elif letter == "[":
            opened.append(start)
        elif letter == "]":
            at = _bracket(scan, opened, start)
        elif letter == "`":
            while source.startswith(letter, at):
                at += 1
            at = _code_span(scan, ticks, start, at)
        elif letter == "\\":
            at = _escape(scan, start)
        elif letter == "<":
            at = _angle(scan, start)
        elif letter == "&":
            at = _entity(scan, start)
        elif letter == "~":
            while source.startswith(letter, at):
                at += 1
            if at - start >= 2:
                scan.tildes.append(start)
                cuts.append((start, at, ""))
        elif letter in UNSEEN:
            cuts.append((start, at, ""))
        elif wrong := _mojibake().match(source, start):
            cuts.append((start, wrong.end(), words().mojibake[wrong[0]]))
            at = wrong.end()


def _escape(scan: _Scan, start: int) -> int:
    """A backslash before a mark goes away, and before the line's end it ends the line. Returns where to go on."""
    following = scan.source[start + 1 : start + 2]
    if following == "\n":
        scan.cuts.append((start, start + 1, ""))
        scan.breaks.append(start + 2)
    elif following in ESCAPABLE:
        scan.cuts.append((start, start + 1, ""))
        return start + 2
    return start + 1


def _entity(scan: _Scan, start: int) -> int:
    entity = ENTITY.match(scan.source, start)
    meant = html.unescape(entity[0]) if entity else ""
    if entity is None or meant == entity[0]:
        return start + 1
    scan.cuts.append((start, entity.end(), "".join(sign if sign.isprintable() else " " for sign in meant)))
    return entity.end()


def _line_end(scan: _Scan, at: int) -> None:
    scan.cuts.append((at, at + 1, "\n"))
    if scan.source.endswith("  ", 0, at):
        scan.breaks.append(at + 1)


def _code_span(scan: _Scan, ticks: dict[int, list[int]], start: int, end: int) -> int:
    """Drop the ticks around code; what stands between is text. Returns where to go on."""
    places = ticks.get(end - start, [])
    index = bisect_right(places, start)
    scan.cuts.append((start, end, ""))
    if index == len(places):
        return end
    close = places[index]
    scan.code.append((end, close))
    at = end
    while found := _in_code().search(scan.source, at, close):
        if found[0] == "\n":
            _line_end(scan, found.start())
        else:
            scan.cuts.append((*found.span(), words().mojibake[found[0]]))
        at = found.end()
    after = close + end - start
    scan.cuts.append((close, after, ""))
    return after


@cache
def _in_code() -> re.Pattern[str]:
    return re.compile(f"\n|(?:{words().mojibake_pattern})")


def _bracket(scan: _Scan, opened: list[int], close: int) -> int:
    """A closing bracket: drop the marks of a link and its target, keep its text. Returns where to go on."""
    source, cuts = scan.source, scan.cuts
    if not opened:
        return close + 1
    start = opened.pop()
    begin = start + 1
    if start and source[start - 1] == "!":
        # An image: its text stays, as a link's does.
        start -= 1
    if opened and source.startswith("]]", close) and opened[-1] == begin - 2 and source[begin - 2] == "[":
        # [[A page of a wiki]]
        opened.pop()
        cuts += [(begin - 2, begin, ""), (close, close + 2, "")]
        return close + 2
    if source.startswith("^", begin) and close - begin > 1 and " " not in source[begin:close]:
        cuts.append((start, close + 1, ""))
        return close + 1
    after = None
    if target := TARGET.match(source, close + 1):
        after = target.end()
    elif (named := REFERENCE.match(source, close + 1)) and name_of(
        named[1] or source[begin:close]
    ) in scan.references:
        after = named.end()
    elif scan.references and close - begin < 200 and name_of(source[begin:close]) in scan.references:
        after = close + 1
    if after is None:
        return close + 1
    cuts.append((start, begin, ""))
    line_ends = [place for place in range(close, after) if source[place] == "\n"]
    at = close
    for place in line_ends:
        cuts += [(at, place, ""), (place, place + 1, "\n")]
        at = place + 1
    cuts.append((at, after, ""))
    return after


def name_of(text: str) -> str:
    """A link definition's name as it is compared."""
    return " ".join(text.split()).casefold()


def _angle(scan: _Scan, start: int) -> int:
    """A link in angle brackets or a tag of HTML. Returns where to go on."""
    source, cuts = scan.source, scan.cuts
    if source.startswith("<!--", start):
        cuts.append((start, start + 4, ""))
        return start + 4
    if link := AUTOLINK.match(source, start):
        cuts += [(start, start + 1, ""), (link.end() - 1, link.end(), "")]
        return link.end()
    if (tag := TAG.match(source, start)) and "\n" not in tag[0]:
        name = tag[1].lower()
        if name in words().breaking_tags:
            cuts.append((start, tag.end(), " "))
            scan.breaks.append(tag.end())
            return tag.end()
        if name in words().inline_tags:
            cuts.append((start, tag.end(), ""))
            return tag.end()
    return start + 1


def _delimiters(scan: _Scan, start: int, end: int) -> None:
    """Note stars or underscores that may open or close emphasis; others are text."""
    source = scan.source
    before = source[start - 1] if start else " "
    after = source[end] if end < len(source) else " "
    star = source[start] == "*"
    if (
        star
        and end - start == 1
        and (before == "/" or after == "/" or (before.isdigit() and after.isdigit()))
    ):
        return
    before_blank, after_blank = before.isspace(), after.isspace()
    before_mark = not (before_blank or before.isalnum())
    after_mark = not (after_blank or after.isalnum())
    left = not after_blank and (not after_mark or before_blank or before_mark)
    right = not before_blank and (not before_mark or after_blank or after_mark)
    opens = left and (star or not right or before_mark)
    closes = right and (star or not left or after_mark)
    if opens or closes:
        scan.runs.append(_Run(start, end, opens, closes))


def _pair_emphasis(scan: _Scan) -> None:
    """Match what opens emphasis with what closes it; the matched marks are cut out."""
    waiting: dict[str, list[_Run]] = {"*": [], "_": []}
    for run in scan.runs:
        openers = waiting[scan.source[run.start]]
        while run.closes and openers and run.end > run.start:
            opener = openers[-1]
            count = 2 if run.end - run.start >= 2 and opener.end - opener.start >= 2 else 1
            scan.cuts += [(opener.end - count, opener.end, ""), (run.start, run.start + count, "")]
            if count == 2:
                scan.bold.append((opener.end, run.start))
            opener.end -= count
            run.start += count
            if opener.end == opener.start:
                openers.pop()
        if run.opens and run.end > run.start:
            openers.append(run)


def _pair_tildes(scan: _Scan) -> None:
    places = iter(scan.tildes)
    scan.struck = list(zip(places, places, strict=False))


def _build(scan: _Scan, pieces: Sequence[Piece], cuts: Sequence[tuple[int, int, str]]) -> Text:
    """The text without the cuts, each of its characters at its place in the file."""
    maker = Maker()
    index, at = 0, 0
    base = 0
    starts = [0]
    _, line, column = pieces[0]
    for start, end, meant in cuts:
        if start > at:
            maker.add(scan.source[at:start], line, column + at - base, at)
        if meant == "\n" and start >= at:
            maker.same(" ", line, column + start - base, start)
            index += 1
            base = end
            _, line, column = pieces[index]
            starts.append(maker.length)
        elif meant and start >= at:
            maker.same(meant, line, column + start - base, start)
        elif meant == "\n":
            index += 1
            base = end
            _, line, column = pieces[index]
        at = max(at, end)
    if at < len(scan.source):
        maker.add(scan.source[at:], line, column + at - base, at)
    text = "".join(maker.parts)
    trimmed = text.rstrip(" ")
    return Text(
        trimmed,
        tuple(anchor for anchor in maker.anchors if anchor.offset < len(trimmed)),
        tuple(_spans(maker, scan.bold, trimmed)),
        tuple(_spans(maker, scan.code, trimmed)),
        tuple(dict.fromkeys(min(start, len(trimmed)) for start in starts)),
        tuple(dict.fromkeys(maker.offset_of(place) for place in sorted(scan.breaks))),
    )


def _spans(maker: Maker, spans: Sequence[Span], text: str) -> Iterator[Span]:
    """Spans of the source as spans of the text, without blanks at their ends, in order."""
    for first, last in sorted(spans):
        start, end = maker.offset_of(first), min(maker.offset_of(last), len(text))
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if end > start:
            yield start, end
