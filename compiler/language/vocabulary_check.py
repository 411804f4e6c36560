"""Whether the vocabulary files have the form that they must have. Run by tests and by ``validate``, not at each start."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ..data import data_root, load_yaml
from .phrases import forms

KINDS = frozenset(
    (
        "bool",
        "count",
        "text",
        "list",
        "cidr",
        "port",
        "layer",
        "period",
        "metrics",
        "percents",
        "money",
        "quantity",
    )
) | frozenset(("GiB", "MiB", "s", "ms", "h", "d", "percent", "bit/s", "1/s"))


class Term(BaseModel):
    """A line of a term file that is more than its words; further keys are properties of the concept."""

    model_config = ConfigDict(extra="allow", strict=True)

    say: str
    weak: bool = False
    head: bool = False
    exact: bool = False
    label: bool = False
    written: bool = False
    product: str | None = None
    also: list[str] = []
    unless: list[str] = []
    gives: dict[str, Any] = {}
    polarity: str | None = None


def check_vocabulary(files: Sequence[Path] | None = None) -> list[str]:
    """What is wrong with term files (by default all of them), each finding with its file and line."""
    root = data_root("grammars")
    concepts = load_yaml(root / "concepts.yaml")
    problems = [] if files else _check_concepts(concepts)
    for path in files or sorted((root / "terms").glob("*.yaml")):
        problems.extend(f"{path.name}:{line}: {text}" for line, text in _check_file(path, concepts))
    return problems


def _check_concepts(concepts: dict[str, Any]) -> list[str]:
    problems = []
    for concept, about in concepts.items():
        for name, kind in about["properties"].items():
            if not isinstance(kind, list) and kind not in KINDS:
                problems.append(f"concepts.yaml: {concept}.{name} has the unknown type '{kind}'")
    return problems


def _check_file(path: Path, concepts: dict[str, Any]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    content = load_yaml(path)
    if not isinstance(node, yaml.MappingNode):
        return [(1, "a term file maps concepts to their terms")]
    for key, entries in node.value:
        line = key.start_mark.line + 1
        if key.value not in concepts:
            found.append((line, f"there is no concept '{key.value}'"))
            continue
        for entry_node, entry in zip(entries.value, content[key.value], strict=True):
            found.extend(
                (entry_node.start_mark.line + 1, text) for text in _check_entry(key.value, entry, concepts)
            )
    return found


def _check_entry(concept: str, entry: Any, concepts: dict[str, Any]) -> list[str]:
    """What is wrong with one line of a term file."""
    if isinstance(entry, str):
        entry = {"say": entry}
    try:
        term = Term.model_validate(entry)
    except ValidationError as error:
        return [f"{'.'.join(map(str, part['loc']))}: {part['msg'].lower()}" for part in error.errors()]
    problems = []
    try:
        forms(term.say)
    except ValueError as error:
        problems.append(str(error))
    properties = concepts[concept]["properties"]
    for name, value in (term.model_extra or {}).items():
        if name not in properties:
            problems.append(f"'{concept}' has no property '{name}'")
        elif isinstance(properties[name], list) and value not in properties[name]:
            problems.append(f"'{concept}.{name}' can't be '{value}'")
    for name in term.gives:
        if not any(name in about["properties"] for about in concepts.values()):
            problems.append(f"no concept has the property '{name}'")
    problems.extend(
        f"there is no concept '{other}'" for other in (*term.also, *term.unless) if other not in concepts
    )
    if term.polarity not in (None, "avoid"):
        problems.append(f"polarity can't be '{term.polarity}'")
    return problems
