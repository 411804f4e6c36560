"""The command line. Each command lives in a module of its own and is imported only when it is called."""

from __future__ import annotations

import importlib
import io
import os
import sys

import click

from .. import __version__

COMMANDS = {
    "build": "compile a specification into Terraform, tests and a checklist",
    "check": "say what is wrong, missing or unclear in a specification",
    "checklist": "list what has to be shown before, at and after deployment",
    "clarify": "list what a specification leaves open, and write answers into it",
    "compare": "put the clouds side by side for a specification",
    "completion": "print the completion script of a shell",
    "explain": "explain a diagnostic's code, with a bad and a good example",
    "new": "make a complete specification of a short request",
    "parse": "show what was understood of each statement",
    "report": "write one page about a specification, with a diagram",
    "targets": "list the clouds, or what one of them has for each concept",
    "trace": "show what each statement led to and how it is shown",
    "verify": "hold a plan or a state against a specification",
    "why": "say where a resource or a setting comes from",
}
INTERNAL_ERROR = 70
LONGEST_WORDS = 300


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called, so that the others cost nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands by name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but with the nearest name where there is no such command."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from .terminal import near_miss

            raise click.UsageError(f"there is no command '{name}'{near_miss(name, list(COMMANDS))}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their one-line helps, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", prog_name="spec2iac")
def cli() -> None:
    """Compile infrastructure specifications into infrastructure code.

    \b
    Examples:
      spec2iac check spec.md                     what is wrong or unclear in it
      spec2iac parse spec.md                     what was understood of each line
      spec2iac build spec.md --target aws        Terraform, tests and a checklist into ./aws
      spec2iac explain S2I103                    what a diagnostic means

    A specification is a Markdown file; - reads it from standard input. Diagnostics go to standard error, results to
    standard output.

    \b
    Exit codes:
      0   done
      1   the specification has errors (with --strict: or warnings), or --validate found something
      2   wrong use, or input that can't be read
      3   the output could not be written
      70  a defect of spec2iac
    """


def main() -> None:
    """Run the command line; no exception of the program's own ever reaches the user as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that can't show a sign gets its number
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(prog_name="spec2iac")
    except Exception as error:
        if os.environ.get("SPEC2IAC_DEBUG"):
            raise
        from ..report_text import printable

        words = printable(" ".join(str(error).split()))[:LONGEST_WORDS]
        sys.stderr.write(
            f"spec2iac: a defect of spec2iac itself: {type(error).__name__}: {words}\n"
            "  = help: run again with SPEC2IAC_DEBUG=1 and report what it prints, with the specification if you can\n"
        )
        sys.exit(INTERNAL_ERROR)
