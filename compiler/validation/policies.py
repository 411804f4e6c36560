"""Writes ``policy/``: the checks as data of a Rego policy, which conftest and OPA hold against a plan's JSON.

Rego, because a policy engine decides over any plan, whoever made it, and teams have it in their pipelines already; a custom check of
checkov sees one resource's code before values are known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .checks import BoundCheck, Everywhere

HERE = Path(__file__).parent / "generated"


def policies(bound: Sequence[BoundCheck], everywhere: Sequence[Everywhere] = ()) -> dict[str, str]:
    """The files of ``policy/`` by path; nothing where there are no checks. ``everywhere`` is what added resources are held to."""
    if not bound:
        return {}
    # What looks at some blocks of a resource only is left to the other tests.
    others = [
        check for check in everywhere if not any("[*]" in name for name in (*check.where, *check.where_not))
    ]
    rows = [*map(_row, bound), *map(_other_row, others)]
    lines = ",\n".join("\t" + json.dumps(row, ensure_ascii=False) for row in rows)
    engine, head = (
        (HERE / name).read_text(encoding="utf-8") for name in ("policy.rego.txt", "checks.rego.txt")
    )
    return {"policy/plan.rego": engine, "policy/checks.rego": f"{head}checks := [\n{lines},\n]\n"}


def _other_row(check: Everywhere) -> dict[str, Any]:
    return {
        "id": check.id,
        "statements": ", ".join(check.statements) or "baseline",
        "title": _printable(check.title),
        "address": f"other {check.type}",
        "path": check.path,
        "operation": check.operation,
        "expected": check.operand,
        "others": check.type,
        "without": check.without,
        "where": check.where,
        "where_not": check.where_not,
    }


def _row(check: BoundCheck) -> dict[str, Any]:
    return {
        "id": check.id,
        "statements": ", ".join(check.statements) or "baseline",
        "title": _printable(check.title),
        "address": check.address,
        "path": check.path,
        "operation": check.operation,
        "expected": check.operand,
        "others": False,
    }


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
