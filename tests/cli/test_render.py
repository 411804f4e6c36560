"""Diagnostics as people see them: place, sentence, source line, carets; whatever the line holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec2iac.diagnostics import Diagnostic, Severity
from spec2iac.report_text import cells, printable, render, totals

LINE = "- **FR-002**: Infrastructure MUST provide RDS for orders"


def finding(line: int = 1, column: int = 1, end: int = 1, **more: str) -> Diagnostic:
    severity = Severity(more.pop("severity", "warning"))
    return Diagnostic(
        more.pop("code", "S2I103"),
        severity,
        more.pop("message", "it is so"),
        line,
        column,
        end,
        more.pop("help", None),
        source=more.pop("source", None),
    )


def test_a_finding_shows_its_place_line_carets_and_help() -> None:
    item = finding(
        2, 43, 46, message="'RDS' names one cloud's product", help="write 'managed relational database'"
    )
    assert render([item], ["# t", LINE], "spec.md") == (
        "spec.md:2:43: warning[S2I103]: 'RDS' names one cloud's product\n"
        " 2 | - **FR-002**: Infrastructure MUST provide RDS for orders\n"
        "   |                                           ^^^\n"
        "   = help: write 'managed relational database'\n"
    )


def test_findings_are_parted_by_an_empty_line() -> None:
    text = render([finding(0), finding(0, code="S2I205")], [], "spec.md")
    assert text == "spec.md: warning[S2I103]: it is so\n\nspec.md: warning[S2I205]: it is so\n"


@pytest.mark.parametrize(
    ("line", "column", "end", "shown"),
    [
        ("a\tb", 3, 4, "a b\n   |   ^"),
        ("数据库 RDS", 5, 8, "数据库 RDS\n   |        ^^^"),
        ("e\u0301te\u0301 RDS", 7, 10, "e\u0301te\u0301 RDS\n   |     ^^^"),
        ("a\x1b[31mb", 1, 2, "a\ufffd[31mb\n   | ^"),
        ("a\u202eb\u00a0c", 5, 6, "a\ufffdb c\n   |     ^"),
        ("short", 99, 120, "short\n   |      ^"),
        ("", 1, 1, "\n   | ^"),
    ],
    ids=["tab", "wide", "combining", "escape", "direction", "behind the end", "empty"],
)
def test_carets_stand_under_what_is_meant(line: str, column: int, end: int, shown: str) -> None:
    assert render([finding(1, column, end)], [line], "s.md").split("\n", 1)[1] == f" 1 | {shown}\n"


def test_a_long_line_is_cut_to_a_window_around_the_place() -> None:
    line = "x" * 5_000 + "RDS" + "y" * 5_000
    _, shown, carets, _ = render([finding(1, 5_001, 5_004)], [line], "s.md").split("\n")
    assert shown == " 1 | …" + "x" * 33 + "RDS" + "y" * 64 + "…"
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "RDS"


def test_a_line_of_another_file_is_not_looked_up_in_the_specification() -> None:
    assert (
        render([finding(1, source="target.yaml")], [LINE], "s.md")
        == "target.yaml:1:1: warning[S2I103]: it is so\n"
    )


def test_colours_only_where_they_are_wanted() -> None:
    item = finding(1, 1, 2, severity="error")
    assert "\x1b[" not in render([item], [LINE], "s.md")
    coloured = render([item], [LINE], "s.md", colour=True)
    assert coloured.count("\x1b[1;31m") == coloured.count("\x1b[0m") == 2


def test_totals_count_by_severity() -> None:
    items = [finding(severity=name) for name in ("error", "error", "warning", "info")]
    assert totals(items) == "2 errors, 1 warning, 1 hint"
    assert totals([]) == ""


@given(st.text(max_size=300), st.integers(0, 400), st.integers(0, 400), st.text(max_size=50))
def test_any_text_stays_text_and_carets_stay_under_it(
    line: str, column: int, width: int, message: str
) -> None:
    line = re.sub(r"[\n\r]", " ", line)
    item = finding(1, column + 1, column + 1 + width, message=message)
    head, shown, carets, rest = render([item], [line], "s.md").split("\n")
    assert rest == "" and head.startswith("s.md:1:")
    assert all(part.isprintable() for part in (head, shown, carets))
    assert re.fullmatch(r"   \| *\^+", carets)
    assert cells(carets) <= max(cells(shown), len("   | ^")) + 1


@given(st.text())
def test_printable_changes_no_columns(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text) and shown.isprintable()
    assert printable(shown) == shown
