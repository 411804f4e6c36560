"""Writes what tests the running system: ``validation/test_running.py``, a load test for k6 and the scripts of drills."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .dynamic import DynamicTest

HERE = Path(__file__).parent / "generated"
# The most requests that may wait at a time for each that is sent in a second, where no response time is promised.
WAITING = 1.0
# The scripts begin where the service is well; these say what they do to it.
DRILLS = {
    "failover": ("Failover drill: for how long is the service away when a part of it fails?", "makes a part of the running service fail"),
    "restore": ("Restore drill: how long until the service works on restored data, and how much of it is lost?", "restores data into new stores, which cost money until they are deleted"),
}  # fmt: skip


def running_files(
    tests: Sequence[DynamicTest], steps: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[str, str]:
    """The files beside ``test_running.py`` by path. ``steps`` are the pack's, by drill: what to ``say``, what to ``run``."""
    files = {}
    kinds = {kind for test in tests for kind in test.kinds}
    if kinds:
        files["validation/running.py"] = (HERE / "running.py.txt").read_text(encoding="utf-8")
    if "load" in kinds:
        files["validation/load.js"] = _render("load.js.j2", _load(tests))
    for name, (title, danger) in DRILLS.items():
        if name in kinds:
            checks = _limits(tests, name)
            names = {"name": name, "title": title, "danger": danger, "steps": steps.get(name, ()), "checks": checks,
                     "limits": [f"Demanded by {statements}: {what.replace('_', ' ')} {op} {limit}" for what, op, limit, statements in checks]}  # fmt: skip
            files[f"validation/drills/{name}.sh"] = _render("drill.sh.j2", names)
    return files


def _render(template: str, names: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from ..cache import bytecode_cache

    environment = Environment(
        loader=FileSystemLoader(str(HERE)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=bytecode_cache(),
        autoescape=False,
    )
    environment.filters["sh"] = shlex.quote
    return environment.get_template(template).render(**names)


def _limits(tests: Iterable[DynamicTest], kind: str) -> list[tuple[str, str, int, str]]:
    """What a drill has to stay within: the value's name, the operator, the limit in seconds, the statements."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for test in tests:
        for item in test.assertions:
            if item.kind == kind and isinstance(item.limit, int | float) and item.op in ("<", "<="):
                found.setdefault((item.what, item.op, math.floor(item.limit)), []).append(
                    plain(test.statement)
                )
    return [(what, op, limit, ", ".join(statements)) for (what, op, limit), statements in found.items()]


def plain(identity: str) -> str:
    """A statement's id for a comment or a message of another language: nothing but letters, digits, dots and hyphens."""
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in ".-_") else "-" for letter in identity
    )


def _load(tests: Sequence[DynamicTest]) -> dict[str, Any]:
    values: dict[str, list[tuple[str, float, str]]] = {}
    for test in tests:
        for item in test.assertions:
            if item.kind == "load" and isinstance(item.limit, int | float):
                values.setdefault(item.what, []).append((item.op, item.limit, plain(test.statement)))
    times = {what: limits for what, limits in values.items() if what not in ("failed_percent", "requests_per_second", "users")}  # fmt: skip
    statistics = ["avg", "med", "max", *sorted({_statistic(what) for what in times} - {"avg", "med", "max"})]
    thresholds = []
    if times:
        limits = [
            (f"{_statistic(what)}{op}{limit * 1000:g}", statement)
            for what, known in times.items()
            for op, limit, statement in known
        ]
        thresholds.append(
            (
                "http_req_duration",
                list(dict.fromkeys(text for text, _ in limits)),
                list(dict.fromkeys(statement for _, statement in limits)),
            )
        )
    if "failed_percent" in values:
        known = values["failed_percent"]
        thresholds.append(
            (
                "http_req_failed",
                list(dict.fromkeys(f"rate{op}{limit / 100:g}" for op, limit, _ in known)),
                list(dict.fromkeys(statement for _, _, statement in known)),
            )
        )
    rates, users = values.get("requests_per_second", []), values.get("users", [])
    rate = max((limit for _, limit, _ in rates), default=None)
    slowest = max((limit for known in times.values() for _, limit, _ in known), default=WAITING)
    return {
        "statistics": statistics,
        "thresholds": thresholds,
        "rate": math.ceil(rate) if rate is not None else None,
        "rate_from": list(dict.fromkeys(statement for _, _, statement in rates)),
        "users": math.ceil(max((limit for _, limit, _ in users), default=0)) or None,
        "users_from": list(dict.fromkeys(statement for _, _, statement in users)),
        "workers": max(math.ceil((rate or 10) * max(slowest, 0.05) * 2), 2),
    }  # fmt: skip


def _statistic(what: str) -> str:
    """A statistic as k6 calls it."""
    return f"p({what[1:]})" if what.startswith("p") else what
