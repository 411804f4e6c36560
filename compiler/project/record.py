"""The build's record, ``.spec2iac/build.json``: what every statement led to, every assumption, every file's hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from .. import __version__
from ..architecture import Architecture
from ..diagnostics import Diagnostic
from ..statements import Specification, Status
from ..validation.checks import BoundCheck
from .layout import Layout

RECORD = ".spec2iac/build.json"
NOTHING = {
    Status.CONTEXT: "it asks for nothing of the infrastructure",
    Status.OPEN: "it waits for an answer",
    Status.UNMAPPED: "it was not understood",
    Status.MEASURED: "it is a target: see the tests and the checklist",
    Status.CONSTRAINED: "it limits the whole build",
    Status.MAPPED: "it led to no component: see the diagnostics",
}


def trace(
    specification: Specification, architecture: Architecture, layout: Layout, bound: Sequence[BoundCheck]
) -> list[dict[str, Any]]:
    """Every statement with the components, resources, files and tests that it led to, and why where it led to none."""
    tests: dict[str, dict[str, None]] = {}
    for check in bound:
        for identity in check.statements:
            tests.setdefault(identity, {})[f"tests/{check.topic}.tftest.hcl#{check.id}"] = None
    rows = []
    for statement in specification.statements:
        components = [key for key in architecture.trace.get(statement.id, ()) if key != "policy"]
        resources = [block for block in layout.resources() if statement.id in block.statements]
        row: dict[str, Any] = {
            "id": statement.id,
            "line": statement.passage.line,
            "status": statement.status.value,
            "components": components,
            "resources": [block.address for block in resources],
            "files": sorted({block.file for block in resources}),
            "tests": list(tests.get(statement.id, ())),
        }
        if not resources and not row["tests"]:
            row["reason"] = _why_nothing(statement.id, statement.status, architecture)
        rows.append(row)
    return rows


def _why_nothing(identity: str, status: Status, architecture: Architecture) -> str:
    if "policy" in architecture.trace.get(identity, ()):
        return "it sets how everything is built: see the assumptions and settings"
    if any(identity in statements for statements in architecture.excluded.values()):
        return "it rules something out, and nothing of that kind is built"
    return NOTHING[status]


def record(
    specification: Specification,
    architecture: Architecture,
    rows: list[dict[str, Any]],
    layout: Layout,
    diagnostics: Sequence[Diagnostic],
    files: Mapping[str, bytes],
    origin: Mapping[str, Any],
    places: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> bytes:
    """The record as JSON bytes. ``origin`` has the spec's digest, the target, the region and the options; ``places`` the file and the
    name of resources that the result calls otherwise than the layout."""
    document = specification.document
    content = {
        "format": 1,
        "version": __version__,
        "spec": {"source": document.source, "title": document.title, "sha256": origin["digest"]},
        "target": origin["target"],
        "region": origin["region"],
        "options": dict(sorted(origin["options"].items())),
        "trace": rows,
        "unasked": [
            {"address": places.get(block.address, ("", block.address))[1],
             "file": places.get(block.address, (block.file, ""))[0], "component": block.component}
            for block in layout.resources() if not block.statements
        ],
        "assumptions": [
            {"id": item.id, "what": item.what, "why": item.why, "change": item.change, "component": item.component,
             "statements": list(item.statements)}
            for item in architecture.assumptions
        ],
        "unused": [
            {"id": row["id"], "line": row["line"], "status": row["status"], "why": row["reason"]}
            for row in rows if "reason" in row
        ],
        "diagnostics": [
            {"code": item.code, "severity": item.severity.value, "line": item.line, "message": item.message,
             "statement": item.statement}
            for item in diagnostics
        ],
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())},
    }  # fmt: skip
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
