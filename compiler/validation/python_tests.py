"""Writes ``validation/``: the same checks as pytest over a plan's or a state's JSON, and a skipped stub for each demand left."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..report_text import describe
from ..statements import Specification
from .checklist import ChecklistItem
from .checks import BoundCheck, Everywhere
from .dynamic import Assertion, DynamicTest

WIDTH = 100
LINE = 88


def python_tests(
    specification: Specification,
    bound: Sequence[BoundCheck],
    items: Sequence[ChecklistItem],
    dynamic: Sequence[DynamicTest] = (),
    everywhere: Sequence[Everywhere] = (),
    addresses: Sequence[str] = (),
) -> dict[str, str]:
    """The files of ``validation/`` by path. ``addresses`` are those of the build's own resources, which ``everywhere`` is not asked of."""
    here = Path(__file__).parent / "generated"
    return {
        "validation/plan.py": (here / "plan.py").read_text(encoding="utf-8"),
        "validation/conftest.py": (here / "conftest.py.txt").read_text(encoding="utf-8"),
        "validation/test_plan.py": _plan_tests(bound, everywhere, addresses),
        **running_tests(specification, items, dynamic),
    }


def _plan_tests(
    bound: Sequence[BoundCheck], everywhere: Sequence[Everywhere], addresses: Sequence[str]
) -> str:
    head = (
        "Checks the plan (or the state) against what the specification demands.\n\n"
        "terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json\n"
        "pytest validation --plan plan.json\n"
    )
    names = ("Added", "check", "check_added") if everywhere else ("check",)
    further = [_added_test(everywhere, addresses)] if everywhere else []
    return check_tests(bound, head, names, further)


def check_tests(
    bound: Sequence[BoundCheck], head: str, names: Sequence[str] = ("check",), further: Sequence[str] = ()
) -> str:
    """A file with one test function a check, with a parameter for each resource that it looks at; laid out as formatters do it.

    ``head`` is its docstring, ``names`` what it imports of ``plan``, ``further`` are definitions after the tests.
    """
    groups: dict[tuple[str, str], list[BoundCheck]] = {}
    for check in bound:
        groups.setdefault((check.id, check.operation), []).append(check)
    parts = [f'"""{head}"""\n\nimport pytest\nfrom plan import {", ".join(names)}\n']
    for checks in groups.values():
        first = checks[0]
        rows = "".join(f"{' ' * 8}{_row(check)},\n" for check in checks)
        parts.append(
            f'@pytest.mark.parametrize(\n    ("address", "path", "expected"),\n    [\n{rows}    ],\n)\n'
            f"def test_{_name(first.id)}(plan, address, path, expected):\n"
            f'    """{_words(first.title)}"""\n'
            f"    check(plan, address, path, {_text(first.operation)}, expected)\n"
        )
    return "\n\n".join([*parts, *further])


def _added_test(everywhere: Sequence[Everywhere], addresses: Sequence[str]) -> str:
    """The test of what this build did not write: what holds for every resource of a type, and the build's own of these types."""
    types = {check.type for check in everywhere}
    own = [address for address in addresses if address.split(".")[0] in types]
    lines = "".join(f"    {_text(address)},\n" for address in own)
    rows = "".join(_added(check) for check in everywhere)
    return (
        f"# What this build wrote of these types has tests of its own above.\n{_listed('OWN', lines)}\n"
        f"# What every resource of a type must hold, whoever added it.\n{_listed('ADDED', rows)}\n\n"
        'def test_added_by_hand(plan):\n    """What somebody added is held to the same."""\n    check_added(plan, OWN, ADDED)\n'
    )


def _listed(name: str, lines: str) -> str:
    return f"{name} = [\n{lines}]\n" if lines else f"{name} = []\n"


def _added(check: Everywhere) -> str:
    """One row, an argument a line."""
    statements = ", ".join(check.statements) or "baseline"
    arguments = [_text(check.type), _text(check.path), _text(check.operation), _folded(check.operand, 8)]
    arguments.append(_text(f"{statements}: {check.title}"))
    for name in ("without", "where", "where_not"):
        if value := getattr(check, name):
            arguments.append(f"{name}={_value(value)}")
    return "    Added(\n" + "".join(f"        {argument},\n" for argument in arguments) + "    ),\n"


def _row(check: BoundCheck) -> str:
    """One parameter set, on one line where it fits."""
    arguments = [
        _text(check.address),
        _text(check.path),
        _value(check.operand),
        f"id={_text(', '.join(check.statements) or 'baseline')}",
    ]
    line = f"pytest.param({', '.join(arguments)})"
    if len(line) + 9 <= LINE:
        return line
    arguments[2] = _folded(check.operand, 12)
    inner = "".join(f"{' ' * 12}{argument},\n" for argument in arguments)
    return f"pytest.param(\n{inner}{' ' * 8})"


def _folded(value: Any, indent: int) -> str:
    """A value as an argument on a line of its own; a list that is too long for it has a line for each item."""
    line = _value(value)
    if len(line) + indent + 1 <= LINE or not isinstance(value, list | tuple):
        return line
    blanks = " " * indent
    return "[\n" + "".join(f"{blanks}    {_value(item)},\n" for item in value) + f"{blanks}]"


def _call(function: str, argument: str, indent: int) -> str:
    """A call with one argument, on one line where it fits."""
    line = f"{function}({argument})"
    if len(line) + indent + (indent == 0) <= LINE:
        return line
    blanks = " " * indent
    return f"{function}(\n{blanks}    {argument}\n{blanks})"


