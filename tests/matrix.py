"""Builds every concept of a target pack alone and has real Terraform try each with recorded providers: ``make matrix``.

Prints one line a concept; ends with 1 where any fails.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from spec2iac.architecture import Architecture
from spec2iac.catalogue import catalogue
from spec2iac.diagnostics import Severity
from spec2iac.document import Document
from spec2iac.pack.load import load, targets
from spec2iac.project.build import build
from spec2iac.statements import Specification

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.builds import provider_check
from tests.pack.scenes import alone, plain_value, scene

EMPTY = Specification(Document("trial.md", "Trial", {}, (), (), (), ()), (), ())


def write(architecture: Architecture, target: str, folder: Path) -> list[str]:
    """Build the architecture into a folder; the errors that the build itself finds."""
    made = build(EMPTY, architecture, load(target), catalogue(), digest="", values={}, options={})
    for path, content in made.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return [item.message for item in made.diagnostics if item.severity is Severity.ERROR]


def main() -> int:
    """Try the concepts that are named, or all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("concepts", nargs="*")
    options.add_argument("--target", default="aws", choices=targets())
    options.add_argument("--keep", type=Path, help="leave the builds in this folder")
    options.add_argument("--no-apply", action="store_true", help="only fmt, init, validate and test")
    arguments = options.parse_args()
    check = provider_check()
    folder = arguments.keep or Path(tempfile.mkdtemp())
    failed = []
    places = []
    for concept in arguments.concepts or load(arguments.target).concepts:
        properties = {name: plain_value(concept, name) for name in catalogue()[concept]["properties"]}
        for variant, wanted in (
            ("plain", {}),
            ("full", {name: value for name, value in properties.items() if value is not None}),
        ):
            place = folder / f"{concept}-{variant}"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            errors = write(scene(alone(concept, wanted), target=arguments.target), arguments.target, place)
            failed += [f"FAIL {place.name}: {error}" for error in errors]
            places.append(place)
    print("\n".join(failed))
    command = [str(check), *([] if arguments.no_apply else ["--apply"]), *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.replace(f"{folder}/", "") for line in done.stdout.splitlines()]
    print("\n".join(sorted(lines)))
    print(
        f"{sum(line.startswith('PASS') for line in lines)} passed, {len(lines) - sum(line.startswith('PASS') for line in lines)} failed"
    )
    if not arguments.keep:
        shutil.rmtree(folder)
    return 1 if failed or done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
