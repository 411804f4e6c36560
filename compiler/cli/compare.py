"""``spec2iac compare``: what each cloud would make of a specification, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .terminal import (
    FINDINGS,
    complete_target,
    defective_packs_told,
    known_targets,
    own_packs_option,
    print_json,
    read_specification,
    show,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command("compare")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target",
    "wanted",
    multiple=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the clouds to compare, with commas or repeated (default: all)",
)
@click.option("--region", metavar="REGION", help="the region, by a place's name or any cloud's code")
@own_packs_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "json"]),
    default="text",
    show_default=True,
    help="a table for terminals, a table in Markdown, or JSON",
)
def command(spec: str, wanted: tuple[str, ...], region: str | None, folder: Path | None, form: str) -> None:
    """Compare what the clouds have for SPEC: services, regions and zones, what is missing, what can't be met.

    \b
    Examples:
      spec2iac compare spec.md
      spec2iac compare spec.md --target aws,gcp --region frankfurt
      spec2iac compare spec.md --format md > decision.md
    """
    from ..comparison import Comparison, as_json, as_rows, names, side
    from ..diagnostics import Severity, by_place
    from ..pack.load import load, targets
    from ..pipeline import Options, compile_understood, findings, understand_specification

    chosen = known_targets(wanted, folder) if wanted else targets(folder)
    given = read_specification(spec)
    specification = understand_specification(given.data, given.name)
    choices = [Options(target, region, targets=folder) for target in chosen]
    with defective_packs_told():
        compilations = list(compile_understood(specification, given.data, choices))
        packs = [load(target, folder) for target in chosen]
    common = frozenset(findings(specification, compilations[0].architecture))
    errors = by_place(tuple(item for item in common if item.severity is Severity.ERROR))
    if errors:
        show(errors, specification.document.lines, given.path)
        raise SystemExit(FINDINGS)
    sides = (side(pack, made, common) for pack, made in zip(packs, compilations, strict=True))
    comparison = Comparison(names(compilations), tuple(sides))
    if form == "json":
        print_json(as_json(comparison))
        return
    heads, rows = as_rows(comparison)
    click.echo(_text(heads, rows) if form == "text" else _markdown(heads, rows))
    for item in comparison.sides:
        for found in item.unmet:
            where = f" ({found.statement})" if found.statement else ""
            click.echo(f"{'- ' if form == 'md' else ''}{item.title}: {_plain(found.message)}{where}")


def _text(heads: list[str], rows: list[list[str]]) -> str:
    from ..pack.matrix import table

    return table(heads, [[_plain(cell) for cell in row] for row in rows]) + "\n"


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    from ..project.markdown import escape

    lines = [heads, ["---"] * len(heads), *([escape(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _plain(text: str) -> str:
    from ..report_text import printable

    return printable(text)
