"""Writes a program's tests: the checks of the build on what the program registers when it runs without a cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ..project.layout import Layout
from ..validation.checks import BoundCheck
from ..validation.python_tests import check_tests
from .code import Bracket, Item, lay_out, literal
from .program import Program
from .sdk import property_of

HERE = Path(__file__).parent / "generated"
PLAN = Path(__file__).parent.parent / "validation" / "generated" / "plan.py"


def program_tests(
    program: Program, bound: Sequence[BoundCheck], stacks: Mapping[str, Mapping[str, Any]], layout: Layout
) -> dict[str, str]:
    """The files of ``tests/`` by path: one for each topic, what holds for single stacks, and what they share.

    ``stacks`` are the values that differ by stack.
    """
    topics = dict.fromkeys(check.topic for check in bound)
    texts = {
        f"tests/test_{topic}.py": check_tests(
            [_translated(check, program) for check in bound if check.topic == topic],
            f"Checks what the program registers against what the specification demands: {topic}.",
        )
        for topic in topics
    }
    main = next(iter(stacks))
    conftest = (HERE / "conftest.py.txt").read_text(encoding="utf-8").replace("STACK_NAME", main)
    known = {
        "given": program.mocks,
        "single": sorted(made.address for made in program.resources.values() if not made.several),
        "several": sorted(made.address for made in program.resources.values() if made.several),
        "one": _ones(bound, program),
        "secrets": sorted(
            placed.label
            for placed in layout.placed
            if placed.kind == "variable" and {"ephemeral", "sensitive"} & set(placed.block.attributes)
        ),
    }
    if len(stacks) > 1:
        texts["tests/test_stacks.py"] = _stack_tests(program, layout, stacks)
    return texts | {
        "tests/conftest.py": conftest,
        "tests/registered.py": (HERE / "registered.py.txt").read_text(encoding="utf-8"),
        "tests/plan.py": PLAN.read_text(encoding="utf-8"),
        "tests/mocks.json": json.dumps(known, ensure_ascii=False, indent=1) + "\n",
    }


def _translated(check: BoundCheck, program: Program) -> BoundCheck:
    """A check in the program's names: the resource by its token and logical name, the path by its properties."""
    if check.address.startswith("var."):
        return replace(check, address=f"var.{program.settings.get(check.address, check.address)}")
    made = program.resources.get(check.address)
    if made is None:
        return check
    return replace(check, address=made.address, path=translated_path(check.path, made.properties))


def _stack_tests(program: Program, layout: Layout, stacks: Mapping[str, Mapping[str, Any]]) -> str:
    """Tests that the values of a stack arrive: for every argument that is one of the differing settings and nothing else."""
    rows = []
    for placed in layout.resources():
        made = program.resources[placed.address]
        for argument, item in placed.block.attributes.items():
            name = item.text.removeprefix("var.")
            if f"var.{name}" != item.text:
                continue
            path = property_of(made.properties, argument).name
            for stack, values in stacks.items():
                if name in values and not isinstance(values[name], list | dict):
                    rows.append((stack, made.address, path, values[name]))
    lines = "".join(f"    {_row(row)}\n" for row in rows)
    return (HERE / "test_stacks.py.txt").read_text(encoding="utf-8").replace("ROWS", lines)


def _row(row: tuple[Any, ...]) -> str:
    return lay_out(Bracket(tuple(Item(literal(value)) for value in row)), 1, after=",")


def _ones(bound: Sequence[BoundCheck], program: Program) -> dict[str, list[str]]:
    """The places that checks go through where the package has one and the path a list, by token: ``rules.expiration``."""
    found: dict[str, dict[str, None]] = {}
    for check in bound:
        made = program.resources.get(check.address)
        if made is not None:
            found.setdefault(made.token, {}).update(dict.fromkeys(_ones_of(check.path, made.properties)))
    return {token: sorted(places) for token, places in sorted(found.items()) if places}


def _ones_of(path: str, properties: Mapping[str, Any]) -> Iterator[str]:
    place: list[str] = []
    for step in path.split(".") if path else ():
        known = property_of(properties, step.removesuffix("[*]"))
        place.append(known.name)
        if known.one and step.endswith("[*]"):
            yield ".".join(place)
        properties = known.properties


def translated_path(path: str, properties: Mapping[str, Any]) -> str:
    """A path below a resource in the package's names. ``[*]`` stays: of what the package has one of there may be none."""
    steps = []
    for step in path.split(".") if path else ():
        known = property_of(properties, step.removesuffix("[*]"))
        steps.append(known.name + step[len(step.removesuffix("[*]")) :])
        properties = known.properties
    return ".".join(steps)
