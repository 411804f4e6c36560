"""The examples build into what is committed beside them, on any hash seed, and real Terraform takes the result."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .builds import EXAMPLES, ROOT, build, provider_check, tree

NAMES = [example.name for example in EXAMPLES]


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_the_committed_build_is_current(
    example: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    done = build(example / "spec.md", tmp_path / "aws")
    assert done.returncode == 0, done.stderr
    if request.config.getoption("--update-goldens"):
        shutil.rmtree(example / "aws", ignore_errors=True)
        shutil.copytree(tmp_path / "aws", example / "aws")
    assert tree(tmp_path / "aws") == tree(example / "aws"), "build it anew: make goldens"


def test_the_committed_program_is_current(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """One example as a Pulumi program, to be read in the difference."""
    example = next(example for example in EXAMPLES if example.name == "static-website")
    done = build(example / "spec.md", tmp_path / "program", "--format", "pulumi")
    assert done.returncode == 0, done.stderr
    if request.config.getoption("--update-goldens"):
        shutil.rmtree(example / "aws-pulumi", ignore_errors=True)
        shutil.copytree(tmp_path / "program", example / "aws-pulumi")
    assert tree(tmp_path / "program") == tree(example / "aws-pulumi"), "build it anew: make goldens"


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_the_same_bytes_on_another_hash_seed(example: Path, tmp_path: Path) -> None:
    for seed in ("1", "4711"):
        build(example / "spec.md", tmp_path / seed, seed=seed)
    assert tree(tmp_path / "1") == tree(tmp_path / "4711") != {}


@pytest.mark.terraform
def test_real_terraform_takes_every_example() -> None:
    check = provider_check()
    single = [str(example / "aws") for example in EXAMPLES if not (example / "aws" / "environments").is_dir()]
    done = subprocess.run([str(check), "--apply", *single], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASS") == len(single) >= 3


@pytest.mark.terraform
def test_real_terraform_takes_an_environment_s_values() -> None:
    module = ROOT / "examples" / "environments" / "aws"
    values = module / "environments" / "dev.tfvars"
    command = [str(provider_check()), "--apply", "--var-file", str(values), str(module)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.count("PASS") == 1, done.stdout + done.stderr


@pytest.mark.terraform
def test_opentofu_takes_the_smallest_example() -> None:
    check = provider_check()
    tofu = os.environ.get("SPEC2IAC_TOFU") or shutil.which("tofu")
    if tofu is None:
        pytest.skip("OpenTofu is not installed: set SPEC2IAC_TOFU to its path")
    single = [example for example in EXAMPLES if not (example / "aws" / "environments").is_dir()]
    smallest = min(single, key=lambda example: sum(map(len, tree(example / "aws").values())))
    done = subprocess.run(
        [str(check), str(smallest / "aws")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TERRAFORM": tofu},
    )
    assert done.returncode == 0, done.stdout + done.stderr
