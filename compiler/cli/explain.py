"""``spec2iac explain``: what a diagnostic's code means."""

from __future__ import annotations

import sys

import click

from .terminal import in_colour, near_miss, usage_error


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from ..explanations import explanations

    return [page.code for page in explanations() if page.code.startswith(incomplete.upper())]


@click.command("explain")
@click.argument("code", required=False, shell_complete=_complete)
def command(code: str | None) -> None:
    """Explain CODE, with a bad and a good example; without CODE, list all codes.

    \b
    Examples:
      spec2iac explain
      spec2iac explain S2I010
    """
    from ..explanations import explanation, explanations

    if code is None:
        for page in explanations():
            click.echo(f"{page.code}  {page.severity.value:<8} {page.name}")
        return
    found = explanation(code)
    if found is None:
        hint = (
            near_miss(code.upper(), [page.code for page in explanations()])
            or "; `spec2iac explain` lists them all"
        )
        raise usage_error(f"there is no code '{code}'{hint}")
    if not in_colour(sys.stdout):
        click.echo(found.page, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(100, Console().width)).print(Markdown(found.page, code_theme="ansi_dark"))
