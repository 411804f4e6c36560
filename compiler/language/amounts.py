"""What a number is of: the currency before it, the unit or the counted word behind it. Nothing here moves the tape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .lookup import JOINS, PREPOSITIONS, longest
from .numbers import read_number
from .tape import Tape
from .words import Word

_UNITS = frozenset(("unit",))
# "MB/s" counts bytes, "Mb/s" bits.
BITS = 8


# "keep the last ten": a small number in words behind one of these counts something.
LATEST = frozenset(("last", "latest", "newest"))


def of_them(words: Sequence[Word], at: int) -> bool:
    """Whether the number before a word counts what was named before it: "two of them"."""
    return [word.stem for word in words[at : at + 2]] == ["of", "them"]


def currency_at(tape: Tape, at: int) -> tuple[str, int] | None:
    """The currency that begins at a word, with the index behind it."""
    if at >= len(tape.words) or tape.words[at].stem not in tape.vocabulary.currency_starts:
        return None
    for length in (2, 1):
        if at + length <= len(tape.words):
            code = tape.vocabulary.currencies.get(
                " ".join(word.stem for word in tape.words[at : at + length])
            )
            if code:
                return code, at + length
    return None


def unit_behind(tape: Tape, at: int, counted: bool) -> tuple[tuple[Any, ...], int] | None:
    """The unit behind a number; up to two plain words may stand between the number and what it counts."""
    words = tape.words
    for skipped in range(3):
        if at >= len(words):
            return None
        match = longest(tape.hard, words, at)
        if match and "ordinary" in match[0]:
            match = longest(tape.hard, words, at, _UNITS)
        if match and "unit" in match[0]:
            dimension, factor, countable = match[0]["unit"]
            word = words[at]
            if skipped and not dimension.startswith("n:"):
                return None
            if len(word.raw) == 1 and not _letter_fits(tape, word, at):
                return None
            if dimension == "bandwidth" and word.raw[-1] == "B" and len(word.raw) == 2:
                factor *= BITS
            terms = match[0].get("terms")
            name = " ".join(word.stem for word in words[at : match[1]])
            return (dimension, factor, countable, name, terms), match[1]
        if match and ("terms" in match[0] or "negation" in match[0]):
            return None
        if words[at].kind != "word" or words[at].stem in PREPOSITIONS or currency_at(tape, at):
            return None
        if _rated(tape, at + 1):
            return ("n:operations", 1, True, words[at].stem, None), at + 1
        at += 1
    return None


def _rated(tape: Tape, at: int) -> bool:
    """Whether "per second" or the like stands at a word: then what stands before it is counted, whatever it is."""
    words = tape.words
    if at + 1 >= len(words) or "per" not in tape.soft.get(words[at].stem, {}).get("", {}):
        return False
    unit = tape.hard.get(words[at + 1].stem, {}).get("", {}).get("unit")
    return unit is not None and unit[0] == "time"


def _letter_fits(tape: Tape, word: Word, at: int) -> bool:
    """A single letter is a unit where it is glued to its number, or is the lower-case letter of a time."""
    glued = at > 0 and tape.words[at - 1].end == word.start
    if word.raw == "G":
        return glued
    return glued or word.raw in ("s", "h", "d", "%")


def counts_something(tape: Tape, at: int) -> bool:
    """Whether a number word is one: a term, a comparator or a word with a shared noun stands behind it."""
    if _term_near(tape, at) or at >= len(tape.words):
        return _term_near(tape, at)
    match = longest(tape.hard, tape.words, at)
    if match and "suffix" in match[0]:
        return True
    spread = longest(tape.soft, tape.words, at)
    if spread and "range" in spread[0] and spread[1] < len(tape.words) and tape.words[at].stem != "and":
        return read_number(tape.words, spread[1], tape.vocabulary) is not None
    return at + 1 < len(tape.words) and tape.words[at].stem in tape.hard and tape.words[at + 1].stem in JOINS


def with_adjective(tape: Tape, at: int) -> int:
    """The index behind a number and the plain word between it and its term ("one further Windows VM")."""
    words = tape.words
    if at + 1 >= len(words) or words[at].kind != "word" or words[at].stem in PREPOSITIONS:
        return at
    if longest(tape.hard, words, at) or not _term_near(tape, at + 1):
        return at
    match = longest(tape.hard, words, at + 1)
    return at + 1 if match and "terms" in match[0] else at


def _term_near(tape: Tape, at: int) -> bool:
    """Whether a term begins at a word or one word behind it: then a number word really counts."""
    for index in (at, at + 1):
        if index < len(tape.words):
            match = longest(tape.hard, tape.words, index)
            if match and "terms" in match[0]:
                return True
            if tape.words[index].stem in PREPOSITIONS:
                return False
    return False


def has_points(figure: str) -> bool:
    """Whether a sum of money is written with a point for the thousands: no currency has three decimals."""
    whole, point, rest = figure.partition(".")
    return bool(point) and len(rest) == 3 and len(whole) <= 3 and "." not in rest
