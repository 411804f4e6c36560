"""The grammar of statements: Lark's LALR parser over the lexer's tokens, and what each rule makes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from lark import Lark
from lark import Token as LarkToken
from lark.lexer import Lexer
from lark.visitors import Transformer

from ..cache import parser_tables
from ..data import data_root
from .items import Group, Item, Quantity, Token

TOLERANCE_UNIT = "percent"


class TokenSource(Lexer):
    """Hands the tokens that were found already to Lark's parser."""

    __future_interface__ = 1

    def __init__(self, lexer_conf: Any) -> None:
        del lexer_conf

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[LarkToken]:
        """The tokens of a statement; the parser only looks at their type."""
        del parser_state
        return cast("Iterator[LarkToken]", iter(lexer_state.text))


class Rules(Transformer[Any, Any]):
    """One method a rule. Finished items are collected in ``found``, so that no list is copied while the parser runs."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self.found: list[Item] = []

    def quantity(self, children: list[Any]) -> None:
        """A number that stands for itself."""
        self.found.append(children[0])

    def counted(self, children: list[Any]) -> None:
        """A number directly before terms: how many, or how large."""
        quantity, group = children
        quantity.counted = group
        self.found.append(quantity)
        self.found.append(group)

    def group(self, children: list[Any]) -> None:
        """Terms that stand together."""
        self.found.append(children[0])

    def mark(self, children: list[Any]) -> None:
        """A token that is its own item."""
        self.found.append(children[0])

    def plain(self, children: list[Any]) -> Quantity:
        """A figure without a comparator."""
        return cast(Quantity, children[0])

    def prefixed(self, children: list[Any]) -> Quantity:
        """A comparator before its figure; one behind it as well changes nothing."""
        comparator, quantity = children[0], cast(Quantity, children[1])
        quantity.op = comparator.value
        quantity.first = comparator.first
        if len(children) > 2:
            quantity.last = children[2].last
        return quantity

    def suffixed(self, children: list[Any]) -> Quantity:
        """A comparator behind its figure."""
        quantity = cast(Quantity, children[0])
        quantity.op = children[1].value
        quantity.last = children[1].last
        return quantity

    def single(self, children: list[Any]) -> Quantity:
        """One figure; a range or a tolerance without its second figure is left as it is."""
        quantity = cast(Quantity, children[0])
        quantity.last = children[-1].last
        return quantity

    def span(self, children: list[Any]) -> Quantity:
        """Two figures with the same unit, which mostly stands only behind the second one."""
        low, high = cast(Quantity, children[0]), cast(Quantity, children[2])
        if low.dimension is None and low.currency is None:
            for name in ("dimension", "unit", "countable", "currency", "rate", "terms"):
                setattr(low, name, getattr(high, name))
            low.low = low.low * high.factor
        elif high.dimension is None and high.currency is None:
            high.low = high.low * low.factor
            low.rate = low.rate or high.rate
        elif high.rate and not low.rate:
            low.rate = high.rate
        low.high = high.low
        low.last = high.last
        low.op = "range"
        return low

    def around(self, children: list[Any]) -> Quantity:
        """A figure and how far it may be off, in percent or in its own unit."""
        middle, tolerance = cast(Quantity, children[0]), cast(Quantity, children[2])
        share = tolerance.dimension == TOLERANCE_UNIT and middle.dimension != TOLERANCE_UNIT
        margin = middle.low * tolerance.low / 100 if share else tolerance.low
        middle.low, middle.high = middle.low - margin, middle.low + margin
        middle.rate = middle.rate or tolerance.rate
        middle.op = "range"
        middle.last = tolerance.last
        return middle

    def rated(self, children: list[Any]) -> Quantity:
        """A figure for each period."""
        quantity, rate = cast(Quantity, children[0]), children[1]
        quantity.rate = rate.value
        quantity.last = rate.last
        return quantity

    def scalar(self, children: list[Any]) -> Quantity:
        """A figure."""
        return cast(Quantity, children[0])

    def number(self, children: list[Any]) -> Quantity:
        """A figure with or without its unit; a currency without a figure counts as nothing."""
        figure = children[0]
        if figure.type != "NUMBER":
            return Quantity(figure.first, figure.last, 0.0, unit="?")
        value, raw = figure.value
        if len(children) == 1:
            return Quantity(figure.first, figure.last, value, raw=raw)
        dimension, factor, countable, unit, terms = children[1].value
        return Quantity(
            figure.first,
            children[1].last,
            value * factor,
            dimension=dimension,
            factor=factor,
            countable=countable,
            unit=unit,
            raw=raw,
            terms=terms,
        )

    def money_before(self, children: list[Any]) -> Quantity:
        """``$5,000``."""
        currency, figure = children
        return Quantity(
            currency.first,
            figure.last,
            figure.value[0],
            dimension="money",
            currency=currency.value,
            raw=figure.value[1],
        )

    def money_after(self, children: list[Any]) -> Quantity:
        """``5,000 EUR``."""
        figure, currency = children
        return Quantity(
            figure.first,
            currency.last,
            figure.value[0],
            dimension="money",
            currency=currency.value,
            raw=figure.value[1],
        )

    def first_term(self, children: list[Any]) -> Group:
        """A term."""
        token = children[0]
        return Group(token.first, token.last, [token])

    def next_term(self, children: list[Any]) -> Group:
        """One more term directly behind others."""
        group, token = children
        group.terms.append(token)
        group.last = token.last
        return cast(Group, group)

    def items(self, children: list[Any]) -> None:
        """Nothing: items are collected as they are finished."""

    def start(self, children: list[Any]) -> None:
        """Nothing, as for ``items``."""

    def value(self, children: list[Any]) -> Quantity:
        """A figure."""
        return cast(Quantity, children[0])


class Parser:
    """Lark's parser with its rules, built once a process; its tables come from the user's cache where they are there."""

    __slots__ = ("_lark", "_rules")

    def __init__(self) -> None:
        self._rules = Rules()
        grammar = data_root("grammars") / "statement.lark"
        self._lark = Lark(
            grammar.read_text(encoding="utf-8"),
            parser="lalr",
            lexer=TokenSource,
            transformer=self._rules,
            maybe_placeholders=False,
            cache=parser_tables("statements", (grammar, Path(__file__))) or False,
        )

    def parse(self, tokens: list[Token]) -> list[Item]:
        """The items of a statement. Total: every sequence of tokens has a reading."""
        self._rules.found = []
        self._lark.parse(tokens)
        return self._rules.found


@cache
def parser() -> Parser:
    """The process's parser."""
    return Parser()
