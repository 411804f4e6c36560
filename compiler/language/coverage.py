"""How much of a specification was understood: the share of its telling words that the compiler used.

Counted are the words of statements that ask for something (no context, nothing left open), without those that carry no meaning of
their own (``grammars/filler.yaml``). A word counts as understood where a span of ``understood`` covers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec import Struct

from ..cache import cached_json
from ..data import data_root
from ..document import Kind
from ..statements import Statement, Status

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
        words += 1
        while place < len(spans) and spans[place][1] <= found.start():
            place += 1
        used += place < len(spans) and spans[place][0] < found.end()
    return Coverage(words, used)


@cache
def _filler() -> frozenset[str]:
    path = data_root("grammars") / "filler.yaml"

    def build() -> list[str]:
        from .vocabulary import load_yaml

        content: dict[str, Any] = load_yaml(path)
        return sorted(str(word).casefold() for words in content.values() for word in words)

    return frozenset(cached_json("filler", [path], build))
