"""``spec2iac new``: what a request says is in the specification that it becomes, and nothing of it is lost or changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from spec2iac.authoring import author, blank
from spec2iac.diagnostics import Severity
from spec2iac.document import Kind
from spec2iac.language import understand
from spec2iac.pipeline import Options, compile_specification, design_architecture, findings
from spec2iac.reader import read
from spec2iac.statements import Specification

from ..cli.running import spec2iac

REQUESTS = yaml.safe_load((Path(__file__).parent / "requests.yaml").read_text(encoding="utf-8"))
# What a question still waits for.
WAITING = {"S2I011"}


def understood(text: str) -> Specification:
    return understand(read(text.encode(), "spec.md"))


def asked(text: str) -> Specification:
    return understood(f"# Request\n\n## Infrastructure Requirements\n\n{text}\n")


def wishes(specification: Specification) -> set[tuple[object, ...]]:
    return {
        (
            intent.concept,
            intent.polarity,
            intent.existing,
            intent.name,
            str(sorted(intent.properties.items())),
        )
        for statement in specification.statements
        if statement.passage.kind not in (Kind.CRITERION, Kind.ASSUMPTION)
        for intent in statement.intents
    }


def numbers(specification: Specification) -> set[tuple[object, ...]]:
    return {
        (item.metric, item.op, item.value, item.unit, item.statistic, item.window, item.per)
        for statement in specification.statements
        if statement.passage.kind not in (Kind.CRITERION, Kind.ASSUMPTION)
        for item in statement.measures
    }


@pytest.mark.parametrize("text", REQUESTS)
def test_what_was_said_is_what_is_read(text: str) -> None:
    made = understood(author(text))
    assert wishes(made) == wishes(asked(text))
    assert numbers(made) == numbers(asked(text))


@pytest.mark.parametrize("text", REQUESTS)
def test_it_passes_but_for_what_is_open_and_builds(text: str) -> None:
    made = author(text)
    specification, request = understood(made), asked(text)
    found = findings(specification, design_architecture(specification, Options()))
    assert not {item.code for item in found if item.severity is Severity.ERROR}
    codes = {item.code for item in found if item.severity is Severity.WARNING}
    before = {item.code for item in findings(request, design_architecture(request, Options()))}
    assert codes - before <= WAITING
    assert compile_specification(made.encode(), "spec.md", Options()).build is not None


@pytest.mark.parametrize("number", range(len(REQUESTS)))
def test_the_specification_of_a_request(number: int, request: pytest.FixtureRequest) -> None:
    golden = Path(__file__).parent / "written" / f"{number + 1:02d}.md"
    made = author(REQUESTS[number])
    if request.config.getoption("--update-goldens"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="")
    assert made == golden.read_text(encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab `*_[]<>|#-1.)\n$%{}!\\"), max_size=60))
def test_no_text_adds_a_section(text: str) -> None:
    def headings(made: str) -> list[str]:
        return [line for line in made.splitlines() if line.startswith("#") and "Notes" not in line][1:]

    assert headings(author(text)) == headings(author("Zebras graze"))


def test_the_blank_one_is_complete_and_builds_nothing() -> None:
    codes = {item.code for item in understood(blank()).diagnostics}
    assert "S2I005" not in codes and "S2I010" in codes
    assert compile_specification(blank().encode(), "spec.md", Options()).build is None


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "spec.md"
    assert spec2iac("new", "I need a message queue", "--out", out, "--title", "Desk").code == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Infrastructure Specification: Desk\n")
    assert "- **FR-001**: Infrastructure MUST provide a message queue\n" in text
    assert spec2iac("new", "more", "--out", out).code == 2 and out.read_text(encoding="utf-8") == text
    assert spec2iac("new", "I need a cache", "--out", out, "--force").code == 0
    assert "NEEDS CLARIFICATION" in spec2iac("new", "--file", "-", stdin=b"We need a MySQL database").text
    assert spec2iac("new", "--blank").text == blank()
    assert spec2iac("new").code == spec2iac("new", "x", "--blank").code == spec2iac("new", " ").code == 2
