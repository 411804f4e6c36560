"""The state's own store: the backend's settings for each environment, and the small module that makes it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from spec2iac.diagnostics import Severity
from spec2iac.hcl.format import format_hcl
from spec2iac.pack.load import load, targets
from spec2iac.pipeline import Options, compile_specification
from spec2iac.project.build import Build

from ..builds import ROOT, provider_check

STORAGE = """# Shop

## Infrastructure Requirements

### Functional Requirements

- **FR-001**: Infrastructure MUST provide object storage for invoices with versioning
"""
ASKED = STORAGE + "- **FR-002**: The Terraform state MUST be kept in remote state with locking\n"
OWN_KEYS = ASKED + "- **FR-003**: All data MUST be encrypted at rest with customer-managed keys\n"
WITH_STATE = [
    name for name in targets() if load(name).concepts.get("remote-state", {}).get("support", "none") != "none"
]


def built(text: str, target: str, backend: bool = False) -> Build:
    made = compile_specification(text.encode(), "spec.md", Options(target, backend=backend)).build
    assert made is not None
    assert not [item for item in made.diagnostics if item.severity is Severity.ERROR]
    return made


def trace(made: Build, statement: str) -> dict[str, object]:
    rows: list[dict[str, object]] = json.loads(made.files[".spec2iac/build.json"])["trace"]
    return next(row for row in rows if row["id"] == statement)


@pytest.mark.parametrize("target", WITH_STATE)
@pytest.mark.parametrize("text", [STORAGE, OWN_KEYS], ids=["managed-keys", "own-keys"])
def test_the_store_is_made_by_a_module_of_its_own(target: str, text: str, tmp_path: Path) -> None:
    made = built(text, target, backend=True)
    assert {"backend.tf", "backend.hcl", "bootstrap/main.tf", "bootstrap/versions.tf"} <= made.files.keys()
    for path, content in made.files.items():
        if path.endswith((".tf", ".tofu")):
            assert format_hcl(content.decode()) == content.decode(), path
    for path, content in made.files.items():
        if path.startswith("bootstrap/"):
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_bytes(content)
    tried = subprocess.run(
        [str(provider_check()), "--apply", str(tmp_path / "bootstrap")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr


def test_a_statement_asks_for_it_too_and_is_traced_to_its_files() -> None:
    made = built(ASKED, "aws")
    row = trace(made, "FR-002")
    assert row["files"] and "backend.tf" in row["files"] and "reason" not in row  # type: ignore[operator]
    assert made.files["backend.tf"].decode().startswith("# FR-002\n")


def test_without_the_wish_the_state_is_local_and_the_readme_says_what_to_do() -> None:
    made = built(STORAGE, "aws")
    assert not [path for path in made.files if path.startswith("bootstrap/") or "backend" in path]
    assert "build with `--backend`" in made.files["README.md"].decode()


def test_a_store_that_is_there_already_is_not_made_again() -> None:
    made = built(STORAGE + "- **FR-002**: Use the existing remote state\n", "aws")
    assert "backend.tf" in made.files
    assert not [path for path in made.files if path.startswith("bootstrap/")]


def test_every_environment_has_a_state_of_its_own() -> None:
    text = (ROOT / "examples" / "environments" / "spec.md").read_text(encoding="utf-8")
    made = built(text, "aws", backend=True)
    settings = {
        path: content.decode() for path, content in made.files.items() if path.endswith(".backend.hcl")
    }
    assert sorted(settings) == [f"environments/{name}.backend.hcl" for name in ("dev", "prod", "staging")]
    assert all(f"/{Path(path).name.split('.')[0]}/" in content for path, content in settings.items())
    readme = made.files["README.md"].decode()
    assert all(f"-backend-config={path}" in readme for path in settings)
    assert "workspace select" not in readme


def test_two_systems_have_two_stores() -> None:
    first, second = (
        built(text, "aws", backend=True) for text in (STORAGE, STORAGE.replace("Shop", "Shop 2"))
    )
    assert first.files["backend.hcl"] != second.files["backend.hcl"]
