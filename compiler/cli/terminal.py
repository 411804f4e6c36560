"""What the commands share: reading the specification, showing diagnostics, and ending with the right code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..diagnostics import Diagnostic, Severity

MOST_BYTES = 64 * 1024 * 1024
FINDINGS, USAGE, CANNOT_WRITE = 1, 2, 3


def read_specification(path: str) -> tuple[bytes, str]:
    """The bytes of the file (``-``: of standard input) and what to call it; ends with code 2 where it can't be read."""
    try:
        if path == "-":
            data, name = sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>"
        else:
            with Path(path).open("rb") as stream:
                data, name = stream.read(MOST_BYTES + 1), Path(path).name
    except OSError as error:
        raise usage_error(f"{path}: {error.strerror or 'it cannot be read'}") from None
    if len(data) > MOST_BYTES:
        raise usage_error(f"{path}: larger than {MOST_BYTES // 1024 // 1024} MiB")
    return data, name


def usage_error(message: str) -> click.ClickException:
    """An error that ends the program with code 2."""
    error = click.ClickException(message)
    error.exit_code = USAGE
    return error


def in_colour() -> bool:
    """Whether standard error is a terminal that wants colours (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(diagnostics: Sequence[Diagnostic], lines: Sequence[str], source: str) -> None:
    """Print the findings and their totals to standard error."""
    from ..report_text import render, totals

    if diagnostics:
        click.echo(render(diagnostics, lines, source, colour=in_colour()), err=True, color=in_colour())
        click.echo(totals(diagnostics), err=True)


def exit_code(diagnostics: Sequence[Diagnostic], strict: bool) -> int:
    """1 where there are errors (or warnings, if strict), else 0."""
    limit = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return FINDINGS if any(item.severity in limit for item in diagnostics) else 0


def pairs(values: Sequence[str]) -> dict[str, str]:
    """``k=v`` options as a dictionary."""
    found = {}
    for value in values:
        name, sign, content = value.partition("=")
        if not sign or not name.strip():
            raise usage_error(f"--set wants NAME=VALUE, not '{value}'")
        found[name.strip()] = content.strip()
    return found
