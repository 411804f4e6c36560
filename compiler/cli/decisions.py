"""What ``build --diff`` shows and ``build --locked`` holds to: the decisions of a build beside the lock of the last one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .terminal import CannotWriteError, say, shown_path, usage_error

if TYPE_CHECKING:
    from ..pipeline import Compilation
    from ..project.lock_diff import Difference

MARKS = (("created", "+"), ("changed", "~"), ("removed", "-"))


def check_options(diff: bool, locked: bool, validate: bool, form: str) -> None:
    """End with code 2 where options contradict each other."""
    if diff and validate:
        raise usage_error("--validate looks at the written files, and --diff writes none: leave one out")
    if diff and locked:
        raise usage_error("--diff shows what --locked refuses, and writes nothing: leave one out")
    if form == "json" and not diff:
        raise usage_error("--format json is the form of --diff: add --diff")


def difference(compilation: Compilation, out: Path, shown: bool) -> tuple[bool, dict[str, Any]]:
    """Whether the build decides or writes anything else than ``out`` has, and that as JSON; printed as text where ``shown``."""
    from ..project.lock import LOCK
    from ..project.lock_diff import as_json, as_text
    from ..project.record import RECORD
    from ..project.writer import CannotWriteError as Refused
    from ..project.writer import write
    from ..report_text import counted, printable

    assert compilation.build is not None
    found = _compared(compilation, out)
    try:
        report = write(compilation.build.files, out, force=True, dry_run=True)
    except Refused as error:
        raise CannotWriteError(str(error)) from None
    # The lock and the record change whenever a rule's text or a blank line does: that alone is no difference.
    files = {
        kind: tuple(name for name in getattr(report, kind) if name not in (LOCK, RECORD)) for kind, _ in MARKS
    }
    differs = bool(found or any(files.values()))
    if shown:
        for item in found or ():
            asked = f" ({', '.join(item.statements)})" if item.asked else " (no statement changed it)"
            click.echo(printable(f"{as_text(item)}{asked if out.joinpath(LOCK).exists() else ''}"))
        for kind, mark in MARKS:
            for name in files[kind]:
                click.echo(printable(f"{mark} {shown_path(out / name)}"))
        decided = counted(len(found), "other decision")
        say(f"{shown_path(out)}: {decided}, {counted(sum(map(len, files.values())), 'file')} would change")
    return differs, {"out": out.as_posix(), **as_json(found, files)}


def held(compilation: Compilation, out: Path) -> bool:
    """Whether the build decides as the lock in ``out`` says, but for what the specification asks for; says what it does not."""
    from ..project.lock import LOCK
    from ..project.lock_diff import refused
    from .terminal import show

    if not (out / LOCK).exists():
        raise usage_error(
            f"--locked holds to {shown_path(out / LOCK)}, which is not there: build once without it and commit the lock"
        )
    finding = refused(_compared(compilation, out))
    if finding is not None:
        show([finding], (), "")
    return finding is None


def _compared(compilation: Compilation, out: Path) -> tuple[Difference, ...]:
    """The decisions that differ from the lock in ``out``; all of them where there is no lock."""
    from ..project.lock import LOCK, NOTHING, read_lock
    from ..project.lock_diff import differences

    assert compilation.build is not None
    try:
        before = read_lock(out)
    except ValueError as error:
        raise usage_error(f"{shown_path(out)}: {error}") from None
    # As it would be read again, so that lists compare with lists.
    after = json.loads(compilation.build.files[LOCK])
    return differences(before if before is not None else NOTHING, after)
