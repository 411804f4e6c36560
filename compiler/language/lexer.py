"""From words to tokens, driven by the vocabulary: the longest phrase wins; a number takes its unit along.

Everything looks a bounded number of words ahead, so the whole is linear in the text.
"""

from __future__ import annotations

from typing import Any

from .items import Token
from .lookup import JOINS, OPENING, PREPOSITIONS, longest
from .numbers import read_number, share
from .sharing import left_out_head, shared_head, shared_start
from .vocabulary import Vocabulary
from .words import Word, ends_clause

_FILLERS = frozenset(("of", "a", "an", "the", "=", ":", "than", "or", "to", "about", "approximately", "some"))
_UNITS = frozenset(("unit",))
_PHRASES = frozenset(("terms", "ordinary", "comparator", "statistic", "negation", "period"))


class Lexer:
    """Turns the words of one statement into tokens."""

    __slots__ = ("at", "hard", "soft", "tokens", "vocabulary", "words")

    def __init__(self, words: list[Word], vocabulary: Vocabulary) -> None:
        self.words = words
        self.vocabulary = vocabulary
        self.hard = vocabulary.hard
        self.soft = vocabulary.soft
        self.tokens: list[Token] = []
        self.at = 0

    def run(self) -> list[Token]:
        """The tokens of the statement."""
        while self.at < len(self.words):
            if not (self._number() or self._phrase() or self._mark()):
                self._water()
        return self.tokens

    def _emit(self, type: str, last: int, value: Any = None) -> None:
        self.tokens.append(Token(type, self.at, last, value))
        self.at = last

    def _water(self) -> None:
        if self.tokens and self.tokens[-1].type == "WATER" and self.tokens[-1].last == self.at:
            self.tokens[-1].last = self.at = self.at + 1
        else:
            self._emit("WATER", self.at + 1)

    # -- numbers ---------------------------------------------------------------------------------------------------

    def _number(self) -> bool:
        words, at = self.words, self.at
        word = words[at]
        currency = self._currency(at)
        if (
            currency
            and currency[1] < len(words)
            and (read := read_number(words, currency[1], self.vocabulary))
        ):
            self._emit("CURRENCY", currency[1], currency[0])
            self._emit("NUMBER", read[2], (read[0] * (1000 if _has_points(read[1]) else 1), read[1]))
            self._after_number()
            return True
        if word.stem == "half" and at + 1 < len(words) and words[at + 1].stem == "of":
            self._emit("NUMBER", at + 1, (50.0, "share"))
            self.tokens.append(Token("UNIT", at + 1, at + 1, ("percent", 1.0, False, "%", None)))
            return True
        read = read_number(words, at, self.vocabulary)
        if read is None:
            return self._sub_unit()
        value, raw, after = read
        if self._literal_phrase():
            return True
        if raw == "nines":
            self._emit("NUMBER", after - 1, (value, raw))
            self._emit("UNIT", after, ("percent", 1.0, False, "%", None))
            return True
        times = after + 1 if after < len(words) and words[after].raw == "times" else after
        if part := share(words, times, value, self.vocabulary):
            self._emit("NUMBER", after, (part[0], "share"))
            self._emit("UNIT", part[1], ("percent", 1.0, False, "%", None))
            return True
        unit = self._unit(after, counted=word.kind == "word")
        if word.kind == "word" and unit is None and value < 20 and not self._counts_something(after):
            return False
        if unit and (part := share(words, unit[1], value, self.vocabulary)):
            self._emit("NUMBER", unit[1], (part[0], "share"))
            self._emit("UNIT", part[1], ("percent", 1.0, False, "%", None))
            return True
        self._emit("NUMBER", after if unit else self._with_adjective(after), (value, raw))
        if unit:
            self._emit("UNIT", unit[1], unit[0])
        elif currency := self._currency(self.at):
            self._emit("CURRENCY", currency[1], currency[0])
        self._after_number()
        return True

    def _sub_unit(self) -> bool:
        """ "sub-second": less than one of the unit."""
        at = self.at
        if self.words[at].stem not in ("sub", "every", "each") or at + 1 >= len(self.words):
            return False
        facets = self.hard.get(self.words[at + 1].stem, {}).get("", {})
        if "unit" not in facets or facets["unit"][0] != "time":
            return False
        dimension, factor, countable = facets["unit"]
        if self.words[at].stem == "sub":
            self._emit("COMPARATOR", at + 1, "<")
        elif factor > 60 or factor < 1:
            return False
        else:
            self._emit("WATER", at + 1)
        self._emit("NUMBER", at + 1, (1.0, "1"))
        self._emit("UNIT", at + 2, (dimension, factor, countable, self.words[at + 1].stem, None))
        return True

    def _literal_phrase(self) -> bool:
        """A phrase that begins with a figure ("2FA", "24/7") is a phrase, not a number."""
        match = longest(self.hard, self.words, self.at)
        if (
            match
            and ("terms" in match[0] or "ordinary" in match[0] or "statistic" in match[0])
            and match[1] > self.at + 1
        ):
            return self._phrase()
        return False

    def _after_number(self) -> None:
        """Rate, suffix and range behind a number and its unit."""
        self._rate()
        self._suffix()
        self._range()

    def _currency(self, at: int) -> tuple[str, int] | None:
        if at >= len(self.words) or self.words[at].stem not in self.vocabulary.currency_starts:
            return None
        for length in (2, 1):
            if at + length <= len(self.words):
                code = self.vocabulary.currencies.get(
                    " ".join(word.stem for word in self.words[at : at + length])
                )
                if code:
                    return code, at + length
        return None

    def _unit(self, at: int, counted: bool) -> tuple[tuple[Any, ...], int] | None:
        """The unit behind a number; up to two plain words may stand between the number and what it counts."""
        words = self.words
        for skipped in range(3):
            if at >= len(words):
                return None
            match = longest(self.hard, words, at)
            if match and "ordinary" in match[0]:
                match = longest(self.hard, words, at, _UNITS)
            if match and "unit" in match[0]:
                dimension, factor, countable = match[0]["unit"]
                word = words[at]
                if skipped and not dimension.startswith("n:"):
                    return None
                if len(word.raw) == 1 and not self._letter_fits(word, at):
                    return None
                terms = match[0].get("terms")
                name = " ".join(word.stem for word in words[at : match[1]])
                return (dimension, factor, countable, name, terms), match[1]
            if match and ("terms" in match[0] or "negation" in match[0]):
                return None
            if words[at].kind != "word" or words[at].stem in PREPOSITIONS or self._currency(at):
                return None
            if self._rated(at + 1):
                return ("n:operations", 1, True, words[at].stem, None), at + 1
            at += 1
        return None

    def _rated(self, at: int) -> bool:
        """Whether "per second" or the like stands at a word: then what stands before it is counted, whatever it is."""
        words = self.words
        if at + 1 >= len(words) or "per" not in self.soft.get(words[at].stem, {}).get("", {}):
            return False
        unit = self.hard.get(words[at + 1].stem, {}).get("", {}).get("unit")
        return unit is not None and unit[0] == "time"

    def _letter_fits(self, word: Word, at: int) -> bool:
        """A single letter is a unit where it is glued to its number, or is the lower-case letter of a time."""
        glued = at > 0 and self.words[at - 1].end == word.start
        if word.raw == "G":
            return glued
        return glued or word.raw in ("s", "h", "d", "%")

    def _counts_something(self, at: int) -> bool:
        """Whether a number word is one: a term, a comparator or a word with a shared noun stands behind it."""
        if self._term_near(at) or at >= len(self.words):
            return self._term_near(at)
        match = longest(self.hard, self.words, at)
        if match and "suffix" in match[0]:
            return True
        spread = longest(self.soft, self.words, at)
        if spread and "range" in spread[0] and spread[1] < len(self.words) and self.words[at].stem != "and":
            return read_number(self.words, spread[1], self.vocabulary) is not None
        return (
            at + 1 < len(self.words) and self.words[at].stem in self.hard and self.words[at + 1].stem in JOINS
        )

    def _with_adjective(self, at: int) -> int:
        """The index behind a number and the plain word between it and its term ("one further Windows VM")."""
        words = self.words
        if at + 1 >= len(words) or words[at].kind != "word" or words[at].stem in PREPOSITIONS:
            return at
        if longest(self.hard, words, at) or not self._term_near(at + 1):
            return at
        match = longest(self.hard, words, at + 1)
        return at + 1 if match and "terms" in match[0] else at

    def _term_near(self, at: int) -> bool:
        """Whether a term begins at a word or one word behind it: then a number word really counts."""
        for index in (at, at + 1):
            if index < len(self.words):
                match = longest(self.hard, self.words, index)
                if match and "terms" in match[0]:
                    return True
                if self.words[index].stem in PREPOSITIONS:
                    return False
        return False

    def _rate(self) -> None:
        words, at = self.words, self.at
        if at >= len(words):
            return
        if words[at].stem in ("on", ")"):
            return
        match = longest(self.hard, words, at)
        if match and "period" in match[0]:
            seconds = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0}[
                match[0]["period"]
            ]
            if self.tokens[-1].type != "UNIT" or self.tokens[-1].value[0] != "time":
                self._emit("RATE", match[1], seconds)
            return
        if words[at].stem in ("annually", "yearly", "annual"):
            self._emit("RATE", at + 1, 31536000.0)
            return
        if at + 1 >= len(words) or "per" not in self.soft.get(words[at].stem, {}).get("", {}):
            return
        following = longest(self.hard, words, at + 1)
        if not following or "unit" not in following[0] or following[0]["unit"][0] != "time":
            return
        if (
            self.tokens[-1].type == "UNIT"
            and self.tokens[-1].value[0] == "time"
            and words[at].stem in ("a", "each", "every", "an")
        ):
            return
        self._emit("RATE", following[1], float(following[0]["unit"][1]))

    def _suffix(self) -> None:
        words, at = self.words, self.at
        if at < len(words) and words[at].stem == "+" and words[at - 1].end == words[at].start:
            self._emit("SUFFIX", at + 1, ">=")
            self._late_unit()
            return
        if at >= len(words):
            return
        match = longest(self.hard, words, at)
        if match and "suffix" in match[0]:
            following = read_number(words, match[1], self.vocabulary) if match[1] < len(words) else None
            if following is None or "comparator" not in match[0]:
                self._emit("SUFFIX", match[1], match[0]["suffix"])

    def _late_unit(self) -> None:
        """ "250+ nodes": the unit stands behind the plus, and belongs before it."""
        if (
            len(self.tokens) >= 2
            and self.tokens[-2].type == "NUMBER"
            and (unit := self._unit(self.at, counted=True))
        ):
            plus = self.tokens.pop()
            self._emit("UNIT", unit[1], unit[0])
            self._rate()
            self.tokens.append(plus)

    def _range(self) -> None:
        words, at = self.words, self.at
        if at + 1 >= len(words):
            return
        if words[at].stem in ("±", "+/-") or (words[at].raw == "Â" and words[at + 1].stem == "±"):
            after = at + (2 if words[at].raw == "Â" else 1)
            if after < len(words) and read_number(words, after, self.vocabulary):
                self._emit("TOLERANCE", after)
            return
        give = at + (words[at].stem == ",")
        stems = [word.stem for word in words[give : give + 3]]
        if stems in (["giv", "or", "tak"], ["plu", "or", "minu"]) and give + 3 < len(words):
            if read_number(words, give + 3, self.vocabulary):
                self._emit("TOLERANCE", give + 3)
            return
        soft = longest(self.soft, words, at)
        if not soft or "range" not in soft[0] or soft[1] >= len(words):
            return
        if words[at].stem == "and" and not self._between():
            return
        after = soft[1]
        if words[at].stem in ("to", "through") and words[after].stem in ("at", "about", "around"):
            after += 1
        currency = self._currency(after)
        start = currency[1] if currency else after
        if start < len(words) and read_number(words, start, self.vocabulary):
            self._emit("RANGE", after)

    def _between(self) -> bool:
        """Whether "between" stands before the number that was read last."""
        for token in reversed(self.tokens[-4:]):
            if token.type in ("NUMBER", "CURRENCY"):
                at = token.first - 1
                if token.type == "NUMBER" and at >= 0 and self._currency(at):
                    at -= 1
                return at >= 0 and self.words[at].stem == "between"
        return False

    # -- phrases ---------------------------------------------------------------------------------------------------

    def _phrase(self) -> bool:
        words, at = self.words, self.at
        match = longest(self.hard, words, at, _PHRASES)
        if match is None:
            return self._shared()
        facets, after = match
        if "ordinary" in facets:
            self._emit("WATER", after)
            return True
        if "terms" in facets:
            if after == at + 1 and self._shared():
                return True
            readings = [reading for reading in facets["terms"] if self._is_written(reading, at, after)]
            if readings:
                self._emit("TERM", after, readings)
                self._go_on(at, after)
                return True
        if "comparator" in facets and self._compares(after):
            self._emit("COMPARATOR", self._skip_fillers(after), self._turned(facets["comparator"]))
            return True
        if "statistic" in facets:
            self._emit("STATISTIC", after, facets["statistic"])
            return True
        if "negation" in facets:
            self._emit("NEGATION", after, facets["negation"])
            return True
        if "period" in facets:
            self._emit("PERIOD", after, facets["period"])
            return True
        return False

    def _turned(self, operator: str) -> str:
        """ "no client exceeds 50" is "at most 50": a negation shortly before turns the comparison round."""
        if operator not in ("<", ">"):
            return operator
        before = {word.stem for word in self.words[max(self.at - 4, 0) : self.at]}
        if before.isdisjoint(("no", "not", "never", "none", "nobody")):
            return operator
        return "<=" if operator == ">" else ">="

    def _is_written(self, reading: dict[str, Any], at: int, after: int) -> bool:
        """Whether a reading that depends on its capitals has them here."""
        if reading.get("label") and (
            at or after >= len(self.words) or self.words[after].stem not in (":", "|")
        ):
            return False
        noun = reading.get("noun")
        if noun is not None and self.words[at].raw.lower() not in noun:
            return False
        exact = reading.get("exact")
        if exact is None:
            return True
        written = "".join(
            character for word in self.words[at:after] for character in word.raw if character.isalnum()
        )
        return bool(written[: len(exact)] == exact[: len(written)])

    def _skip_fillers(self, at: int) -> int:
        for _ in range(2):
            if (
                at < len(self.words)
                and self.words[at].stem in _FILLERS
                and not read_number(self.words, at, self.vocabulary)
            ):
                at += 1
        return at

    def _compares(self, at: int) -> bool:
        """Whether a number follows: a comparator without one is a plain word."""
        at = self._skip_fillers(at)
        if at >= len(self.words):
            return False
        if currency := self._currency(at):
            at = currency[1]
        return at < len(self.words) and read_number(self.words, at, self.vocabulary) is not None

    def _shared(self) -> bool:
        """A word whose noun stands elsewhere: behind the words joined to it, or in the phrase before."""
        found = shared_head(self.words, self.at, self.vocabulary)
        found = found or left_out_head(self.words, self.at, self.tokens, self.hard)
        if found is None:
            return False
        self._emit("TERM", *found)
        return True

    def _go_on(self, at: int, after: int) -> None:
        """The phrase joined to a phrase, which leaves out the first word of both."""
        found = shared_start(self.words, at, after, self.hard)
        if found is None:
            return
        first, last, readings = found
        while self.at < first:
            if not self._mark():
                self._water()
        self._emit("TERM", last, readings)

    # -- marks -----------------------------------------------------------------------------------------------------

    def _mark(self) -> bool:
        word = self.words[self.at]
        if word.kind in ("cidr", "path", "domain", "image", "percentile", "email", "cron"):
            self._emit("LITERAL", self.at + 1, word.kind)
        elif word.stem in JOINS:
            self._emit("JOIN", self.at + 1, JOINS[word.stem])
        elif ends_clause(word):
            self._emit("STOP", self.at + 1, "clause")
        elif word.stem in OPENING:
            self._emit("STOP", self.at + 1, OPENING[word.stem])
        else:
            return False
        return True


def _has_points(figure: str) -> bool:
    """Whether a sum of money is written with a point for the thousands: no currency has three decimals."""
    whole, point, rest = figure.partition(".")
    return bool(point) and len(rest) == 3 and len(whole) <= 3 and "." not in rest
