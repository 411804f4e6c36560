"""The share of telling words that were used, and that the spans of used words are true."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from spec2iac.language import understand
from spec2iac.language.coverage import Coverage, coverage, coverage_of
from spec2iac.reader import read
from spec2iac.statements import Statement

from .test_robust import WORDS


def statements(*items: str) -> tuple[Statement, ...]:
    text = "# T\n\n## Functional Requirements\n\n" + "\n".join(f"- {item}" for item in items)
    return understand(read(text.encode(), "x")).statements


def test_used_words_count() -> None:
    assert coverage(statements("Infrastructure MUST provide a message queue")).share == 100
    # Whose queue it is, is the author's own; a number and a term that led to nothing are not.
    assert coverage(statements("a message queue for zebras and giraffes")).share == 100
    missed = coverage(statements("a message queue for 17 zebras"))
    assert (missed.words, missed.used) == (3, 2)


def test_all_words_of_what_was_not_understood_count() -> None:
    assert coverage(statements("Zebras MUST graze in peace")) == Coverage(3, 0)


def test_what_asks_for_nothing_has_no_words() -> None:
    assert coverage(understand(read(b"# T\n\nSome zebras graze here.\n", "x")).statements).words == 0


def test_nothing_is_all() -> None:
    assert coverage(()).share == 100


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(WORDS), st.sampled_from(["5", "GB", "é", "|", "**", "no", ",", "MUST"])),
        max_size=12,
    )
)
def test_spans_are_ordered_inside_and_apart(words: list[str]) -> None:
    for statement in statements(" ".join(words)):
        end = -1
        for start, stop in statement.understood:
            assert end < start < stop <= len(statement.passage.text)
            end = stop
        one = coverage_of(statement)
        assert 0 <= one.used <= one.words
