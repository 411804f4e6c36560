"""``spec2iac targets``: the clouds, and what each has for every concept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from .terminal import (
    FINDINGS,
    complete_target,
    defective_packs_told,
    known_target,
    own_packs_option,
    say,
    shown_path,
    usage_error,
)


@click.command("targets")
@click.argument("name", required=False, shell_complete=complete_target)
@click.argument("place", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@own_packs_option
def command(name: str | None, place: Path | None, folder: Path | None) -> None:
    """List the clouds that can be built for, or what the pack NAME has for each concept; `check DIR` tries a folder of packs.

    `show NAME` is NAME alone, for a pack that is called check or show.

    \b
    Examples:
      spec2iac targets
      spec2iac targets aws
      spec2iac targets check examples/packs
      spec2iac targets show aws
    """
    if name == "check":
        _check(place or folder)
        return
    if name == "show":
        if place is None:
            raise usage_error("`targets show` wants a pack's name: spec2iac targets show aws")
        name, place = str(place), None
    if place is not None:
        raise usage_error("a folder goes with `check`: spec2iac targets check DIR")
    from ..catalogue import catalogue
    from ..pack.load import load, targets
    from ..pack.matrix import NONE, support_matrix, table

    wanted = targets(folder) if name is None else (known_target(name, folder),)
    with defective_packs_told():
        packs = [load(target, folder) for target in wanted]
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


def _check(folder: Path | None) -> None:
    """Try every pack in the folder: ends with code 1 where one is defective, 2 where there is none."""
    from ..pack.trying import defects, has_schema, packs_in
    from ..report_text import counted, printable

    if folder is None or not folder.is_dir():
        raise usage_error("`targets check` wants a folder of packs: spec2iac targets check DIR")
    names = packs_in(folder)
    if not names:
        raise usage_error(f"{shown_path(folder)} has no packs: it needs a folder for each, such as aws/")
    failed = False
    for name in names:
        found = list(defects(name, folder))
        for defect in found:
            click.echo(printable(defect))
        if not has_schema(name, folder):
            say(f"{name}: there is no schema.json.gz, so types and arguments were not checked")
        say(f"{name}: {counted(len(found), 'defect')}")
        failed |= bool(found)
    if failed:
        raise SystemExit(FINDINGS)
