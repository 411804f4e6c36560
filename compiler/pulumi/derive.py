"""Finds out what a Pulumi package calls a pack's resource types: ``python -m spec2iac.pulumi.derive --target aws --sdk DIR``.

DIR is the installed package (``…/site-packages/pulumi_aws``). The pack's ``pulumi.yaml`` names the package and has what the derivation can't
decide; its ``schema.json.gz`` says which types there are. The result is the pack's ``pulumi.json.gz``, the same bytes each time:

    {"package": {…}, "providers": {NAME: ENTRY}, "resources": {TYPE: ENTRY}, "functions": {TYPE: ENTRY}}

An ENTRY has ``place`` (``s3.Bucket``), ``token`` and ``properties``, or ``missing`` with the reason where the package has no such class. ``properties``
has only what differs from the schema, by Terraform's name: ``name`` where it is called otherwise, ``one`` where a block or a list of Terraform
is a single value, ``type`` where it takes another plain type (or an ``asset``, an ``archive``), ``missing`` (``all``, or ``input`` where it can only
be read), and ``properties`` of what is nested.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..data import data_root, load_yaml
from ..hcl.schema import load_schema
from ..hcl.trim import packed
from .package import Class, Members, Package, Shape

# Least share of a type's arguments that its class must know, where the name alone doesn't tell.
ENOUGH = 0.85
# What every resource has beside its own arguments, or what a provider works out by itself.
BESIDE = frozenset(("id", "tags_all", "timeouts"))
MISSING: dict[str, Any] = {"missing": "all"}


class Corrections(NamedTuple):
    """What a person decided, from a pack's ``pulumi.yaml``: places by type (None: there is none), names by type and path, reasons by
    type, and by type and path what the package has in another form (see ``sdk.Property``); paths of what the package has one of, below
    blocks that the schema says nothing about."""

    places: Mapping[str, str | None]
    names: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, str]
    instead: Mapping[str, Mapping[str, Mapping[str, str]]]
    inline: Mapping[str, Mapping[str, Mapping[str, str]]]
    one: Mapping[str, Sequence[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the data of one target pack; 1 where a type has no class and no reason for that."""
    parser = argparse.ArgumentParser(
        prog="python -m spec2iac.pulumi.derive", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("--target", required=True, metavar="CLOUD", help="the target pack")
    parser.add_argument(
        "--sdk", required=True, type=Path, metavar="DIR", help="the installed package's folder"
    )
    given = parser.parse_args(arguments)
    folder = data_root("targets") / given.target
    derived = derive(folder, given.sdk)
    place = folder / "pulumi.json.gz"
    place.write_bytes(packed(derived))
    unknown = sorted(
        type_ for room in ("resources", "functions") for type_, entry in derived[room].items() if "place" not in entry
        and "reason" not in entry
    )  # fmt: skip
    counts = ", ".join(f"{len(derived[room])} {room}" for room in ("providers", "resources", "functions"))
    print(f"{folder.name}/{place.name}: {counts}, {place.stat().st_size} bytes")
    for type_ in unknown:
        print(
            f"the package has no class for {type_} that its arguments tell: name it in pulumi.yaml",
            file=sys.stderr,
        )
    return 1 if unknown else 0


def derive(folder: Path, sdk: Path) -> dict[str, Any]:
    """The data of the pack in ``folder``, from the sources in ``sdk``."""
    stated = load_yaml(folder / "pulumi.yaml")
    package, schema = Package(sdk), load_schema([folder])
    corrections = Corrections(*(stated.get(name) or {} for name in Corrections._fields))
    rooms: dict[str, Any] = {}
    for room, source, prefix in (("resources", "resources", ""), ("functions", "data", "get_")):
        rooms[room] = {
            type_: _entry(type_, schema[source][type_], package, prefix, corrections)
            for type_ in sorted(schema[source])
        }
    provider = next(found for found in package.named("provider") if not found.module)
    rooms["providers"] = {
        name: _described(name, provider, block, package, corrections)
        for name, block in sorted(schema["providers"].items())
    }
    return {"package": {**stated["package"], "version": version_of(sdk)}, **rooms}


def version_of(sdk: Path) -> str:
    """The version of an installed package, from the folder of metadata beside it."""
    found = sorted(sdk.parent.glob(f"{sdk.name}-*.dist-info"))
    return found[0].name.removesuffix(".dist-info").rpartition("-")[2] if found else "unknown"


def _entry(
    type_: str, block: dict[str, Any], package: Package, prefix: str, corrections: Corrections
) -> dict[str, Any]:
    known = f"{prefix and 'data.'}{type_}"
    if known in corrections.reasons:
        return {**MISSING, "reason": corrections.reasons[known]}
    place = corrections.places.get(known)
    found = package.at(place) if place else _matching(type_, block, package, prefix)
    return _described(known, found, block, package, corrections) if found else dict(MISSING)


def _described(
    known: str, found: Class, block: dict[str, Any], package: Package, corrections: Corrections
) -> dict[str, Any]:
    names = {**corrections.names.get("every", {}), **corrections.names.get(known, {})}
    properties = _differences(block, found.takes, found.gives, found.module, package, names, "")
    for form, places in (("instead", corrections.instead), ("inline", corrections.inline)):
        for path, arguments in places.get(known, {}).items():
            entry = properties
            *above, last = path.split(".")
            for step in above:
                entry = entry[step]["properties"]
            entry[last] = {form: dict(arguments)}
    for path in corrections.one.get(known, ()):
        entry = properties
        *above, last = path.split(".")
        for step in above:
            entry = entry.setdefault(step, {}).setdefault("properties", {})
        entry.setdefault(last, {})["one"] = True
    return {"place": found.place, "token": found.token} | ({"properties": properties} if properties else {})


def _matching(type_: str, block: dict[str, Any], package: Package, prefix: str) -> Class | None:
    """The class that a type's name and arguments tell: its module's name before its own name, and most arguments known."""
    words = type_.split("_")[1:]
    wanted = _settable(block)
    best: tuple[tuple[bool, float, int], Class] | None = None
    for length in range(len(words) + 1):
        ahead, stem = "".join(words[:length]), "_".join(words[length:])
        for found in package.named(prefix + stem) if stem else ():
            share = (
                sum(_named(name, found.takes) is not None for name in wanted) / len(wanted) if wanted else 1.0
            )
            own = found.module.replace(".", "") == ahead
            if share >= ENOUGH or own:
                rank = own, share, -abs(len(found.takes) - len(wanted))
                best = max(best, (rank, found), key=lambda item: item[0]) if best else (rank, found)
    return best[1] if best else None


def _settable(block: Mapping[str, Any]) -> list[str]:
    attributes = [
        name for name, item in block["attributes"].items() if item.get("required") or item.get("optional")
    ]
    return [name for name in (*attributes, *block.get("blocks", {})) if name not in BESIDE]


def _named(name: str, members: Members) -> str | None:
    """The member that a name of Terraform's means: the same but for underscores, or its plural."""
    plain = {member.replace("_", ""): member for member in members}
    return next((plain[form] for form in _forms(name.replace("_", "")) if form in plain), None)


def _forms(word: str) -> Iterator[str]:
    yield word
    yield f"{word}s"
    yield f"{word}es"
    if word.endswith("y"):
        yield f"{word[:-1]}ies"
    if word.endswith("s"):
        # A list that may have one item only has lost its plural.
        yield word[:-1]


def _differences(
    block: Mapping[str, Any],
    takes: Members,
    gives: Members,
    module: str,
    package: Package,
    names: Mapping[str, str],
    path: str,
) -> dict[str, Any]:
    """What differs between a block of the schema and the members of a class; ``path`` is where the block stands."""
    found = {}
    parts: dict[str, tuple[bool, Mapping[str, Any]]] = {
        **{name: _attribute(item) for name, item in block["attributes"].items()},
        **{
            name: (item.get("mode", "list") != "single", item)
            for name, item in block.get("blocks", {}).items()
        },
    }
    for name, (many, inner) in sorted(parts.items()):
        place = f"{path}.{name}".lstrip(".")
        taken, given = (_member(names.get(place), name, members) for members in (takes, gives))
        entry = _difference(name, many, taken, given, place in names)
        settable = _is_settable(block["attributes"][name]) if name in block["attributes"] else bool(takes)
        if taken is None and settable and name not in BESIDE:
            entry["missing"] = "input" if given else "all"
        elif taken is None and given is None and name not in BESIDE:
            entry["missing"] = "all"
        shape = (taken or given or ("", Shape(many, None)))[1]
        if taken and (other := _other_type(block["attributes"].get(name), taken[1])):
            entry["type"] = other
        if "attributes" in inner and shape.nested:
            nested_takes = package.members(module, shape.nested, given=False) if taken else {}
            nested_gives = package.members(
                module, (given or ("", shape))[1].nested or shape.nested, given=True
            )
            below = _differences(
                inner,
                nested_takes or nested_gives,
                nested_gives or nested_takes,
                module,
                package,
                names,
                place,
            )
            entry |= {"properties": below} if below else {}
        if entry:
            found[name] = entry
    return found


def _difference(
    name: str, many: bool, taken: tuple[str, Shape] | None, given: tuple[str, Shape] | None, named: bool
) -> dict[str, Any]:
    member = taken or given
    if member is None:
        return {}
    entry: dict[str, Any] = {"name": member[0]} if member[0] != name or named else {}
    if many and not member[1].many:
        entry["one"] = True
    return entry


def _other_type(attribute: Mapping[str, Any] | None, shape: Shape) -> str | None:
    """The plain type that the package wants, where it is none that the schema's type becomes by itself."""
    type_ = attribute["type"] if attribute else None
    while isinstance(type_, list) and type_[0] in ("list", "set", "map"):
        type_ = type_[1]
    own = {"string": ("str",), "bool": ("bool",), "number": ("int", "float")}.get(str(type_))
    return shape.plain if own and shape.plain and shape.plain not in own else None


def _member(corrected: str | None, name: str, members: Members) -> tuple[str, Shape] | None:
    found = corrected if corrected in members else None if corrected else _named(name, members)
    return (found, members[found]) if found else None


def _is_settable(item: Mapping[str, Any]) -> bool:
    return bool(item.get("required") or item.get("optional"))


def _attribute(item: Mapping[str, Any]) -> tuple[bool, Mapping[str, Any]]:
    """Whether an attribute is a list or a set, and the block that its objects are like; an empty one where it has none."""
    type_ = item["type"]
    many = isinstance(type_, list) and type_[0] in ("list", "set")
    inner = type_[1] if many else type_
    if isinstance(inner, list) and inner[0] == "object":
        fields = {
            name: {"type": field, "optional": _is_settable(item), "computed": not _is_settable(item)}
            for name, field in inner[1].items()
        }
        return many, {"attributes": fields}
    return many, {}


if __name__ == "__main__":
    sys.exit(main())