def _value(value: Any) -> str:
    """A plain value as Python, texts in double quotes."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(name)}: {_value(item)}" for name, item in value.items()) + "}"
    return repr(value)


def running_tests(
    specification: Specification, items: Sequence[ChecklistItem], dynamic: Sequence[DynamicTest]
) -> dict[str, str]:
    """``validation/test_running.py``: a test for each demand that only a running system or a person can show: it measures, or it is skipped and says what to do."""
    texts = {statement.id: statement.passage.text for statement in specification.statements}
    kinds = {CALLS.get(kind, "drill") for test in dynamic for kind in test.kinds}
    imported = sorted(f"check_{kind}" for kind in kinds)
    stubs = _stubs(
        specification, items, {test.statement for test in dynamic}, {test.name for test in dynamic}
    )
    parts = [
        '"""What only a running system or a person can show: a test that lacks what it needs is skipped, and says what that is.\n\n'
        + _usage(dynamic)
        + '"""\n'
        + ("\n" if stubs or imported else "")
        + ("import pytest\n" if stubs else "")
        + (f"from running import {', '.join(imported)}\n" if imported else "")
    ]
    for test in dynamic:
        lines = "".join(_measured(test.statement, item) for item in test.assertions)
        parts.append(f'def test_{test.name}():\n    """{_words(texts[test.statement])}"""\n{lines}')
    return {"validation/test_running.py": "\n\n".join([*parts, *stubs])}


# What the helpers are called that measure what a kind of test needs; the others are drills.
CALLS = {"load": "load", "tls": "tls", "cost": "cost", "smoke": "answers"}


def _usage(dynamic: Sequence[DynamicTest]) -> str:
    """How to tell the tests what they need."""
    kinds = {kind for test in dynamic for kind in test.kinds}
    lines = []
    if kinds & {"load", "tls", "smoke"}:
        lines.append("BASE_URL=https://… pytest validation/test_running.py    (the load test also needs k6)")
    if "cost" in kinds:
        lines.append(
            "COST_JSON=cost.json pytest validation/test_running.py   (infracost breakdown --path . --format json > cost.json)"
        )
    lines += [
        f"bash validation/drills/{name}.sh, then pytest validation/test_running.py"
        for name in ("failover", "restore")
        if name in kinds
    ]
    return "".join(f"{line}\n" for line in lines) or "Nothing here can be measured by a program.\n"


def _measured(statement: str, item: Assertion) -> str:
    """The call that measures one value, and fails where it is out of its limit."""
    identity = _text(statement)
    if item.kind == "smoke":
        return _statement("check_answers", [identity, _text(str(item.limit))])
    if item.kind == "tls":
        return _statement(
            "check_tls", [identity, _text(str(item.limit)), f"accepted={item.what == 'accepts'}"]
        )
    limit = [_text(item.op), _value(item.limit)]
    if item.kind == "cost":
        return _statement("check_cost", [identity, *limit])
    if item.kind == "load":
        return _statement("check_load", [identity, _text(item.what), *limit])
    return _statement("check_drill", [identity, _text(item.kind), _text(item.what), *limit])


def _statement(function: str, arguments: Sequence[str]) -> str:
    """A call as a statement of a function's body, laid out as formatters do it."""
    inner = ", ".join(arguments)
    if len(function) + len(inner) + 6 <= LINE:
        return f"    {function}({inner})\n"
    if len(inner) + 8 <= LINE:
        return f"    {function}(\n        {inner}\n    )\n"
    return f"    {function}(\n" + "".join(f"        {argument},\n" for argument in arguments) + "    )\n"


def _stubs(
    specification: Specification, items: Sequence[ChecklistItem], shown: set[str], taken: set[str]
) -> list[str]:
    """A skipped test for each demand that nothing measures: it says why, and what to do."""
    measures = {statement.id: statement.measures for statement in specification.statements}
    parts = []
    for item in items:
        if item.automated or item.statement is None or item.statement in shown:
            continue
        name = _name(item.statement)
        while name in taken:
            name += "_again"
        taken.add(name)
        targets = "; ".join(describe(measure) for measure in measures.get(item.statement, ()))
        reason = f"{item.statement}: {item.how}" + (f" Target: {targets}." if targets else "")
        parts.append(
            f"@{_call('pytest.mark.skip', 'reason=' + _text(reason), 0)}\n"
            f"def test_{name}():\n"
            f'    """{_words(item.text)}"""\n'
            f"    {_call('pytest.fail', _text('not filled in yet: attach ' + item.evidence), 4)}\n"
        )
    return parts


def _name(text: str) -> str:
    """The end of a test function's name."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "statement"


def _text(text: str) -> str:
    """A Python string literal in double quotes: a JSON string of printable characters is one, whatever the text says."""
    return json.dumps("".join(letter if letter.isprintable() else " " for letter in text), ensure_ascii=False)


def _words(text: str) -> str:
    """Text for a docstring: no quotes, backslashes or control characters, one line."""
    kept = "".join(letter if letter.isprintable() and letter not in '"\\' else " " for letter in text)
    folded = " ".join(kept.split())
    return (folded[: WIDTH - 1] + "…" if len(folded) > WIDTH else folded) + (
        "" if folded.endswith(".") else "."
    )
