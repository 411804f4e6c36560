"""Diagnostics for machines: the JSON of ``check --format json`` and SARIF 2.1.0 for code scanning."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from . import __version__
from .diagnostics import Diagnostic, Severity

SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_json(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """The fixed machine form of findings."""
    return {
        "format": 1,
        "diagnostics": [
            {"code": item.code, "severity": item.severity.value, "line": item.line, "column": item.column,
             "end_column": item.end_column, "message": item.message, "help": item.help, "statement": item.statement}
            for item in diagnostics
        ],
    }  # fmt: skip


def as_sarif(diagnostics: Sequence[Diagnostic], lines: Sequence[str], source: str, names: dict[str, str]) -> dict[str, Any]:
    """A SARIF 2.1.0 log with one run. ``names`` gives each code's short name.

    Fingerprints are made of the code and the line's text, not its number, so that a finding stays the same when lines
    move (SARIF 2.1.0, section 3.27.17).
    """
    codes = sorted({item.code for item in diagnostics})
    seen: dict[str, int] = {}
    results = []
    for item in diagnostics:
        text = lines[item.line - 1] if 0 < item.line <= len(lines) else ""
        digest = hashlib.sha256(f"{item.code}\0{text.strip()}\0{item.message}".encode()).hexdigest()[:16]
        seen[digest] = seen.get(digest, 0) + 1
        results.append(
            {
                "ruleId": item.code,
                "ruleIndex": codes.index(item.code),
                "level": SARIF_LEVELS[item.severity],
                "message": {"text": item.message + (f". {item.help}" if item.help else "")},
                "locations": [{"physicalLocation": _location(item, source)}],
                "partialFingerprints": {"primaryLocationLineHash": f"{digest}:{seen[digest]}"},
            }
        )
    rules = [
        {"id": code, "name": "".join(word.title() for word in names.get(code, code).split()),
         "shortDescription": {"text": names.get(code, code)}}
        for code in codes
    ]  # fmt: skip
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "spec2iac", "version": __version__, "rules": rules}},
                "automationDetails": {"id": f"spec2iac/{source}"},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _location(item: Diagnostic, source: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(item.source or source, safe="/.-_~")}}
    if item.line:
        place["region"] = {"startLine": item.line, "startColumn": item.column, "endColumn": max(item.end_column, item.column)}
    return place
