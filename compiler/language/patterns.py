"""The sentence patterns of EARS: which one a requirement follows, and what keeps one from following it.

Source: A. Mavin, P. Wilkinson, A. Harwood, M. Novak, "Easy Approach to Requirements Syntax (EARS)", RE 2009.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from msgspec import Struct

from ..reader.words import data_file
from .words import stem

UBIQUITOUS, COMPLEX = "ubiquitous", "complex"
LEADS = ("event-driven", "state-driven", "optional", "unwanted")
# A condition has no more words than a reader keeps in mind, and a sentence no more clauses that lead it.
LONGEST = 4000
MOST_CLAUSES = 6
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*+")


class Sentence(Struct, frozen=True):
    """The pattern that a sentence follows, None where it follows none; ``hint`` says what it lacks where it almost does."""

    pattern: str | None
    hint: str | None = None


def pattern_of(text: str) -> Sentence:
    """The pattern of one statement's text. Takes time linear in it."""
    lowered = text[:LONGEST].lower()
    demand = _first_demand(lowered)
    clauses: list[str] = []
    rest = lowered
    while len(clauses) < MOST_CLAUSES and (kind := _leads(rest)) is not None:
        clauses.append(kind)
        comma = rest.find(",")
        if comma < 0:
            return Sentence(None, _no_comma(kind) if demand is not None else None)
        rest = rest[comma + 1 :].lstrip(" \t\"'*_(")
    if demand is None or _first_demand(rest) is None:
        return Sentence(
            None,
            "say what must happen then: '…, the system SHALL …'"
            if clauses and demand is None and _is_sentence(lowered)
            else None,
        )
    if not clauses:
        return Sentence(UBIQUITOUS if _first_demand(lowered) not in (None, 0) else None)
    if "unwanted" in clauses and not _starts(rest, _words()["consequence"]):
        return Sentence(None, "write 'then' behind the condition: 'If …, then the system SHALL …'")
    return Sentence(clauses[0] if len(clauses) == 1 else COMPLEX)


def _no_comma(kind: str) -> str:
    return f"set a comma behind the condition{' and write then' if kind == 'unwanted' else ''}, before who SHALL do what"


def _is_sentence(text: str) -> bool:
    return "," in text and len(text.split()) > 5


def _leads(text: str) -> str | None:
    """The kind of the clause that a text begins with; None where it begins with the system."""
    words = _words()
    return next((kind for kind in LEADS if any(_starts(text, word) for word in words[kind])), None)


def _starts(text: str, words: str) -> bool:
    return text.startswith(words) and not text[len(words) : len(words) + 1].isalnum()


def _first_demand(text: str) -> int | None:
    """The number of words before the first SHALL or MUST."""
    for number, word in enumerate(_WORD.finditer(text)):
        if word[0] in _words()["demands"]:
            return number
    return None


@cache
def triggers() -> frozenset[str]:
    """The stems of the single words that lead a condition: "when", "while", "if". What is optional is none."""
    kinds = (kind for kind in LEADS if kind != "optional")
    return frozenset(stem(word) for kind in kinds for word in _words()[kind] if " " not in word)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = data_file("patterns")
    return words
