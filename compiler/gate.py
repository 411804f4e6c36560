"""``build --validate``: runs what is installed of Terraform or OpenTofu, tflint and checkov over a build."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

TIMEOUT = 600
TOOLS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("tflint", (("--init",), ("--no-color",))),
    ("checkov", (("--directory", ".", "--quiet", "--compact"),)),
)
STEPS = (
    ("fmt", "-check", "-recursive"),
    ("init", "-backend=false", "-input=false", "-no-color"),
    ("validate", "-no-color"),
    ("test", "-no-color"),
)


def run_gate(folder: Path) -> bool:
    """Run every tool that is there over ``folder``, say what passed, failed and was not there; whether nothing failed."""
    engine = next((name for name in ("terraform", "tofu") if shutil.which(name)), None)
    good = True
    if engine is None:
        click.echo("not run: neither terraform nor tofu is installed (fmt, init, validate, test)", err=True)
    else:
        for step in STEPS:
            if not _run(engine, step, folder):
                good = False
                break
    for tool, calls in TOOLS:
        if shutil.which(tool) is None:
            click.echo(f"not run: {tool} is not installed", err=True)
        else:
            good = [_run(tool, call, folder) for call in calls].count(False) == 0 and good
    return good


def _run(tool: str, arguments: tuple[str, ...], folder: Path) -> bool:
    shown = f"{tool} {arguments[0].lstrip('-') if arguments else ''}".strip()
    try:
        done = subprocess.run(
            [tool, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        click.echo(f"failed: {shown}: {type(error).__name__}", err=True)
        return False
    click.echo(f"{'passed' if done.returncode == 0 else 'failed'}: {shown}", err=True)
    if done.returncode:
        click.echo((done.stdout + done.stderr).strip(), err=True)
    return done.returncode == 0
