"""Answers where something comes from: a resource, one of its arguments, a component, or what a statement led to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..architect.values import written
from ..report_text import describe, printable
from .coverage import Coverage, Row, coverage

if TYPE_CHECKING:
    from ..architecture import Architecture, Component, Setting
    from ..pipeline import Compilation
    from ..project.layout import Placed


class UnknownSubjectError(LookupError):
    """Nothing has that name; ``known`` are the names that something has."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__("nothing has that name")
        self.known = known


def why(compilation: Compilation, subject: str) -> str:
    """The answer as text. ``subject`` is a statement's id, a resource's address (with an argument behind it, if one is meant), or a
    component's key; raises UnknownSubjectError where it is none of these."""
    found = coverage(compilation)
    rows = {row.id.casefold(): row for row in found.rows}
    if subject.casefold() in rows:
        lines = _of_statement(compilation, found, rows[subject.casefold()])
    else:
        placed = {item.address: item for item in compilation.build.layout.placed} if compilation.build else {}
        components = {item.key: item for item in compilation.architecture.components}
        address = subject.split("[")[0]
        owner = address if address in placed else address.rpartition(".")[0]
        if owner in placed:
            lines = _of_resource(compilation, placed[owner], address.removeprefix(owner).lstrip("."))
        elif address in components:
            lines = _of_component(compilation, found, components[address])
        elif owner in components:
            lines = _of_setting(components[owner], address.rpartition(".")[2], compilation.architecture)
        else:
            raise UnknownSubjectError((*(row.id for row in found.rows), *placed, *components))
    return "".join(f"{printable(line)}\n" if line else "\n" for line in lines)


def _of_statement(compilation: Compilation, found: Coverage, row: Row) -> Iterator[str]:
    statement = next(item for item in compilation.specification.statements if item.id == row.id)
    yield f"{row.id} (line {row.line}): {row.text}"
    yield f"  {row.status}"
    for intent in statement.intents:
        said = ", ".join(f"{name} {written(value)}" for name, value in intent.properties.items())
        yield f"  asks for: {intent.concept}" + (f" ({said})" if said else "")
    for measure in statement.measures:
        yield f"  demands: {describe(measure)}"
    for constraint in statement.constraints:
        yield f"  limits: {constraint.constraint} {written(constraint.value)}"
    components = {item.key: item for item in compilation.architecture.components}
    for key in row.components:
        yield from _component_of(components[key], row.id) if key in components else ()
    places = {item.address: item for item in compilation.build.layout.placed} if compilation.build else {}
    for address in row.resources:
        yield f"  resource: {address} in {places[address].file}"
    for way in row.ways:
        yield f"  shown by: {way.kind} {way.name} in {way.place}" + (f" ({way.note})" if way.note else "")
    for assumption in compilation.architecture.assumptions:
        if row.id in assumption.statements or assumption.component in row.components:
            yield f"  assumption {assumption.id}: {assumption.what}, because {assumption.why}"
    for item in compilation.diagnostics:
        if item.statement == row.id:
            yield f"  {item.severity.value} {item.code}: {item.message} (spec2iac explain {item.code})"
    if row.reason:
        yield f"  led to nothing: {row.reason}"


def _component_of(component: Component, identity: str) -> Iterator[str]:
    yield f"  component: {component.key}"
    for name, setting in component.settings.items():
        if identity in setting.statements:
            yield f"    {name} = {written(setting.value)}"


def _of_resource(compilation: Compilation, block: Placed, argument: str) -> Iterator[str]:
    components = {item.key: item for item in compilation.architecture.components}
    component = components.get(block.component or "")
    texts = {item.id: item.passage.text for item in compilation.specification.statements}
    yield f"{block.address} in {block.file}"
    if argument:
        yield from _of_argument(block, argument, texts)
    for identity in block.statements:
        yield f"  because of {identity}: {texts.get(identity, '')}"
    if component is not None:
        if not block.statements or component.reason:
            yield f"  because {component.reason or 'every build has it'}"
        yield f"  part of {component.key}"
        for name, setting in component.settings.items():
            yield f"    {name} = {written(setting.value)}: {_origin(setting)}"
        yield from _assumptions(compilation.architecture, component)
    elif not block.statements:
        yield "  because every build has it"
    if compilation.build is not None:
        for check in compilation.build.checks:
            if check.address == block.address:
                yield f"  tested by: {check.id} in tests/{check.topic}.tftest.hcl ({', '.join(check.statements) or 'baseline'})"


