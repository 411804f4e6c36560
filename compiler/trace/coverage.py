"""The one table of what each statement led to and how it is shown, for ``trace``, ``why``, the report and the checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ..document import Kind
from ..statements import Statement, Status
from ..validation.checklist import DEMANDS, PROVEN

if TYPE_CHECKING:
    from ..pipeline import Compilation
    from ..project.build import Build

# Success criteria and non-functional requirements: what a test has to be there for.
MEASURED = (Kind.OBJECTIVE, Kind.CRITERION)
WAYS = ("static", "dynamic", "manual")


class Way(Struct, frozen=True):
    """A way in which a statement is shown: a ``static`` check of code and plan, a ``dynamic`` test of the running system, or ``manual``.

    ``name`` is the check's or the item's id, ``place`` where it stands in the build, ``note`` what it needs or who does it.
    """

    kind: str
    name: str
    place: str
    note: str = ""


class Row(Struct, frozen=True):
    """A statement with what it led to. ``reason`` says why it led to nothing, where it did; ``measured``: it is a success criterion or a
    non-functional requirement."""

    id: str
    line: int
    kind: str
    status: str
    text: str
    components: tuple[str, ...]
    resources: tuple[str, ...]
    files: tuple[str, ...]
    ways: tuple[Way, ...]
    reason: str = ""
    measured: bool = False

    @property
    def shown(self) -> str:
        """The strongest way in which it is shown; empty where there is none."""
        return next((kind for kind in WAYS if any(way.kind == kind for way in self.ways)), "")


class ResourceRow(Struct, frozen=True):
    """A resource with where it comes from: statements, or a rule of the compiler with its ``reason``."""

    address: str
    file: str
    component: str | None
    statements: tuple[str, ...]
    reason: str = ""


class Coverage(Struct, frozen=True):
    """The table in both directions."""

    rows: tuple[Row, ...]
    resources: tuple[ResourceRow, ...]

    @property
    def untested(self) -> tuple[Row, ...]:
        """Demands that nothing shows, not even a person."""
        demands = {kind.value for kind in DEMANDS}
        return tuple(
            row
            for row in self.rows
            if row.kind in demands and not row.ways and row.status != Status.CONTEXT.value
        )

    @property
    def unasked(self) -> tuple[ResourceRow, ...]:
        """Resources that no statement asks for."""
        return tuple(row for row in self.resources if not row.statements)

    def counts(self) -> dict[str, int]:
        """How many criteria and non-functional requirements there are, and by which strongest way they are shown."""
        measured = [row for row in self.rows if row.measured]
        found = {kind: sum(row.shown == kind for row in measured) for kind in WAYS}
        return {"criteria": len(measured), **found, "none": sum(not row.shown for row in measured)}


def coverage(compilation: Compilation) -> Coverage:
    """The table of a compiled specification; without a build (errors stop it) statements have what people are to show only."""
    specification, architecture, build = (
        compilation.specification,
        compilation.architecture,
        compilation.build,
    )
    traced = {row["id"]: row for row in build.trace} if build else {}
    rows = []
    for statement in specification.statements:
        row = traced.get(statement.id, {})
        rows.append(
            Row(
                id=statement.id,
                line=statement.passage.line,
                kind=statement.passage.kind.value,
                status=statement.status.value,
                text=statement.passage.text,
                components=tuple(row.get("components", architecture.trace.get(statement.id, ()))),
                resources=tuple(row.get("resources", ())),
                files=tuple(row.get("files", ())),
                ways=_ways(build, statement) if build else (),
                reason=row.get("reason", ""),
                measured=_is_measured(statement),
            )
        )
    return Coverage(tuple(rows), _resources(compilation) if build else ())


def _is_measured(statement: Statement) -> bool:
    """A criterion, an objective, or what stands under the heading of the non-functional requirements, whatever its own is."""
    if statement.status is Status.CONTEXT:
        return False
    headings = " ".join(statement.passage.section).lower()
    return statement.passage.kind in MEASURED or "non-functional" in headings or "nonfunctional" in headings


def _ways(build: Build, statement: Statement) -> tuple[Way, ...]:
    found = [
        Way("static", check.id, f"tests/{check.topic}.tftest.hcl")
        for check in build.checks
        if statement.id in check.statements
    ]
    found += [
        Way("dynamic", test.name, test.path, f"needs {test.needs}")
        for test in build.dynamic
        if test.statement == statement.id
    ]
    found += [
        Way("manual", item.id, "checklist.md", f"{item.who}: {item.evidence}")
        for item in build.checklist
        if item.statement == statement.id
        and not item.automated
        and statement.status in (*PROVEN, Status.OPEN, Status.UNMAPPED)
    ]
    return tuple(dict.fromkeys(found))


def _resources(compilation: Compilation) -> tuple[ResourceRow, ...]:
    build, architecture = compilation.build, compilation.architecture
    assert build is not None
    reasons = {component.key: component.reason or "" for component in architecture.components}
    return tuple(
        ResourceRow(
            block.address,
            block.file,
            block.component,
            tuple(block.statements),
            "" if block.statements else reasons.get(block.component or "") or "every build has it",
        )
        for block in build.layout.resources()
    )
