"""Demands that a build doesn't meet are said when it is built."""

from __future__ import annotations

import pytest
from spec2iac.pipeline import Options, compile_specification


def found(line: str, cloud: str = "aws") -> list[tuple[int, str]]:
    text = f"# t\n\n## Requirements\n\n- **FR-001**: {line}\n"
    diagnostics = compile_specification(text.encode(), "spec.md", Options(cloud)).diagnostics
    return [(item.line, item.message) for item in diagnostics if item.code == "S2I373"]


def test_a_value_that_the_cloud_does_not_have_is_said() -> None:
    (said,) = found("Encryption keys MUST be rotated every 30 days")
    assert said[0] == 5
    assert said[1].startswith(
        "FR-001: asked for at most 30, built with 90 (keys rotate in the stated period: aws_kms_key."
    )


def test_a_variable_s_default_counts() -> None:
    (said,) = found("A message queue MUST keep messages for 30 days")
    assert "asked for 2592000, built with 1209600" in said[1]


@pytest.mark.parametrize(
    "line",
    [
        "Encryption keys MUST be rotated every 90 days",
        "A message queue MUST keep messages for 4 days",
        "A managed PostgreSQL database",
    ],
)
def test_what_is_met_says_nothing(line: str) -> None:
    assert found(line) == []
