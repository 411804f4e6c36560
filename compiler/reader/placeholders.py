"""The places of a text that still wait for an author: slots of a template, open questions, TBD."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from ..document import Placeholder
from .text import Span, Text, span_at
from .words import words

CLARIFICATION = re.compile(r"NEEDS[ _-]?(?:FURTHER[ _-])?CLARIFICATION\b:?\s*", re.IGNORECASE)
EXAMPLE = re.compile(r"\be\.\s?g\.|\bfor example\b", re.IGNORECASE)
CAPITALS = re.compile(r"[A-Z#][A-Z0-9_#./ -]*")
WORD = re.compile(r"[^\W\d_]+")
ASKED = re.compile(r"\b(?:must|shall|should|may|will|can|need to|needs to)(?:\s+not)?\s*\Z", re.IGNORECASE)
MARKS = re.compile(r"[\s*:;.,\"'–—-]*+")
SENTENCE_END = re.compile(r"[.!?](?=\s|\Z)")
# A slot in other brackets: <your region>, {{ region }}. Only a warning, since names are written so too.
ANGLED = re.compile(r"(?<![\w<-])<(?!-)[A-Za-z][\w .-]{0,60}>(?![\w>-])|\{\{\s*[A-Za-z][\w .-]{0,60}\}\}")
ARGUMENTS = re.compile(r"\$ARGUMENTS\b")
HINTS = re.compile(r"[\[<$]|\{\{|(?i:clarification)")
QUESTION_LENGTH = 200


class Sort(StrEnum):
    """Why something waits: a template's slot, a question that somebody asks, a value that is not there."""

    SLOT = "slot"
    QUESTION = "question"
    UNFINISHED = "unfinished"


class Gap(Struct, frozen=True):
    """A placeholder with its sort."""

    sort: Sort
    placeholder: Placeholder


def brackets(text: str) -> list[Span]:
    """The outermost bracketed spans, brackets included; a bracket that is never closed is a letter like others."""
    found: list[Span] = []
    opened: list[int] = []
    for match in re.finditer(r"[\[\]]", text):
        at = match.start()
        if match[0] == "[":
            opened.append(at)
        elif opened:
            start = opened.pop()
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, at + 1))
    return found


def gaps(text: Text, start: int, end: int, fields: Sequence[Span] = ()) -> list[Gap]:
    """What waits for an author in ``text[start:end]``, with offsets from ``start``, in order.

    ``fields`` are the spans (from ``start``, in order) that stand for themselves: a row's cells, what follows a label.
    """
    body = text.text[start:end]
    if not _may_have(body):
        return []
    found: list[Gap] = []
    for first, last in brackets(body):
        inner = body[first + 1 : last - 1].strip()
        sort = _sort(inner, body, first, last, fields, span_at(text.code, start + first) is not None)
        if sort:
            question = CLARIFICATION.sub("", inner, count=1) if sort is Sort.QUESTION else inner
            found.append(Gap(sort, Placeholder(first, last, question)))
    found = _with(found, _questions(body))
    found = _with(found, (_gap(Sort.SLOT, body, match) for match in ARGUMENTS.finditer(body)))
    found = _with(found, (_gap(Sort.UNFINISHED, body, match) for match in words().unfinished.finditer(body)))
    angled = (match for match in ANGLED.finditer(body) if span_at(text.code, start + match.start()) is None)
    return _with(found, (_gap(Sort.UNFINISHED, body, match) for match in angled))


def _gap(sort: Sort, body: str, match: re.Match[str]) -> Gap:
    return Gap(sort, Placeholder(match.start(), match.end(), body[:QUESTION_LENGTH].strip()))


def _questions(body: str) -> Iterator[Gap]:
    """NEEDS CLARIFICATION without brackets: it reaches to the end of its sentence."""
    reached = 0
    for match in CLARIFICATION.finditer(body):
        if match.start() >= reached and (match[0].isupper() or ":" in match[0]):
            stop = SENTENCE_END.search(body, match.end())
            reached = stop.end() if stop else len(body)
            yield Gap(Sort.QUESTION, Placeholder(match.start(), reached, body[match.end() : reached].strip()))


def _with(found: list[Gap], more: Iterable[Gap]) -> list[Gap]:
    """The gaps with those of ``more`` that none of them covers, in order."""
    taken = [(gap.placeholder.start, gap.placeholder.end) for gap in found]
    added = [gap for gap in more if span_at(taken, gap.placeholder.start) is None]
    return sorted([*found, *added], key=lambda gap: gap.placeholder.start) if added else found


def _may_have(body: str) -> bool:
    """Whether it is worth looking: most statements have none of the signs."""
    if HINTS.search(body):
        return True
    known, lowered = words(), body.lower()
    if any(word in body for word in known.unfinished_words):
        return True
    return any(phrase in lowered for phrase in known.unfinished_phrases)


def _sort(inner: str, body: str, first: int, last: int, fields: Sequence[Span], code: bool) -> Sort | None:
    """What a bracketed text is; None where the author wrote it as part of the sentence."""
    if CLARIFICATION.match(inner):
        return Sort.QUESTION
    unfinished = words().unfinished.match(inner)
    if unfinished and not _example(inner):
        return Sort.UNFINISHED
    if "##" in inner or ARGUMENTS.search(inner) or (_example(inner) and not code):
        return Sort.SLOT
    if not inner[:1].isalpha() or (first > 0 and (body[first - 1].isalnum() or body[first - 1] in "_])")):
        return None
    written = WORD.findall(inner)
    if not written:
        return None
    slot = words().slot_words
    if CAPITALS.fullmatch(inner):
        named = any(word.lower() in slot for word in written)
        return Sort.SLOT if named or ("_" in inner and len(inner) > 2) else None
    if code:
        return None
    if ASKED.search(body[max(0, first - 20) : first]):
        return Sort.SLOT
    field = span_at(fields, first)
    alone = _fills(body, first, last, (0, len(body))) or (
        field is not None and _fills(body, first, last, field)
    )
    if written[0].lower() in slot and (len(written) > 1 or alone or len(written[0]) <= 4):
        return Sort.SLOT
    return Sort.SLOT if alone and len(written) >= 2 else None


def _example(inner: str) -> bool:
    return EXAMPLE.search(inner) is not None


def _fills(body: str, first: int, last: int, field: Span) -> bool:
    """Whether a bracket is all that a field holds, marks aside."""
    begin, end = field
    return (
        last <= end
        and MARKS.fullmatch(body, begin, first) is not None
        and MARKS.fullmatch(body, last, end) is not None
    )
