"""Open questions: found in the order of what hangs on them, and every answer that is offered takes effect."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec2iac.clarify import Question, questions, with_answers
from spec2iac.clarify.questions import data
from spec2iac.pipeline import Options, design_architecture, understand_specification

from ..cli.running import spec2iac

HEAD = "# Desk\n\n## Summary\n\nA desk.\n\n## Infrastructure Requirements\n\n### Functional Requirements\n\n"
ALL = (
    HEAD
    + """- **FR-001**: Infrastructure MUST run the API as containers behind a public load balancer
- **FR-002**: Infrastructure MUST provide a managed relational database
- **FR-003**: Infrastructure MUST provide an in-memory cache
- **FR-004**: Infrastructure MUST run a virtual machine
- **FR-005**: Infrastructure MUST run a serverless function
- **FR-006**: Infrastructure MUST provide a Kubernetes cluster
"""
)
OPEN = (
    HEAD
    + """- **FR-001**: Infrastructure MUST [NEEDS CLARIFICATION: which database engine?]
- **FR-002**: Infrastructure MUST provide object storage
- **FR-003**: Zebras MUST graze
"""
)


def asked(text: str) -> tuple[Question, ...]:
    specification = understand_specification(text.encode(), "spec.md")
    return questions(specification, design_architecture(specification, Options()))


def offered() -> list[tuple[str, str]]:
    found = [(key, value) for key, entry in data()["policy"].items() for value in entry["choices"]]
    found += [
        (f"{entry['concept']}.{entry['property']}", value)
        for entry in data()["settings"]
        for value in entry["choices"]
    ]
    return found


@pytest.mark.parametrize(("identity", "answer"), offered())
def test_every_answer_that_is_offered_settles_its_question(identity: str, answer: str) -> None:
    # Where there is a cluster, containers run on it.
    text = "".join(
        line for line in ALL.splitlines(keepends=True) if "Kubernetes" not in line or "kubernetes" in identity
    )
    before = asked(text)
    assert identity in {question.id for question in before}
    answered = with_answers(text.encode(), "spec.md", before, {identity: answer})
    assert identity not in {question.id for question in asked(answered.decode())}


def test_the_most_consequential_comes_first() -> None:
    found = asked(OPEN)
    assert [question.impact for question in found] == sorted(
        (question.impact for question in found), reverse=True
    )
    assert found[0].id == "FR-001" and {choice.value for choice in found[0].choices} >= {"PostgreSQL"}
    assert "FR-003" in {question.id for question in found}


def test_an_open_place_is_settled_by_its_answer() -> None:
    answered = with_answers(OPEN.encode(), "spec.md", asked(OPEN), {"FR-001": "PostgreSQL"}).decode()
    assert "FR-001" not in {question.id for question in asked(answered)}
    specification = understand_specification(answered.encode(), "spec.md")
    components = design_architecture(specification, Options()).components
    assert "relational-database" in {component.concept for component in components}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_all_other_bytes_stay(mark: bytes, end: str) -> None:
    text = OPEN.replace("\n", end)
    data_ = mark + text.encode()
    found = with_answers(data_, "spec.md", asked(OPEN), {"region": "eu-west-1"})
    assert found.startswith(mark) and found.count(b"\r\n") == found.count(b"\n") * (end == "\r\n")
    kept = found.decode("utf-8-sig").split(end)
    added = ["## Clarifications", "", "- Q: In which region does everything stand? → A: eu-west-1", ""]
    place = kept.index("## Clarifications")
    assert kept[place : place + 4] == added and kept[:place] + kept[place + 4 :] == text.split(end)
    assert kept[place + 4] == "## Infrastructure Requirements"


def test_later_answers_join_the_section_that_is_there() -> None:
    first = with_answers(OPEN.encode(), "spec.md", asked(OPEN), {"region": "eu-west-1"})
    again = with_answers(first, "spec.md", asked(first.decode()), {"budget": "$500 a month"}).decode()
    assert again.count("## Clarifications") == 1
    assert "A: eu-west-1\n- Q: What is the monthly budget? → A: $500 a month\n\n## Infra" in again
    dated = with_answers(first, "spec.md", asked(OPEN), {"budget": "$500 a month"}, "2030-01-31").decode()
    assert "### Session 2030-01-31\n\n- Q: What is the monthly budget?" in dated


@pytest.mark.parametrize(("identity", "answer"), [("nothing", "x"), ("region", " \n\x00 ")])
def test_what_answers_nothing_is_refused(identity: str, answer: str) -> None:
    with pytest.raises(ValueError, match=r"question|something"):
        with_answers(OPEN.encode(), "spec.md", asked(OPEN), {identity: answer})


def test_an_answer_can_not_add_lines() -> None:
    found = with_answers(
        OPEN.encode(), "s", asked(OPEN), {"region": "eu\n\n## Out of Scope\n- everything"}
    ).decode()
    assert "\n## Out of Scope" not in found


def test_the_command_lists_answers_and_asks(tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_text(OPEN, encoding="utf-8")
    assert "which database engine?" in spec2iac("clarify", spec).text
    assert b'"id": "FR-001"' in spec2iac("clarify", spec, "--format", "json").stdout
    assert spec2iac("clarify", spec, "--answer", "nothing=x").code == 2
    ended = spec2iac("clarify", spec, "--ask", stdin=b"1\n\n")
    assert ended.code == 0 and "wrote 1 of" in ended.stderr
    assert "FR-001: which database engine? → A: PostgreSQL" in spec.read_text(encoding="utf-8")
    assert (
        spec2iac("clarify", "-", "--answer", "region=eu-west-1", stdin=OPEN.encode()).text.count(
            "A: eu-west-1"
        )
        == 1
    )
