"""Trims providers' schemas to what a pack's templates use: ``python -m spec2iac.hcl.trim DUMP … --target
aws``.

A DUMP is the output of ``terraform providers schema -json``, or one provider's part of it (``provider``,
``resource_schemas``, ``data_source_schemas``), plain or gzipped. A target pack that uses several providers
needs all their dumps at once. The result is the pack's ``schema.json.gz``, the same bytes each time:

    {"resources": {TYPE: BLOCK}, "data": {TYPE: BLOCK}, "ephemeral": {TYPE: BLOCK}, "providers": {NAME:
    BLOCK}}

A BLOCK has ``attributes`` (each with ``type`` and, where true, ``required``, ``optional``, ``computed``,
``sensitive``, ``write_only``, ``deprecated``) and ``blocks``, each a BLOCK with ``min`` and ``max`` where
they are limited. A nested block whose name stands in no template keeps its limits only, so the schema is as
deep as the templates are.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..data import data_root

ROOMS = {
    "resource": ("resources", "resource_schemas"),
    "data": ("data", "data_source_schemas"),
    "ephemeral": ("ephemeral", "ephemeral_resource_schemas"),
}
FLAGS = ("required", "optional", "computed", "sensitive", "write_only", "deprecated")
_HEADER = re.compile(r'\b(resource|data|ephemeral|provider)\s+"((?:[a-z0-9_]|\{\{[^{}\n]*+\}\})++)"')
_HOLE = re.compile(r"\{\{[^{}\n]*+\}\}")
_QUOTED = re.compile(r'"([a-z0-9_]++)"')
_WORD = re.compile(r"[a-z][a-z0-9_]*+")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the trimmed schema of one target pack; 1 where a type that its templates use is in no dump."""
    parser = argparse.ArgumentParser(prog="python -m spec2iac.hcl.trim", description=__doc__.split("\n\n")[0])
    parser.add_argument("dump", type=Path, nargs="+", help="output of `terraform providers schema -json`")
    parser.add_argument("--target", required=True, metavar="CLOUD", help="the target pack")
    parser.add_argument(
        "--targets", type=Path, metavar="DIR", help="the folder of packs, if not the built-in ones"
    )
    given = parser.parse_args(arguments)
    folder = (given.targets or data_root("targets")) / given.target
    providers = [provider for dump in given.dump for provider in read_dump(dump)]
    trimmed, missing = trim(providers, folder)
    place = folder / "schema.json.gz"
    place.write_bytes(packed(trimmed))
    counts = ", ".join(f"{len(trimmed[room])} {room}" for room in trimmed)
    print(f"{place.parent.name}/{place.name}: {counts}, {place.stat().st_size} bytes")
    for kind, name in missing:
        print(f"no dump has the {kind} '{name}'", file=sys.stderr)
    return 1 if missing else 0


def read_dump(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The providers in a dump: each one's own name and its schemas."""
    raw = path.read_bytes()
    content = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    if "provider_schemas" in content:
        for source, provider in sorted(content["provider_schemas"].items()):
            yield source.rsplit("/", 1)[-1], provider
    else:
        yield content.get("source", path.name.split(".")[0]).rsplit("/", 1)[-1], content


def packed(trimmed: dict[str, Any]) -> bytes:
    """The schema as gzipped JSON, without a time in it."""
    text = json.dumps(trimmed, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def trim(
    providers: Sequence[tuple[str, dict[str, Any]]], folder: Path
) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """The part of the providers' schemas that the pack in ``folder`` needs, and the types of its that none
    has."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.j2"))]
    words = frozenset(word for text in texts for word in _WORD.findall(text))
    used = sorted({match.group(1, 2) for text in texts for match in _HEADER.finditer(text)})
    granting = _granting(folder)
    trimmed: dict[str, Any] = {room: {} for room, _ in ROOMS.values()} | {"providers": {}}
    missing = []
    for kind, name in used:
        # A type that is a hole altogether comes from the table of permissions.
        from_table = _HOLE.fullmatch(name) is not None and not _QUOTED.search(name)
        found = {
            type_: schema
            for type_, schema in _found(kind, name, providers)
            if not from_table or type_ in granting
        }
        room = trimmed[ROOMS[kind][0]] if kind in ROOMS else trimmed["providers"]
        room |= {type_: _block(schema["block"], words) for type_, schema in found.items()}
        if not found:
            missing.append((kind, name))
    return trimmed, tuple(missing)


def _granting(folder: Path) -> frozenset[str]:
    """The words of the pack's table of permissions: the types of resources that grant something are among
    them."""
    table = folder / "permissions.yaml"
    return frozenset(_WORD.findall(table.read_text(encoding="utf-8")) if table.is_file() else ())


def _found(
    kind: str, name: str, providers: Sequence[tuple[str, dict[str, Any]]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schemas that a block's header in a template may mean, by type; of two providers that have one, the
    first's."""
    wanted = _wanted(name)
    for own_name, schemas in reversed(providers):
        types = {own_name: schemas["provider"]} if kind == "provider" else schemas.get(ROOMS[kind][1], {})
        yield from ((type_, schema) for type_, schema in sorted(types.items()) if wanted.fullmatch(type_))


def _wanted(name: str) -> re.Pattern[str]:
    """A type's name in a template as a pattern: a hole is one of the words that are quoted in it, or else
    any."""
    holes = [_QUOTED.findall(hole) for hole in _HOLE.findall(name)]
    options = [f"(?:{'|'.join(words)})" if words else "[a-z0-9_]+" for words in holes]
    parts = _HOLE.split(name)
    return re.compile("".join(part + option for part, option in zip(parts, [*options, ""], strict=True)))


def _block(block: dict[str, Any], words: frozenset[str]) -> dict[str, Any]:
    """A block's schema; the inside of nested blocks only where ``words`` has their name."""
    kept: dict[str, Any] = {
        "attributes": {name: _attribute(item) for name, item in block.get("attributes", {}).items()}
    }
    if block.get("deprecated"):
        kept["deprecated"] = True
    nested = {}
    for name, item in block.get("block_types", {}).items():
        limits = {"min": item.get("min_items", 0), "max": item.get("max_items", 0)}
        if item["nesting_mode"] in ("single", "group"):
            limits["max"] = 1
        inner = _block(item["block"], words) if name in words else {}
        mode = (
            {}
            if item["nesting_mode"] == "list"
            else {"mode": item["nesting_mode"].replace("group", "single")}
        )
        nested[name] = inner | mode | {key: limit for key, limit in limits.items() if limit}
    return kept | ({"blocks": nested} if nested else {})


def _attribute(item: dict[str, Any]) -> dict[str, Any]:
    return {flag: True for flag in FLAGS if item.get(flag)} | {"type": _type(item)}


def _type(item: dict[str, Any]) -> Any:
    """An attribute's type; nested attributes as the type of object that they are."""
    nested = item.get("nested_type")
    if nested is None:
        return item.get("type", "dynamic")
    fields = {name: _type(field) for name, field in nested["attributes"].items()}
    optional = sorted(name for name, field in nested["attributes"].items() if not field.get("required"))
    kind = ["object", fields, optional] if optional else ["object", fields]
    mode = nested["nesting_mode"]
    return kind if mode == "single" else [mode, kind]


if __name__ == "__main__":
    sys.exit(main())
