"""Nouns and first words that stand once and hold twice: "public and private subnets", "encrypted at rest and in transit"."""

from __future__ import annotations

from typing import Any

from .items import Token
from .lookup import JOINS, facets_of, longest
from .numbers import read_number
from .vocabulary import Trie, Vocabulary
from .words import Word

Readings = list[dict[str, Any]]
MOST_JOINED = 4
_BESIDE_JOINS = (*JOINS, "both", "either", "as", "well")


def shared_head(words: list[Word], at: int, vocabulary: Vocabulary) -> tuple[int, Readings] | None:
    """ "public and two private subnets": a first word that has its noun only behind the words joined to it."""
    hard = vocabulary.hard
    if words[at].kind != "word" or words[at].stem not in hard:
        return None
    length = next((n for n in (1, 2) if at + n < len(words) and words[at + n].stem in JOINS), None)
    if length is None or (length == 2 and words[at + 1].stem not in hard[words[at].stem]):
        return None
    modifier = [word.stem for word in words[at : at + length]]
    index = at + length + 1
    for _ in range(MOST_JOINED):
        if index < len(words) and words[index].stem in JOINS:
            index += 1
        if index < len(words) and words[index].stem in ("a", "an", "the"):
            index += 1
        if index < len(words) and (read := read_number(words, index, vocabulary)):
            index = read[2]
        if index >= len(words):
            return None
        match = longest(hard, words, index)
        if match and "terms" in match[0] and match[1] - index >= 2:
            readings = _with_head(words, modifier, index, match[1], hard)
            return (at + length, readings) if readings else None
        step = 2 if index + 1 < len(words) and words[index + 1].stem not in JOINS else 1
        if index + step >= len(words) or words[index + step].stem not in JOINS:
            return None
        index += step
    return None


def _with_head(words: list[Word], modifier: list[str], start: int, end: int, hard: Trie) -> Readings | None:
    """What the first word means before the last word, or the last two words, of a phrase."""
    for length in (1, 2):
        if end - length <= start:
            return None
        facets = facets_of(hard, modifier + [word.stem for word in words[end - length : end]])
        if facets and "terms" in facets and not _everyday(facets["terms"]):
            return list(facets["terms"])
    return None


def left_out_head(words: list[Word], at: int, tokens: list[Token], hard: Trie) -> tuple[int, Readings] | None:
    """ "private subnets for compute, public only for balancers": a noun that is left out the second time."""
    before = at > 0 and words[at - 1].stem in JOINS
    behind = at + 1 < len(words) and words[at + 1].stem in ("only", "for", "one")
    if not before or not behind or words[at].stem not in hard:
        return None
    last = next((token for token in reversed(tokens[-8:]) if token.type == "TERM"), None)
    if last is None or last.last - last.first < 2 or at - last.last > 8:
        return None
    facets = facets_of(hard, [words[at].stem, words[last.last - 1].stem])
    return (at + 1, facets["terms"]) if facets and "terms" in facets else None


def shared_start(words: list[Word], at: int, after: int, hard: Trie) -> tuple[int, int, Readings] | None:
    """ "encrypted at rest and in transit": a phrase whose first word also begins the phrase joined to it."""
    if after - at < 2 or after + 1 >= len(words):
        return None
    index = after
    while index < len(words) and index < after + 3 and words[index].stem in _BESIDE_JOINS:
        index += 1
    if index == after or index >= len(words):
        return None
    direct = longest(hard, words, index)
    named = direct is not None and "terms" in direct[0]
    if direct is not None and named and not _everyday(direct[0]["terms"]):
        return None
    node: Trie | None = hard
    for length in (1, 2):
        if node is None or length >= after - at:
            return None
        node = node.get(words[at + length - 1].stem)
        rest = longest(node, words, index) if node else None
        if rest is None or "terms" not in rest[0] or (direct is not None and named and rest[1] <= direct[1]):
            continue
        if rest[1] - index > 1 or len(words[index].raw) > 2:
            return index, rest[1], list(rest[0]["terms"])
    return None


def _everyday(readings: Readings) -> bool:
    return all(reading.get("weak") for reading in readings)
