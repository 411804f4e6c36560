"""Which module of the program each block stands in, in which order, and what it is called there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..hcl.graph import Block, Graph
from ..project.layout import FILE_TITLES, Layout, Placed
from .sdk import Entry, Sdk
from .values import RESERVED, LackingError, UnsupportedError, plural, python_name

SETTINGS, COMMON, PROVIDERS, LOOKUPS, MAIN = "settings", "common", "providers", "lookups", "__main__"
# Modules stand in an order, and each may use those before it: so no two ever need each other.
CONCERNS = ("network", "security", "storage", "data", "integration", "edge", "compute", "operations")
# A longer name has only the last word of its class.
LONGEST = 44
FIRST = (SETTINGS, COMMON, PROVIDERS, LOOKUPS)
# What a pack calls the file of what everything stands on, and the program's module of it.
BASE = {"main": "base"}
TITLES = {
    SETTINGS: "Settings: the values of a stack's configuration, their defaults and their rules",
    COMMON: "Common: values that several modules share",
    PROVIDERS: "Providers: where the resources stand, and what all of them carry",
    LOOKUPS: "Lookups: what is there already",
    "base": "Base: what everything else stands on",
    "services": "Services: the cloud's interfaces that have to be switched on",
    **FILE_TITLES,
}


class Unit(NamedTuple):
    """A definition of the program: a block, or one local value (``local`` is its name then)."""

    address: str
    block: Block
    placed: Placed
    module: str
    name: str
    needs: tuple[str, ...]
    local: str | None = None


def order_of(layout: Layout) -> tuple[str, ...]:
    """The modules of a program in their order: those of a pack's own files before those of the concerns."""
    stems = {_stem(placed) for placed in layout.placed if placed.kind == "resource"}
    return (*FIRST, *sorted(stems - set(CONCERNS)), *CONCERNS, MAIN)


def _stem(placed: Placed) -> str:
    stem = placed.file.removesuffix(".tf")
    return BASE.get(stem, stem)


def units_of(layout: Layout, sdk: Sdk, order: tuple[str, ...]) -> dict[str, Unit]:
    """The program's definitions by address, each module's in an order in which every one stands after those that it needs.

    Raises UnsupportedError where a type has no class in the package.
    """
    needs = _needs(layout)
    blocks = {placed.address: placed for placed in layout.placed if placed.kind != "locals"}
    values = {
        f"local.{name}": placed
        for placed in layout.placed
        if placed.kind == "locals"
        for name in placed.block.attributes
    }
    owners = {
        address: placed for address, placed in {**blocks, **values}.items() if placed.kind != "terraform"
    }
    modules: dict[str, str] = {}
    for address in _sorted(owners, needs):
        needed = [modules[other] for other in needs[address] if other in modules]
        modules[address] = max([_module(owners[address]), *needed], key=order.index)
    names = _names(owners, sdk, modules, order)
    ordered = _sorted(owners, needs)
    return {
        address: Unit(
            address, owners[address].block, owners[address], modules[address], names[address], needs[address],
            address.removeprefix("local.") if address in values else None,
        )
        for address in ordered
    }  # fmt: skip


def _needs(layout: Layout) -> dict[str, tuple[str, ...]]:
    """What each block and each local value refers to, without itself; a resource needs its provider, too."""
    graph: Graph = layout.graph
    providers = {block.address for block in graph.of_kind("provider")}
    default = next((address for address in sorted(providers, key=len)), None)
    found: dict[str, tuple[str, ...]] = {}
    for block in graph.blocks:
        if block.kind == "locals":
            for name, item in block.attributes.items():
                found[f"local.{name}"] = tuple(dict.fromkeys(item.references))
            continue
        needs = [address for address in block.references() if address != block.address]
        if block.kind in ("resource", "data"):
            needs += [address for address in (provider_of(block) or default,) if address]
        found[block.address] = tuple(dict.fromkeys(needs))
    known = set(found)
    return {address: tuple(need for need in needs if need in known) for address, needs in found.items()}


def provider_of(block: Block) -> str | None:
    """The address of the provider that a block names; None where it takes the default one."""
    item = block.attributes.get("provider")
    return f"provider.{item.text}" if item else None


