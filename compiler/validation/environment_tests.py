"""Tests that each environment's values arrive in the resources: one run for each environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..hcl.escape import literal
from ..hcl.format import format_files
from .terraform_tests import test_header

if TYPE_CHECKING:
    from ..project.environments import Variation

PATH = "tests/environments.tftest.hcl"


def environment_tests(
    varied: Variation,
    mocks: dict[str, Any],
    providers: Iterable[str],
    written: Mapping[tuple[str, str], set[str]],
    chosen: str,
) -> dict[str, str]:
    """The test file by its path; none where no argument shows what differs."""
    runs = [run for name, values in varied.values.items() if (run := _run(varied, name, values))]
    if not runs:
        return {}
    header = test_header(mocks, providers, written, chosen)
    return format_files({PATH: header + "\n\n".join(runs) + "\n"})


def _run(varied: Variation, name: str, values: Mapping[str, str]) -> str:
    assertions = list(_assertions(varied, name, values))
    if not assertions:
        return ""
    lines = "\n".join(f"{variable} = {text}" for variable, text in values.items())
    checks = "\n\n".join(assertions)
    return f"run {literal(name)} {{\ncommand = plan\n\nvariables {{\n{lines}\n}}\n\n{checks}\n}}"


def _assertions(varied: Variation, name: str, values: Mapping[str, str]) -> Iterator[str]:
    """An assertion for every argument that is one of the differing variables and nothing else."""
    for placed in varied.layout.resources():
        for argument, expression in placed.block.attributes.items():
            variable = expression.text.removeprefix("var.")
            if (
                f"var.{variable}" != expression.text
                or variable not in values
                or values[variable].startswith(("[", "{"))
            ):
                continue
            wanted = f"tostring({values[variable]})"
            value = f"{placed.address}.{argument}"
            condition = f"tostring({value}) == {wanted}"
            if placed.repeated:
                condition = f"alltrue([for one in {placed.address} : tostring(one.{argument}) == {wanted}])"
            message = literal(f"{name}: {placed.address}.{argument} is not {values[variable].strip(chr(34))}")
            yield f"assert {{\ncondition = {condition}\nerror_message = {message}\n}}"
