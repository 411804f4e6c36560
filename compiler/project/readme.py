"""Writes the generated module's README: what it is, what it looks like, what was assumed, what is left to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..architecture import Architecture, Component, Tier
from ..diagnostics import Diagnostic, Severity
from ..objectives import objectives
from ..pack.load import Pack
from ..statements import Specification, Status
from ..validation.checklist import ChecklistItem
from .environments import file_names
from .layout import Layout, Placed
from .markdown import escape, node_text
from .state import FOLDER, State

TIERS = {Tier.PUBLIC: "Public", Tier.PRIVATE: "Private", Tier.DATA: "Data", Tier.NONE: "Managed services"}
# What carries the others rather than talks to them is no node of the picture.
CARRIERS = frozenset(
    [
        "virtual-network",
        "public-subnet",
        "private-subnet",
        "security-group",
        "service-identity",
        "key-management",
        "nat-gateway",
        "log-aggregation",
        "auto-scaling",
    ]
)


def readme(
    specification: Specification,
    architecture: Architecture,
    pack: Pack,
    layout: Layout,
    rows: Sequence[dict[str, Any]],
    items: Sequence[ChecklistItem],
    diagnostics: Sequence[Diagnostic],
    left_to_people: Mapping[str, Sequence[str]],
    values: Mapping[str, Mapping[str, str]],
    state: State,
    *,
    stacks: Sequence[str] = (),
    notes: str = "",
    worded: Callable[[str], str] = str,
) -> str:
    """The README as Markdown; every word of the author's is escaped. ``left_to_people`` are the pack's steps by moment,
    ``values`` those of each environment by variable (empty for a single one). ``stacks`` are those of a Pulumi program, the main one
    first (none: it is a root module of Terraform's), ``notes`` what its package's data says to its readers, ``worded`` puts what the pack says
    of Terraform into other words."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from ..cache import bytecode_cache

    environment = Environment(
        loader=FileSystemLoader(str(Path(__file__).parent)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=bytecode_cache(),
        autoescape=False,
    )
    environment.filters["md"] = escape
    lines = {statement.id: statement.passage.line for statement in specification.statements}
    texts = {statement.id: statement.passage.text for statement in specification.statements}
    services = [
        (component, pack.concepts[component.concept]["service"], _resources_of(layout, component))
        for component in architecture.components
        if component.concept in pack.concepts
    ]
    return environment.get_template("README.md.j2").render(
        title=architecture.title,
        source=specification.document.source,
        cloud=pack.title,
        region=architecture.policy.settings["region"].value
        if "region" in architecture.policy.settings
        else None,
        diagram=diagram(architecture, pack),
        services=[(component, service, count) for component, service, count in services if count],
        variables=[_variable(block, worded) for block in layout.placed if block.kind == "variable"],
        outputs=[_output(block, worded) for block in layout.placed if block.kind == "output"],
        chosen=[
            block.label
            for block in layout.placed
            if block.kind == "variable" and "default" not in block.block.attributes
        ],
        secrets=[
            block.label
            for block in layout.placed
            if block.kind == "variable" and {"ephemeral", "sensitive"} & set(block.block.attributes)
        ],
        assumptions=architecture.assumptions,
        running=any(item.test for item in items),
        objectives=objectives(architecture.measures),
        trace=[row for row in rows if row["resources"] or row["tests"]],
        unused=[row for row in rows if "reason" in row and row["status"] != Status.CONTEXT.value],
        texts=texts,
        lines=lines,
        problems=[item for item in diagnostics if item.severity is not Severity.INFO],
        items=items,
        environments=file_names(values),
        stacks=stacks,
        notes=notes,
        state=state.settings,
        bootstrap=any(path.startswith(f"{FOLDER}/") for path in state.files),
        differing=[
            (variable, [" ".join(known[variable].split()) for known in values.values()])
            for variable in next(iter(values.values()), {})
        ],
        before=left_to_people["before"],
        after=left_to_people["after"],
        placeholder=any("placeholder/function.zip" in block.block.text for block in layout.placed),
        images=[
            block.label
            for block in layout.placed
            if block.kind == "variable" and block.label.endswith("_image")
        ],
    )


def _resources_of(layout: Layout, component: Component) -> int:
    return sum(block.component == component.key for block in layout.resources())


def _text(block: Placed, name: str) -> str:
    item = block.block.attributes.get(name)
    return "" if item is None else str(item.value) if isinstance(item.value, str) else item.text


def _variable(block: Placed, worded: Callable[[str], str]) -> dict[str, str]:
    default = block.block.attributes.get("default")
    shown = "required" if default is None else " ".join(default.text.split())
    return {"name": block.label, "type": " ".join(_text(block, "type").split()), "default": shown,
            "description": worded(_text(block, "description"))}  # fmt: skip


def _output(block: Placed, worded: Callable[[str], str]) -> dict[str, str]:
    return {"name": block.label, "description": worded(_text(block, "description"))}


def diagram(architecture: Architecture, pack: Pack) -> str:
    """A Mermaid flow chart: components by tier, who talks to whom and how. Node names are made by us, labels are encoded."""
    shown = [
        component
        for component in architecture.components
        if component.concept not in CARRIERS and component.concept in pack.concepts
    ]
    names = {component.key: f"n{number}" for number, component in enumerate(shown, 1)}
    linked = {end for link in architecture.links for end in (link.source, link.target)}
    lines = ["flowchart LR"]
    for tier, title in TIERS.items():
        members = [
            item for item in shown if item.tier is tier and (item.key in linked or tier is not Tier.NONE)
        ]
        if not members:
            continue
        lines.append(f'  subgraph {tier.value}["{title}"]')
        for item in members:
            service = node_text(str(pack.concepts[item.concept]["service"]))
            lines.append(f'    {names[item.key]}["{node_text(item.name)}<br/><small>{service}</small>"]')
        lines.append("  end")
    for link in architecture.links:
        if link.source in names and link.target in names:
            port = f" {link.port}" if link.port else ""
            lines.append(
                f"  {names[link.source]} -->|{link.verb.replace('-', ' ')}{port}| {names[link.target]}"
            )
    return "\n".join(lines)
