"""``spec2iac report``: one page about a specification and its build."""

from __future__ import annotations

from pathlib import Path

import click

from .terminal import (
    complete_target,
    defective_packs_told,
    exit_code,
    known_target,
    own_packs_option,
    read_specification,
    replace_file,
    say,
    show,
    shown_path,
)


@click.command("report")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target",
    default="aws",
    show_default=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the cloud that is built for",
)
@own_packs_option
@click.option("--plan", metavar="FILE", help="what terraform show -json PLAN prints, for results")
@click.option(
    "--out", metavar="FILE", default="report.html", show_default=True, help="the file; - for standard output"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "svg"]),
    default="html",
    show_default=True,
    help="the whole page, or the diagram alone",
)
def command(spec: str, target: str, folder: Path | None, plan: str | None, out: str, form: str) -> None:
    """Write one page about SPEC that needs no network: summary, diagram, every line with what became of it, tests, assumptions, questions.

    \b
    Examples:
      spec2iac report spec.md --out report.html
      spec2iac report spec.md --target azure --plan plan.json --out report.html
      spec2iac report spec.md --format svg --out architecture.svg
    """
    from ..pack.load import load
    from ..pipeline import Options, compile_specification
    from ..report.page import page
    from ..report.svg import svg

    given = read_specification(spec)
    target = known_target(target, folder)
    with defective_packs_told(target):
        compilation = compile_specification(given.data, given.name, Options(target=target, targets=folder))
        pack = load(target, folder)
    verdicts: dict[str, str] = {}
    if plan is not None and compilation.build is not None:
        from ..verification import verify
        from .verify import plan_of

        verdicts = {row.id: row.verdict.value for row in verify(compilation, plan_of(plan)).statements}
    if form == "svg":
        services = {concept: str(entry["service"]) for concept, entry in pack.concepts.items()}
        text = svg(compilation.architecture, services, alone=True)
    else:
        text = page(compilation, pack, verdicts)
    if out == "-":
        click.echo(text, nl=False)
    else:
        replace_file(out, text.encode("utf-8", "replace"))
        say(f"wrote {shown_path(out)}")
    show(compilation.errors, compilation.specification.document.lines, given.path)
    raise SystemExit(exit_code(compilation.diagnostics, strict=False))
