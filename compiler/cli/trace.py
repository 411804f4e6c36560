"""``spec2iac trace``: the matrix from statement to component, resources, tests and result."""

from __future__ import annotations

from pathlib import Path

import click

from .terminal import (
    complete_target,
    defective_packs_told,
    exit_code,
    known_target,
    own_packs_option,
    print_json,
    read_specification,
    show,
)


@click.command("trace")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target",
    default="aws",
    show_default=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the cloud whose resources and tests are listed",
)
@own_packs_option
@click.option("--plan", metavar="FILE", help="what terraform show -json PLAN prints, for a column of results")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "csv", "json"]),
    default="text",
    show_default=True,
    help="for people, for a page, for a spreadsheet, or for programs",
)
def command(spec: str, target: str, folder: Path | None, plan: str | None, form: str) -> None:
    """List what every statement of SPEC led to and how it is shown; what nothing shows, and what nobody asked for, stands out.

    \b
    Examples:
      spec2iac trace spec.md
      spec2iac trace spec.md --format csv > trace.csv
      spec2iac trace spec.md --plan plan.json --format md > trace.md
    """
    from ..pipeline import Options, compile_specification
    from ..trace import coverage
    from ..trace.forms import as_csv, as_json, as_markdown, as_text

    given = read_specification(spec)
    options = Options(target=known_target(target, folder), targets=folder)
    with defective_packs_told(target):
        compilation = compile_specification(given.data, given.name, options)
    verdicts: dict[str, str] = {}
    if plan is not None and compilation.build is not None:
        from ..verification import verify
        from .verify import plan_of

        report = verify(compilation, plan_of(plan))
        verdicts = {row.id: row.verdict.value for row in report.statements}
    found = coverage(compilation)
    if form == "json":
        print_json(as_json(found, verdicts))
    elif form == "csv":
        click.echo(as_csv(found, verdicts), nl=False)
    elif form == "md":
        click.echo(as_markdown(found, verdicts, compilation.architecture.title), nl=False)
    else:
        click.echo(as_text(found, verdicts), nl=False)
    show(compilation.errors, compilation.specification.document.lines, given.path)
    raise SystemExit(exit_code(compilation.diagnostics, strict=False))
