"""Builds a target pack's every concept, every linked pair, the examples and short requests, and has real Terraform try them with
recorded providers: ``make matrix``.

Prints one line a build and the totals; ends with 1 where any fails. ``--sample N`` takes every Nth build only.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from spec2iac.architecture import Architecture
from spec2iac.catalogue import catalogue
from spec2iac.diagnostics import Diagnostic, Severity
from spec2iac.document import Document
from spec2iac.hcl.tokens import HclSyntaxError
from spec2iac.pack.errors import PackError
from spec2iac.pack.load import load, targets
from spec2iac.pipeline import Options, compile_specification
from spec2iac.project.build import TERRAFORM, Build, build
from spec2iac.pulumi.values import LackingError
from spec2iac.statements import Specification

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.builds import EXAMPLES, provider_check, requests
from tests.pack.pairs import designed, pairs
from tests.pack.scenes import alone, plain_value, scene

EMPTY = Specification(Document("trial.md", "Trial", {}, (), (), (), ()), (), ())
PARTS = ("alone", "pairs", "examples", "requests")


def made(
    specification: Specification, architecture: Architecture, target: str, engine: str = TERRAFORM
) -> Build | list[Diagnostic]:
    """The build of an architecture that no file was read for, or the defect of the pack that stops it."""
    try:
        return build(
            specification,
            architecture,
            load(target),
            catalogue(),
            digest="",
            values={},
            options={},
            engine=engine,
        )
    except (PackError, HclSyntaxError, LackingError) as error:
        return [Diagnostic("S2I300", Severity.ERROR, str(error))]


def read(text: bytes, target: str, engine: str = TERRAFORM) -> Build | list[Diagnostic]:
    """The build of a specification's text, or what stops it."""
    try:
        compilation = compile_specification(text, "spec.md", Options(target, engine=engine))
    except (PackError, HclSyntaxError) as error:
        return [Diagnostic("S2I300", Severity.ERROR, str(error))]
    return compilation.build if compilation.build is not None else list(compilation.errors)


def trials(
    target: str, parts: list[str], concepts: list[str], engine: str = TERRAFORM
) -> Iterator[tuple[str, Build | list[Diagnostic]]]:
    """Each build by its name, one after the other."""
    if "alone" in parts:
        for concept in concepts or load(target).concepts:
            known = {name: plain_value(concept, name) for name in catalogue()[concept]["properties"]}
            full = {name: value for name, value in known.items() if value is not None}
            yield f"{concept}-plain", made(EMPTY, scene(alone(concept), target=target), target, engine)
            if full:
                yield (
                    f"{concept}-full",
                    made(EMPTY, scene(alone(concept, full), target=target), target, engine),
                )
    if "pairs" in parts:
        for source, verb, other in pairs():
            if not concepts or {source, other} & set(concepts):
                yield f"{source}-{verb}-{other}", made(*designed(source, verb, other, target), target, engine)
    if "examples" in parts:
        for example in EXAMPLES:
            yield f"example-{example.name}", read((example / "spec.md").read_bytes(), target, engine)
    if "requests" in parts:
        for name, text in requests().items():
            yield f"request-{name}", read(text, target, engine)


def write(result: Build, folder: Path) -> list[str]:
    """Write a build into a folder; the errors that the build itself finds."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in result.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return [item.message for item in result.diagnostics if item.severity is Severity.ERROR]


def main() -> int:
    """Try what is named, or all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("concepts", nargs="*", help="only these, alone and in pairs")
    options.add_argument("--target", default="aws", choices=targets())
    options.add_argument("--only", choices=PARTS, action="append", help="this part (may be repeated)")
    options.add_argument("--sample", type=int, default=1, help="every Nth build only")
    options.add_argument("--keep", type=Path, help="leave the builds in this folder")
    options.add_argument("--no-check", action="store_true", help="only build")
    options.add_argument("--no-apply", action="store_true", help="only fmt, init, validate and test")
    arguments = options.parse_args()
    check = None if arguments.no_check else provider_check()
    folder = arguments.keep or Path(tempfile.mkdtemp())
    parts = arguments.only or (["alone"] if arguments.concepts else list(PARTS))
    failed: list[str] = []
    passed = 0
    for number, (name, result) in enumerate(trials(arguments.target, parts, arguments.concepts)):
        if number % arguments.sample:
            continue
        lines = _tried(result, folder / name, check, arguments.no_apply)
        passed += not lines
        failed += [name] if lines else []
        print("\n".join(f"FAIL {name}: {line}" for line in lines) or f"PASS {name}", flush=True)
    print(f"{arguments.target}: {passed} passed, {len(failed)} failed: {', '.join(failed) or 'none'}")
    if not arguments.keep:
        shutil.rmtree(folder)
    return 1 if failed else 0


def _tried(result: Build | list[Diagnostic], place: Path, check: Path | None, no_apply: bool) -> list[str]:
    """What is wrong with a build: what stopped it, its own errors, what Terraform says."""
    if isinstance(result, list):
        return [f"nothing was built: {item.message}" for item in result]
    errors = write(result, place)
    if errors or check is None:
        return errors
    environments = sorted(place.glob("environments/*.tfvars"))
    extra = ["--var-file", str(environments[0])] if environments else []
    command = [str(check), *([] if no_apply else ["--apply"]), *extra, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.returncode:
        return []
    said = [re.sub(r"^FAIL \S+ ?", "", line) for line in done.stdout.splitlines() if line.startswith("FAIL")]
    return said or [done.stderr.strip()[-300:]]


if __name__ == "__main__":
    sys.exit(main())
