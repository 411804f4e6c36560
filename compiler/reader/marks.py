"""What stands before a statement's own words: the check box, the sign, the author's id and the label."""

from __future__ import annotations

import re

from msgspec import Struct

from .text import Span, Text, span_at
from .words import words

CHECK_BOX = re.compile(r"\[([ xX]?)\](?:\s|\Z)\s*")
# Letters, perhaps groups of letters, a number, perhaps numbers below it: FR-001, NFR-SEC-002, R1.2, REQ_DB_4, SC-003a.
ID = re.compile(
    r"(?P<letters>[A-Za-z]{1,10})(?:[-_.][A-Z]{1,10}){0,3}(?P<join>[-_.]?)\d{1,5}(?:[-.]\d{1,4}){0,3}[a-z]?(?![\w-])"
)
# FR-AUTH: an id without a number; only with letters that are known for ids.
WORD_ID = re.compile(r"(?P<letters>[A-Z]{1,10})(?P<join>-)[A-Z]{2,10}(?:-[A-Z]{2,10}){0,2}(?![\w-])")
LEADING_ZERO = re.compile(r"[-_.]0\d")
OPENING = {"[": "]", "(": ")"}
# "(P1)" or "[HIGH]" between an id and its colon is the id's, not the statement's.
REMARK = re.compile(r"\s*(?:\([\w \-]{1,20}\)|\[[\w \-]{1,20}\])(?=\s*[:–—-])")
AFTER = re.compile(r"\s*(?::|[-–—]+(?=\s)|[.)](?=\s|\Z)|\|)\s*")
REFERS = re.compile(
    r"\s+(?:MUST|SHALL|SHOULD|MAY|WILL|IS|ARE|AND|OR)\b|\s*[-–—]\s*[A-Z]{1,6}-?\d|\s*(?:to|through|and|/|,|&)\s*[A-Z]{1,6}-?\d"
)
LABEL = re.compile(r"[^\W\d_][^:|.!?]{0,59}?(?=:(?:\s|\Z))")
BEFORE_REST = re.compile(r"\s*[:–—|-]?(?:\s+|\Z)|\s*:")
LONGEST_LABEL_WORDS = 5
NO_LABEL = re.compile(
    r"\b(?:must|shall|should|may|will|can|is|are|be|has|have|needs?|following)\b", re.IGNORECASE
)


class Marks(Struct, frozen=True):
    """Where a statement's words begin, and what stood before them."""

    start: int
    identity: str | None = None
    checked: bool | None = None
    signed: bool = False


def read_marks(text: Text, start: int, end: int, sure: bool = False) -> Marks:
    """The marks at the beginning of ``text[start:end]``; ``sure`` where only an id may stand there (a column of ids)."""
    whole, at = text.text, start
    checked, signed = None, None
    if whole.startswith("[", at) and (found := CHECK_BOX.match(whole, at, end)):
        checked, at = found[1] in ("x", "X"), found.end()
    if not whole[at : at + 1].isalnum() and (signed := words().sign.match(whole, at, end)):
        at = signed.end()
    identity, after = read_id(text, at, end, sure)
    if identity is None:
        return Marks(at, None, checked, signed is not None)
    if sign := words().sign.match(whole, after, end):
        after = sign.end()
    return Marks(after, identity, checked, signed is not None)


def read_id(text: Text, start: int, end: int, sure: bool = False) -> tuple[str | None, int]:
    """The author's id at ``start``, and where the text goes on after it and its colon, dash or bracket."""
    whole = text.text
    closing = OPENING.get(whole[start : start + 1], "")
    begin = start + len(closing)
    found = ID.match(whole, begin, end) or WORD_ID.match(whole, begin, end)
    if found is None:
        return None, start
    at = found.end()
    if closing:
        if not whole.startswith(closing, at):
            return None, start
        at += 1
    marked = bool(closing) or any(
        span and found.end() <= span[1] for span in (span_at(text.bold, begin), span_at(text.code, begin))
    )
    remark = REMARK.match(whole, at, end)
    delimiter = AFTER.match(whole, remark.end() if remark else at, end)
    if REFERS.match(whole, at, end) and not (marked and delimiter is None):
        return None, start
    if not (sure or _is_id(found, marked, delimiter is not None, whole[at:end])):
        return None, start
    if delimiter:
        return found[0], delimiter.end()
    while at < end and whole[at] == " ":
        at += 1
    return found[0], at


def _is_id(found: re.Match[str], marked: bool, delimited: bool, rest: str) -> bool:
    """Whether letters and a number are an author's id rather than a standard, a product or a figure."""
    letters, joined = found["letters"], found["join"]
    upper = letters.upper()
    known = words()
    if upper in known.not_ids or found[0].upper().replace("-", "") in known.not_ids:
        return False
    if not known.not_id_groups.isdisjoint(found[0].upper().split("-")):
        return False
    if found.re is WORD_ID:
        return upper in known.id_prefixes and len(upper) > 1 and (marked or delimited)
    numbered = "." in found[0] or joined in ("-", "_")
    if letters.isupper() and LEADING_ZERO.search(found[0]):
        return True
    if upper in known.id_prefixes and (letters.isupper() or joined == "-"):
        alone = not rest.strip()
        return delimited or alone or (marked and numbered) or (numbered and rest[:2].strip()[:1].isupper())
    if not letters.isupper():
        return False
    return delimited and (joined in ("-", "_") or (len(letters) == 1 and "." in found[0]))


def read_label(text: Text, start: int, end: int) -> tuple[Span | None, int]:
    """The label at ``start`` (bold, or some words before a colon), and where what it labels begins."""
    whole = text.text
    bold = span_at(text.bold, start)
    if bold and bold[1] <= end:
        last = bold[1]
        stop = last - 1 if whole[last - 1] == ":" else last
        delimiter = BEFORE_REST.match(whole, last, end)
        if delimiter and (stop < last or delimiter[0].strip()):
            return (start, stop), delimiter.end()
    if found := LABEL.match(whole, start, end):
        label = found[0]
        if len(label.split()) <= LONGEST_LABEL_WORDS and label[0].isupper() and not NO_LABEL.search(label):
            after = found.end() + 1
            while after < end and whole[after] == " ":
                after += 1
            return (start, found.end()), after
    return None, start
