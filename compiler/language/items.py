"""What the lexer and the grammar make of a statement's words: tokens, then quantities, groups of terms and marks."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Token:
    """A token of the grammar: its type, the words ``first`` up to ``last`` (exclusive), and what the vocabulary says."""

    __slots__ = ("first", "last", "type", "value")
    # Lark's end-of-input token borrows these from the last token; places are kept in words instead.
    start_pos = line = column = end_line = end_column = end_pos = 0

    def __init__(self, type: str, first: int, last: int, value: Any = None) -> None:
        self.type = type
        self.first = first
        self.last = last
        self.value = value

    def __repr__(self) -> str:
        return f"{self.type}[{self.first}:{self.last}]{self.value!r}"


class Quantity(Struct):
    """A number with what belongs to it, in its dimension's normal unit.

    ``high`` is set for a range; ``op`` is None where no comparator stands; ``rate`` is the period in seconds of "per
    day"; ``raw`` the figure as it is written; ``counted`` the terms that directly follow the number;
    ``property`` what the number was taken for.
    """

    first: int
    last: int
    low: float
    high: float | None = None
    op: str | None = None
    dimension: str | None = None
    unit: str = ""
    factor: float = 1.0
    rate: float | None = None
    countable: bool = False
    currency: str | None = None
    raw: str = ""
    counted: Group | None = None
    used: bool = False
    property: str | None = None
    terms: list[dict[str, Any]] | None = None


class Group(Struct):
    """Terms that stand directly together, as tokens."""

    first: int
    last: int
    terms: list[Token] = field(default_factory=list)


Item = Quantity | Group | Token
