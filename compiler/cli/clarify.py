"""``spec2iac clarify``: the open questions of a specification, and answers written back into it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from .terminal import pairs, print_json, read_specification, replace_file, say, usage_error

if TYPE_CHECKING:
    from ..clarify import Question


@click.command("clarify")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="for people or for programs"
)
@click.option(
    "--ask", is_flag=True, help="ask the questions one after the other, and write the answers into SPEC"
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="ID=ANSWER",
    help="write the answer to one question into SPEC; may be repeated",
)
@click.option("--date", metavar="DATE", help="head the answers as a session of this date")
@click.option("--dry-run", is_flag=True, help="print the changed specification and write nothing")
def command(
    spec: str, form: str, ask: bool, answers: tuple[str, ...], date: str | None, dry_run: bool
) -> None:
    """List what SPEC leaves open, the most consequential first, with the answers that are known.

    \b
    Examples:
      spec2iac clarify spec.md
      spec2iac clarify spec.md --ask
      spec2iac clarify spec.md --answer region=eu-central-1 --answer FR-006=PostgreSQL
      spec2iac clarify spec.md --format json
    """
    from ..clarify import questions, with_answers
    from ..pipeline import Options, design_architecture, understand_specification

    given = read_specification(spec)
    specification = understand_specification(given.data, given.name)
    asked = questions(specification, design_architecture(specification, Options()))
    chosen = pairs(answers, "--answer", "ID=ANSWER")
    if ask:
        chosen |= _ask([question for question in asked if question.id not in chosen])
    if not (ask or answers):
        if form == "json":
            print_json({"format": 1, "questions": [_as_json(question) for question in asked]})
        else:
            _print(asked)
        return
    try:
        changed = with_answers(given.data, given.name, asked, chosen, date) if chosen else given.data
    except ValueError as error:
        raise usage_error(f"{error}; `spec2iac clarify` lists the questions") from None
    if dry_run or given.path == "<stdin>":
        sys.stdout.buffer.write(changed)
    elif chosen:
        replace_file(given.path, changed)
    say(f"{given.path}: {'would write' if dry_run else 'wrote'} {len(chosen)} of {len(asked)} answers")


def _as_json(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "question": question.text,
        "impact": question.impact,
        "statement": question.statement,
        "line": question.line,
        "assumed": question.assumed,
        "choices": [{"answer": choice.value, "means": choice.means} for choice in question.choices],
    }


def _print(asked: Sequence[Question]) -> None:
    if not asked:
        say("nothing is open")
    for number, question in enumerate(asked, 1):
        click.echo(_head(number, question))
        for choice in question.choices:
            click.echo(f"      - {choice.value}: {choice.means}")


def _head(number: int, question: Question) -> str:
    from ..report_text import printable

    place = f", line {question.line}" if question.line else ""
    held = f" (assumed until then: {printable(question.assumed)})" if question.assumed else ""
    return f"{number:>3}. {printable(question.text)}{held}\n      answer with --answer '{printable(question.id)}=…'{place}"


def _ask(asked: Sequence[Question]) -> dict[str, str]:
    """The answers by id; a number takes a choice, nothing skips the question, the end of the input ends the questions."""
    from ..report_text import printable

    found: dict[str, str] = {}
    for number, question in enumerate(asked, 1):
        held = f" (assumed: {printable(question.assumed)})" if question.assumed else ""
        say(f"{number} of {len(asked)}: {printable(question.text)}{held}")
        for place, choice in enumerate(question.choices, 1):
            say(f"  {place}) {choice.value}: {choice.means}")
        try:
            said = click.prompt(
                "answer, number, or nothing to skip", default="", show_default=False, err=True
            )
        except click.Abort:
            say("")
            break
        text = str(said).strip()
        if text.isdigit() and 0 < int(text) <= len(question.choices):
            text = question.choices[int(text) - 1].value
        if text:
            found[question.id] = text
    return found
