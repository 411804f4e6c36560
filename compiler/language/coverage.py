"""How much of a specification was understood: the share of its telling words that the compiler used.

Telling are, in statements that ask for something (no context, nothing left open): numbers; terms of one word; and, where
nothing of a statement was understood, all its words. Not telling are words without a meaning of their own (``grammars/filler.yaml``)
and, beside what was understood, the author's own ones: whose orders a queue holds is nothing that infrastructure is made of. A word is used
where a span of ``understood`` covers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from ..document import Kind
from ..reader.words import data_file
from ..statements import Statement, Status
from .phrases import stems
from .vocabulary import vocabulary

_WORD = re.compile(r"\w[\w'’.,/%-]*+", re.UNICODE)


class Coverage(Struct, frozen=True):
    """The telling words of some statements, and how many of them were used."""

    words: int
    used: int

    @property
    def share(self) -> float:
        """The share in percent; 100 where there is no word."""
        return 100.0 * self.used / self.words if self.words else 100.0


def coverage(statements: Iterable[Statement]) -> Coverage:
    """The coverage of all statements that ask for something."""
    words = used = 0
    for statement in statements:
        one = coverage_of(statement)
        words += one.words
        used += one.used
    return Coverage(words, used)


def coverage_of(statement: Statement) -> Coverage:
    """The coverage of one statement; of one that asks for nothing, no words."""
    if statement.passage.kind is Kind.CONTEXT or statement.status in (Status.CONTEXT, Status.OPEN):
        return Coverage(0, 0)
    text = statement.passage.text
    spans = statement.understood
    words = used = place = 0
    for found in _WORD.finditer(text):
        word = found[0].strip("'’.,/%-").casefold()
        if word in _filler():
            continue
        while place < len(spans) and spans[place][1] <= found.start():
            place += 1
        covered = place < len(spans) and spans[place][0] < found.end()
        if covered or statement.status is Status.UNMAPPED or _is_known(word):
            words += 1
            used += covered
    return Coverage(words, used)


def _is_known(word: str) -> bool:
    """Whether a word is a number, or a term by itself."""
    if any(letter.isdigit() for letter in word):
        return True
    found = stems(word)
    return len(found) == 1 and "terms" in vocabulary().hard.get(found[0], {}).get("", {})


@cache
def _filler() -> frozenset[str]:
    return frozenset(str(word).casefold() for words in data_file("filler").values() for word in words)
