"""``spec2iac checklist``: what has to be shown, by whom and with which evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from pathlib import Path

    from ..pipeline import Compilation


@click.command("checklist")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target",
    default="aws",
    show_default=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the cloud whose tests may cover an item",
)
@own_packs_option
@click.option(
    "--kind",
    type=click.Choice(["validation", "requirements"]),
    default="validation",
    show_default=True,
    help="what has to be shown of the system, by phase; or questions to the specification's own English",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "json", "csv"]),
    default="md",
    show_default=True,
    help="Markdown with check boxes, JSON, or CSV for issue trackers",
)
def command(spec: str, target: str, folder: Path | None, kind: str, form: str) -> None:
    """List every demand of SPEC with the test that covers it, or the evidence that a person attaches.

    With --kind requirements: whether SPEC itself is complete, clear, consistent, measurable and covered, answered where the compiler knows.

    \b
    Examples:
      spec2iac checklist spec.md > checklist.md
      spec2iac checklist spec.md --format csv > issues.csv
      spec2iac checklist spec.md --kind requirements
    """
    from ..pipeline import Options, compile_specification
    from ..validation.checklist import as_json, as_markdown, checklist

    given = read_specification(spec)
    options = Options(target=known_target(target, folder), targets=folder)
    with defective_packs_told(target):
        compilation = compile_specification(given.data, given.name, options)
    if kind == "requirements":
        _of_requirements(compilation, form)
        show(compilation.errors, compilation.specification.document.lines, given.path)
        raise SystemExit(exit_code(compilation.diagnostics, strict=False))
    if compilation.build is not None:
        items = compilation.build.checklist
    else:
        items = checklist(compilation.specification, compilation.architecture)
    if form == "json":
        print_json(as_json(items))
    elif form == "csv":
        from ..trace.issues import of_checklist

        click.echo(of_checklist(items), nl=False)
    else:
        click.echo(as_markdown(items, compilation.architecture.title), nl=False)
    show(compilation.errors, compilation.specification.document.lines, given.path)
    raise SystemExit(exit_code(compilation.diagnostics, strict=False))


def _of_requirements(compilation: Compilation, form: str) -> None:
    from ..trace.requirements import as_json, as_markdown, requirements_checklist

    items = requirements_checklist(compilation)
    if form == "json":
        print_json(as_json(items))
    elif form == "csv":
        from ..trace.issues import of_requirements

        click.echo(of_requirements(items), nl=False)
    else:
        click.echo(as_markdown(items, compilation.architecture.title), nl=False)
