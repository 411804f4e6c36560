"""A report for programs: JSON (described in ``docs/verify.md``), JUnit XML, and SARIF 2.1.0 with the specification's lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

from ..diagnostics import Diagnostic, Severity
from ..explanations import Explanation
from ..report_machine import as_sarif as diagnostics_as_sarif
from ..report_text import printable
from .report import Report, Result, StatementResult, Verdict
from .text import sentence

NOT_SHOWN = "not-shown"


def as_json(report: Report) -> dict[str, Any]:
    """The fixed machine form of a report."""
    return {
        "format": 1,
        "title": report.title,
        "target": report.target,
        "own_build": report.own,
        "summary": {verdict.value: report.count(verdict) for verdict in Verdict},
        "statements": [
            {
                "id": row.id,
                "line": row.line,
                "text": row.text,
                "verdict": row.verdict.value,
                "reason": row.reason,
                "results": [_result(item) for item in row.results],
            }
            for row in report.statements
        ],
        "baseline": [_result(item) for item in report.baseline],
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "check": result.check,
        "title": result.title,
        "verdict": result.verdict.value,
        "address": result.address,
        "place": result.place,
        "value": result.value,
        "operation": result.operation,
        "operand": result.operand,
        "reason": result.reason,
        "components": list(result.components),
    }


def as_junit(report: Report) -> str:
    """JUnit XML: a suite for each statement with a case for each value that was checked, not shown ones as skipped.

    A statement without checks is one skipped case. Baseline results are a suite of their own.
    """
    root = ElementTree.Element("testsuites", name=printable(f"spec2iac verify: {report.title}"))
    for row in report.statements:
        suite = _suite(root, row.id, row.results)
        ElementTree.SubElement(ElementTree.SubElement(suite, "properties"), "property",
                               name="statement", value=printable(f"line {row.line}: {row.text}"))  # fmt: skip
        _cases(suite, row.id, row.results)
        if not row.results:
            suite.set("tests", "1")
            suite.set("skipped", "1")
            case = ElementTree.SubElement(
                suite, "testcase", classname=printable(row.id), name="statement", time="0"
            )
            ElementTree.SubElement(case, "skipped", message=printable(row.reason))
    if report.baseline:
        _cases(_suite(root, "baseline", report.baseline), "baseline", report.baseline)
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(root: ElementTree.Element, name: str, results: Sequence[Result]) -> ElementTree.Element:
    counted = {verdict: sum(item.verdict is verdict for item in results) for verdict in Verdict}
    return ElementTree.SubElement(
        root,
        "testsuite",
        name=printable(name),
        tests=str(len(results)),
        failures=str(counted[Verdict.FAIL]),
        errors="0",
        skipped=str(counted[Verdict.NOT_SHOWN]),
        time="0",
    )


def _cases(suite: ElementTree.Element, name: str, results: Sequence[Result]) -> None:
    for item in results:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=printable(name),
            name=printable(f"{item.check}: {item.place}"),
            time="0",
        )
        if item.verdict is Verdict.FAIL:
            failure = ElementTree.SubElement(case, "failure", message=sentence(item), type=item.check)
            failure.text = sentence(item)
        elif item.verdict is Verdict.NOT_SHOWN:
            ElementTree.SubElement(case, "skipped", message=sentence(item))


def as_sarif(report: Report, lines: Sequence[str], uri: str) -> dict[str, Any]:
    """Failures as errors and statements that are not shown as notes, each at its statement's line of the specification."""
    found = list(_diagnostics(report, lines))
    checked = [item for row in report.statements for item in row.results] + list(report.baseline)
    pages = {
        item.check: Explanation(item.check, item.title, Severity.ERROR, f"{item.title}.", f"{item.title}.")
        for item in checked
    }
    words = "The plan does not show whether the statement holds"
    pages[NOT_SHOWN] = Explanation(NOT_SHOWN, words, Severity.INFO, f"{words}.", f"{words}.")
    return diagnostics_as_sarif(found, lines, uri, pages)


def _diagnostics(report: Report, lines: Sequence[str]) -> Iterator[Diagnostic]:
    for row in report.statements:
        for item in row.results:
            if item.verdict is Verdict.FAIL:
                yield _at(row, lines, item.check, Severity.ERROR, sentence(item))
        if row.verdict is Verdict.NOT_SHOWN:
            yield _at(row, lines, NOT_SHOWN, Severity.INFO, f"{row.id} is not shown: {row.reason}")
    for item in report.baseline:
        if item.verdict is Verdict.FAIL:
            yield Diagnostic(item.check, Severity.ERROR, sentence(item))


def _at(
    row: StatementResult, lines: Sequence[str], code: str, severity: Severity, message: str
) -> Diagnostic:
    line = lines[row.line - 1] if 0 < row.line <= len(lines) else ""
    start = len(line) - len(line.lstrip())
    return Diagnostic(
        code,
        severity,
        printable(message),
        line=row.line,
        column=start + 1,
        end_column=len(line.rstrip()) + 1,
        statement=row.id,
    )
