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
    "--format",
    "form",
    type=click.Choice(["md", "json"]),
    default="md",
    show_default=True,
    help="Markdown with check boxes, or JSON",
)
def command(spec: str, target: str, folder: Path | None, form: str) -> None:
    """List every demand of SPEC with the test that covers it, or the evidence that a person attaches.

    \b
    Examples:
      spec2iac checklist spec.md > checklist.md
      spec2iac checklist spec.md --format json
    """
    from ..pipeline import Options, compile_specification
    from ..validation.checklist import as_json, as_markdown, checklist

    given = read_specification(spec)
    options = Options(target=known_target(target, folder), targets=folder)
    with defective_packs_told(target):
        compilation = compile_specification(given.data, given.name, options)
    if compilation.build is not None:
        items = compilation.build.checklist
    else:
        items = checklist(compilation.specification, compilation.architecture)
    if form == "json":
        print_json(as_json(items))
    else:
        click.echo(as_markdown(items, compilation.architecture.title), nl=False)
    show(compilation.errors, compilation.specification.document.lines, given.path)
    raise SystemExit(exit_code(compilation.diagnostics, strict=False))
