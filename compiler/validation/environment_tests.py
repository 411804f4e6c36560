"""Tests that each environment's values arrive in the resources: one run for each environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..hcl.escape import literal

if TYPE_CHECKING:
    from ..project.environments import Variation

TOPIC = "environments"


def environment_runs(varied: Variation) -> dict[str, str]:
    """The runs of the environments by the topic of their file; none where no argument shows what differs."""
    runs = [run for name, values in varied.values.items() if (run := _run(varied, name, values))]
    return {TOPIC: "\n\n".join(runs) + "\n"} if runs else {}


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
