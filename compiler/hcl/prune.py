"""Drops what nothing refers to: variables, entries of ``locals``, data sources. Resources and outputs always
stay."""

from __future__ import annotations

from dataclasses import replace

from .graph import Block, Graph, graph_of

DROPPED_IF_UNUSED = frozenset({"variable", "data", "ephemeral"})


def prune(graph: Graph) -> Graph:
    """The graph without unused variables, locals and data sources, however many steps away from use they
    are."""
    needed: set[str] = set()
    waiting = [
        block for block in graph.blocks if block.kind not in DROPPED_IF_UNUSED and block.kind != "locals"
    ]
    locals_ = {
        f"local.{name}": item
        for block in graph.blocks
        if block.kind == "locals"
        for name, item in block.attributes.items()
    }
    references = [reference for block in waiting for reference in block.references()]
    while references:
        reference = references.pop()
        if reference in needed:
            continue
        needed.add(reference)
        if reference in locals_:
            references += locals_[reference].references
        elif reference in graph.by_address and graph.by_address[reference].kind in DROPPED_IF_UNUSED:
            # A variable's validation may refer to itself; to others only it does not keep itself alive.
            references += graph.by_address[reference].references()
    kept = []
    for block in graph.blocks:
        if block.kind == "locals":
            trimmed = _trimmed(block, needed)
            if trimmed.attributes:
                kept.append(trimmed)
        elif block.kind not in DROPPED_IF_UNUSED or block.address in needed:
            kept.append(block)
    return graph_of(kept)


def _trimmed(block: Block, needed: set[str]) -> Block:
    """The ``locals`` block with only the needed entries; the comments right before an entry go or stay with
    it."""
    names = [name for name in block.attributes if f"local.{name}" in needed]
    if len(names) == len(block.attributes):
        return block
    kept: list[str] = []
    pending: list[str] = []
    lines = block.text.split("\n")
    depth, keeping = 0, True
    body = lines[1:-1] if len(lines) > 2 else []
    for line in body:
        stripped = line.strip()
        if depth == 0:
            head = stripped.split("=", 1)[0].strip()
            if stripped.startswith(("#", "//")) or not stripped:
                pending.append(line)
                continue
            keeping = head in names
            kept += pending if keeping else [entry for entry in pending if not entry.strip()][:1]
            pending = []
        if keeping:
            kept.append(line)
        depth += _opened(stripped)
    text = "\n".join([lines[0], *kept, lines[-1]])
    return replace(block, attributes={name: block.attributes[name] for name in names}, text=text)


def _opened(line: str) -> int:
    """How many brackets the line leaves open; brackets in strings come in pairs in what templates write."""
    return sum(line.count(mark) for mark in "{[(") - sum(line.count(mark) for mark in "}])")
