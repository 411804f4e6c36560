"""What several tests share: where the examples are, how to build one as a process, how to try a build with real Terraform."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/spec.md"))


def build(
    spec: Path, out: Path, *options: str, seed: str = "0", target: str = "aws"
) -> subprocess.CompletedProcess[str]:
    """Run ``spec2iac build`` as its users do, in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "NO_COLOR": "1"}
    command = [
        sys.executable,
        "-m",
        "spec2iac",
        "build",
        str(spec),
        "--target",
        target,
        "--out",
        str(out),
        *options,
    ]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=400, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def provider_check() -> Path:
    """The command that tries modules with recorded providers; the test is skipped, with the reason, where it can't run."""
    place = Path(os.environ.get("SPEC2IAC_PROVIDERS", ROOT.parent / "shared" / "providers")) / "check"
    if not place.is_file():
        pytest.skip("the recorded providers are not there: set SPEC2IAC_PROVIDERS to their folder")
    if shutil.which("terraform") is None or shutil.which("go") is None:
        pytest.skip("terraform and go are needed to try a build with the recorded providers")
    return place


def requests() -> dict[str, bytes]:
    """Requests of one paragraph by other people, each as a specification; none where their file is not there.

    The file stands beside the recorded providers; ``SPEC2IAC_REQUESTS`` names another one. Each request is below a heading.
    """
    default = ROOT.parent / "shared" / "specs" / "one-paragraph-requests.md"
    place = Path(os.environ.get("SPEC2IAC_REQUESTS", default))
    if not place.is_file():
        return {}
    parts = place.read_text(encoding="utf-8").split("\n## ")[1:]
    return {
        name.strip(): f"# {name.strip()}\n\n## Infrastructure Requirements\n\n{text.strip()}\n".encode()
        for name, _, text in (part.partition("\n") for part in parts)
    }
