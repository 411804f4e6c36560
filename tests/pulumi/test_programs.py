"""Pulumi programs with the real package of each cloud that is installed: they run, agree with the configuration, and pass their own tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from spec2iac.pipeline import Options, compile_specification
from spec2iac.project.build import PULUMI, TERRAFORM, Build

from tests.builds import EXAMPLES, provider_check
from tests.mutants.run import providers
from tests.pulumi.faults import outcomes
from tests.pulumi.packages import CLOUDS, site_packages
from tests.pulumi.trying import tried


def built(example: Path, cloud: str, engine: str) -> Build:
    text = (example / "spec.md").read_bytes()
    build = compile_specification(text, "spec.md", Options(cloud, engine=engine)).build
    assert build is not None
    return build


def needs_package(cloud: str) -> None:
    if site_packages(cloud) is None:
        pytest.skip(f"Pulumi's package for {cloud} is not installed: make .pulumi/{cloud}/.ready")


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_program_registers_what_terraform_has(example: Path, cloud: str, tmp_path: Path) -> None:
    needs_package(cloud)
    assert tried(None, built(example, cloud, PULUMI), tmp_path, cloud) == []


@pytest.mark.terraform
@pytest.mark.parametrize("cloud", CLOUDS)
def test_program_registers_what_terraform_plans(
    cloud: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One example a cloud; ``make pulumi`` has all builds."""
    needs_package(cloud)
    provider_check()
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", providers())
    example = EXAMPLES[0]
    module = built(example, cloud, TERRAFORM)
    assert tried(module, built(example, cloud, PULUMI), tmp_path, cloud) == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_faults_are_caught(cloud: str, tmp_path: Path) -> None:
    """A sample of those that ``make pulumi`` puts in."""
    needs_package(cloud)
    found = list(outcomes(cloud, tmp_path, 20))
    assert found
    assert [item for item in found if not item.caught_by] == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_difference_is_found(cloud: str, tmp_path: Path) -> None:
    """The comparison itself: a program that differs from the configuration, or doesn't run, is no silent pass."""
    needs_package(cloud)
    project = built(next(path for path in EXAMPLES if path.name == "static-website"), cloud, PULUMI)
    code = next(path for path in project.files if path == "security.py")
    lines = project.files[code].decode().split("\n")
    flag = next(index for index, line in enumerate(lines) if line.strip().endswith(("=True,", "=False,")))
    swapped = lines[flag].replace("=True", "=\0").replace("=False", "=True").replace("\0", "False")
    for changed in ([*lines[:flag], swapped, *lines[flag + 1 :]], ["raise SystemExit(1)"]):
        content = {**project.files, code: "\n".join(changed).encode()}
        shutil.rmtree(tmp_path / "program", ignore_errors=True)
        from msgspec.structs import replace

        assert tried(None, replace(project, files=content), tmp_path, cloud)
