"""``spec2iac build``: a specification in, a root module with its tests and its checklist out."""

from __future__ import annotations

import shlex
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .terminal import (
    CANNOT_WRITE,
    FINDINGS,
    complete_target,
    exit_code,
    known_target,
    pairs,
    read_specification,
    say,
    show,
    usage_error,
)

if TYPE_CHECKING:
    from ..pipeline import Compilation
    from ..project.writer import WriteReport


@click.command("build")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target",
    required=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the cloud to build for: see `spec2iac targets`",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="the output folder (default: a folder in the current one, called like the target)",
)
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    help="the value of a variable or setting of the build; may be repeated",
)
@click.option("--region", metavar="REGION", help="the region, whatever the specification says")
@click.option(
    "--targets",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="a folder of target packs of your own, to stand before the built-in ones",
)
@click.option(
    "--force", is_flag=True, help="write over files that spec2iac did not write or that were edited"
)
@click.option("--strict", is_flag=True, help="build nothing where there are warnings")
@click.option("--dry-run", is_flag=True, help="say what would be written, and write nothing")
@click.option(
    "--validate",
    is_flag=True,
    help="run what is installed of terraform or tofu, tflint and checkov over the result",
)
def command(
    spec: str,
    target: str,
    out: Path | None,
    values: tuple[str, ...],
    region: str | None,
    folder: Path | None,
    force: bool,
    strict: bool,
    dry_run: bool,
    validate: bool,
) -> None:
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

    if validate and dry_run:
        raise usage_error("--validate looks at the written files: leave out --dry-run")
    options = Options(known_target(target, folder), region, pairs(values), folder)
    given = read_specification(spec)
    try:
        compilation = compile_specification(given.data, given.name, options)
    except (PackError, HclSyntaxError) as error:
        raise usage_error(f"the target pack '{target}' is defective: {error}") from None
    show(compilation.diagnostics, compilation.specification.document.lines, given.path)
    if compilation.build is None or exit_code(compilation.diagnostics, strict):
        say("nothing was built")
        raise SystemExit(FINDINGS)
    out = out or Path(target)
    try:
        report = write(compilation.build.files, out, force=force, dry_run=dry_run)
    except CannotWriteError as error:
        say(f"spec2iac: {error}")
        raise SystemExit(CANNOT_WRITE) from None
    _summary(compilation, report, out, dry_run)
    if validate:
        from ..gate import run_gate

        if not run_gate(out):
            raise SystemExit(FINDINGS)


def _summary(compilation: Compilation, report: WriteReport, out: Path, dry_run: bool) -> None:
    """What became of the statements, what was written, and what to type next: to standard error."""
    from ..report_text import counted

    assert compilation.build is not None
    statements = compilation.specification.statements
    counts = Counter(statement.status.value for statement in statements)
    excluded = len({identity for ids in compilation.architecture.excluded.values() for identity in ids})
    became = [f"{counts[name]} {name}" for name in ("mapped", "measured", "constrained", "open", "context")]
    became += [f"{counts['unmapped']} not understood"]
    became += [f"{excluded} of them rule something out"] if excluded else []
    say(f"{counted(len(statements), 'statement')}: {', '.join(became)}")
    resources = counted(len(compilation.build.layout.resources()), "resource")
    checks = counted(len(compilation.build.checks), "check")
    assumptions = counted(len(compilation.architecture.assumptions), "assumption")
    say(f"{resources}, {checks}, {assumptions}: README.md lists them")
    changes = [
        f"{len(report.created)} new",
        f"{len(report.changed)} changed",
        f"{len(report.unchanged)} unchanged",
    ]
    changes += [f"{len(report.removed)} removed"] if report.removed else []
    say(f"{'would write' if dry_run else 'wrote'} {out}: {', '.join(changes)}")
    if not dry_run:
        engine = "tofu" if shutil.which("tofu") and not shutil.which("terraform") else "terraform"
        say(f"next: cd {shlex.quote(str(out))} && {engine} init && {engine} test")
