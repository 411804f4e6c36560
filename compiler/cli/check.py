"""``spec2iac check``: what is wrong, missing or unclear in a specification."""

from __future__ import annotations

import click

from .terminal import exit_code, print_json, read_specification, say, show


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
def command(spec: str, form: str, strict: bool) -> None:
    """Say what is wrong, missing or unclear in SPEC.

    \b
    Examples:
      spec2iac check spec.md
      spec2iac check spec.md --strict
      spec2iac check spec.md --format sarif > spec.sarif
    """
    from ..pipeline import Options, design_architecture, findings, understand_specification

    given = read_specification(spec)
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
    raise SystemExit(exit_code(diagnostics, strict))
