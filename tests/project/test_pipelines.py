"""The pipelines that ``build --ci`` adds: valid YAML, without keys, with every step that was promised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from spec2iac.pack.load import targets
from spec2iac.pipeline import Options, compile_specification

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
STEPS = ("terraform fmt -check", "terraform init", "terraform validate", "terraform test", "terraform plan", "tflint", "pytest validation", "--data policy", "spec2iac verify")  # fmt: skip


def pipeline(example: str, target: str, kind: str, backend: bool = False) -> str:
    data = (EXAMPLES / example / "spec.md").read_bytes()
    compilation = compile_specification(data, "spec.md", Options(target, backend=backend, ci=kind))
    assert compilation.build is not None
    path = {"github": ".github/workflows/infrastructure.yml", "gitlab": ".gitlab-ci.yml"}[kind]
    return compilation.build.files[path].decode()


@pytest.mark.parametrize("target", targets())
@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_pipeline_has_every_step(kind: str, target: str) -> None:
    text = pipeline("static-website", target, kind)
    document: dict[Any, Any] = yaml.safe_load(text)
    assert all(step in text for step in STEPS), [step for step in STEPS if step not in text]
    jobs = (
        document["jobs"]
        if kind == "github"
        else {name: job for name, job in document.items() if isinstance(job, dict) and "stage" in job}
    )
    assert {"check", "plan"} <= jobs.keys()
    assert f"--target {target} " in text
    for job in jobs.values():
        assert job.get("steps") or job.get("script"), "a job does something"
    if kind == "github":
        # YAML 1.1 reads the key `on` as true.
        assert "pull_request" in document[True]
        assert document["permissions"] == {"contents": "read"}
        assert all("uses" in step or "run" in step for job in jobs.values() for step in job["steps"])


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_files_of_the_main_environment_are_used(kind: str) -> None:
    text = pipeline("environments", "aws", kind, backend=True)
    assert "-var-file=environments/" in text
    assert "-backend-config=environments/" in text


def test_without_the_option_there_is_no_pipeline() -> None:
    compilation = compile_specification(
        (EXAMPLES / "static-website" / "spec.md").read_bytes(), "spec.md", Options("aws")
    )
    assert compilation.build is not None
    assert not [path for path in compilation.build.files if ".github" in path or "gitlab" in path]
