"""``spec2iac verify`` as its users see it: exit codes and machine forms, with hostile texts in the specification and in the plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from ..cli.running import spec2iac

CASES = Path(__file__).resolve().parent / "cases"
SCHEMA = json.loads((Path(__file__).parent.parent / "cli" / "sarif.schema.json").read_text(encoding="utf-8"))
SHOP = CASES / "aws-shop"
HOSTILE = "</testcase><!-- ]]> & \x1b[31m \u2028 '\"<script>alert(1)</script> \ufffe"


def hostile(tmp_path: Path) -> tuple[Path, Path]:
    """A specification and a plan with signs in them that mean something in the forms that they are written to."""
    spec = tmp_path / "spec.md"
    spec.write_text(
        "# Shop\n\n## Infrastructure Requirements\n\n### Functional Requirements\n\n"
        f"- **FR-001**: Infrastructure MUST provide object storage for {HOSTILE} with versioning\n",
        encoding="utf-8",
    )
    address = f'aws_s3_bucket_versioning.kept["{HOSTILE}\\"]["]'
    entry = {
        "address": address,
        "type": "aws_s3_bucket_versioning",
        "mode": "managed",
        "values": {"versioning_configuration": [{"status": HOSTILE}]},
    }
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"planned_values": {"root_module": {"resources": [entry]}}}), encoding="utf-8")
    return spec, plan


@pytest.mark.parametrize(("variant", "code"), [("right", 0), ("wrong", 1)])
@pytest.mark.parametrize("form", ["text", "json", "junit", "sarif"])
def test_the_code_says_whether_anything_fails(variant: str, code: int, form: str) -> None:
    ended = spec2iac("verify", SHOP / "spec.md", "--plan", SHOP / f"{variant}.json", "--format", form)
    assert ended.code == code, ended.stderr


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '"x"', "[" * 100_000, "PK\x03\x04"])
def test_what_is_no_plan_ends_with_code_2(content: str | None, tmp_path: Path) -> None:
    place = tmp_path / "plan.json"
    if content is not None:
        place.write_text(content, encoding="utf-8")
    ended = spec2iac("verify", SHOP / "spec.md", "--plan", place)
    assert ended.code == 2 and "Traceback" not in ended.stderr
    assert "plan.json" in ended.stderr


def test_either_a_plan_or_a_state(tmp_path: Path) -> None:
    assert spec2iac("verify", SHOP / "spec.md").code == 2
    plan = SHOP / "right.json"
    assert spec2iac("verify", SHOP / "spec.md", "--plan", plan, "--state", plan).code == 2


def test_a_specification_with_errors_is_told(tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_text("# Empty\n", encoding="utf-8")
    ended = spec2iac("verify", spec, "--plan", SHOP / "right.json", "--region", "nowhere-1")
    assert ended.code == 1 and "S2I" in ended.stderr


def suites(text: str) -> list[ElementTree.Element]:
    """The suites of a JUnit file, after what all readers of it agree on: names, counts, and one verdict at most in a case."""
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite" and {"name", "tests", "failures", "errors", "skipped"} <= set(
            suite.attrib
        )
        cases = suite.findall("testcase")
        assert [child.tag for child in suite] in (
            ["testcase"] * len(cases),
            ["properties", *["testcase"] * len(cases)],
        )
        assert int(suite.attrib["tests"]) == len(cases) > 0
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
        for case in cases:
            assert {"name", "classname", "time"} <= set(case.attrib) and case.attrib["name"]
            assert [child.tag for child in case] in ([], ["failure"], ["skipped"])
            assert all("message" in child.attrib for child in case)
    return list(root)


def test_junit_has_a_suite_for_each_statement() -> None:
    ended = spec2iac("verify", SHOP / "spec.md", "--plan", SHOP / "wrong.json", "--format", "junit")
    found = {suite.attrib["name"]: suite for suite in suites(ended.text)}
    assert found["NFR-SEC-003"].attrib["failures"] == "1"
    assert found["NFR-PERF-001"].attrib["skipped"] == "1"


def test_sarif_is_at_the_statements_lines() -> None:
    ended = spec2iac("verify", SHOP / "spec.md", "--plan", SHOP / "wrong.json", "--format", "sarif")
    log = json.loads(ended.text)
    jsonschema.validate(log, SCHEMA)
    found = [
        item
        for item in log["runs"][0]["results"]
        if item["ruleId"] == "database-private" and item["level"] == "error"
    ]
    region: dict[str, Any] = found[0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == 19 and "aws_db_instance.pg" in found[0]["message"]["text"]


@pytest.mark.parametrize("form", ["text", "json", "junit", "sarif"])
def test_hostile_texts_stay_texts(form: str, tmp_path: Path) -> None:
    spec, plan = hostile(tmp_path)
    ended = spec2iac("verify", spec, "--plan", plan, "--format", form)
    assert ended.code == 1, ended.stderr
    if form == "junit":
        suites(ended.text)
    elif form == "text":
        assert "\x1b" not in ended.text and "\u2028" not in ended.text
    else:
        json.loads(ended.text)


def test_a_report_is_the_same_on_any_day() -> None:
    first, second = (
        spec2iac("verify", SHOP / "spec.md", "--plan", SHOP / "wrong.json", "--format", "json").stdout
        for _ in range(2)
    )
    assert first == second
