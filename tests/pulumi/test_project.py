"""What stands around a program: the stacks' files, the requirements, the tests, the trace, and what can't be."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from spec2iac.pipeline import Compilation, Options, compile_specification
from spec2iac.project.build import PULUMI

from tests.builds import ROOT, build, tree

EXAMPLES = ROOT / "examples"


def compiled(example: str, cloud: str) -> Compilation:
    text = (EXAMPLES / example / "spec.md").read_bytes()
    return compile_specification(text, "spec.md", Options(cloud, engine=PULUMI))


def files(example: str, cloud: str) -> dict[str, str]:
    found = compiled(example, cloud).build
    assert found is not None
    return {
        path: content.decode()
        for path, content in found.files.items()
        if path.isascii() and not path.endswith(".zip")
    }


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_each_environment_has_a_stack_with_its_values(cloud: str) -> None:
    texts = files("environments", cloud)
    stacks = {
        path: yaml.safe_load(text)["config"]
        for path, text in texts.items()
        if re.fullmatch(r"Pulumi\.\w+\.yaml", path)
    }
    assert sorted(stacks) == ["Pulumi.dev.yaml", "Pulumi.prod.yaml", "Pulumi.staging.yaml"]
    for path, config in stacks.items():
        assert config["booking-desk:environment"] == path.split(".")[1]
    assert stacks["Pulumi.prod.yaml"]["booking-desk:app_service_max_count"] == 12
    assert stacks["Pulumi.dev.yaml"]["booking-desk:app_service_max_count"] == 2
    assert set(stacks["Pulumi.dev.yaml"]) == set(stacks["Pulumi.prod.yaml"])


def test_the_project_is_pulumi_s() -> None:
    texts = files("ecommerce", "aws")
    project = yaml.safe_load(texts["Pulumi.yaml"])
    assert project["name"] == "lantern-shop" and project["runtime"]["name"] == "python"
    assert texts["requirements.txt"] == "pulumi>=3.231,<4\npulumi-aws>=7.51.1,<8\n"
    assert "__main__.py" in texts and "checklist.md" in texts and "tests/test_encryption.py" in texts
    assert not [path for path in texts if path.endswith((".tf", ".tfvars", ".hcl", ".rego"))]


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_terraform_s_commands_are_in_nobody_s_way(cloud: str) -> None:
    """What people read and run speaks of Pulumi; what resources are tagged with, too."""
    for path, text in files("ecommerce", cloud).items():
        assert not re.search(r"\bterraform (apply|plan|output|console|init|test)\b", text), path
        # The author's own words stay in the README and in the checklist.
        if path not in (
            "README.md",
            "checklist.md",
            "tests/plan.py",
            "validation/test_running.py",
            "spec2iac.lock.json",
            ".spec2iac/build.json",
        ):
            assert not re.search(r"(?i)\bterraform\b(?!_)", text), path


def test_the_trace_names_what_stands_in_the_program() -> None:
    texts = files("ecommerce", "aws")
    record = json.loads(texts[".spec2iac/build.json"])
    named = {name for row in record["trace"] for name in row["resources"]} | {
        item["address"] for item in record["unasked"]
    }
    for name in named:
        module, _, variable = name.partition(".")
        assert re.search(rf"^{variable} = ", texts[f"{module}.py"], re.MULTILINE), name
    tests = {test for row in record["trace"] for test in row["tests"]}
    assert tests and all(re.fullmatch(r"tests/test_\w+\.py#[a-z0-9-]+", test) for test in tests)
    for test in tests:
        path, _, check = test.partition("#")
        assert f"def test_{check.replace('-', '_')}(" in texts[path], test


def test_objectives_name_what_stands_in_the_program() -> None:
    assert '"${edge.web_load_balancer.arn_suffix}"' in files("ecommerce", "aws")["slo/openslo.yaml"]


def test_a_cloud_without_a_package_is_an_error() -> None:
    found = compiled("ecommerce", "ibm")
    assert found.build is None
    (error,) = [item for item in found.diagnostics if item.code == "S2I370"]
    assert "--format terraform" in (error.help or "")


def test_a_type_that_the_package_lacks_is_an_error() -> None:
    text = b"# t\n\n## Infrastructure Requirements\n\n- A vector database for product embeddings\n"
    found = compile_specification(text, "spec.md", Options("aws", engine=PULUMI))
    assert found.build is None
    (error,) = [item for item in found.diagnostics if item.code == "S2I370"]
    assert "pulumi-aws 7 has no S3 Vectors" in error.message


def test_a_remote_state_is_pulumi_s_own_business() -> None:
    text = b"# t\n\n## Infrastructure Requirements\n\n- Remote state MUST be kept with locking\n- A message queue\n"
    found = compile_specification(text, "spec.md", Options("aws", engine=PULUMI))
    assert found.build is not None
    assert [item.code for item in found.diagnostics if item.code == "S2I372"] == ["S2I372"]
    assert not [path for path in found.build.files if "bootstrap" in path or "backend" in path]


def test_the_same_bytes_on_another_hash_seed(tmp_path: Path) -> None:
    spec = EXAMPLES / "ecommerce" / "spec.md"
    for seed in ("1", "4711"):
        done = build(spec, tmp_path / seed, "--format", "pulumi", seed=seed)
        assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "1") == tree(tmp_path / "4711") != {}


@pytest.mark.parametrize("option", [["--backend"], ["--ci", "github"], ["--validate"]])
def test_options_about_terraform_are_refused(tmp_path: Path, option: list[str]) -> None:
    done = build(EXAMPLES / "ecommerce" / "spec.md", tmp_path / "out", "--format", "pulumi", *option)
    assert done.returncode == 2 and "is about Terraform" in done.stderr
    assert not (tmp_path / "out").exists()
