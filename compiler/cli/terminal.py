"""What the commands share: reading the specification, showing diagnostics and results, and ending with the right code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
from msgspec import Struct

from ..diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from ..statements import Specification

MOST_BYTES = 64 * 1024 * 1024
FINDINGS, USAGE, CANNOT_WRITE = 1, 2, 3

own_packs_option = click.option(
    "--targets",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="a folder of target packs of your own, to stand before the built-in ones",
)


class Input(Struct, frozen=True):
    """A specification's bytes; ``name`` is the file's own name, ``path`` is as the user wrote it."""

    data: bytes
    name: str
    path: str

    @property
    def uri(self) -> str:
        """The path relative to the working folder where the file is inside it, for records that others read elsewhere."""
        here = Path.cwd()
        place = Path(os.path.normpath(here / self.path))
        return place.relative_to(here).as_posix() if place.is_relative_to(here) else self.name


def read_specification(path: str) -> Input:
    """The file ``path`` (``-``: standard input); ends with code 2 where it can't be read."""
    try:
        if path == "-":
            given = Input(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>", "<stdin>")
        else:
            with Path(path).open("rb") as stream:
                given = Input(stream.read(MOST_BYTES + 1), Path(path).name, path)
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else "that is no file's name"
        raise usage_error(f"can't read {shown_path(path)}: {words or 'it is no readable file'}") from None
    if len(given.data) > MOST_BYTES:
        raise usage_error(
            f"can't read {shown_path(path)}: it is larger than {MOST_BYTES // 1024 // 1024} MiB"
        )
    return given


def replace_file(path: str, data: bytes) -> None:
    """Put ``data`` in a file's place in one step, with the file's permissions; ends with code 3 where that can't be done."""
    from ..atomic import put_in_place

    try:
        put_in_place(Path(path).resolve(), data, keep_mode=True)
    except OSError as error:
        raise CannotWriteError(f"can't write {shown_path(path)}: {error.strerror or error}") from None


def shown_path(path: str | Path) -> str:
    """A path of the command line as it may stand in a message."""
    from ..report_text import printable

    return printable(str(path))


class WrongUseError(click.ClickException):
    """Ends the program with code 2."""

    exit_code = USAGE


class CannotWriteError(click.ClickException):
    """Ends the program with code 3."""

    exit_code = CANNOT_WRITE


def usage_error(message: str) -> WrongUseError:
    """An error that ends the program with code 2 and this sentence."""
    return WrongUseError(message)


def near_miss(word: str, known: Sequence[str]) -> str:
    """``; did you mean 'aws'?`` where a known word is near, else nothing."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def in_colour(stream: TextIO | None = None) -> bool:
    """Whether a stream (standard error by default) is a terminal that wants colours (no-color.org)."""
    return (
        (stream or sys.stderr).isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def say(text: str) -> None:
    """A line for the person at the terminal: to standard error."""
    click.echo(text, err=True, color=in_colour())


def print_json(value: object) -> None:
    """A machine form to standard output: always UTF-8, whatever the terminal's encoding is."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def show(diagnostics: Sequence[Diagnostic], lines: Sequence[str], source: str) -> None:
    """Print the findings and their totals to standard error."""
    from ..report_text import render, totals

    if diagnostics:
        say(render(diagnostics, lines, source, colour=in_colour()))
        say(totals(diagnostics))


def exit_code(diagnostics: Sequence[Diagnostic], strict: bool) -> int:
    """1 where there are errors (or warnings, if strict), else 0."""
    limit = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return FINDINGS if any(item.severity in limit for item in diagnostics) else 0


def pairs(values: Sequence[str], option: str = "--set", form: str = "NAME=VALUE") -> dict[str, str]:
    """``NAME=VALUE`` options as a dictionary; ends with code 2 where one has another form or a name comes twice."""
    found: dict[str, str] = {}
    for value in values:
        name, sign, content = value.partition("=")
        name = name.strip()
        if not sign or not name:
            raise usage_error(f"{option} wants {form}, not '{value}'")
        if name in found:
            raise usage_error(f"{option} gives '{name}' twice")
        found[name] = content.strip()
    return found


@contextmanager
def defective_packs_told(name: str | None = None) -> Iterator[None]:
    """Ends with code 2 where a target pack, called ``name`` where that is known, turns out to be defective."""
    from ..hcl.schema import SchemaError
    from ..hcl.tokens import HclSyntaxError
    from ..pack.errors import PackError

    try:
        yield
    except (PackError, HclSyntaxError, SchemaError) as error:
        pack = f"the target pack '{name}'" if name else "a target pack"
        raise usage_error(f"{pack} is defective: {error}") from None


def known_target(name: str, folder: Path | None) -> str:
    """``name``, or an end with code 2 and the nearest name where there is no such target pack."""
    from ..pack.load import targets

    known = targets(folder)
    if name not in known:
        raise usage_error(
            f"there is no target '{name}'{near_miss(name, known) or '; there are: ' + ', '.join(known)}"
        )
    return name


AUTO = "auto"


def known_targets(names: Sequence[str], folder: Path | None) -> tuple[str, ...]:
    """The targets of repeated options with commas in them, each once; none where ``auto`` leaves the choice to the specification.

    Ends with code 2 where there is no such target pack, or ``auto`` stands beside others.
    """
    listed = dict.fromkeys(name.strip() for option in names for name in option.split(",") if name.strip())
    if AUTO in listed:
        if len(listed) > 1:
            raise usage_error(
                "--target auto leaves the choice to the specification: name no other cloud beside it"
            )
        return ()
    if not listed:
        raise usage_error("--target wants a cloud's name")
    return tuple(known_target(name, folder) for name in listed)


def meant_target(specification: Specification, folder: Path | None) -> str:
    """The one cloud that the specification names; ends with code 2 where it names none or several."""
    from ..choosing import meant_targets
    from ..pack.load import load, targets

    with defective_packs_told():
        packs = [load(name, folder) for name in targets(folder)]
    found = meant_targets(specification, packs)
    titles = {pack.name: pack.title for pack in packs}
    if not found:
        raise usage_error(
            "the specification names no cloud and no region that only one cloud has: "
            f"choose with --target, one of {', '.join(titles)}"
        )
    if len(found) > 1:
        places = ", ".join(f"{titles[name]} ({where})" for name, where in found.items())
        raise usage_error(f"the specification names several clouds, {places}: choose with --target")
    (name, where), *_ = found.items()
    say(f"target {name}: {titles[name]} is named in {where}")
    return name


def complete_target(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The targets that start so, for shells."""
    from ..pack.load import targets

    known = [*targets(context.params.get("folder")), *([AUTO] if context.command.name == "build" else [])]
    return [name for name in known if name.startswith(incomplete)]
