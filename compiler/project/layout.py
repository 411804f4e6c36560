"""Lays rendered blocks out as a root module: one of each, only what is used, each in the file where people look for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..architecture import Architecture
from ..diagnostics import Diagnostic
from ..hcl.escape import comment
from ..hcl.format import format_files
from ..hcl.graph import Block, Expression, Graph, graph_of, parse_block, parse_blocks
from ..hcl.prune import prune
from ..hcl.split import RawBlock, split
from ..pack.errors import TemplateError
from ..pack.render import Rendered

MOST_IDS = 8
KIND_FILES = {
    "terraform": "versions", "provider": "providers", "variable": "variables", "locals": "locals", "output": "outputs",
}  # fmt: skip
# Terraform's first version that this output needs, and OpenTofu's.
ENGINES = ('">= 1.11"', '">= 1.10"')
FILE_TITLES = {
    "network": "Network: address space, subnets, routes and private connections",
    "edge": "Edge: what the outside world reaches",
    "compute": "Compute: what runs the application",
    "data": "Data: databases and caches",
    "storage": "Storage: objects, files, volumes and their backups",
    "integration": "Integration: queues, topics, streams and buses",
    "security": "Security: identities, keys, firewall rules and audit",
    "operations": "Operations: logs, alarms, dashboards and budgets",
}

# An address with steps below it, of a resource or a data source, and nothing around it.
REFERENCE = re.compile(r"(?:data\.)?[a-z][a-z0-9]*_\w+\.\w+(?:\.\w+)+")


class Placed(Struct, frozen=True):
    """A block of the build, the component and statements that it is there for, and the file that it stands in."""

    block: Block
    raw: RawBlock
    file: str
    template: str
    component: str | None = None
    statements: tuple[str, ...] = ()
    known_locals: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """``resource``, ``data``, ``variable`` …"""
        return self.block.kind

    @property
    def type(self) -> str:
        """The resource's type; empty for a block that has none."""
        return self.block.labels[0] if len(self.block.labels) == 2 else ""

    @property
    def label(self) -> str:
        """The block's own name, its last label."""
        return self.block.labels[-1] if self.block.labels else ""

    @property
    def address(self) -> str:
        """How the configuration refers to it."""
        return self.block.address

    @property
    def repeated(self) -> str | None:
        """``for_each`` or ``count`` where the block has it."""
        return next((name for name in ("for_each", "count") if name in self.block.attributes), None)

    def computed(self, path: str) -> bool:
        """Whether the value at ``path`` is unknown in a plan: not written here, or made of what an apply gives."""
        if self.kind in ("variable", "locals", "output"):
            return False
        written = _written(
            self.block, [step.removesuffix("[*]") for step in path.split("[*].")] if path else []
        )
        return not written or any(
            not self._known(reference) for item in written for reference in item.references
        )

    def reference(self, path: str) -> str | None:
        """The value at ``path`` as it is written, where that is nothing but a reference to another resource."""
        written = self.block.attributes.get(path)
        return written.text if written and REFERENCE.fullmatch(written.text) else None

    def _known(self, reference: str) -> bool:
        head, _, rest = reference.partition(".")
        if head == "each":
            # What is repeated over other resources is known when they are.
            over = self.block.attributes.get("for_each")
            return over is None or all(self._known(item) for item in over.references if item != reference)
        return head in ("var", "count", "path") or (head == "local" and rest in self.known_locals)


def _written(block: Block, steps: Sequence[str]) -> list[Expression]:
    """The expressions that make up the value at the end of ``steps`` below a block."""
    if not steps:
        return [*block.attributes.values(), *(item for inner in block.blocks for item in _written(inner, ()))]
    head, rest = steps[0], steps[1:]
    if head in block.attributes:
        return [block.attributes[head]]
    nested = [inner for inner in block.blocks if inner.kind == head]
    dynamic = [inner for inner in block.blocks if inner.kind == "dynamic" and inner.labels[:1] == (head,)]
    return [item for inner in nested for item in _written(inner, rest)] + [
        item for inner in dynamic for item in _written(inner, ())
    ]


class Layout(Struct, frozen=True):
    """The root module: its blocks in the order of their files, and what the schema check has to say of them."""

    placed: tuple[Placed, ...]
    graph: Graph
    diagnostics: tuple[Diagnostic, ...] = ()

    def resources(self) -> tuple[Placed, ...]:
        """The resource blocks in order."""
        return tuple(placed for placed in self.placed if placed.kind == "resource")


def lay_out(texts: Iterable[Rendered], statements_in_order: Iterable[str] = ()) -> Layout:
    """One block of each, unused ones dropped; the statements that a block serves are named in the specification's order.

    Raises TemplateError where two templates disagree about a block.
    """
    places = {statement: place for place, statement in enumerate(statements_in_order)}
    collected = _collect(texts)
    raws = [raw for raw, _, _ in collected.values()]
    graph = prune(parse_blocks(raws))
    origin = {_identity(raw): (raw, rendered, statements) for raw, rendered, statements in collected.values()}
    known = _known_locals(graph)
    placed = []
    for block in graph.blocks:
        raw, rendered, statements = origin[(block.kind, block.labels)]
        file = KIND_FILES.get(block.kind) or raw.file or rendered.file
        served = tuple(sorted(statements, key=lambda statement: places.get(statement, len(places))))
        placed.append(Placed(block, raw, f"{file}.tf", rendered.template, rendered.component, served, known))
    return Layout(tuple(sorted(placed, key=_order)), graph)


