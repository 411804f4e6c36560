"""The grammar is total, small and quick to build."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec2iac.language import grammar
from spec2iac.language.grammar import Parser, parser
from spec2iac.language.items import Token

TYPES = [
    "COMPARATOR",
    "SUFFIX",
    "RANGE",
    "TOLERANCE",
    "NUMBER",
    "UNIT",
    "CURRENCY",
    "RATE",
    "STATISTIC",
    "PERIOD",
    "NEGATION",
    "LITERAL",
    "JOIN",
    "STOP",
    "WATER",
    "TERM",
]
VALUES = {"NUMBER": (5.0, "5"), "UNIT": ("time", 1, False, "s", None), "RATE": 60.0}


def tokens(types: tuple[str, ...] | list[str]) -> list[Token]:
    return [Token(type, index, index + 1, VALUES.get(type, ">=")) for index, type in enumerate(types)]


def test_every_short_sequence_of_tokens_parses() -> None:
    for length in range(4):
        for types in itertools.product(TYPES, repeat=length):
            items = parser().parse(tokens(types))
            assert bool(items) == bool(types)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TYPES), max_size=60))
def test_every_long_sequence_parses_and_loses_no_word(types: list[str]) -> None:
    items = parser().parse(tokens(types))
    covered = {word for item in items for word in range(item.first, item.last)}
    assert covered == set(range(len(types)))


def test_building_stays_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "parser_tables", lambda name, sources: None)
    best = 1.0
    for _ in range(4):
        start = time.perf_counter()
        Parser()
        best = min(best, time.perf_counter() - start)
    assert best < 0.1, f"building the grammar took {best * 1000:.0f} ms"


@pytest.mark.parametrize("left", [b"", b"no tables", None])
def test_tables_that_can_not_be_read_are_built_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, left: bytes | None
) -> None:
    place = tmp_path / "tables.lark"
    monkeypatch.setattr(grammar, "parser_tables", lambda name, sources: str(place))
    first = Parser().parse(tokens(TYPES))
    if left is not None:
        place.write_bytes(left)
    again = Parser().parse(tokens(TYPES))
    assert list(map(repr, again)) == list(map(repr, first))
