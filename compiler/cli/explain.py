"""``spec2iac explain``: what a diagnostic's code means."""

from __future__ import annotations

import click

from .terminal import usage_error


@click.command("explain", short_help="explain a diagnostic's code, with a bad and a good example")
@click.argument("code", required=False)
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
            click.echo(f"{page.code}  {page.name}")
        return
    found = explanation(code)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(code.upper(), [page.code for page in explanations()], 1)
        raise usage_error(f"there is no code '{code}'" + (f"; did you mean {near[0]}?" if near else "; `spec2iac explain` lists all"))
    click.echo(found.page, nl=False)
