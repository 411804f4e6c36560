"""``spec2iac check``: what is wrong, missing or unclear in a specification."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .terminal import FINDINGS, exit_code, print_json, read_specification, say, show, usage_error

if TYPE_CHECKING:
    from ..statements import Specification
    from .terminal import Input

WORST = 5


@click.command("check")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="for people, for programs, or for code scanning",
)
@click.option("--strict", is_flag=True, help="end with code 1 on warnings too")
@click.option(
    "--fix", is_flag=True, help="rewrite product names as generic terms and write the missing ids into SPEC"
)
@click.option("--dry-run", is_flag=True, help="with --fix: print the changes as a diff and write nothing")
@click.option(
    "--min-understood",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="end with code 1 where less of the telling words was understood",
)
def command(
    spec: str, form: str, strict: bool, fix: bool, dry_run: bool, min_understood: float | None
) -> None:
    """Say what is wrong, missing or unclear in SPEC.

    \b
    Examples:
      spec2iac check spec.md
      spec2iac check spec.md --strict
      spec2iac check spec.md --format sarif > spec.sarif
      spec2iac check spec.md --fix --dry-run
      spec2iac check spec.md --min-understood 90
    """
    if dry_run and not fix:
        raise usage_error("--dry-run goes with --fix")
    from ..pipeline import Options, design_architecture, findings, understand_specification

    given = read_specification(spec)
    if fix:
        given = _fixed(given, dry_run)
    specification = understand_specification(given.data, given.name)
    diagnostics = findings(specification, design_architecture(specification, Options()))
    lines = specification.document.lines
    if form == "json":
        from ..report_machine import as_json

        print_json(as_json(diagnostics))
    elif form == "sarif":
        from ..explanations import explanations
        from ..report_machine import as_sarif

        print_json(as_sarif(diagnostics, lines, given.uri, {page.code: page for page in explanations()}))
    else:
        show(diagnostics, lines, given.path)
        if not diagnostics:
            from ..report_text import counted

            say(
                f"{given.path}: nothing to complain about in {counted(len(specification.statements), 'statement')}"
            )
    too_little = min_understood is not None and _too_little(specification, min_understood)
    raise SystemExit(max(exit_code(diagnostics, strict), FINDINGS if too_little else 0))


def _fixed(given: Input, dry_run: bool) -> Input:
    """The specification after its corrections, which are written back to the file, or shown."""
    from ..correction import correct
    from .terminal import replace_file

    found = correct(given.data, given.name)
    counts = [
        f"{number} {noun if number == 1 else noun + 's'}"
        for noun, about in (("product name", "product"), ("id", "id"))
        if (number := sum(edit.about == about for edit in found.edits))
    ]
    if dry_run:
        _print_diff(given, found.data)
        say(f"{given.path}: would fix {' and '.join(counts)}" if counts else f"{given.path}: nothing to fix")
        return given
    if given.path == "<stdin>":
        sys.stdout.buffer.write(found.data)
    elif found.data != given.data:
        replace_file(given.path, found.data)
    say(f"{given.path}: fixed {' and '.join(counts)}" if counts else f"{given.path}: nothing to fix")
    for edit in found.left_out:
        say(
            f"{given.path}:{edit.line}:{edit.column}: left alone: '{edit.text.strip()}' would change what the statement means"
        )
    return type(given)(found.data, given.name, given.path)


def _print_diff(given: Input, corrected: bytes) -> None:
    import difflib

    old, new = (data.decode("utf-8", "replace").splitlines(keepends=True) for data in (given.data, corrected))
    for line in difflib.unified_diff(old, new, given.path, given.path):
        click.echo(line, nl=not line.endswith(("\n", "\r")))


def _too_little(specification: Specification, least: float) -> bool:
    """Whether less than ``least`` percent of the telling words were used; says so, with the lines that are worst."""
    from ..language.coverage import coverage, coverage_of

    known = coverage(specification.statements)
    from ..report_text import counted

    enough = known.share >= least
    say(
        f"understood: {known.share:.1f}% of {known.words} telling words{'' if enough else f', less than {least:g}%'}"
    )
    if enough:
        return False
    missed = [
        (one.words - one.used, item)
        for item in specification.statements
        if (one := coverage_of(item)).used < one.words
    ]
    for count, item in sorted(missed, key=lambda pair: -pair[0])[:WORST]:
        say(f"  line {item.passage.line}, {item.id}: {counted(count, 'word')} not used")
    return True
