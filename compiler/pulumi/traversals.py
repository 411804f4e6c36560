"""Looks into expressions of HCL: what they name, call and use, and what stands there when a word is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..hcl.expression import Attribute, Call, ForList, ForObject, Index, Name, Node, Splat, walk


def address_of(node: Node) -> str | None:
    """The dotted names of a traversal without brackets that names a thing: ``var.name``, ``aws_vpc.main``, ``each.key``."""
    names: list[str] = []
    while isinstance(node, Attribute):
        names.append(node.name)
        node = node.source
    if not isinstance(node, Name):
        return None
    names.append(node.name)
    names.reverse()
    return ".".join(names) if len(names) == (3 if names[0] == "data" else 2) else None


def root_of(node: Node) -> str | None:
    """The word that a traversal begins with."""
    while isinstance(node, Attribute | Index | Splat):
        node = node.source
    return node.name if isinstance(node, Name) else None


def called_in(node: Node) -> set[str]:
    """The functions that are called somewhere in an expression."""
    return {item.function for item in walk(node) if isinstance(item, Call)}


def used_in(node: ForList | ForObject) -> frozenset[str]:
    """The words that a loop's results and condition have."""
    parts = [node.result, *([node.condition] if node.condition is not None else [])]
    parts += [node.result_key] if isinstance(node, ForObject) else []
    return frozenset(item.name for part in parts for item in walk(part) if isinstance(item, Name))


def replaced(node: Node, words: Mapping[str, Node]) -> Node:
    """The expression with other expressions where it has these words."""
    if isinstance(node, Name):
        return words.get(node.name, node)
    changes: dict[str, Any] = {}
    for name in node.__struct_fields__:
        part = getattr(node, name)
        if isinstance(part, msgspec.Struct):
            changes[name] = replaced(part, words)  # type: ignore[arg-type]
        elif isinstance(part, tuple):
            changes[name] = tuple(
                tuple(replaced(item, words) for item in entry)
                if isinstance(entry, tuple)
                else replaced(entry, words)
                for entry in part
            )
    return msgspec.structs.replace(node, **changes)
