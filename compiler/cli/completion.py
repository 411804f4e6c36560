"""``spec2iac completion``: the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of SHELL.

    \b
    Examples:
      spec2iac completion bash > ~/.local/share/bash-completion/completions/spec2iac
      spec2iac completion fish > ~/.config/fish/completions/spec2iac.fish
    """
    from . import cli

    script = get_completion_class(shell)
    assert script is not None, "click knows the three shells"
    click.echo(script(cli, {}, "spec2iac", "_SPEC2IAC_COMPLETE").source())
