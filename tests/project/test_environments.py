"""One module for several environments: what differs becomes values, and what can't is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spec2iac.hcl.graph import parse_blocks
from spec2iac.hcl.split import split
from spec2iac.pack.render import Rendered
from spec2iac.pipeline import Compilation, Options, compile_specification
from spec2iac.project.environments import Variation, file_names, vary, with_switches
from spec2iac.project.layout import lay_out

HEAD = "# Desk\n\n## Infrastructure Requirements\n\n### Functional Requirements\n\n"
TABLE = """- **FR-001**: Infrastructure MUST run the API as containers

### Environments

| Environment | Min containers | Max containers |
| --- | --- | --- |
| dev | 1 | 2 |
| staging | 2 | 4 |
| prod | 3 | 12 |
"""


def compiled(text: str, **values: str) -> Compilation:
    found = compile_specification((HEAD + text).encode(), "spec.md", Options(values=values))
    assert found.build is not None
    return found


def varied(main: str, **texts: str) -> Variation:
    """The variation of modules that are written out here."""
    layouts = {
        name: lay_out([Rendered("app.web", ("FR-001",), "t", "main", text)]) for name, text in texts.items()
    }
    return with_switches(vary(main, layouts, {"app.web": "web_app"}), layouts, {}, {}, {}, {})


def test_each_environment_has_a_file_of_values_and_there_is_no_common_one() -> None:
    files = compiled(TABLE).build.files  # type: ignore[union-attr]
    assert {path for path in files if path.endswith(".tfvars")} == {
        f"environments/{name}.tfvars" for name in ("dev", "staging", "prod")
    }
    found = {
        name: re.findall(
            r"(?m)^app_service_(?:min|max)_count *= (\d+)", files[f"environments/{name}.tfvars"].decode()
        )
        for name in ("dev", "staging", "prod")
    }
    assert found == {"dev": ["2", "1"], "staging": ["4", "2"], "prod": ["12", "3"]}
    tests = files["tests/environments.tftest.hcl"].decode()
    assert all(f'run "{name}"' in tests for name in ("development", "staging", "production"))
    assert "tostring(aws_appautoscaling_target.app_service.min_capacity) == tostring(2)" in tests


def test_one_environment_by_itself() -> None:
    files = compiled(TABLE, environment="staging").build.files  # type: ignore[union-attr]
    assert not [path for path in files if path.startswith("environments/")]
    assert re.search(
        r'variable "app_service_min_count" \{[^}]*default += 2\n', files["variables.tf"].decode()
    )


def test_a_specification_of_one_environment_is_built_as_before() -> None:
    files = compiled("- **FR-001**: In production, Infrastructure MUST provide object storage\n").build.files  # type: ignore[union-attr]
    assert not [path for path in files if path.startswith("environments/")]


def test_an_argument_that_differs_becomes_a_variable() -> None:
    one = 'resource "a" "b" {\n  size = 2\n\n  inner {\n    on = true\n  }\n}\n'
    found = varied("prod", prod=one, dev=one.replace("2", "1").replace("true", "false"))
    assert found.values == {
        "prod": {"web_app_inner_on": "true", "web_app_size": "2"},
        "dev": {"web_app_inner_on": "false", "web_app_size": "1"},
    }
    block = found.layout.placed[0].block
    assert block.attributes["size"].text == "var.web_app_size"
    assert block.blocks[0].attributes["on"].text == "var.web_app_inner_on"
    assert found.layout.graph.by_address["var.web_app_size"].attributes["type"].text == "number"
    assert not found.diagnostics


@pytest.mark.parametrize(
    ("dev", "words"),
    [
        (
            'resource "a" "b" {\n  size = local.x\n}\nlocals {\n  x = 1\n}\n',
            "size of a.b is made differently for dev",
        ),
        ('resource "a" "b" {\n  size = "2"\n}\n', "size of a.b is made differently for dev"),
        (
            'resource "a" "b" {\n  size = 2\n}\nresource "a" "c" {\n}\n',
            "a.c is for dev and not in this module",
        ),
        ("", "a.b is not for dev"),
    ],
)
def test_what_is_no_value_is_said(dev: str, words: str) -> None:
    found = varied("prod", prod='resource "a" "b" {\n  size = 2\n}\n', dev=dev)
    assert [item.code for item in found.diagnostics] == ["S2I220"]
    assert words in found.diagnostics[0].message


def test_a_variable_s_own_default_goes_into_the_file_of_values() -> None:
    one = 'variable "n" {\n  type = number\n  default = 2\n}\nresource "a" "b" {\n  size = var.n\n}\n'
    found = varied("prod", prod=one, dev=one.replace("2", "1"))
    assert found.values == {"prod": {"n": "2"}, "dev": {"n": "1"}}
    assert file_names({"prod": {"environment": '"prod"'}, "x": {}}) == {"prod": "prod", "x": "x"}


def test_the_example_s_files_of_values_are_those_of_its_variables() -> None:
    module = Path(__file__).resolve().parents[2] / "examples" / "environments" / "aws"
    known = {
        block.labels[0]
        for block in parse_blocks(split((module / "variables.tf").read_text(encoding="utf-8"))).blocks
    }
    for path in (module / "environments").glob("*.tfvars"):
        names = set(re.findall(r"(?m)^(\w+) +=", path.read_text(encoding="utf-8")))
        assert names and names <= known


def test_what_the_user_sets_holds_in_every_environment_and_stands_once() -> None:
    files = compiled(TABLE, app_service_max_count="9").build.files  # type: ignore[union-attr]
    for name in ("dev", "staging", "prod"):
        lines = files[f"environments/{name}.tfvars"].decode()
        assert re.findall(r"(?m)^app_service_max_count *= (\d+)", lines) == ["9"]
    assert "app_service_max_count" not in files["README.md"].decode().split("What differs")[1].split("## ")[0]
    assert "max_capacity) ==" not in files["tests/environments.tftest.hcl"].decode()
