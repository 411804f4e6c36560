"""``spec2iac checklist``: what has to be shown, by whom and with which evidence."""

from __future__ import annotations

import click

from .terminal import (
    complete_target,
    exit_code,
    known_target,
    print_json,
    read_specification,
    show,
)


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
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "json"]),
    default="md",
    show_default=True,
    help="Markdown with check boxes, or JSON",
)
def command(spec: str, target: str, form: str) -> None:
    """List every demand of SPEC with the test that covers it, or the evidence that a person attaches.

    \b
    Examples:
      spec2iac checklist spec.md > checklist.md
      spec2iac checklist spec.md --format json
    """
    from ..pipeline import Options, compile_specification
    from ..validation.checklist import as_json, as_markdown, checklist

    given = read_specification(spec)
    compilation = compile_specification(given.data, given.name, Options(target=known_target(target, None)))
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
