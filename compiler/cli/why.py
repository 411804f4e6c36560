"""``spec2iac why``: where a resource or a setting comes from, and what a statement led to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .terminal import (
    FINDINGS,
    complete_target,
    defective_packs_told,
    known_target,
    near_miss,
    own_packs_option,
    read_specification,
    show,
    usage_error,
)


@click.command("why")
@click.argument("words", metavar="[SPEC] SUBJECT", nargs=-1, required=True)
@click.option(
    "--target",
    default="aws",
    show_default=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the cloud that is built for",
)
@own_packs_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="without SPEC: the folder of the build (default: this one)",
)
def command(words: tuple[str, ...], target: str, folder: Path | None, out: Path) -> None:
    """Say where SUBJECT comes from, or what it led to.

    SUBJECT is a statement's id, a resource's address, one of its arguments, a component or one of its settings. Without SPEC the record of
    the build in this folder answers.

    \b
    Examples:
      spec2iac why spec.md FR-004
      spec2iac why spec.md aws_db_instance.orders.multi_az
      spec2iac why spec.md relational-database.orders.storage
      cd aws && spec2iac why aws_db_instance.orders
    """
    from ..trace.why import UnknownSubjectError, why, why_recorded

    if len(words) > 2:
        raise usage_error("why takes a specification and a subject, or in a build's folder a subject")
    subject = words[-1]
    try:
        if len(words) == 1:
            click.echo(why_recorded(_record(out), subject), nl=False)
            return
        from ..pipeline import Options, compile_specification

        given = read_specification(words[0])
        options = Options(target=known_target(target, folder), targets=folder)
        with defective_packs_told(target):
            compilation = compile_specification(given.data, given.name, options)
        click.echo(why(compilation, subject), nl=False)
    except UnknownSubjectError as error:
        raise usage_error(f"nothing here is called '{subject}'{near_miss(subject, error.known)}") from None
    show(compilation.errors, compilation.specification.document.lines, given.path)
    raise SystemExit(FINDINGS if compilation.errors else 0)


def _record(folder: Path) -> dict[str, Any]:
    """The record of the build in a folder; ends with code 2 where there is none."""
    path = folder / ".spec2iac" / "build.json"
    try:
        record = json.loads(path.read_bytes())
        if not {"trace", "assumptions", "spec"} <= record.keys():
            raise ValueError("it lacks the trace")
    except (OSError, ValueError, AttributeError) as error:
        raise usage_error(
            f"there is no build here ({path}): {error.strerror if isinstance(error, OSError) else error}; name the specification too"
        ) from None
    return dict(record)
