"""``spec2iac targets``: the clouds, and what each has for every concept."""

from __future__ import annotations

from pathlib import Path

import click

from .terminal import usage_error


@click.command("targets", short_help="list the clouds, or what one of them has for each concept")
@click.argument("name", required=False)
@click.option("--targets", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
              help="a folder of target packs of your own")  # fmt: skip
def command(name: str | None, folder: Path | None) -> None:
    """List the clouds that can be built for, or what the pack NAME has for each concept.

    \b
    Examples:
      spec2iac targets
      spec2iac targets aws
    """
    from ..catalogue import catalogue
    from ..pack.load import load, targets

    if name is None:
        for target in targets(folder):
            pack = load(target, folder)
            counts = {support: sum(form["support"] == support for form in pack.concepts.values()) for support in ("full", "nearest")}
            click.echo(f"{target:<8} {pack.title}: {counts['full']} concepts in full, {counts['nearest']} in the nearest form")
        return
    try:
        pack = load(name, folder)
    except FileNotFoundError as error:
        raise usage_error(f"{error}; there are: {', '.join(targets(folder))}") from None
    for concept in catalogue():
        form = pack.concepts.get(concept)
        support = form["support"] if form else "none"
        note = f" ({form['note']})" if form and form["note"] else ""
        click.echo(f"{concept:<28} {support:<8} {form['service'] if form else ''}{note}".rstrip())