def with_blocks(layout: Layout, placed: Iterable[Placed]) -> Layout:
    """The layout with these blocks instead of its own, in the order of the files."""
    ordered = tuple(sorted(placed, key=_order))
    return replace(layout, placed=ordered, graph=graph_of(item.block for item in ordered))


def with_text(placed: Placed, text: str) -> Placed:
    """A block with another text, read anew."""
    raw = replace(placed.raw, text=text, source=None)
    return replace(placed, raw=raw, block=parse_block(raw))


def _identity(raw: RawBlock) -> tuple[str, tuple[str, ...]]:
    return raw.kind, raw.labels


def _collect(
    texts: Iterable[Rendered],
) -> dict[tuple[str, tuple[str, ...]], tuple[RawBlock, Rendered, dict[str, None]]]:
    """Every block once, with all the statements that it serves; the bodies of all ``locals`` blocks become one."""
    found: dict[tuple[str, tuple[str, ...]], tuple[RawBlock, Rendered, dict[str, None]]] = {}
    for rendered in texts:
        for raw in split(rendered.text, rendered.template):
            identity = _identity(raw)
            if identity not in found:
                found[identity] = (raw, rendered, dict.fromkeys(rendered.statements))
                continue
            first, origin, statements = found[identity]
            statements |= dict.fromkeys(rendered.statements)
            if raw.kind == "locals":
                found[identity] = (_joined(first, raw), origin, statements)
            elif " ".join(first.text.split()) != " ".join(raw.text.split()):
                name = ".".join((raw.kind, *raw.labels))
                raise TemplateError(
                    f"{rendered.template}:{raw.line}: {name} differs from the one in {origin.template}"
                )
    return found


def _joined(first: RawBlock, second: RawBlock) -> RawBlock:
    """Two ``locals`` blocks as one."""
    bodies = [
        raw.text[raw.text.index("{") + 1 : raw.text.rindex("}")].strip("\n ") for raw in (first, second)
    ]
    return replace(first, source=None, text="locals {\n" + "\n\n".join(bodies) + "\n}")


def _known_locals(graph: Graph) -> frozenset[str]:
    """The locals that a plan knows: made of variables and of other such locals alone."""
    locals_ = {
        name: item
        for block in graph.blocks
        if block.kind == "locals"
        for name, item in block.attributes.items()
    }
    known: set[str] = set()
    grown = True
    while grown:
        grown = False
        for name, item in locals_.items():
            if name not in known and all(
                reference.startswith(("var.", "path.")) or reference.removeprefix("local.") in known
                for reference in item.references
            ):
                known.add(name)
                grown = True
    return frozenset(known)


def _order(placed: Placed) -> tuple[str, str]:
    """By file; variables and outputs by name, everything else in the order in which it came (sorting is stable)."""
    return placed.file, placed.label if placed.kind in ("variable", "output") else ""


def files_of(layout: Layout, architecture: Architecture) -> dict[str, str]:
    """The module's ``.tf`` files by name, formatted, each block under the statements that it serves; and ``versions.tofu``.

    OpenTofu reads the latter in the place of ``versions.tf``: its versions are counted otherwise.
    """
    reasons = {component.key: component.reason for component in architecture.components}
    texts: dict[str, list[str]] = {}
    said: set[tuple[str, str | None]] = set()
    for placed in layout.placed:
        # Why a component was assumed is said once in a file, above its first block.
        reason = reasons.get(placed.component or "") if (placed.file, placed.component) not in said else None
        if placed.kind == "resource":
            said.add((placed.file, placed.component))
        texts.setdefault(placed.file, []).append(_commented(placed, reason))
    titled = {file: _title(file) + "\n".join(blocks) for file, blocks in sorted(texts.items())}
    formatted = format_files(titled)
    return formatted | {"versions.tofu": formatted["versions.tf"].replace(*ENGINES)}


def _title(file: str) -> str:
    title = FILE_TITLES.get(file.removesuffix(".tf"))
    return f"# {title}.\n\n" if title else ""


def _commented(placed: Placed, reason: str | None) -> str:
    """The block's text with its own comments and, for a resource, the statements or the reason behind it."""
    lines = list(placed.raw.comments)
    serves = ""
    if placed.kind == "resource":
        ids = placed.statements
        if ids:
            more = f" and {len(ids) - MOST_IDS} more" if len(ids) > MOST_IDS else ""
            serves = f"# {comment(', '.join(ids[:MOST_IDS]))}{more}"
            lines.append(serves)
        elif reason:
            lines.append(f"# Assumed: {comment(reason)}")
    return "\n".join([*lines, _without_echoes(placed.block.text.rstrip(), serves), ""])


def _without_echoes(text: str, serves: str) -> str:
    """The block without comments that only repeat the one above the block, or the last one of the same group of lines."""
    kept: list[str] = []
    last = serves
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("# "):
            if stripped in (last, serves):
                continue
            last = stripped
        elif not stripped:
            last = serves
        kept.append(line)
    return "\n".join(kept)
