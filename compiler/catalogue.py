"""The vocabulary's concepts, as data: what groups they stand in and which properties they have."""

from __future__ import annotations

from typing import Any

from .cache import cached_json
from .data import data_root, load_yaml


def catalogue() -> dict[str, dict[str, Any]]:
    """Every concept by id: ``group``, ``kind``, ``properties`` (name → unit) and what else ``grammars/concepts.yaml`` says."""
    path = data_root("grammars") / "concepts.yaml"

    def build() -> dict[str, dict[str, Any]]:
        content = load_yaml(path)
        entries = content["concepts"] if isinstance(content, dict) and "concepts" in content else content
        listed = entries.values() if isinstance(entries, dict) else entries
        named = entries.items() if isinstance(entries, dict) else [(entry["id"], entry) for entry in listed]
        return {name: dict(entry) for name, entry in named}

    return cached_json("catalogue", [path], build)
