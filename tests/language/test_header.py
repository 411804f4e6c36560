"""Lines between the title and the first section: some say what is to be built, the others stay what they are."""

from __future__ import annotations

import pytest
from spec2iac.document import Kind
from spec2iac.pipeline import Options, compile_specification
from spec2iac.reader.document import read

BODY = "\n## Functional Requirements\n\n- **FR-001**: A managed PostgreSQL database\n"
HEADER = """\
# Parcel Tracking

**Spec ID**: 004-parcels
**Status**: Draft
**Region**: eu-central-1
**Compliance**: GDPR,
SOC 2

**Environments**: staging, production
**Jira**: OPS-12
**Input**: User description: "a database in us-west-2"
"""


def test_deciding_lines_are_statements_and_unknown_ones_context() -> None:
    document = read((HEADER + BODY).encode(), "spec.md")
    assert [(passage.id, passage.line, passage.kind, passage.text) for passage in document.passages][:-1] == [
        ("HDR-001", 5, Kind.REQUIREMENT, "Region: eu-central-1"),
        ("HDR-002", 6, Kind.COMPLIANCE, "Compliance: GDPR, SOC 2"),
        ("HDR-003", 9, Kind.REQUIREMENT, "Environments: staging, production"),
        ("HDR-004", 10, Kind.CONTEXT, "Jira: OPS-12"),
    ]
    assert document.metadata["region"] == "eu-central-1"
    assert document.metadata["spec id"] == "004-parcels"


def test_front_matter_decides_too() -> None:
    text = "---\ntitle: Parcels\nregion: eu-west-1\nlayout: page\n---\n\n# Parcels\n" + BODY
    (statement, _) = read(text.encode(), "spec.md").passages
    assert (statement.id, statement.line, statement.text) == ("HDR-001", 3, "region: eu-west-1")


@pytest.mark.parametrize("key", ["Region", "Environments", "Compliance"])
def test_a_placeholder_in_the_header_is_an_open_question(key: str) -> None:
    document = read(f"# T\n\n**Status**: Draft\n**{key}**: [TO BE DECIDED]\n{BODY}".encode(), "spec.md")
    assert document.passages[0].placeholders


def test_the_build_stands_where_the_header_says() -> None:
    compilation = compile_specification((HEADER + BODY).encode(), "spec.md", Options("aws"))
    assert compilation.build is not None
    settings = compilation.architecture.policy.settings
    assert (settings["region"].value, settings["region"].statements) == ("eu-central-1", ("HDR-001",))
    assert {path for path in compilation.build.files if path.startswith("environments/")} == {
        "environments/prod.tfvars",
        "environments/staging.tfvars",
    }
