"""Writes ``policy/``: the checks as data of a Rego policy, which conftest and OPA hold against a plan's JSON.

Rego, because a policy engine decides over any plan, whoever made it, and teams have it in their pipelines already; a custom check of
checkov sees one resource's code before values are known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..pack.load import Pack
from .checks import BoundCheck, load_checks

HERE = Path(__file__).parent / "generated"


def policies(pack: Pack, bound: Sequence[BoundCheck]) -> dict[str, str]:
    """The files of ``policy/`` by path; nothing where there are no checks."""
    if not bound:
        return {}
    rows = [_row(check) for check in bound]
    first = {check.id: check for check in reversed(bound)}
    for form in load_checks(pack):
        if form["id"] in first and holds_everywhere(form):
            rows.append(
                {
                    **_row(first[form["id"]]),
                    "address": f"other {form['looks_at']}",
                    "others": form["looks_at"],
                }
            )
    lines = ",\n".join("\t" + json.dumps(row, ensure_ascii=False) for row in rows)
    engine, head = (
        (HERE / name).read_text(encoding="utf-8") for name in ("policy.rego.txt", "checks.rego.txt")
    )
    return {"policy/plan.rego": engine, "policy/checks.rego": f"{head}checks := [\n{lines},\n]\n"}


def holds_everywhere(form: dict[str, Any]) -> bool:
    """Whether a check says the same of every resource of its type, whatever component it belongs to, once it applies to one."""
    operand = json.dumps([form[name] for name in form if name not in ("id", "title", "when")])
    return (
        "this" not in (form["when"] or "")
        and "{{" not in operand
        and "." not in form["looks_at"]
        and not (form["labels_without"] or form["labels_with"] or form["concepts"])
    )


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
