"""Sentence patterns: every case follows the pattern that it names, or gets the hint that helps it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from spec2iac.language.patterns import pattern_of

CASES = yaml.safe_load((Path(__file__).parent / "patterns.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_pattern(case: dict[str, str | None]) -> None:
    found = pattern_of(case["text"] or "")
    assert found.pattern == case["pattern"]
    wanted = case.get("hint")
    assert (found.hint is None) == (wanted is None)
    assert wanted is None or wanted in (found.hint or "")


@given(
    st.lists(
        st.sampled_from(["when", "if", "while", ",", "then", "shall", "MUST", "where", "the", "a b"])
    ).map(" ".join)
)
def test_a_sentence_has_a_pattern_or_a_hint_or_neither(text: str) -> None:
    found = pattern_of(text)
    assert found.pattern is None or found.hint is None
