"""From words to tokens, driven by the vocabulary: the longest phrase wins; a number takes its unit along.

Everything looks a bounded number of words ahead, so the whole is linear in the text.
"""

from __future__ import annotations

from typing import Any

from .amounts import currency_at
from .figures import take_number
from .items import Token
from .lookup import JOINS, OPENING, longest
from .numbers import read_number
from .sharing import left_out_head, shared_head, shared_start
from .tape import Tape
from .vocabulary import Vocabulary
from .words import Word, ends_clause

_FILLERS = frozenset(
    ("of", "a", "an", "the", "=", ":", "than", "or", "to", "about", "approximately", "some", "last", "past")
)
_PHRASES = frozenset(("terms", "ordinary", "comparator", "statistic", "negation", "period"))
_FIGURE_PHRASES = frozenset(("terms", "ordinary", "statistic", "period"))


def tokens_of(words: list[Word], vocabulary: Vocabulary) -> list[Token]:
    """The tokens of a statement."""
    tape = Tape(words, vocabulary)
    while tape.at < len(words):
        if not (_figure_phrase(tape) or take_number(tape) or _phrase(tape) or _mark(tape)):
            tape.water()
    return tape.tokens


def _figure_phrase(tape: Tape) -> bool:
    """A phrase that begins with a figure ("2FA", "24/7") is a phrase, not a number."""
    if read_number(tape.words, tape.at, tape.vocabulary) is None:
        return False
    match = longest(tape.hard, tape.words, tape.at)
    if match is None or match[1] == tape.at + 1 or _FIGURE_PHRASES.isdisjoint(match[0]):
        return False
    return _phrase(tape)


def _phrase(tape: Tape) -> bool:
    words, at = tape.words, tape.at
    match = longest(tape.hard, words, at, _PHRASES)
    if match is None:
        return _shared(tape)
    facets, after = match
    if "ordinary" in facets:
        tape.emit("WATER", after)
        return True
    if "terms" in facets:
        if after == at + 1 and _shared(tape):
            return True
        readings = [reading for reading in facets["terms"] if _is_written(tape, reading, at, after)]
        if readings:
            tape.emit("TERM", after, readings)
            _go_on(tape, at, after)
            return True
    if "comparator" in facets and _compares(tape, after):
        tape.emit("COMPARATOR", _skip_fillers(tape, after), _turned(tape, facets["comparator"]))
        return True
    if "statistic" in facets:
        tape.emit("STATISTIC", after, facets["statistic"])
        return True
    if "negation" in facets:
        tape.emit("NEGATION", after, facets["negation"])
        return True
    if "period" in facets:
        tape.emit("PERIOD", after, facets["period"])
        return True
    return False


def _turned(tape: Tape, operator: str) -> str:
    """ "no client exceeds 50" is "at most 50": a negation shortly before turns the comparison round."""
    if operator not in ("<", ">"):
        return operator
    before = {word.stem for word in tape.words[max(tape.at - 4, 0) : tape.at]}
    if before.isdisjoint(("no", "not", "never", "none", "nobody")):
        return operator
    return "<=" if operator == ">" else ">="


def _is_written(tape: Tape, reading: dict[str, Any], at: int, after: int) -> bool:
    """Whether a reading that depends on its capitals has them here."""
    if reading.get("label") and (at or after >= len(tape.words) or tape.words[after].stem not in (":", "|")):
        return False
    noun = reading.get("noun")
    if noun is not None and tape.words[at].raw.lower() not in noun:
        return False
    exact = reading.get("exact")
    if exact is None:
        return True
    written = "".join(
        character for word in tape.words[at:after] for character in word.raw if character.isalnum()
    )
    return bool(written[: len(exact)] == exact[: len(written)])


def _skip_fillers(tape: Tape, at: int) -> int:
    for _ in range(3):
        if (
            at < len(tape.words)
            and tape.words[at].stem in _FILLERS
            and not read_number(tape.words, at, tape.vocabulary)
        ):
            at += 1
    return at


def _compares(tape: Tape, at: int) -> bool:
    """Whether a number follows: a comparator without one is a plain word."""
    at = _skip_fillers(tape, at)
    if at >= len(tape.words):
        return False
    if currency := currency_at(tape, at):
        at = currency[1]
    return at < len(tape.words) and read_number(tape.words, at, tape.vocabulary) is not None


def _shared(tape: Tape) -> bool:
    """A word whose noun stands elsewhere: behind the words joined to it, or in the phrase before."""
    found = shared_head(tape.words, tape.at, tape.vocabulary)
    found = found or left_out_head(tape.words, tape.at, tape.tokens, tape.hard)
    if found is None:
        return False
    tape.emit("TERM", *found)
    return True


def _go_on(tape: Tape, at: int, after: int) -> None:
    """The phrase joined to a phrase, which leaves out the first word of both."""
    found = shared_start(tape.words, at, after, tape.hard)
    if found is None:
        return
    first, last, readings = found
    while tape.at < first:
        if not _mark(tape):
            tape.water()
    tape.emit("TERM", last, readings)


def _mark(tape: Tape) -> bool:
    word = tape.words[tape.at]
    if word.kind in ("cidr", "path", "domain", "image", "email", "cron"):
        tape.emit("LITERAL", tape.at + 1, word.kind)
    elif word.kind == "percentile":
        tape.emit("STATISTIC", tape.at + 1, word.stem)
    elif word.stem in JOINS:
        tape.emit("JOIN", tape.at + 1, JOINS[word.stem])
    elif ends_clause(word):
        tape.emit("STOP", tape.at + 1, "clause")
    elif word.stem in OPENING:
        tape.emit("STOP", tape.at + 1, OPENING[word.stem])
    else:
        return False
    return True
