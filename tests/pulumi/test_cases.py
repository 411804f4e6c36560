"""Configurations and the programs that they become: ``cases/NAME.tf`` and ``cases/NAME.txt`` with all modules; or the error in the first line."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from spec2iac.data import data_root
from spec2iac.hcl.schema import load_schema
from spec2iac.pack.load import load
from spec2iac.pack.render import Rendered
from spec2iac.project.layout import lay_out
from spec2iac.pulumi.program import DefectiveError, Program, program
from spec2iac.pulumi.sdk import load_sdk
from spec2iac.pulumi.values import LackingError

CASES = sorted((Path(__file__).parent / "cases").glob("*.tf"))
ERROR = "# error: "


def program_of(path: Path) -> Program:
    folders = [data_root("targets") / "aws"]
    sdk = load_sdk(folders)
    assert sdk is not None
    layout = lay_out([Rendered(None, (), path.stem, "network", path.read_text(encoding="utf-8"))], ())
    return program(layout, load_schema(folders), sdk, load("aws").mocks)


def in_one(made: Program) -> str:
    return "\n".join(f"# ---- {name}\n{text}" for name, text in sorted(made.files.items()))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_configuration_becomes_program(path: Path, request: pytest.FixtureRequest) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    if first.startswith(ERROR):
        with pytest.raises((DefectiveError, LackingError)) as caught:
            program_of(path)
        assert str(caught.value) == first.removeprefix(ERROR)
        return
    made = program_of(path)
    for name, text in made.files.items():
        ast.parse(text, name)
    golden = path.with_suffix(".txt")
    if request.config.getoption("--update-goldens"):
        golden.write_text(in_one(made), encoding="utf-8")
    assert in_one(made) == golden.read_text(encoding="utf-8")
