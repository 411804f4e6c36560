"""``spec2iac parse``: what was understood of each statement."""

from __future__ import annotations

import sys

import click

from ..statements import Statement
from .terminal import in_colour, print_json, read_specification


@click.command("parse")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="for people or for programs"
)
def command(spec: str, form: str) -> None:
    """Show what was understood of each statement of SPEC.

    \b
    Examples:
      spec2iac parse spec.md
      spec2iac parse spec.md --format json | jq '.statements[].intents'
    """
    from ..pipeline import understand_specification

    given = read_specification(spec)
    specification = understand_specification(given.data, given.name)
    if form == "json":
        from ..language.machine_form import as_json

        print_json(as_json(specification))
        return
    colour = in_colour(sys.stdout)
    for statement in specification.statements:
        click.echo(_shown(statement, colour))


def _shown(statement: Statement, colour: bool) -> str:
    """One statement with what it became; on a terminal the words that were used stand out."""
    from ..report_text import describe, printable

    passage = statement.passage
    lines = [
        f"{passage.line:>5}  {statement.status.value:<11} {printable(passage.id)}: {_marked(statement, colour)}"
    ]
    for intent in statement.intents:
        properties = ", ".join(f"{name} {_plain(value)}" for name, value in intent.properties.items())
        sign = "without " if intent.polarity.value == "exclude" else "existing " if intent.existing else ""
        name = f" '{printable(intent.name)}'" if intent.name else ""
        where = f" in {intent.environment}" if intent.environment else ""
        lines.append(
            f"{'':>7}→ {sign}{intent.concept}{name}{where}"
            + (f" ({printable(properties)})" if properties else "")
        )
    lines += [f"{'':>7}→ measure: {describe(measure)}" for measure in statement.measures]
    lines += [f"{'':>7}→ {item.constraint}: {printable(item.value)}" for item in statement.constraints]
    return "\n".join(lines)


def _plain(value: object) -> str:
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    if isinstance(value, dict):
        return " ".join(f"{_plain(item)}" for item in value.values())
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _marked(statement: Statement, colour: bool) -> str:
    from ..report_text import printable

    text = statement.passage.text
    if not colour:
        return printable(text)
    made, at = [], 0
    for start, end in statement.understood:
        made += [
            click.style(printable(text[at:start]), dim=True),
            click.style(printable(text[start:end]), fg="green"),
        ]
        at = end
    return "".join([*made, click.style(printable(text[at:]), dim=True)])
