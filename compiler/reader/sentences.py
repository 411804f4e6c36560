"""Cuts a paragraph into sentences without falling for abbreviations, versions and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .placeholders import brackets
from .text import Span, span_at
from .words import words

# A mark that may end a sentence, with the quotes and brackets that it closes, before white space.
END = re.compile(r"[.!?…][.!?…\"'”’)\]*]{0,8}\s+")
LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})\Z")
OPENERS = "(\"'“‘[*_"
LONGEST_WORD = 30
LONGEST_NUMBER = 10


def sentences(text: str, breaks: Sequence[int] = ()) -> list[Span]:
    """The spans of the sentences, without the blanks between them; at ``breaks`` the author ended one."""
    spans: list[Span] = []
    start = 0
    inside = brackets(text) if "[" in text else []
    parts = sorted({place for place in breaks if 0 < place < len(text)})
    for stop in (*parts, len(text)):
        if span_at(inside, stop) and stop < len(text):
            continue
        start = _sentences_to(text, start, stop, inside, spans)
    return spans


def _sentences_to(text: str, start: int, stop: int, inside: Sequence[Span], spans: list[Span]) -> int:
    """Add the sentences of ``text[start:stop]``; returns ``stop``."""
    for match in END.finditer(text, start, stop):
        if (
            match.start() >= start
            and _ends(text, match, start, stop)
            and span_at(inside, match.start()) is None
        ):
            _add(text, start, match.end(), spans)
            start = match.end()
    _add(text, start, stop, spans)
    return stop


def _add(text: str, start: int, end: int, spans: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def _ends(text: str, match: re.Match[str], start: int, stop: int) -> bool:
    """Whether a sentence ends at a mark: what follows begins one, and what stands before is no abbreviation."""
    at = match.end()
    while at < stop and text[at] in OPENERS:
        at += 1
    following = text[at : at + 1]
    if not following or following.islower():
        return False
    if match[0][0] != "." or match[0].startswith(("...", "..")):
        return True
    word = text[max(start, match.start() - LONGEST_WORD) : match.start()].rsplit(None, 1)[-1:]
    last = word[0].lstrip(OPENERS).lower() if word else ""
    known = words()
    if last in known.abbreviations:
        return last in known.may_end and following.isupper()
    if match.start() - start < LONGEST_NUMBER and LIST_NUMBER.fullmatch(text[start : match.start()].strip()):
        return False
    # The initial of a name, but not a label such as "option A" or "type I".
    return not (len(last) == 1 and last.isalpha() and last not in "abcdxi")