def _of_argument(block: Placed, argument: str, texts: Mapping[str, str]) -> Iterator[str]:
    """An argument with the comments above it, which name its statements."""
    name = argument.split(".")[-1].split("[")[0]
    comments: list[str] = []
    for line in (text.strip() for text in block.block.text.splitlines()):
        if line.startswith("#"):
            comments.append(line.lstrip("# "))
        elif line.split("=")[0].split("{")[0].strip() == name:
            yield f"  {line}"
            for comment in comments:
                yield f"    {comment}"
                for identity in comment.replace(",", " ").split():
                    if identity in texts:
                        yield f"      {identity}: {texts[identity]}"
            return
        else:
            comments = []
    yield f"  it does not set {argument}"


def _of_component(compilation: Compilation, found: Coverage, component: Component) -> Iterator[str]:
    texts = {item.id: item.passage.text for item in compilation.specification.statements}
    yield f"{component.key}: {component.name}"
    for identity in component.statements:
        yield f"  because of {identity}: {texts.get(identity, '')}"
    if component.reason:
        yield f"  because {component.reason}"
    for name, setting in component.settings.items():
        yield f"  {name} = {written(setting.value)}: {_origin(setting)}"
    for link in compilation.architecture.links:
        if component.key in (link.source, link.target):
            port = f" on port {link.port}" if link.port else ""
            yield f"  {link.source} {link.verb} {link.target}{port}" + (
                f" ({', '.join(link.statements)})" if link.statements else ""
            )
    yield from (
        f"  resource: {row.address} in {row.file}"
        for row in found.resources
        if row.component == component.key
    )
    yield from _assumptions(compilation.architecture, component)


def _of_setting(component: Component, name: str, architecture: Architecture) -> Iterator[str]:
    setting = component.settings.get(name)
    if setting is None:
        raise UnknownSubjectError(tuple(f"{component.key}.{known}" for known in component.settings))
    yield f"{component.key}.{name} = {written(setting.value)}"
    yield f"  {_origin(setting)}"
    yield from _assumptions(architecture, component)


def _assumptions(architecture: Architecture, component: Component) -> Iterator[str]:
    for assumption in architecture.assumptions:
        if assumption.component == component.key:
            yield f"  assumption {assumption.id}: {assumption.what}, because {assumption.why}; to change it: {assumption.change}"


def _origin(setting: Setting) -> str:
    if setting.statements:
        return ", ".join(setting.statements)
    return f"assumed, because {setting.reason}" if setting.reason else "a default of this compiler"


def why_recorded(record: Mapping[str, Any], subject: str) -> str:
    """The answer from a build's record (``.spec2iac/build.json``), which has no texts of statements and no settings."""
    rows = {row["id"].casefold(): row for row in record["trace"]}
    address = subject.split("[")[0]
    lines: list[str] = []
    if subject.casefold() in rows:
        row = rows[subject.casefold()]
        lines = [f"{row['id']} (line {row['line']} of {record['spec']['source']}), {row['status']}"]
        lines += [f"  component: {key}" for key in row["components"]]
        lines += [f"  resource: {item}" for item in row["resources"]]
        lines += [f"  shown by: {item}" for item in row["tests"]]
        lines += [f"  assumption {item['id']}: {item['what']}, because {item['why']}" for item in record["assumptions"]
                  if row["id"] in item["statements"] or item["component"] in row["components"]]  # fmt: skip
        lines += [f"  led to nothing: {row['reason']}"] if row.get("reason") else []
    else:
        because = [
            row for row in record["trace"] if address in row["resources"] or address in row["components"]
        ]
        unasked = {row["address"]: row for row in record.get("unasked", ())}
        if address in unasked:
            owner = unasked[address]["component"]
            lines = [
                f"{address} in {unasked[address]['file']}",
                f"  no statement asks for it; it is part of {owner or 'every build'}",
            ]
        elif because:
            owner = address
            lines = [address, *(f"  because of {row['id']} (line {row['line']})" for row in because)]
        else:
            known = dict.fromkeys(
                name for row in record["trace"] for name in (row["id"], *row["resources"], *row["components"])
            )
            raise UnknownSubjectError((*known, *unasked))
        lines += [
            f"  assumption {item['id']}: {item['what']}, because {item['why']}"
            for item in record["assumptions"]
            if owner and item["component"] == owner
        ]
    lines.append(f"  (from the record of the build; the texts are in {record['spec']['source']})")
    return "".join(f"{printable(line)}\n" for line in lines)