def _sorted(owners: Mapping[str, Placed], needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The addresses, each after what it needs, and else in the order of the files."""
    done: dict[str, None] = {}
    for start in owners:
        waiting: list[tuple[str, Iterator[str]]] = [(start, iter(needs.get(start, ())))]
        open_: set[str] = {start}
        while waiting:
            address, rest = waiting[-1]
            following = next(
                (need for need in rest if need in owners and need not in done and need not in open_), None
            )
            if following is None:
                done[address] = None
                open_.discard(address)
                waiting.pop()
            else:
                open_.add(following)
                waiting.append((following, iter(needs.get(following, ()))))
    return list(done)


def _module(placed: Placed) -> str:
    """The module that a block belongs to; it stands in a later one where something that it needs does."""
    own = {"variable": SETTINGS, "locals": COMMON, "provider": PROVIDERS, "data": LOOKUPS, "output": MAIN}
    return own.get(placed.kind) or _stem(placed)


def _names(
    owners: Mapping[str, Placed], sdk: Sdk, modules: Mapping[str, str], order: tuple[str, ...]
) -> dict[str, str]:
    """What each definition is called; no two in one program are called the same, and none like a module."""
    taken: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    everywhere = {*order, sdk.package["alias"], "cidr", "attempts", *RESERVED}
    for address, placed in owners.items():
        wanted = _name(address, placed, sdk)
        module = taken.setdefault(modules[address], set(everywhere))
        free = next(name for name in _candidates(wanted, placed) if name not in module)
        module.add(free)
        names[address] = free
    return names


def _candidates(wanted: str, placed: Placed) -> Iterable[str]:
    yield wanted
    # What is called like a module, such as the network, keeps its label.
    yield python_name(f"{placed.label}_{wanted}")
    yield f"{python_name(placed.type.partition('_')[2])}_{placed.label}" if placed.type else f"{wanted}_"
    for number in range(2, 1000):
        yield f"{wanted}_{number}"


def _name(address: str, placed: Placed, sdk: Sdk) -> str:
    if placed.kind in ("resource", "data"):
        entry = entry_of(placed.block, sdk)
        words = _class_words(entry, placed.kind)
        name = python_name(_joined(placed.label, words))
        if len(name) > LONGEST:
            name = python_name(_joined(placed.label, words[-1:]))
        return plural(name) if placed.repeated else name
    if placed.kind == "provider":
        alias = placed.block.attributes.get("alias")
        return python_name(str(alias.value)) if alias else "default"
    return python_name(address.rsplit(".", 1)[-1])


def entry_of(block: Block, sdk: Sdk) -> Entry:
    """The class, function or provider of a block. Raises LackingError where the package has none, UnsupportedError where the data
    doesn't know the type."""
    room = {"resource": "resources", "data": "functions", "provider": "providers"}[block.kind]
    entry = sdk.entry(room, block.labels[0])
    if entry is None:
        raise UnsupportedError(f"{block.labels[0]}, of which the data of Pulumi's package knows nothing")
    if entry.place is None:
        raise LackingError(f"{block.address} can't be built: {entry.reason}")
    return entry


def _class_words(entry: Entry, kind: str) -> list[str]:
    name = (entry.place or "").rsplit(".", 1)[-1]
    if kind == "data":
        return name.removeprefix("get_").removesuffix("_output").split("_")
    return _snake(name).split("_")


def _snake(name: str) -> str:
    """``IAMMember`` as ``iam_member``, ``BucketV2`` as ``bucket_v2``."""
    written = ""
    for place, letter in enumerate(name):
        before, after = name[place - 1 : place], name[place + 1 : place + 2]
        begins = letter.isupper() and (
            before.islower() or before.isdigit() or (before.isupper() and after.islower())
        )
        written += f"_{letter.lower()}" if place and begins else letter.lower()
    return written


def _joined(label: str, words: Sequence[str]) -> str:
    """A label and the words of a class as one name: what both have in the middle stands there once."""
    if label in ("main", "current", "this"):
        return "_".join(words)
    parts = label.split("_")
    overlap = next(
        (size for size in range(min(len(parts), len(words)), 0, -1) if parts[-size:] == list(words[:size])), 0
    )
    if not overlap and set(words) <= set(parts):
        return label
    return "_".join((*parts, *words[overlap:]))
