"""``spec2iac check``: what is wrong, missing or unclear in a specification."""

from __future__ import annotations

import json

import click

from .terminal import exit_code, read_specification, show


@click.command("check", short_help="say what is wrong, missing or unclear in a specification")
@click.argument("spec", metavar="SPEC")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="how to show the findings")
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

    data, source = read_specification(spec)
    specification = understand_specification(data, source)
    diagnostics = findings(specification, design_architecture(specification, Options()))
    lines = specification.document.lines
    if form == "text":
        show(diagnostics, lines, source)
        if not diagnostics:
            click.echo(f"{source}: nothing to complain about in {len(specification.statements)} statements", err=True)
    else:
        from ..explanations import explanations
        from ..report_machine import as_json, as_sarif

        names = {page.code: page.name for page in explanations()} if form == "sarif" else {}
        result = as_json(diagnostics) if form == "json" else as_sarif(diagnostics, lines, source, names)
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
    raise SystemExit(exit_code(diagnostics, strict))
