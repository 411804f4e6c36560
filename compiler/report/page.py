"""Puts the page together: every text of the author's is escaped by the template, every id is made of safe letters."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..architect.values import said, written
from ..clarify import questions
from ..statements import Polarity, Status
from ..trace import Coverage, Row, coverage
from .svg import anchor, svg

if TYPE_CHECKING:
    from ..architecture import Component
    from ..pack.load import Pack
    from ..pipeline import Compilation

HERE = Path(__file__).parent
LABELS = {"mapped": "✓ built", "measured": "◎ measured", "constrained": "◇ limits", "open": "? open", "unmapped": "✗ not understood",
          "excluded": "⊘ ruled out", "context": ""}  # fmt: skip


def page(compilation: Compilation, pack: Pack, verdicts: Mapping[str, str]) -> str:
    """The report as HTML. ``verdicts`` are those of a plan by statement, empty without one."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(str(HERE)),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = (HERE / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    found = coverage(compilation)
    architecture = compilation.architecture
    services = {concept: str(form["service"]) for concept, form in pack.concepts.items()}
    names = {item.key: item.name for item in architecture.components}
    region = architecture.policy.settings.get("region")
    open_questions = questions(compilation.specification, architecture)
    given: dict[str, Any] = {
        "title": architecture.title,
        "source": compilation.specification.document.source,
        "cloud": pack.title,
        "region": region.value if region else None,
        "style": style,
        "style_hash": f"sha256-{digest}",
        "diagram": svg(architecture, services),
        "facts": list(_facts(compilation, found, len(open_questions))),
        "links": [{"source": names.get(link.source, link.source), "verb": link.verb.replace("-", " "), "target": names.get(link.target, link.target),
                   "port": link.port, "statements": link.statements} for link in architecture.links],
        "components": [_component(item, services) for item in architecture.components],
        "lines": list(_lines(compilation, found, verdicts)),
        "counts": found.counts(),
        "rows": [_row(row, verdicts) for row in found.rows if row.ways],
        "verdicts": bool(verdicts),
        "assumptions": architecture.assumptions,
        "open": open_questions,
        "findings": compilation.diagnostics,
        "version": __version__,
    }  # fmt: skip
    given["parts"] = [(name, words) for name, words, there in (
        ("summary", "Summary", True), ("architecture", "Architecture", True), ("specification", "Specification", True), ("coverage", "How it is shown", True),
        ("assumptions", "Assumptions", given["assumptions"]), ("open", "Open questions", given["open"]), ("findings", "Findings", given["findings"]),
    ) if there]  # fmt: skip
    return environment.get_template("page.html.j2").render(**given)


def _facts(compilation: Compilation, found: Coverage, waiting: int) -> Iterator[tuple[str, object]]:
    statuses = [statement.status for statement in compilation.specification.statements]
    settings = compilation.architecture.policy.settings
    yield "statements", len(statuses)
    for status, words in ((Status.UNMAPPED, "not understood"), (Status.OPEN, "waiting for an answer")):
        yield words, statuses.count(status)
    yield "open questions", waiting
    yield "resources", len(found.resources)
    yield "checks", len({check.id for check in compilation.build.checks}) if compilation.build else 0
    counts = found.counts()
    shown = counts["static"] + counts["dynamic"]
    if counts["criteria"]:
        yield "criteria shown by programs", f"{100 * shown // counts['criteria']} %"
    for name, words in (("rto", "back after a disaster within"), ("rpo", "data lost at most of")):
        limits = [item.value for _, item in compilation.architecture.measures if item.metric == name]
        numbers = [value for value in limits if not isinstance(value, tuple)]
        if numbers:
            yield words, f"{min(numbers):g} s"
    for name, words, unit in (
        ("availability", "availability", " %"),
        ("zones", "availability zones", ""),
        ("budget", "monthly budget", ""),
    ):
        setting = settings.get(name)
        if setting is not None and setting.value is not None:
            yield words, f"{written(setting.value)}{unit}"


def _component(component: Component, services: Mapping[str, str]) -> dict[str, Any]:
    because = ", ".join(component.statements) or component.reason or "a rule adds it"
    settings = [
        f"{said(name)} {written(setting.value)} ({', '.join(setting.statements) or 'assumed'})"
        for name, setting in component.settings.items()
    ]
    return {
        "anchor": anchor(component.key),
        "name": component.name,
        "service": services.get(component.concept, ""),
        "settings": settings,
        "because": because,
    }


def _row(row: Row, verdicts: Mapping[str, str]) -> dict[str, Any]:
    ways = {
        kind: [way.name for way in row.ways if way.kind == kind] for kind in ("static", "dynamic", "manual")
    }
    return {"id": row.id, "anchor": f"line-{row.line}", "verdict": verdicts.get(row.id, ""), **ways}


def _lines(
    compilation: Compilation, found: Coverage, verdicts: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The specification line by line; the first line of a statement carries it."""
    rows = {row.id: row for row in found.rows}
    starts: dict[int, list[Any]] = {}
    ends: dict[int, str] = {}
    for statement in compilation.specification.statements:
        starts.setdefault(statement.passage.line, []).append(statement)
        excluded = bool(statement.intents) and all(
            intent.polarity is Polarity.EXCLUDE for intent in statement.intents
        )
        status = "excluded" if excluded else statement.status.value
        for number in range(statement.passage.line, statement.passage.end_line + 1):
            ends.setdefault(number, status)
    for number, text in enumerate(compilation.specification.document.lines, 1):
        statements = starts.get(number, [])
        status = ends.get(number, "")
        details = [detail for statement in statements for detail in _details(rows[statement.id], verdicts)]
        yield {
            "number": number,
            "text": text.rstrip("\r\n") or " ",
            "status": "" if status == "context" else status,
            "label": LABELS.get(status, status) if statements else "",
            "anchor": f"line-{number}" if statements else "",
            "details": details,
        }


def _details(row: Row, verdicts: Mapping[str, str]) -> Iterator[str]:
    if row.status == "context":
        return
    yield f"{row.id}: {row.reason}" if row.reason and not row.ways else f"{row.id}"
    if row.components:
        yield f"components: {', '.join(row.components)}"
    if row.resources:
        yield f"resources: {', '.join(row.resources)}"
    for way in row.ways:
        yield f"{way.kind}: {way.name} in {way.place}" + (f" ({way.note})" if way.note else "")
    if verdicts.get(row.id):
        yield f"the plan: {verdicts[row.id]}"
