"""Plain text in which each character knows the line and the column that it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from ..document import Anchor

# A piece of a block's source: the text, and the line and the column (both from 1) at which it stands.
Piece = tuple[str, int, int]
Span = tuple[int, int]

FOLD = re.compile(r"\s{2,}|[^\S ]")


class Text(Struct, frozen=True):
    """Plain text with the places that it came from.

    ``bold`` and ``code`` are the spans that were marked so, ``starts`` the offsets at which its lines begin, ``breaks`` those at
    which the author ended a line on purpose. ``struck`` tells of text that was struck out: its place, and whether all of it is.
    """

    text: str
    anchors: tuple[Anchor, ...]
    bold: tuple[Span, ...] = ()
    code: tuple[Span, ...] = ()
    starts: tuple[int, ...] = (0,)
    breaks: tuple[int, ...] = ()
    struck: tuple[int, int, int] | None = None
    withdrawn: bool = False

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column at which ``text[offset]`` stands."""
        index = bisect_right(self.anchors, offset, key=_offset) - 1 if len(self.anchors) > 1 else 0
        anchor = self.anchors[max(index, 0)]
        return anchor.line, anchor.column + offset - anchor.offset

    def between(self, start: int, end: int) -> Text:
        """The text from ``start`` to before ``end``."""
        return Text(
            self.text[start:end],
            self.cut(start, end) if end > start else (),
            _moved(self.bold, start, end),
            _moved(self.code, start, end),
            struck=self.struck,
            withdrawn=self.withdrawn,
        )

    def cut(self, start: int, end: int) -> tuple[Anchor, ...]:
        """The anchors of ``text[start:end]``."""
        line, column = self.place(start)
        if len(self.anchors) == 1:
            return (Anchor(0, line, column),)
        first = bisect_right(self.anchors, start, key=_offset)
        last = bisect_right(self.anchors, max(end - 1, start), key=_offset)
        inner = self.anchors[first:last]
        return (
            Anchor(0, line, column),
            *(Anchor(item.offset - start, item.line, item.column) for item in inner),
        )


def _moved(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in spans
        if first < end and last > start
    )


def joined(texts: Sequence[Text], between: Sequence[tuple[str, int, int]]) -> Text:
    """Texts in a row; ``between`` are the signs that go before the second, the third …, with line and column."""
    parts: list[str] = []
    anchors: list[Anchor] = []
    bold: list[Span] = []
    code: list[Span] = []
    length = 0
    for index, text in enumerate(texts):
        if index:
            sign, line, column = between[index - 1]
            anchors.append(Anchor(length, line, column))
            parts.append(sign)
            length += len(sign)
        anchors.extend(Anchor(anchor.offset + length, anchor.line, anchor.column) for anchor in text.anchors)
        bold.extend((first + length, last + length) for first, last in text.bold)
        code.extend((first + length, last + length) for first, last in text.code)
        parts.append(text.text)
        length += len(text.text)
    struck = next((text.struck for text in texts if text.struck), None)
    withdrawn = all(text.withdrawn for text in texts)
    return Text("".join(parts), tuple(anchors), tuple(bold), tuple(code), struck=struck, withdrawn=withdrawn)


def _offset(anchor: Anchor) -> int:
    return anchor.offset


def span_at(spans: Sequence[Span], offset: int) -> Span | None:
    """The span that covers an offset, None where none does; the spans are in order."""
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and offset < spans[index][1] else None


class Maker(Struct):
    """Text in the making: white space is folded, and an anchor is set wherever the place does not simply follow."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    points: list[Span] = field(default_factory=list)
    blank: bool = True

    def add(self, piece: str, line: int, column: int, source: int) -> None:
        """Append text that stands at one place of the file; ``source`` is its offset in the block."""
        at = 0
        for match in FOLD.finditer(piece):
            self._put(piece[at : match.start()], line, column + at, source + at)
            self._put(" ", line, column + match.start(), source + match.start())
            at = match.end()
        self._put(piece[at:] if at else piece, line, column + at, source + at)

    def same(self, letters: str, line: int, column: int, source: int) -> None:
        """Append characters that all stand for what is at one place: an entity, a repaired sign."""
        for letter in letters:
            self._put(" " if letter.isspace() else letter, line, column, source)

    def _put(self, piece: str, line: int, column: int, source: int) -> None:
        if self.blank and piece.startswith(" "):
            piece, column, source = piece[1:], column + 1, source + 1
        if not piece:
            return
        if self.anchors:
            last = self.anchors[-1]
            if line != last.line or column - last.column != self.length - last.offset:
                self.anchors.append(Anchor(self.length, line, column))
        else:
            self.anchors.append(Anchor(0, line, column))
        self.points.append((source, self.length))
        self.parts.append(piece)
        self.length += len(piece)
        self.blank = piece.endswith(" ")

    def offset_of(self, source: int) -> int:
        """The offset in the text of what stands at ``source`` in the block, or of what comes next."""
        index = bisect_right(self.points, source, key=lambda point: point[0]) - 1
        if index < 0:
            return 0
        begin, at = self.points[index]
        following = self.points[index + 1][1] if index + 1 < len(self.points) else self.length
        return min(at + source - begin, following)
