"""``spec2iac targets``: the clouds, and what each has for every concept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from .terminal import complete_target, known_target, say, usage_error


@click.command("targets")
@click.argument("name", required=False, shell_complete=complete_target)
@click.option(
    "--targets",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="a folder of target packs of your own",
)
def command(name: str | None, folder: Path | None) -> None:
    """List the clouds that can be built for, or what the pack NAME has for each concept.

    \b
    Examples:
      spec2iac targets
      spec2iac targets aws
    """
    from ..catalogue import catalogue
    from ..pack.errors import PackError
    from ..pack.load import load, targets
    from ..pack.matrix import NONE, support_matrix, table

    wanted = targets(folder) if name is None else (known_target(name, folder),)
    try:
        packs = [load(target, folder) for target in wanted]
    except PackError as error:
        raise usage_error(f"a target pack is defective: {error}") from None
    if name is None:
        rows = support_matrix(packs, catalogue())
        click.echo(
            table(["concept", *(pack.name for pack in packs)], [(concept, *cells) for concept, cells in rows])
        )
        for index, pack in enumerate(packs):
            counts = Counter(cells[index] for _, cells in rows)
            said = ", ".join(f"{counts[support]} {support}" for support in ("full", "nearest", NONE))
            say(f"{pack.name}: {pack.title}, {said}")
        return
    for concept in catalogue():
        form = packs[0].concepts.get(concept)
        if form is None:
            click.echo(f"{concept:<28} none")
            continue
        note = f" ({form['note']})" if form["note"] else ""
        click.echo(f"{concept:<28} {form['support']:<8} {form['service']}{note}")
