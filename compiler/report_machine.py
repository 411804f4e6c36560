"""Diagnostics for machines: the JSON of ``check --format json`` and SARIF 2.1.0 for code scanning."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from . import __version__
from .diagnostics import Diagnostic, Severity
from .explanations import Explanation

SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_json(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """The fixed machine form of findings."""
    return {
        "format": 1,
        "diagnostics": [
            {
                "code": item.code,
                "severity": item.severity.value,
                "line": item.line,
                "column": item.column,
                "end_column": item.end_column,
                "message": item.message,
                "help": item.help,
                "statement": item.statement,
            }
            for item in diagnostics
        ],
    }


def as_sarif(
    diagnostics: Sequence[Diagnostic], lines: Sequence[str], uri: str, pages: Mapping[str, Explanation]
) -> dict[str, Any]:
    """A SARIF 2.1.0 log with one run; ``uri`` is the specification's path relative to the working folder.

    Rules are sorted by code and explained in place by their ``pages``. A run's id ends with a slash, so the whole of it
    is the category by which code scanning tells the results of several specifications apart (SARIF 2.1.0, 3.17.3).
    """
    codes = {code: index for index, code in enumerate(sorted({item.code for item in diagnostics}))}
    prints = _fingerprints(diagnostics, lines)
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "spec2iac",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(code, pages.get(code)) for code in codes],
                    }
                },
                "automationDetails": {"id": f"spec2iac/{quote(uri)}/"},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(item, codes[item.code], uri, fingerprint)
                    for item, fingerprint in zip(diagnostics, prints, strict=True)
                ],
            }
        ],
    }


def _rule(code: str, page: Explanation | None) -> dict[str, Any]:
    if page is None:
        return {"id": code}
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in page.name.split() if word.isalpha()),
        "shortDescription": {"text": page.name},
        "fullDescription": {"text": page.meaning},
        "help": {"text": page.page, "markdown": page.page},
        "defaultConfiguration": {"level": SARIF_LEVELS[page.severity]},
    }


def _result(item: Diagnostic, index: int, uri: str, fingerprint: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": quote(item.source or uri)}},
    }
    if item.line:
        location["physicalLocation"]["region"] = {
            "startLine": item.line,
            "startColumn": item.column,
            "endColumn": max(item.end_column, item.column),
        }
    if item.statement:
        location["logicalLocations"] = [{"name": item.statement, "kind": "statement"}]
    return {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": SARIF_LEVELS[item.severity],
        "message": {"text": f"{item.message}: {item.help}" if item.help else item.message},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        **_fixes(item, location["physicalLocation"]),
    }


def _fixes(item: Diagnostic, place: dict[str, Any]) -> dict[str, Any]:
    """The replacement that a finding offers (SARIF 2.1.0, 3.55); nothing where it has none."""
    if item.fix is None or "region" not in place:
        return {}
    change = {"deletedRegion": place["region"], "insertedContent": {"text": item.fix}}
    return {
        "fixes": [
            {
                "description": {"text": item.help or item.message},
                "artifactChanges": [
                    {"artifactLocation": place["artifactLocation"], "replacements": [change]}
                ],
            }
        ]
    }


def _fingerprints(diagnostics: Sequence[Diagnostic], lines: Sequence[str]) -> list[str]:
    """One for each finding, made of its code and its line's text, not the line's number, which moves (SARIF 2.1.0, 3.27.17).

    Findings that agree in both are numbered in reading order.
    """
    seen: dict[str, int] = {}
    found = []
    for item in diagnostics:
        text = lines[item.line - 1].strip() if 0 < item.line <= len(lines) else ""
        digest = hashlib.sha256(
            f"{item.code}\0{text}\0{item.message}".encode("utf-8", "replace")
        ).hexdigest()[:16]
        seen[digest] = seen.get(digest, 0) + 1
        found.append(f"{digest}:{seen[digest]}")
    return found
