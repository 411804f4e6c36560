"""Questions with their answers: documents, and beside each what its statements mean and what is left to say of them.

``pytest tests/clarify --update-goldens`` writes what the compiler understands now; read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spec2iac.language.machine_form import as_json
from spec2iac.pipeline import Options, design_architecture, findings, understand_specification

from tests.language.saying import line

CASES = sorted((Path(__file__).parent / "answers").glob("*.md"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_answers_count(path: Path, update_goldens: bool) -> None:
    expected = path.with_suffix(".txt")
    shown = _understood(path.read_bytes())
    if update_goldens:
        expected.write_text(shown, encoding="utf-8")
        return
    assert shown == expected.read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) >= 3


def test_spans_lie_in_the_words_of_the_answer_or_its_question() -> None:
    for path in CASES:
        for statement in understand_specification(path.read_bytes(), "t.md").statements:
            length = len(statement.passage.text)
            spans = [*statement.understood, *(intent.span for intent in statement.intents)]
            spans += [item.span for item in (*statement.measures, *statement.constraints)]
            assert all(0 <= start <= end <= length for start, end in spans), statement.id


def test_the_last_answer_to_a_question_holds() -> None:
    text = (
        b"# T\n\n## Clarifications\n\n- Q: Which database engine? -> A: MySQL\n- Q: Which database engine? -> A: MariaDB\n"
        b"\n## Infrastructure Requirements\n\n- Provide a managed database and a container service\n"
    )
    architecture = design_architecture(understand_specification(text, "t.md"), Options())
    databases = [item for item in architecture.components if item.concept == "relational-database"]
    assert {item.settings["engine"].value for item in databases} >= {"mariadb"}


def _understood(data: bytes) -> str:
    """A line for each statement, then a line for each finding of the three stations."""
    specification = understand_specification(data, "t.md")
    shown = []
    for statement in as_json(specification)["statements"]:
        answered = (
            f"; answered by {', '.join(statement['answered_by'])}" if "answered_by" in statement else ""
        )
        asked = f" [{statement['question']}]" if "question" in statement else ""
        shown.append(f"{statement['id']} {statement['kind']}{asked}: {line(statement)}{answered}")
    architecture = design_architecture(specification, Options())
    for finding in findings(specification, architecture):
        shown.append(f"{finding.code} {finding.statement or ''}: {finding.message}")
    for component in architecture.components:
        shown.append(f"builds {component.key}")
    return "\n".join(shown) + "\n"
