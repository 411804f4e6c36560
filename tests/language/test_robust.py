"""Any text at all: no exception, spans inside the text, the same answer twice, time linear in the length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec2iac.document import Kind
from spec2iac.language import as_json
from spec2iac.language.vocabulary import vocabulary
from spec2iac.reader import read

from .saying import say

WORDS = sorted({*vocabulary().hard, *vocabulary().soft})
FIGURES = [
    "1",
    "99.95",
    "10,000",
    "3",
    "500",
    "%",
    "$",
    "-",
    "–",
    "to",
    "/",
    "(",
    ")",
    ",",
    ".",
    ";",
    "|",
    "±",
    "+",
    "p95",
    "no",
]
texts = st.text(max_size=200) | st.lists(st.sampled_from([*WORDS, *FIGURES]), max_size=40).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from(list(Kind)))
def test_any_text_is_read(text: str, kind: Kind) -> None:
    specification = say([text], kind=kind)
    statement = specification.statements[0]
    spans = [*statement.understood, *(intent.span for intent in statement.intents)]
    spans += [measure.span for measure in statement.measures]
    spans += [limit.span for limit in statement.constraints]
    spans += [span for intent in statement.intents for span in intent.evidence.values()]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    known = vocabulary().concepts
    for intent in statement.intents:
        assert set(intent.properties) <= set(known[intent.concept]["properties"])
    assert as_json(say([text], kind=kind)) == as_json(specification)


@pytest.mark.parametrize(
    "piece",
    [
        "database with backups kept 30 days, ",
        "a ",
        "1 ",
        "not ",
        "encrypt ",
        "public and ",
        "log ",
        "a-",
        "x",
        "1,",
        "((",
        "p95 ",
    ],
)
def test_time_is_linear_in_the_length_of_a_line(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        say([text])
        return time.process_time() - start

    seconds(1000)
    # A busy machine may spoil a measurement; what is not linear spoils each.
    assert any(seconds(32000) < max(seconds(4000), 0.002) * 8 * 4 for _ in range(3))


def test_time_is_linear_in_the_number_of_statements() -> None:
    texts = [
        "Infrastructure MUST provide a managed PostgreSQL database with daily backups kept 30 days",
        "Handle 500 req/s",
    ]

    def seconds(count: int) -> float:
        start = time.process_time()
        say(texts * (count // 2))
        return (time.process_time() - start) / count

    seconds(50)
    assert any(seconds(2000) < 3 * seconds(200) for _ in range(3))


def test_time_is_linear_in_the_number_of_header_lines() -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        read(b"# Shop\n\n" + b"**Region**: Frankfurt\n\n" * count, "spec.md")
        return (time.process_time() - start) / count

    seconds(50)
    # Quadratic would be ten times as much a line.
    assert any(seconds(8000) < 4 * seconds(800) for _ in range(3))
