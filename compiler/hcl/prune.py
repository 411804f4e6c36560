"""Drops what nothing refers to: variables, local values, data sources. Resources, outputs and all else always
stay."""

from __future__ import annotations

from msgspec.structs import replace

from .graph import Block, Graph, graph_of
from .tokens import BRACKETS, END, IDENTIFIER, NEWLINE, Token, tokenize

DROPPED_IF_UNUSED = frozenset(("variable", "data", "ephemeral"))


def prune(graph: Graph) -> Graph:
    """The graph without what is unused, however many steps away from use it is; the order of the rest stays.

    What a variable's validation or a data source refers to is used only where the variable or data source is.
    """
    needed = _needed(graph)
    kept = []
    for block in graph.blocks:
        if block.kind == "locals":
            names = [name for name in block.attributes if f"local.{name}" in needed]
            if names:
                kept.append(block if len(names) == len(block.attributes) else _only(block, frozenset(names)))
        elif block.kind not in DROPPED_IF_UNUSED or block.address in needed:
            kept.append(block)
    return graph_of(kept)


def _needed(graph: Graph) -> set[str]:
    """The addresses that blocks which always stay refer to, directly or through what may be dropped."""
    local_values = graph.local_values()
    waiting = [
        reference
        for block in graph.blocks
        if block.kind not in DROPPED_IF_UNUSED and block.kind != "locals"
        for reference in block.references()
    ]
    needed: set[str] = set()
    while waiting:
        reference = waiting.pop()
        if reference in needed:
            continue
        needed.add(reference)
        block = graph.by_address.get(reference)
        if reference in local_values:
            waiting += local_values[reference].references
        elif block is not None and block.kind in DROPPED_IF_UNUSED:
            waiting += block.references()
    return needed


def _only(block: Block, names: frozenset[str]) -> Block:
    """A ``locals`` block with these entries only; comments stay or go with the entry that they stand
    before."""
    text = block.text
    tokens = tokenize(text)
    place = next(index for index, token in enumerate(tokens) if token.kind == "{") + 1
    start = tokens[place].start
    kept = []
    while tokens[place].kind != "}":
        if tokens[place].kind != IDENTIFIER:
            place += 1
            continue
        name = tokens[place].text
        place = _end_of_entry(tokens, place)
        if name in names:
            kept.append(text[start : tokens[place].start].strip("\n"))
        start = tokens[place].start
    body = "\n".join(kept)
    return replace(
        block,
        attributes={name: item for name, item in block.attributes.items() if name in names},
        text=f"locals {{\n{body}\n}}",
    )


def _end_of_entry(tokens: list[Token], place: int) -> int:
    """The index of the line break or brace that ends the entry which begins at ``place``."""
    depth = 0
    while True:
        kind = tokens[place].kind
        if kind == END or (depth == 0 and kind in (NEWLINE, "}")):
            return place
        depth += BRACKETS.get(kind, 0)
        place += 1
