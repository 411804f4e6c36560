"""Puts the faults of ``tests/mutants`` into Pulumi programs, which their own tests have to catch: ``make pulumi``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from spec2iac.hcl.graph import Block, parse_block
from spec2iac.hcl.split import split
from spec2iac.pipeline import Compilation, Options, compile_specification
from spec2iac.project.build import PULUMI
from spec2iac.project.layout import Layout, Placed, files_of, with_blocks
from spec2iac.pulumi.program import DefectiveError

from tests.builds import EXAMPLES
from tests.mutants.faults import Fault, load_faults, mutants
from tests.mutants.run import OWN
from tests.pulumi.trying import failed_tests, program_of


class Outcome(NamedTuple):
    """A fault at one place of an example, and the test that catches it (empty: none does)."""

    fault: str
    place: str
    caught_by: str


def outcomes(cloud: str, folder: Path, sample: int = 1) -> Iterator[Outcome]:
    """Each fault at its first place of each example; those that somebody adds by hand or that only a plan shows are left out."""
    faults = [fault for fault in load_faults(cloud) if fault.for_terraform_test]
    seen: set[str] = set()
    number = 0
    for path in [*(example / "spec.md" for example in EXAMPLES), OWN]:
        compilation = compile_specification(path.read_bytes(), "spec.md", Options(cloud, engine=PULUMI))
        if (
            compilation.build is None
            or len([name for name in compilation.build.files if name.startswith("Pulumi.")]) > 2
        ):
            # Where there are environments, their files give the values, not the code.
            continue
        name = path.parent.name
        for fault in faults:
            if (path == OWN and fault.name in seen) or (fault.examples and name not in fault.examples):
                continue
            for place, changed in list(mutants(fault, _sources(compilation)))[:1]:
                seen.add(fault.name)
                number += 1
                if number % sample == 0:
                    yield _tried(fault, f"{name} {place}", compilation, changed, folder, cloud)


def _sources(compilation: Compilation) -> dict[str, str]:
    assert compilation.build is not None
    texts = files_of(compilation.build.layout, compilation.architecture)
    return {path: text for path, text in texts.items() if path.endswith(".tf")}


def _tried(
    fault: Fault, place: str, compilation: Compilation, changed: dict[str, str], folder: Path, cloud: str
) -> Outcome:
    """The right build's tests on the program of a design with a fault."""
    assert compilation.build is not None
    own = folder / f"{fault.name}-{place.replace(' ', '-')}"[:120]
    shutil.rmtree(own, ignore_errors=True)
    try:
        made, _, _ = program_of(faulty(compilation.build.layout, changed), cloud)
    except DefectiveError as error:
        raise AssertionError(f"{fault.name} at {place} makes no program: {error}") from error
    files = {
        path: content
        for path, content in compilation.build.files.items()
        if "/" in path or not path.endswith(".py")
    }
    for path, content in {**files, **{path: text.encode() for path, text in made.files.items()}}.items():
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_bytes(content)
    failed = failed_tests(own, cloud)
    shutil.rmtree(own)
    # A program that doesn't run shows nothing of what its tests are worth.
    return Outcome(fault.name, place, next((line for line in failed if line.startswith("FAILED")), ""))


def faulty(layout: Layout, changed: dict[str, str]) -> Layout:
    """The layout with the blocks of some files as they stand in the changed texts; those that are gone there are gone."""
    blocks: dict[tuple[str, tuple[str, ...]], Block] = {}
    for text in changed.values():
        for raw in split(text):
            block = parse_block(raw)
            blocks[block.kind, block.labels] = block
    kept: list[Placed] = []
    for placed in layout.placed:
        if placed.file not in changed:
            kept.append(placed)
        elif (block := blocks.get((placed.kind, placed.block.labels))) is not None:
            kept.append(_with_block(placed, block))
    return with_blocks(layout, kept)


def _with_block(placed: Placed, block: Block) -> Placed:
    from msgspec.structs import replace

    return replace(placed, block=block)
