"""``spec2iac build``: a specification in, a root module with its tests and its checklist out."""

from __future__ import annotations

import shlex
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .terminal import (
    CANNOT_WRITE,
    FINDINGS,
    complete_target,
    defective_packs_told,
    exit_code,
    known_targets,
    meant_target,
    own_packs_option,
    pairs,
    print_json,
    read_specification,
    say,
    show,
    usage_error,
)

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic
    from ..pipeline import Compilation, Options
    from ..project.writer import WriteReport
    from ..statements import Specification


@click.command("build")
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target",
    "wanted",
    required=True,
    multiple=True,
    metavar="CLOUD",
    shell_complete=complete_target,
    help="the cloud to build for, see `spec2iac targets`; several with commas or repeated; auto: the one that SPEC names",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="the output folder, or with several clouds the folder of theirs (default: called like the target)",
)
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    help="the value of a variable or setting of the build; may be repeated",
)
@click.option("--region", metavar="REGION", help="the region, whatever the specification says")
@own_packs_option
@click.option(
    "--backend",
    is_flag=True,
    help="keep the state in the cloud's own store: its settings, and a small module that makes it",
)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="add a pipeline that checks the module, and with credentials its plan",
)
@click.option(
    "--force", is_flag=True, help="write over files that spec2iac did not write or that were edited"
)
@click.option("--strict", is_flag=True, help="build nothing where there are warnings")
@click.option("--dry-run", is_flag=True, help="say what would be written, and write nothing")
@click.option(
    "--diff",
    is_flag=True,
    help="show what is decided otherwise than in the lock of the last build, and which files would change; write nothing",
)
@click.option(
    "--locked", is_flag=True, help="write nothing where decisions change that no changed statement asks for"
)
@click.option(
    "--format",
    "forms",
    type=click.Choice(["terraform", "pulumi", "text", "json"]),
    multiple=True,
    help="what to write: terraform (the default) or a pulumi program in Python; with --diff also how to show it: text or json",
)
@click.option(
    "--validate",
    is_flag=True,
    help="run what is installed of terraform or tofu, tflint and checkov over the result",
)
def command(
    spec: str,
    wanted: tuple[str, ...],
    out: Path | None,
    values: tuple[str, ...],
    region: str | None,
    folder: Path | None,
    backend: bool,
    ci: str | None,
    force: bool,
    strict: bool,
    dry_run: bool,
    diff: bool,
    locked: bool,
    forms: tuple[str, ...],
    validate: bool,
) -> None:
    """Compile SPEC into a Terraform (or OpenTofu) root module or a Pulumi program for one cloud, with tests and a checklist.

    \b
    Examples:
      spec2iac build spec.md --target aws
      spec2iac build spec.md --target aws --out infra --region eu-west-1
      spec2iac build spec.md --target aws --set notification_email=ops@acme.com
      spec2iac build spec.md --target auto
      spec2iac build spec.md --target aws,azure --out clouds
      spec2iac build spec.md --target aws --format pulumi
      spec2iac build spec.md --target aws --backend
      spec2iac build spec.md --target aws --dry-run --strict
      spec2iac build spec.md --target aws --diff
      spec2iac build spec.md --target aws --locked
      spec2iac build spec.md --target aws --validate
    """
    from ..pipeline import Options, understand_specification
    from .decisions import check_options, difference, held

    form = "json" if "json" in forms else "text"
    engine = "pulumi" if "pulumi" in forms else "terraform"
    if engine == "pulumi" and (backend or ci or validate):
        given_too = "--backend" if backend else "--ci" if ci else "--validate"
        raise usage_error(f"{given_too} is about Terraform: leave it out, or leave out --format pulumi")
    if validate and dry_run:
        raise usage_error("--validate looks at the written files: leave out --dry-run")
    check_options(diff, locked, validate, form)
    stated = known_targets(wanted, folder)
    given = read_specification(spec)
    specification = understand_specification(given.data, given.name)
    targets = stated or (meant_target(specification, folder),)
    choices = [Options(target, region, pairs(values), folder, backend, ci, engine) for target in targets]
    alone = len(targets) == 1
    failed = False
    said: set[Diagnostic] = set()
    found: dict[str, dict[str, Any]] = {}
    for options, compilation in zip(choices, _compilations(specification, given.data, choices), strict=True):
        if not alone:
            say(f"{options.target}:")
        news = [item for item in compilation.diagnostics if item not in said]
        said.update(news)
        show(news, specification.document.lines, given.path)
        if compilation.build is None or exit_code(compilation.diagnostics, strict):
            say("nothing was built")
            failed = True
            continue
        place = (out or Path(options.target)) if alone else (out or Path()) / options.target
        if diff:
            differs, found[options.target] = difference(compilation, place, form == "text")
            failed |= differs
            continue
        if locked and not held(compilation, place):
            say("nothing was written")
            failed = True
            continue
        failed |= not _write(compilation, place, force, dry_run, validate)
    if form == "json":
        print_json({"format": 1, "targets": found})
    if failed:
        raise SystemExit(FINDINGS)


def _compilations(
    specification: Specification, data: bytes, choices: Sequence[Options]
) -> Iterator[Compilation]:
    """The builds, one after the other; ends with code 2 where a target pack is defective."""
    from ..pipeline import compile_understood

    results = compile_understood(specification, data, choices)
    for options in choices:
        with defective_packs_told(options.target):
            compilation = next(results)
        yield compilation


def _write(compilation: Compilation, out: Path, force: bool, dry_run: bool, validate: bool) -> bool:
    """Write the build and say so; False where the tools found something in it. Ends with code 3 where it can't be written."""
    from ..project.writer import CannotWriteError, write

    assert compilation.build is not None
    try:
        report = write(compilation.build.files, out, force=force, dry_run=dry_run)
    except CannotWriteError as error:
        say(f"spec2iac: {error}")
        raise SystemExit(CANNOT_WRITE) from None
    _summary(compilation, report, out, dry_run)
    if not validate:
        return True
    from ..gate import run_gate

    return run_gate(out)


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
    if not dry_run and "Pulumi.yaml" in compilation.build.files:
        say(f"next: cd {shlex.quote(str(out))} && pip install -r requirements-dev.txt && pytest tests")
    elif not dry_run:
        engine = "tofu" if shutil.which("tofu") and not shutil.which("terraform") else "terraform"
        init = f"{engine} init{' -backend=false' if 'backend.tf' in compilation.build.files else ''}"
        say(f"next: cd {shlex.quote(str(out))} && {init} && {engine} test")
