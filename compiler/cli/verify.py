"""``spec2iac verify``: what a plan or a state says of each demand of a specification."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .terminal import (
    FINDINGS,
    complete_target,
    defective_packs_told,
    in_colour,
    known_target,
    own_packs_option,
    pairs,
    print_json,
    read_specification,
    say,
    show,
    shown_path,
    usage_error,
)

if TYPE_CHECKING:
    from ..validation.generated.plan import Plan


@click.command("verify")
@click.argument("spec", metavar="SPEC")
@click.option("--plan", metavar="FILE", help="what terraform show -json PLAN prints")
@click.option("--state", metavar="FILE", help="what terraform show -json prints: what is deployed")
@click.option(
    "--target",
    default="aws",
    show_default=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the cloud whose resources are in the plan",
)
@click.option("--region", metavar="REGION", help="the region, as it was given to build")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="a setting, as it was given to build (repeatable)",
)
@own_packs_option
@click.option("--baseline", is_flag=True, help="count what no statement calls for, for foreign code too")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "sarif"]),
    default="text",
    show_default=True,
    help="for people, for programs, as a test report, or for code scanning",
)
def command(
    spec: str,
    plan: str | None,
    state: str | None,
    target: str,
    region: str | None,
    settings: tuple[str, ...],
    folder: Path | None,
    baseline: bool,
    form: str,
) -> None:
    """Hold a plan or a state against SPEC, whoever wrote the Terraform: each demand passes, fails or is not shown.

    Ends with code 1 where anything fails.

    \b
    Examples:
      terraform plan -out plan.bin && terraform show -json plan.bin > plan.json
      spec2iac verify spec.md --plan plan.json
      spec2iac verify spec.md --state state.json --format junit > verify.xml
    """
    if (plan is None) == (state is None):
        raise usage_error("verify wants either --plan FILE or --state FILE")
    from ..pipeline import Options, compile_specification
    from ..verification.verify import verify

    document = plan_of(plan or state or "")
    given = read_specification(spec)
    options = Options(known_target(target, folder), region, pairs(settings), folder)
    with defective_packs_told(target):
        compilation = compile_specification(given.data, given.name, options)
        if compilation.build is None:
            show(compilation.errors, compilation.specification.document.lines, given.path)
            raise SystemExit(FINDINGS)
        report = verify(compilation, document, baseline=baseline)
    if form == "text":
        from ..verification.text import as_text

        click.echo(as_text(report, colour=in_colour(sys.stdout)), nl=False, color=in_colour(sys.stdout))
    else:
        from ..verification.machine import as_json, as_junit, as_sarif

        if form == "junit":
            sys.stdout.buffer.write(as_junit(report).encode())
        elif form == "sarif":
            print_json(as_sarif(report, compilation.specification.document.lines, given.uri))
        else:
            print_json(as_json(report))
        from ..verification.text import summary

        say(summary(report))
    raise SystemExit(FINDINGS if report.failed else 0)


def plan_of(path: str) -> Plan:
    """The plan or state in a file of ``terraform show -json``; ends with code 2 where it is none."""
    from ..verification.verify import NoPlanError, read_plan

    try:
        return read_plan(_read_json(path))
    except NoPlanError as error:
        raise usage_error(
            f"{shown_path(path)} is no plan or state: {error}; make it with terraform show -json"
        ) from None


def _read_json(path: str) -> Any:
    """The JSON in a file (``-``: standard input); ends with code 2 where it can't be read."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return json.loads(data)
    except OSError as error:
        raise usage_error(f"can't read {shown_path(path)}: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise usage_error(
            f"{shown_path(path)} is not JSON: make it with terraform show -json, which reads a plan's binary file"
        ) from None
