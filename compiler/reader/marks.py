"""What stands before a statement's own words (check box, bullet sign, id, label), and the places that wait for an author."""

from __future__ import annotations

import re

from ..document import Placeholder

CHECK_BOX = re.compile(r"\[( |x|X)\]\s+")
SIGN = re.compile(r"(?:[✓✔✅☑☐☒❌✗✘🔄⚠️•◦▪▸►➤→⭐🔒🚀📌]+\s*)+")
ID = re.compile(
    r"[\[(]?((?:[A-Z]{1,8}\d{0,2}(?:[-_.][A-Z]{1,10})*[-_.]?\d{1,4}(?:\.\d{1,3}){0,2}[a-z]?)|(?:[A-Z]{2,8}(?:-[A-Z]{1,10})+))[\])]?\s*(?::|[-–—](?=\s)|\.(?=\s)|(?=\s*$))\s*"
)
LABEL = re.compile(r"([A-Z][^:.|]{1,60}?):\s")
UNFINISHED = re.compile(
    r"\b(?:TBD|TBC|TODO|FIXME|to be (?:determined|decided|defined|confirmed))\b|\?\?\?+", re.IGNORECASE
)
CLARIFICATION = re.compile(r"NEEDS[ _-]?CLARIFICATION\b:?\s*", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?](?:\s|\Z)")
SLOT_NAME = re.compile(r"[A-Z#][A-Z0-9_#./ -]*\Z")
MODAL_BEFORE = re.compile(r"\b(?:MUST|SHALL|SHOULD|MAY|WILL|must|shall|should)(?:\s+NOT)?\s*\Z")


def prefix_length(text: str, pattern: re.Pattern[str], start: int = 0) -> int:
    """Where the text goes on after the pattern, or ``start`` where it does not match."""
    found = pattern.match(text, start)
    return found.end() if found else start


def brackets(text: str) -> list[tuple[int, int]]:
    """The outermost bracketed spans, brackets included; one that is never closed ends with the text."""
    found, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        if letter == "[":
            if depth == 0:
                start = index
            depth += 1
        elif letter == "]" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, index + 1))
    return found


def placeholders(text: str) -> list[tuple[str, Placeholder]]:
    """Each place that waits for an author, with its sort: ``slot``, ``question`` or ``unfinished``."""
    found: list[tuple[str, Placeholder]] = []
    for start, end in brackets(text):
        inner = text[start + 1 : end - 1].strip()
        sort = _sort(inner, text, start, end)
        if sort:
            question = CLARIFICATION.sub("", inner, count=1) if sort == "question" else inner
            found.append((sort, Placeholder(start, end, question)))
    covered = bytearray(len(text) + 1)
    for _, item in found:
        covered[item.start : item.end] = b"\x01" * (item.end - item.start)
    for match in CLARIFICATION.finditer(text):
        if not covered[match.start()]:
            stop = SENTENCE_END.search(text, match.end())
            end = stop.end() if stop else len(text)
            found.append(("question", Placeholder(match.start(), end, text[match.end() : end].strip())))
            covered[match.start() : end] = b"\x01" * (end - match.start())
    for match in UNFINISHED.finditer(text):
        if not covered[match.start()]:
            found.append(("unfinished", Placeholder(match.start(), match.end(), text[:200].strip())))
    return sorted(found, key=lambda entry: entry[1].start)


def _sort(inner: str, text: str, start: int, end: int) -> str | None:
    if CLARIFICATION.match(inner):
        return "question"
    if UNFINISHED.match(inner):
        return "unfinished"
    if (
        "e.g." in inner
        or inner.startswith("##")
        or (len(inner) > 2 and SLOT_NAME.match(inner) and any(letter.isalpha() for letter in inner))
    ):
        return "slot"
    words = inner.split()
    alone = not text[:start].strip(" *-:") and not text[end:].strip(" .*")
    asked = MODAL_BEFORE.search(text[:start][-20:]) is not None
    if len(words) >= 2 and (alone or asked) and words[0][:1].isalpha():
        return "slot"
    return None
