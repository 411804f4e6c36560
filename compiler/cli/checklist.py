"""``spec2iac checklist``: what has to be shown, by whom and with which evidence."""

from __future__ import annotations

import json

import click

from .terminal import exit_code, read_specification, show, usage_error


@click.command("checklist", short_help="list what has to be shown before, at and after deployment")
@click.argument("spec", metavar="SPEC")
@click.option("--target", default="aws", show_default=True, metavar="CLOUD", help="the cloud whose checks may cover an item")
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md", help="Markdown with check boxes, or JSON")
def command(spec: str, target: str, form: str) -> None:
    """List every demand of SPEC with the test that covers it, or the evidence that a person attaches.

    \b
    Examples:
      spec2iac checklist spec.md > checklist.md
      spec2iac checklist spec.md --format json
    """
    from ..pipeline import Options, compile_specification
    from ..validation.checklist import as_json, as_markdown, checklist

    data, source = read_specification(spec)
    try:
        compilation = compile_specification(data, source, Options(target=target))
    except FileNotFoundError as error:
        raise usage_error(f"{error}; see `spec2iac targets`") from None
    items = compilation.build.checklist if compilation.build else checklist(compilation.specification, compilation.architecture)
    if form == "json":
        click.echo(json.dumps(as_json(items), ensure_ascii=False, indent=1))
    else:
        click.echo(as_markdown(items, compilation.architecture.title), nl=False)
    if compilation.build is None:
        show(compilation.errors, compilation.specification.document.lines, source)
    raise SystemExit(exit_code(compilation.diagnostics, strict=False))
