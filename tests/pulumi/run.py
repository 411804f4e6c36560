"""Tries the Pulumi programs of a cloud with the real packages, and holds them against Terraform's plans: ``make pulumi``.

For every build (concepts alone, examples, requests): the program runs without a cloud, registers what Terraform plans, its own tests pass, ruff
finds nothing to change; the examples are held against their types, and faults put into them have to be caught by their tests. Prints a line a
build; ends with 1 where any fails, or fewer than 95 % of the faults are caught. Where the recorded providers are missing nothing is planned.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from spec2iac.diagnostics import Diagnostic
from spec2iac.project.build import PULUMI, Build

from tests.builds import provider_check
from tests.matrix import trials
from tests.mutants.run import FLOOR, providers
from tests.pulumi.faults import outcomes
from tests.pulumi.packages import CLOUDS
from tests.pulumi.trying import tried, type_errors

PARTS = ("alone", "examples", "requests", "types", "faults")


def main() -> int:
    """Try what is named, or all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--target", required=True, choices=CLOUDS)
    options.add_argument("--only", action="append", choices=PARTS)
    options.add_argument("--sample", type=int, default=1, help="every Nth build and fault only")
    options.add_argument("--keep", type=Path, help="leave the projects in this folder")
    options.add_argument("--no-plan", action="store_true", help="don't ask Terraform")
    given = options.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp())
    parts = given.only or list(PARTS)
    planned = not given.no_plan and _planning()
    good = _builds(given.target, parts, folder, given.sample, planned)
    if "types" in parts:
        good &= _types(given.target, folder)
    if "faults" in parts:
        good &= _faults(given.target, folder, given.sample)
    if not given.keep:
        shutil.rmtree(folder)
    return 0 if good else 1


def _planning() -> bool:
    """Whether Terraform can plan with recorded providers; where not, that is said."""
    try:
        provider_check()
    except pytest.skip.Exception as reason:
        print(f"nothing is held against a plan: {reason}")
        return False
    os.environ["TF_CLI_CONFIG_FILE"] = providers()
    return True


def _builds(target: str, parts: list[str], folder: Path, sample: int, planned: bool) -> bool:
    kinds = [part for part in parts if part in ("alone", "examples", "requests")]
    failed, passed, lacking = [], 0, 0
    both = zip(trials(target, kinds, []), trials(target, kinds, [], PULUMI), strict=True) if kinds else ()
    for number, ((name, module), (_, project)) in enumerate(both):
        if number % sample:
            continue
        if isinstance(project, list) and _is_lacking(project):
            print(f"LACK {name}: {project[0].message}", flush=True)
            lacking += 1
            continue
        lines = _lines(module if planned else None, project, folder / name.replace(" ", "_"), target)
        passed += not lines
        failed += [name] if lines else []
        print("\n".join(f"FAIL {name}: {line}" for line in lines[:8]) or f"PASS {name}", flush=True)
    print(
        f"{target}: {passed} passed, {lacking} not in the package, {len(failed)} failed: {', '.join(failed) or 'none'}"
    )
    return not failed


def _lines(
    module: Build | list[Diagnostic] | None, project: Build | list[Diagnostic], place: Path, target: str
) -> list[str]:
    for build in (module, project):
        if isinstance(build, list):
            return [f"nothing was built: {item.message}" for item in build]
    assert isinstance(project, Build) and not isinstance(module, list)
    return tried(module, project, place, target)


def _is_lacking(found: list[Diagnostic]) -> bool:
    """Whether nothing was built because the package has no such type, which its data says."""
    return any("pulumi-" in item.message for item in found)


def _types(target: str, folder: Path) -> bool:
    good = True
    for name, project in trials(target, ["examples"], [], PULUMI):
        assert isinstance(project, Build)
        place = folder / name
        tried(None, project, place, target)
        found = type_errors(place / "program", target)
        good &= not found
        print("\n".join(f"TYPE {name}: {line}" for line in found[:8]) or f"typed {name}", flush=True)
    return good


def _faults(target: str, folder: Path, sample: int) -> bool:
    found = []
    for item in outcomes(target, folder, sample):
        found.append(item)
        print(
            f"{'caught' if item.caught_by else 'MISSED'} {item.fault:<34} {item.place:<60} {item.caught_by[:90]}",
            flush=True,
        )
    caught = sum(bool(item.caught_by) for item in found)
    share = 100 * caught / len(found) if found else 100
    print(f"{target}: {caught} of {len(found)} faults caught, {share:.1f} %")
    return share >= FLOOR


if __name__ == "__main__":
    sys.exit(main())
