"""``spec2iac build``: a specification in, a root module with its tests and its checklist out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .terminal import CANNOT_WRITE, FINDINGS, exit_code, pairs, read_specification, show, usage_error

if TYPE_CHECKING:
    from ..pipeline import Compilation
    from ..project.writer import WriteReport


@click.command("build", short_help="compile a specification into Terraform, tests and a checklist")
@click.argument("spec", metavar="SPEC")
@click.option("--target", required=True, metavar="CLOUD", help="the cloud to build for: see `spec2iac targets`")
@click.option("--out", type=click.Path(path_type=Path), default=None, metavar="DIR", help="the output folder (default: ./CLOUD)")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="the value of a variable or setting; may be repeated")
@click.option("--region", metavar="REGION", help="the region, whatever the specification says")
@click.option("--targets", "targets", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
              help="a folder of target packs of your own, to stand before the built-in ones")  # fmt: skip
@click.option("--force", is_flag=True, help="write over files that spec2iac did not write or that were edited")
@click.option("--strict", is_flag=True, help="build nothing where there are warnings")
@click.option("--dry-run", is_flag=True, help="say what would be written, and write nothing")
@click.option("--validate", is_flag=True, help="run what is installed of terraform or tofu, tflint and checkov over the result")
def command(
    spec: str, target: str, out: Path | None, values: tuple[str, ...], region: str | None, targets: Path | None,
    force: bool, strict: bool, dry_run: bool, validate: bool,
) -> None:  # fmt: skip
    """Compile SPEC into a Terraform (or OpenTofu) root module for one cloud, with tests and a checklist.

    \b
    Examples:
      spec2iac build spec.md --target aws
      spec2iac build spec.md --target aws --out infra --region eu-west-1
      spec2iac build spec.md --target aws --set notification_email=ops@acme.com
      spec2iac build spec.md --target aws --dry-run --strict
      spec2iac build spec.md --target aws --validate
    """
    from ..hcl.tokens import HclSyntaxError
    from ..pack.errors import PackError
    from ..pipeline import Options, compile_specification
    from ..project.writer import CannotWriteError, write

    data, source = read_specification(spec)
    options = Options(target=target, region=region, values=pairs(values), targets=targets)
    try:
        compilation = compile_specification(data, source, options)
    except FileNotFoundError as error:
        raise usage_error(f"{error}; see `spec2iac targets`") from None
    except (PackError, HclSyntaxError) as error:
        raise usage_error(f"the target pack '{target}' is defective: {error}") from None
    lines = compilation.specification.document.lines
    show(compilation.diagnostics, lines, source)
    code = exit_code(compilation.diagnostics, strict)
    if compilation.build is None or code:
        click.echo("nothing was built", err=True)
        raise SystemExit(FINDINGS)
    out = out or Path(target)
    try:
        report = write(compilation.build.files, out, force=force, dry_run=dry_run)
    except CannotWriteError as error:
        click.echo(f"spec2iac: {error}", err=True)
        raise SystemExit(CANNOT_WRITE) from None
    _summary(compilation, report, out, dry_run)
    if validate and not dry_run:
        from ..gate import run_gate

        if not run_gate(out):
            raise SystemExit(FINDINGS)


def _summary(compilation: Compilation, report: WriteReport, out: Path, dry_run: bool) -> None:
    """What became of the statements, what was written, and what to type next: to standard error."""
    from ..report_text import counted

    assert compilation.build is not None
    counts = Counter(statement.status.value for statement in compilation.specification.statements)
    excluded = len({identity for ids in compilation.architecture.excluded.values() for identity in ids})
    parts = [f"{counts[name]} {name}" for name in ("mapped", "measured", "constrained", "open") if counts[name]]
    parts += [f"{excluded} excluding"] if excluded else []
    parts.append(f"{counts['unmapped']} not understood")
    resources = compilation.build.layout.resources()
    click.echo(f"{counted(len(compilation.specification.statements), 'statement')}: {', '.join(parts)}, {counts['context']} context", err=True)
    click.echo(f"{counted(len(resources), 'resource')}, {counted(len(compilation.build.checks), 'check')}, "
               f"{counted(len(compilation.architecture.assumptions), 'assumption')} (see README.md)", err=True)  # fmt: skip
    verb = "would write" if dry_run else "wrote"
    changes = [f"{len(report.created)} new", f"{len(report.changed)} changed", f"{len(report.unchanged)} unchanged"]
    changes += [f"{len(report.removed)} removed"] if report.removed else []
    click.echo(f"{verb} {out}: {', '.join(changes)}", err=True)
    if not dry_run:
        click.echo(f"next: cd {out} && terraform init && terraform test", err=True)
