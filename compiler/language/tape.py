"""The words of one statement and the tokens that were made of them so far."""

from __future__ import annotations

from typing import Any

from .items import Token
from .vocabulary import Vocabulary
from .words import Word


class Tape:
    """A statement on its way from words to tokens: ``at`` is the word that is read next."""

    __slots__ = ("at", "hard", "soft", "tokens", "vocabulary", "words")

    def __init__(self, words: list[Word], vocabulary: Vocabulary) -> None:
        self.words = words
        self.vocabulary = vocabulary
        self.hard = vocabulary.hard
        self.soft = vocabulary.soft
        self.tokens: list[Token] = []
        self.at = 0

    def emit(self, type: str, last: int, value: Any = None) -> None:
        """Make a token of the words from here up to ``last``, and go on behind them."""
        self.tokens.append(Token(type, self.at, last, value))
        self.at = last

    def water(self) -> None:
        """Leave a word out: it means nothing here."""
        if self.tokens and self.tokens[-1].type == "WATER" and self.tokens[-1].last == self.at:
            self.tokens[-1].last = self.at = self.at + 1
        else:
            self.emit("WATER", self.at + 1)
