"""Keeps the state apart from what it describes: the backend's settings, and a small root module that makes its store once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from ..architecture import Architecture
from ..diagnostics import Diagnostic, Severity
from ..hcl.format import format_hcl
from ..hcl.gate import cross_read
from ..hcl.schema import check as check_schema
from ..pack.load import Pack
from ..pack.render import Rendered, Rendering
from .layout import files_of, lay_out
from .variables import aligned_values, variable_values

CONCEPT = "remote-state"
BOOTSTRAP, BACKEND, SETTINGS = "state/bootstrap.tf.j2", "state/backend.tf.j2", "state/backend.hcl.j2"
FOLDER = "bootstrap"
# Characters of a store's name: the shortest limit of the clouds' stores is 24, some of them take no hyphens.
LONGEST_STEM, DIGITS = 12, 6


class State(Struct, frozen=True):
    """The files by path, the settings' files by environment, and what the schema has to say of them."""

    files: Mapping[str, str]
    settings: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


def wants_state(architecture: Architecture, pack: Pack, asked: bool) -> bool:
    """Whether the cloud keeps the state: the command line asks for it, or the specification where the pack has a form for it."""
    there = pack.concepts.get(CONCEPT, {}).get("support", "none") != "none"
    return asked or (there and any(component.concept == CONCEPT for component in architecture.components))


def state_files(
    rendering: Rendering,
    architecture: Architecture,
    pack: Pack,
    schema: dict[str, Any],
    environments: Sequence[str],
) -> State:
    """The backend for each environment (one file of settings each), and the module that makes the store.

    A store that is there already gets no such module. Packs without a form for it give an error.
    """
    if not all(any((folder / name).is_file() for folder in pack.folders) for name in (BACKEND, SETTINGS)):
        return State({}, {}, (Diagnostic("S2I359", Severity.ERROR, f"the pack for {pack.title} has no backend for the state",
                                         help="leave out --backend and the wish for remote state", source="target.yaml"),))  # fmt: skip
    asked = [item for item in architecture.components if item.concept == CONCEPT]
    ids = tuple(dict.fromkeys(identity for item in asked for identity in item.statements))
    names = {"store": _store(architecture, pack)}
    settings = {
        name: f"environments/{name}.backend.hcl" if len(environments) > 1 else "backend.hcl"
        for name in environments
    }
    files = {"backend.tf": format_hcl(_heading(ids) + rendering.run(BACKEND, names))}
    for name, path in settings.items():
        text = rendering.run(SETTINGS, names | {"environment": name})
        files[path] = f"# terraform init -reconfigure -backend-config={path}\n{aligned_values(text)}"
    if any(item.existing for item in asked):
        return State(files, settings, ())
    layout = lay_out([Rendered(None, ids, BOOTSTRAP, "main", rendering.run(BOOTSTRAP, names))])
    cross_read([placed.block for placed in layout.placed])
    found = check_schema(layout.graph, schema, pack.folders)
    made = files_of(layout, architecture)
    chosen, unknown = variable_values(layout, pack, {})
    made |= {"terraform.tfvars": chosen} if chosen else {}
    return State(
        files | {f"{FOLDER}/{path}": text for path, text in made.items()}, settings, (*found, *unknown)
    )


def _store(architecture: Architecture, pack: Pack) -> str:
    """The store's name: unlike other systems', the same at each build, and within every cloud's limits."""
    digest = hashlib.sha256(f"{pack.name}/{architecture.slug}/{architecture.title}".encode()).hexdigest()
    return f"{architecture.slug[:LONGEST_STEM].strip('-')}-state-{digest[:DIGITS]}"


def trace_of(rows: list[dict[str, Any]], architecture: Architecture, state: State) -> list[dict[str, Any]]:
    """The rows of the trace, where those that ask for the state's store name the files that they led to."""
    keys = {item.key for item in architecture.components if item.concept == CONCEPT}
    return [
        {key: value for key, value in row.items() if key != "reason"} | {"files": sorted({*row["files"], *state.files})}
        if keys & set(row["components"])
        else row
        for row in rows
    ]  # fmt: skip


def _heading(ids: Sequence[str]) -> str:
    from ..hcl.escape import comment

    return f"# {comment(', '.join(ids))}\n" if ids else ""
