"""What the vocabulary has at a word, and the small words and marks that join and part."""

from __future__ import annotations

from .vocabulary import Facets, Trie
from .words import Word

JOINS = {
    ",": "comma",
    "and": "and",
    "or": "or",
    "&": "and",
    "/": "slash",
    "+": "and",
    "nor": "or",
    "plu": "and",
}
OPENING = {
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    ":": "colon",
    "|": "cell",
    "–": "dash",
    "—": "dash",
    "-": "dash",
}
PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "in",
        "to",
        "per",
        "with",
        "and",
        "or",
        "at",
        "on",
        "by",
        "from",
        "is",
        "are",
        "be",
        "must",
        "should",
        "as",
        "within",
        "over",
        "under",
        "via",
        "through",
        "between",
        "into",
        "that",
        "which",
        "who",
        "has",
        "have",
        "when",
        "if",
        "than",
        "behind",
        "across",
        "so",
        "via",
        "using",
        "will",
        "can",
        "may",
        "not",
        "no",
        "only",
        "without",
    ]
)


def longest(
    trie: Trie, words: list[Word], index: int, kinds: frozenset[str] | None = None
) -> tuple[Facets, int] | None:
    """The longest phrase of a trie (with one of some facets) that begins at a word: its facets and its end."""
    node: Trie | None = trie.get(words[index].stem)
    found = None
    at = index + 1
    while node is not None:
        facets = node.get("")
        if facets is not None and (kinds is None or not kinds.isdisjoint(facets)):
            found = facets, at
        if at >= len(words):
            break
        node = node.get(words[at].stem)
        at += 1
    return found


def facets_of(trie: Trie, stems: list[str]) -> Facets | None:
    """The facets of exactly these stems."""
    node: Trie | None = trie
    for stem in stems:
        node = node.get(stem) if node is not None else None
    return node.get("") if node is not None else None
