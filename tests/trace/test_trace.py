"""From statements to what they led to and back: every form on cases, whose expected outputs stand beside them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from spec2iac.cli import cli
from spec2iac.diagnostics import Severity
from spec2iac.pipeline import Compilation, Options, compile_specification
from spec2iac.trace import coverage
from spec2iac.trace.forms import FORMULA, as_csv, as_json, as_markdown, as_text
from spec2iac.trace.issues import of_checklist, of_requirements
from spec2iac.trace.requirements import as_markdown as requirements_as_markdown
from spec2iac.trace.requirements import questions, requirements_checklist
from spec2iac.trace.why import UnknownSubjectError, why, why_recorded

CASES = Path(__file__).parent / "cases"
EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
TARGETS = ("aws", "azure", "gcp", "ibm")


def compiled(name: str, target: str = "aws") -> Compilation:
    path = CASES / name if (CASES / name).is_file() else EXAMPLES / name / "spec.md"
    return compile_specification(path.read_bytes(), "spec.md", Options(target))


FORMS = {
    "trace.txt": lambda compilation: as_text(coverage(compilation), {}),
    "trace.md": lambda compilation: as_markdown(coverage(compilation), {}, compilation.architecture.title),
    "requirements.md": lambda compilation: requirements_as_markdown(requirements_checklist(compilation), compilation.architecture.title),
    "why.txt": lambda compilation: "\n".join(why(compilation, subject) for subject in ("FR-004", "aws_db_instance.mysql.multi_az", "relational-database.mysql.storage", "FR-007")),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_case(form: str, update_goldens: bool) -> None:
    made = FORMS[form](compiled("claims.md"))
    place = CASES / f"claims.{form}"
    if update_goldens:
        place.write_text(made, encoding="utf-8")
    assert made == place.read_text(encoding="utf-8")


@pytest.mark.parametrize("example", sorted(path.parent.name for path in EXAMPLES.glob("*/spec.md")))
@pytest.mark.parametrize("target", TARGETS)
def test_criteria_and_objectives_are_shown_and_mostly_by_programs(example: str, target: str) -> None:
    """Every criterion and every non-functional requirement of the examples has a row; at least 60 % of them are automated."""
    counts = coverage(compiled(example, target)).counts()
    assert counts["none"] == 0
    assert (counts["static"] + counts["dynamic"]) / counts["criteria"] >= 0.6


def test_both_directions_agree() -> None:
    found = coverage(compiled("ecommerce"))
    forward = {(row.id, address) for row in found.rows for address in row.resources}
    backward = {(statement, row.address) for row in found.resources for statement in row.statements}
    assert forward == backward
    assert {row.address for row in found.unasked} == {row.address for row in found.resources} - {
        address for _, address in forward
    }
    assert all(row.reason for row in found.unasked)


def test_what_nothing_shows_stands_out() -> None:
    compilation = compiled("claims.md")
    made = as_json(coverage(compilation), {})
    assert json.loads(json.dumps(made)) == made
    assert {row["id"] for row in made["statements"]} == {
        item.id for item in compilation.specification.statements
    }
    assert made["without_statement"]


@pytest.mark.parametrize("make", [as_csv, None])
def test_no_cell_is_a_formula(make: Any) -> None:
    text = b"# T\n\n## Functional Requirements\n\n- **=cmd|'/c calc'!A1**: =HYPERLINK(\"http://x\") containers\n- -2+3+cmd a load balancer\n- @SUM(1) fails TBD\n"
    compilation = compile_specification(text, "spec.md", Options("aws"))
    assert compilation.build is not None
    texts = (
        [make(coverage(compilation), {})]
        if make
        else [of_checklist(compilation.build.checklist), of_requirements(requirements_checklist(compilation))]
    )
    for made in texts:
        rows = list(csv.reader(io.StringIO(made)))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.lstrip().startswith(FORMULA)]


def test_hostile_text_stays_text() -> None:
    compilation = compiled("hostile.md")
    for made in (FORMS["trace.md"](compilation), FORMS["requirements.md"](compilation)):
        assert "<script>" not in made
    assert "\x1b" not in FORMS["trace.txt"](compilation)


@pytest.mark.parametrize(
    "subject, said",
    [
        ("fr-004", ["asks for: relational-database", "backup_retention = 21", "resource: aws_db_instance.mysql in data.tf", "shown by: static"]),
        ("FR-007", ["led to nothing: it was not understood", "spec2iac explain S2I101"]),
        ("aws_db_instance.mysql", ["because of FR-004", "part of relational-database.mysql", "tested by"]),
        ("aws_db_instance.mysql.multi_az", ["multi_az", "FR-004"]),
        ("aws_db_instance.mysql.nonsense", ["it does not set nonsense"]),
        ("relational-database.mysql", ["storage = 100: FR-004", "resource: aws_db_instance.mysql"]),
        ("relational-database.mysql.storage", ["storage = 100", "FR-004"]),
        ('aws_subnet.private["eu-west-1a"]', ["aws_subnet.private"]),
    ],
)  # fmt: skip
def test_why(subject: str, said: list[str]) -> None:
    answer = why(compiled("claims.md"), subject)
    assert [text for text in said if text not in answer] == []


def test_why_from_the_record_of_a_build() -> None:
    record = json.loads(
        (EXAMPLES / "ecommerce" / "aws" / ".spec2iac" / "build.json").read_text(encoding="utf-8")
    )
    assert "resource: aws_db_instance.postgresql" in why_recorded(record, "FR-006")
    assert "because of FR-006" in why_recorded(record, "aws_db_instance.postgresql")
    assert "no statement asks for it" in why_recorded(record, "aws_security_group.app_service")
    with pytest.raises(UnknownSubjectError):
        why_recorded(record, "nonsense")


def test_requirements_under_the_heading_of_the_non_functional_ones_are_counted_whatever_their_own_heading_is() -> (
    None
):
    assert coverage(compiled("claims.md")).counts()["criteria"] == 4


@pytest.mark.parametrize(
    "arguments, code, said",
    [
        (["why", "claims.md", "relational-database.mysq"], 2, "did you mean 'relational-database.mysql'?"),
        (["why", "FR-004"], 2, "there is no build here"),
        (["why", "a", "b", "c"], 2, "takes a specification and a subject"),
        (["why", "claims.md", "FR-002"], 0, "container-service"),
        (["trace", "claims.md", "--format", "json"], 0, '"without_test"'),
        (["trace", "claims.md", "--plan", "claims.md"], 2, "is not JSON"),
        (["checklist", "claims.md", "--kind", "requirements"], 0, "## Measurable"),
        (["checklist", "claims.md", "--format", "csv"], 0, "assignee role"),
        (["checklist", "claims.md", "--kind", "requirements", "--format", "csv"], 0, "specification,clarity"),
    ],
)  # fmt: skip
def test_the_commands(monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str) -> None:
    monkeypatch.chdir(CASES)
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == code, done.output
    assert said in done.output


def test_results_of_a_plan_stand_in_the_trace() -> None:
    cases = CASES.parent.parent / "verification" / "cases" / "aws-shop"
    done = CliRunner().invoke(
        cli, ["trace", str(cases / "spec.md"), "--plan", str(cases / "wrong.json"), "--format", "json"]
    )
    rows = {row["id"]: row for row in json.loads(done.stdout)["statements"]}
    assert rows["NFR-SEC-003"]["result"] == "fail"


# ---- the questions to a specification -----------------------------------------------------------------------------


def test_questions_name_codes_settings_and_metrics_that_there_are() -> None:
    explained = {path.stem for path in (EXAMPLES.parent / "compiler" / "explain").glob("S2I*.md")}
    from spec2iac.architect.policy import KEYS

    asked = [question for group in questions()["groups"] for question in group["items"]]
    assert len(asked) >= 25
    for question in asked:
        assert set(question["findings"]) <= explained
        assert set(question["policy"]) <= set(KEYS)


@pytest.mark.parametrize(
    "line, ask, met",
    [
        ("- A managed PostgreSQL 16 database", "Are the engine and its version given", True),
        ("- A managed PostgreSQL database", "Are the engine and its version given", False),
        ("- A managed database in RDS", "free of implementation details", False),
        ("- A fast load balancer", "words that nobody can test", False),
        ("- Containers, at least 2 and at most 6", "Are bounds given for everything that scales", True),
        ("- A managed database [NEEDS CLARIFICATION: which engine?]", "Is no place left open", False),
        ("- A managed database, kept in eu-west-1", "Is it said where everything stands", True),
        ("- A managed database", "Is it said where everything stands", False),
        ("- The flux capacitor MUST be phase-aligned", "Was every demand understood", False),
    ],
)
def test_a_question_is_answered(line: str, ask: str, met: bool) -> None:
    text = f"# T\n\n## Functional Requirements\n\n{line}\n".encode()
    items = requirements_checklist(compile_specification(text, "spec.md", Options("aws")))
    (item,) = [item for item in items if ask in item.ask]
    assert item.met is met, item.evidence
    assert item.evidence


def test_a_question_without_anything_to_ask_it_of_is_left_out() -> None:
    text = b"# T\n\n## Functional Requirements\n\n- A message queue\n"
    asked = [
        item.ask for item in requirements_checklist(compile_specification(text, "spec.md", Options("aws")))
    ]
    assert not any("success criterion be shown" in ask or "engine and its version" in ask for ask in asked)
    assert any("Are success criteria given" in ask for ask in asked)


def test_a_specification_with_errors_has_a_checklist_too() -> None:
    text = b"# T\n\n## Functional Requirements\n\n- Scale from 10 to 2 containers\n"
    compilation = compile_specification(text, "spec.md", Options("aws"))
    assert any(item.severity is Severity.ERROR for item in compilation.diagnostics)
    items = requirements_checklist(compilation)
    assert any(item.met is False and "S2I209" in item.evidence for item in items)
    assert yaml.safe_load(json.dumps([item.id for item in items]))[0] == "CHK001"
