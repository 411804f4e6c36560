"""``build --validate``: runs what is installed of Terraform or OpenTofu, tflint and checkov over a build.

None of them is required, and each runs as a program of its own. What was not there to run is said, never passed over.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import click

from .report_text import printable

ENGINES = ("terraform", "tofu")
TIMEOUT = 900  # seconds for one call: `init` may load providers of several hundred megabytes
# Each step needs the one before it.
ENGINE_STEPS = (
    ("fmt", "-check", "-recursive", "-no-color"),
    ("init", "-backend=false", "-input=false", "-no-color"),
    ("validate", "-no-color"),
    ("test", "-no-color"),
)
TOOL_STEPS = {
    "tflint": (("--init", "--no-color"), ("--no-color",)),
    "checkov": (("--directory", ".", "--quiet", "--compact"),),
}


def run_gate(folder: Path) -> bool:
    """Run every tool that is there over ``folder``; whether nothing failed. What happens is said on standard error."""
    engine = next((name for name in ENGINES if shutil.which(name)), None)
    if engine is None:
        _say("not run: neither terraform nor tofu is installed (fmt, init, validate, test)")
    results = [engine is None or _run_steps(engine, ENGINE_STEPS, folder)]
    for tool, steps in TOOL_STEPS.items():
        if shutil.which(tool) is None:
            _say(f"not run: {tool} is not installed")
        else:
            results.append(_run_steps(tool, steps, folder))
    return all(results)


def _run_steps(tool: str, steps: tuple[tuple[str, ...], ...], folder: Path) -> bool:
    """The tool's steps up to the first that fails."""
    for number, step in enumerate(steps):
        if not _run(tool, step, folder):
            for skipped in steps[number + 1 :]:
                _say(f"not run: {_shown(tool, skipped)}")
            return False
    return True


def _run(tool: str, arguments: tuple[str, ...], folder: Path) -> bool:
    quiet = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "NO_COLOR": "1"}
    try:
        done = subprocess.run(
            [tool, *arguments],
            cwd=folder,
            env=quiet,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIMEOUT,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        _say(f"failed: {_shown(tool, arguments)}: no end after {TIMEOUT} s")
        return False
    except OSError as error:
        _say(f"failed: {_shown(tool, arguments)}: {error.strerror}")
        return False
    _say(f"{'failed' if done.returncode else 'passed'}: {_shown(tool, arguments)}")
    if done.returncode:
        for line in (done.stdout + done.stderr).strip().splitlines():
            _say(f"  {printable(line)}")
    return done.returncode == 0


def _shown(tool: str, arguments: tuple[str, ...]) -> str:
    """``terraform init``, but plain ``checkov``: what a person calls the step."""
    return f"{tool} {arguments[0]}" if not arguments[0].startswith("-") or arguments[0] == "--init" else tool


def _say(text: str) -> None:
    click.echo(text, err=True)
