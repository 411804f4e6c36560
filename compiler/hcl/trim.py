"""Trims a provider's schema to what a pack's templates use: ``python -m spec2iac.hcl.trim DUMP --target
aws``.

DUMP is the output of ``terraform providers schema -json`` (or the same, gzipped). The result is written to
the pack's ``schema.json.gz``, the same bytes each time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from pathlib import Path
from typing import Any

from ..data import data_root

USED = re.compile(r'^\s*(resource|data)\s+"((?:[a-z0-9_]|\{\{[^{}\n]*\}\})+)"', re.MULTILINE)
HOLE = re.compile(r"\{\{[^{}\n]*\}\}")
DEEPEST = 6


def main() -> None:
    """Write the trimmed schema of one target pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", type=Path)
    parser.add_argument("--target", required=True)
    arguments = parser.parse_args()
    raw = arguments.dump.read_bytes()
    dump = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    folder = data_root("targets") / arguments.target
    trimmed = trim(dump, folder)
    place = folder / "schema.json.gz"
    place.write_bytes(packed(trimmed))
    print(
        f"{place.name}: {len(trimmed['resources'])} resources, {len(trimmed['data'])} data sources, {place.stat().st_size} bytes"
    )


def packed(trimmed: dict[str, Any]) -> bytes:
    """The schema as gzip, without a time in it."""
    return gzip.compress(json.dumps(trimmed, sort_keys=True, separators=(",", ":")).encode(), 9, mtime=0)


def used_types(folder: Path) -> dict[str, set[str]]:
    """The resource and data types that the templates below ``folder`` write."""
    found: dict[str, set[str]] = {"resource": set(), "data": set()}
    for path in sorted(folder.rglob("*.j2")):
        for kind, type_ in USED.findall(path.read_text(encoding="utf-8")):
            found[kind].add(type_)
    return found


def trim(dump: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The part of a dump that the pack in ``folder`` needs. Raises KeyError for a type that no provider of
    the dump has."""
    providers = list(dump["provider_schemas"].values()) if "provider_schemas" in dump else [dump]
    used = used_types(folder)
    result: dict[str, Any] = {"resources": {}, "data": {}}
    for kind, room, source in (
        ("resource", "resources", "resource_schemas"),
        ("data", "data", "data_source_schemas"),
    ):
        wanted = re.compile("|".join(_pattern(type_) for type_ in sorted(used[kind])) or "(?!)")
        for provider in providers:
            for type_, entry in sorted(provider.get(source, {}).items()):
                if wanted.fullmatch(type_):
                    result[room][type_] = _block(entry["block"], DEEPEST)
    return result


def _pattern(type_: str) -> str:
    """A type's name as a pattern: what a template leaves open may be any word."""
    return "[a-z0-9_]+".join(re.escape(part) for part in HOLE.split(type_))


def _block(block: dict[str, Any], depth: int) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "attributes": {name: _attribute(item) for name, item in block.get("attributes", {}).items()}
    }
    nested = {}
    for name, item in block.get("block_types", {}).items():
        inner = _block(item["block"], depth - 1) if depth else {}
        bounds = {"min": item.get("min_items", 0), "max": item.get("max_items", 0)}
        nested[name] = inner | {key: value for key, value in bounds.items() if value}
    return kept | ({"blocks": nested} if nested else {})


def _attribute(item: dict[str, Any]) -> dict[str, Any]:
    kept = {
        key: True
        for key in ("required", "optional", "computed", "sensitive", "write_only", "deprecated")
        if item.get(key)
    }
    return kept | {"type": item.get("type", "dynamic")}


if __name__ == "__main__":
    main()
