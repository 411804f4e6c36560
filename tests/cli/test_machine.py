"""The forms that programs read: ``check --format json`` and ``--format sarif``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from spec2iac.diagnostics import Diagnostic, Severity
from spec2iac.explanations import explanations
from spec2iac.report_machine import as_json, as_sarif

from .running import PLACEHOLDER, spec2iac

SCHEMA = json.loads((Path(__file__).parent / "sarif.schema.json").read_text(encoding="utf-8"))
PAGES = {page.code: page for page in explanations()}
LINES = ["# t", "- RDS", "- RDS"]
FOUND = (
    Diagnostic("S2I103", Severity.WARNING, "a product", 2, 3, 6, "write 'database'", "FR-001"),
    Diagnostic("S2I103", Severity.WARNING, "a product", 3, 3, 6, "write 'database'", "FR-002"),
    Diagnostic("S2I010", Severity.ERROR, "a placeholder", 1, 1, 1),
    Diagnostic("S2I001", Severity.INFO, "of the whole file"),
)


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    return list(log["runs"][0]["results"])


def test_json_has_the_fixed_keys() -> None:
    assert as_json(FOUND[:1]) == {
        "format": 1,
        "diagnostics": [
            {
                "code": "S2I103",
                "severity": "warning",
                "line": 2,
                "column": 3,
                "end_column": 6,
                "message": "a product",
                "help": "write 'database'",
                "statement": "FR-001",
            }
        ],
    }


@pytest.mark.parametrize("uri", ["spec.md", "specs/my shop/spec.md", "<stdin>", "ü|[x].md"])
def test_sarif_has_the_form_of_the_standard(uri: str) -> None:
    log = as_sarif(FOUND, LINES, uri, PAGES)
    jsonschema.validate(log, SCHEMA)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["S2I001", "S2I010", "S2I103"]
    assert [rules[result["ruleIndex"]]["id"] for result in results(log)] == [item.code for item in FOUND]


def test_sarif_without_findings() -> None:
    log = as_sarif((), LINES, "spec.md", PAGES)
    jsonschema.validate(log, SCHEMA)
    assert results(log) == []


def test_a_finding_of_the_whole_file_has_no_region() -> None:
    place = results(as_sarif(FOUND, LINES, "spec.md", PAGES))[3]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "spec.md"}}


def test_fingerprints_survive_moved_lines_and_tell_equal_lines_apart() -> None:
    moved = tuple(
        Diagnostic(item.code, item.severity, item.message, item.line + 2, item.column, item.end_column)
        for item in FOUND[:2]
    )
    prints = [
        [result["partialFingerprints"] for result in results(as_sarif(found, lines, "spec.md", PAGES))]
        for found, lines in ((FOUND[:2], LINES), (moved, ["new", "", *LINES]))
    ]
    assert prints[0] == prints[1]
    assert prints[0][0] != prints[0][1]


def test_the_command_writes_them_as_utf8_whatever_the_terminal_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "spec.md").write_text(PLACEHOLDER.replace("Shop", "Café"), encoding="utf-8")
    ended = spec2iac("check", "specs/spec.md", "--format", "sarif", encoding="ascii")
    log = json.loads(ended.stdout)
    jsonschema.validate(log, SCHEMA)
    assert ended.code == 1 and ended.stderr == ""
    assert {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results(log)
    } == {"specs/spec.md"}
    parsed = spec2iac("parse", "specs/spec.md", "--format", "json", encoding="ascii")
    assert json.loads(parsed.stdout)["spec"]["title"] == "Café"


def test_an_absolute_path_stays_out_of_machine_forms(tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_text(PLACEHOLDER, encoding="utf-8")
    for form in (
        ("check", "--format", "sarif"),
        ("check", "--format", "json"),
        ("parse", "--format", "json"),
    ):
        assert str(tmp_path) not in spec2iac(form[0], spec, *form[1:]).text
