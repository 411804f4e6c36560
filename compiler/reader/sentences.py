"""Cuts a paragraph into sentences without falling for abbreviations, versions and numbers."""

from __future__ import annotations

import re

from .marks import brackets

END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+")
ABBREVIATIONS = frozenset(
    [
        "e.g",
        "i.e",
        "etc",
        "vs",
        "approx",
        "incl",
        "excl",
        "resp",
        "ca",
        "cf",
        "no",
        "nos",
        "fig",
        "figs",
        "eq",
        "sec",
        "min",
        "max",
        "avg",
        "st",
        "dr",
        "mr",
        "mrs",
        "ms",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "a.m",
        "p.m",
        "u.s",
        "u.k",
    ]
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences, without the blanks between them."""
    spans, start = [], 0
    inside = _in_brackets(text)
    for match in END.finditer(text):
        if not inside[match.start()] and _ends(text, match, start):
            spans.append((start, match.start() + len(match[0].rstrip())))
            start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _in_brackets(text: str) -> bytearray:
    """For each character whether it stands in square brackets that are closed later."""
    mask = bytearray(len(text) + 1)
    for start, end in brackets(text):
        mask[start:end] = b"\x01" * (end - start)
    return mask


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    after = text[match.end() : match.end() + 1]
    if not after or after.islower():
        return False
    mark = text[match.start()]
    if mark != ".":
        return True
    left = max(start, match.start() - 30)
    word = text[left : match.start()].rsplit(" ", 1)[-1].lstrip("(\"'“‘[").lower()
    if word in ABBREVIATIONS:
        # Those that often end a sentence too do so before a capital letter.
        return word in ("etc", "inc", "ltd") and after.isupper()
    return not (len(word) == 1 and word.isalpha() and word not in "xi")
