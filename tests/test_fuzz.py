"""A few of the mutants of ``make fuzz``, so that the harness and the stations stay fit for all of them."""

from __future__ import annotations

import pytest

from .fuzz import mutant, run


def test_mutants_neither_crash_nor_break_promises() -> None:
    assert run(0, 150) == []


def test_a_number_makes_the_same_mutant_again_and_another_number_another() -> None:
    assert mutant(7) == mutant(7)
    assert len({mutant(number) for number in range(50)}) > 40


def test_the_harness_sees_what_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tests.fuzz.understand_specification", broken)
    assert [failure.mutant for failure in run(1, 3)] == [1, 2, 3]
