"""How numbers are read: figures, words, multipliers ("10K", "two million"), fractions and nines."""

from __future__ import annotations

from .vocabulary import Vocabulary
from .words import Word

Read = tuple[float, str, int]
MOST_NINES = 13
# "3 in 5" may be anything; of ten or more it is a share.
LEAST_WHOLE = 10
_GROUPED = frozenset(("n:operations", "n:people", "rate"))
_ARTICLES = frozenset(("a", "an"))
_BEFORE_ARTICLE = frozenset(
    (
        "lose",
        "los",
        "lost",
        "losing",
        "within",
        "in",
        "for",
        "after",
        "under",
        "than",
        "least",
        "most",
        "about",
        "every",
        "below",
        "around",
        "half",
        "over",
        "to",
        "once",
        "of",
        "keep",
        "retain",
        "hold",
        "stor",
        "cach",
        "last",
        "past",
    )
)


def read_number(words: list[Word], index: int, vocabulary: Vocabulary) -> Read | None:
    """The number that begins at a word: its value, its raw text and the index after it; None where there is none."""
    word = words[index]
    if word.kind == "number":
        if word.stem.count(".") > 1:
            return 0.0, word.stem, index + 1
        if _grouped(words, index, vocabulary):
            return float(word.stem + words[index + 1].stem), word.stem + words[index + 1].stem, index + 2
        return _scaled(float(word.stem), word.stem, words, index + 1, vocabulary)
    if word.kind != "word":
        return None
    named = vocabulary.numbers["words"].get(word.raw.lower())
    if named is None or word.stem in ("once", "twic", "half", "pair", "coupl", "singl"):
        if word.stem in _ARTICLES or word.stem in ("half", "quarter") or _the_unit(words, index):
            return _article(words, index, vocabulary)
        if word.stem == "twic":
            return None
        return None
    value, after = float(named), index + 1
    if value >= 20 and value % 10 == 0 and after < len(words):
        ones = vocabulary.numbers["words"].get(words[after].raw.lower())
        if ones is not None and 0 < ones < 10 and words[after].kind == "word":
            value, after = value + ones, after + 1
    return _scaled(value, _plain(value), words, after, vocabulary)


def _the_unit(words: list[Word], index: int) -> bool:
    """ "within the hour": one of the unit."""
    return words[index].stem == "the" and index > 0 and words[index - 1].stem in ("within", "inside")


def _grouped(words: list[Word], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a blank only groups the digits ("2 500 CHF"): before money, people and requests, never before sizes."""
    if index + 2 >= len(words) or words[index + 1].kind != "number":
        return False
    first, second, behind = words[index : index + 3]
    if not (first.stem.isdigit() and len(first.stem) <= 3 and second.raw.isdigit() and len(second.raw) == 3):
        return False
    if first.end + 1 != second.start or first.stem == "0":
        return False
    unit = vocabulary.hard.get(behind.stem, {}).get("", {}).get("unit")
    return behind.stem in vocabulary.currency_starts or (unit is not None and unit[0] in _GROUPED)


def _scaled(value: float, raw: str, words: list[Word], index: int, vocabulary: Vocabulary) -> Read:
    """Multiply by what follows: a glued letter ("10K") or a word ("5 million", "two hundred thousand")."""
    steps = 0
    while index < len(words) and steps < 3:
        word = words[index]
        if word.kind != "word":
            break
        glued = index > 0 and words[index - 1].end == word.start
        letter = len(word.raw) <= 2
        name = word.raw if letter else word.raw.lower()
        scale = vocabulary.numbers["scales"].get(name) or (
            None if letter else vocabulary.numbers["scales"].get(word.stem)
        )
        if scale is None or (len(word.raw) == 1 and not glued) or (name in ("k", "K") and not glued):
            break
        if word.raw.lower() == "dozen" and steps:
            break
        value, index, steps = value * scale, index + 1, steps + 1
        raw = _plain(value)
    if index < len(words) and words[index].stem == "nin" and 2 <= value <= MOST_NINES and value == int(value):
        return round(100 - 10 ** (2 - value), 12), "nines", index + 1
    return value, raw, index


def _article(words: list[Word], index: int, vocabulary: Vocabulary) -> Read | None:
    """ "an hour" after "within" is 1 hour; "a dozen" is 12; "half an hour" is 0.5 hours; any other "a" is no number."""
    factor = 1.0
    at = index
    if words[at].stem == "quarter" and at + 2 < len(words) and words[at + 1].stem == "of":
        factor, at = 0.25, at + 2
        if words[at].stem not in _ARTICLES:
            return None
    if words[at].stem == "half":
        factor, at = 0.5, at + 1
        if at >= len(words) or words[at].stem not in _ARTICLES:
            return None
    if at + 1 >= len(words) or words[at + 1].kind != "word":
        return None
    following = words[at + 1]
    quarter = following.stem == "quarter" and at + 4 < len(words) and words[at + 2].stem == "of"
    if quarter and words[at + 3].stem in _ARTICLES:
        return 0.25, "0.25", at + 4
    scale = vocabulary.numbers["scales"].get(following.raw.lower())
    if scale is not None and len(following.raw) > 2:
        return _scaled(scale * factor, _plain(scale * factor), words, at + 2, vocabulary)
    unit = vocabulary.hard.get(following.stem, {}).get("", {}).get("unit")
    before = words[index - 1].stem if index else ""
    size = unit and factor != 1 and (unit[0] == "size" or unit[0] == "n:vcpus")
    if (
        unit
        and (size or unit[0] == "time")
        and len(following.raw) > 2
        and (factor != 1 or before in _BEFORE_ARTICLE)
    ):
        node = vocabulary.hard[following.stem]
        if at + 2 < len(words) and words[at + 2].stem in node:
            return None
        return factor, _plain(factor), at + 1
    return None


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def share(words: list[Word], index: int, low: float, vocabulary: Vocabulary) -> tuple[float, int] | None:
    """ "1 in 1000", "3 out of 100": the share in percent and the index after it, where the words at ``index`` say so."""
    if index + 1 >= len(words):
        return None
    # "95 of 100 page loads", but not "2 of 30 servers".
    steps = {"in": 1, "out": 2} | ({"of": 1} if low >= 50 else {})
    at = index + steps.get(words[index].stem, len(words))
    if at >= len(words):
        return None
    if words[at].stem == "every":
        at += 1
    read = read_number(words, at, vocabulary) if at < len(words) else None
    if read is None:
        return None
    whole, at = read[0], read[2] - 1
    if whole < LEAST_WHOLE or low > whole:
        return None
    return round(low / whole * 100, 9), at + 1
