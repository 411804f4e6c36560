"""``spec2iac new``: a specification made of a short request, or a blank one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .terminal import read_specification, replace_file, say, usage_error


@click.command("new")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--file", "source", metavar="FILE", help="read the request from a file")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="write the specification into a file"
)
@click.option("--title", metavar="TITLE", help="the system's name (default: the beginning of the request)")
@click.option("--blank", is_flag=True, help="the sections with what belongs in each, nothing filled in")
@click.option("--force", is_flag=True, help="write over the file that is there")
def command(
    text: str | None, source: str | None, out: Path | None, title: str | None, blank: bool, force: bool
) -> None:
    """Make a complete specification of a short request: what was said with ids, what follows, what is still to be decided.

    - in place of TEXT reads the request from standard input.

    \b
    Examples:
      spec2iac new "I need a PostgreSQL database and containers behind a load balancer. 99.9% uptime."
      spec2iac new --file request.txt --out spec.md
      spec2iac new --blank --out spec.md
    """
    if sum((text is not None, source is not None, blank)) != 1:
        raise usage_error("give a request as TEXT or by --file, or ask for --blank")
    if out is not None and out.exists() and not force:
        raise usage_error(f"{out} is there already: --force writes over it")
    if blank:
        from ..authoring.blank import blank as made

        written = made()
    else:
        from ..authoring import author

        request = (
            text if text is not None else read_specification(str(source)).data.decode("utf-8", "replace")
        )
        if not request.strip():
            raise usage_error("the request is empty")
        written = author(request, title)
    if out is None:
        sys.stdout.buffer.write(written.encode("utf-8", "replace"))
        return
    replace_file(str(out), written.encode("utf-8", "replace"))
    say(f"wrote {out}; next: spec2iac check {out}")
