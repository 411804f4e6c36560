"""Finds the region that a specification means among those of a cloud, and sees that it keeps to the stated limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from ..architecture import Architecture, Assumption, Policy, Setting
from ..diagnostics import Diagnostic, Severity
from .load import Pack, load, targets


def place_in_region(
    architecture: Architecture, pack: Pack, asked: str | None
) -> tuple[Architecture, tuple[Diagnostic, ...]]:
    """The architecture with its policy's region set to one of the cloud's, chosen by (in this order) the command line, the
    specification's region, its residency, the pack's default; and what contradicts.
    """
    settings = dict(architecture.policy.settings)
    stated = settings.get("region")
    wanted = asked or (str(stated.value) if stated and stated.value else None)
    groups = _groups(settings.get("residency"))
    assumptions = architecture.assumptions
    elsewhere: tuple[Diagnostic, ...] = ()
    if wanted:
        entry = find_region(pack, wanted)
        if entry is None:
            entry, elsewhere = _counterpart(pack, wanted, stated)
        if entry is None:
            names = ", ".join(region["id"] for region in pack.target["regions"])
            return architecture, (Diagnostic("S2I355", Severity.ERROR, f"{pack.title} has no region '{wanted}'",
                                             help=f"name one of: {names}"),)  # fmt: skip
        origin = Setting(
            entry["id"],
            stated.statements if stated and not asked else (),
            "asked for on the command line" if asked else None,
        )
    else:
        entry, reason = _default_region(pack, groups)
        origin = Setting(entry["id"], (), reason)
        number = f"A-{len(assumptions) + 1:03d}"
        assumptions += (
            Assumption(
                number,
                f"Everything stands in {entry['id']} ({entry['name']})",
                reason,
                "the variable region, or --region",
            ),
        )
    settings["region"] = origin
    placed = replace(architecture, policy=Policy(settings), assumptions=assumptions)
    return placed, (*elsewhere, *_contradictions(pack, entry, groups, settings))


def find_region(pack: Pack, wanted: str) -> dict[str, Any] | None:
    """The region with this id, name or word, in any case; None where there is none."""
    folded = wanted.casefold().strip()
    regions: list[dict[str, Any]] = pack.target["regions"]
    return next(
        (entry for entry in regions if folded in (entry["id"], entry["name"].casefold(), *entry["words"])),
        None,
    )


def _counterpart(
    pack: Pack, wanted: str, stated: Setting | None
) -> tuple[dict[str, Any] | None, tuple[Diagnostic, ...]]:
    """The region of this cloud that stands where another cloud's region ``wanted`` does: in the same place, or, with a warning,
    under the same laws; None where no cloud knows ``wanted`` or this one has nothing there.
    """
    others = (load(name) for name in targets() if name != pack.name)
    there = next((entry for other in others if (entry := find_region(other, wanted))), None)
    if there is None:
        return None, ()
    words = {there["name"].casefold(), *there["words"]}
    regions: list[dict[str, Any]] = pack.target["regions"]
    for entry in regions:
        if words & {entry["name"].casefold(), *entry["words"]}:
            return entry, ()
    near = next((entry for entry in regions if entry["group"] == there["group"]), None)
    if near is None:
        return None, ()
    return near, (Diagnostic("S2I358", Severity.WARNING, f"{pack.title} has no region where {wanted} ({there['name']}) is: {near['id']} ({near['name']}) stands in",
                             help="name the region that you want with --region", statement=stated.statements[0] if stated and stated.statements else None),)  # fmt: skip


def allowed_regions(pack: Pack, settings: Mapping[str, Setting]) -> list[str]:
    """The regions in which data may stand: all within the stated residency; where none is stated, the chosen one."""
    groups = _groups(settings.get("residency"))
    if groups:
        return [entry["id"] for entry in pack.target["regions"] if _inside(entry, groups)]
    chosen = settings.get("region")
    return [str(chosen.value)] if chosen else []


def _inside(entry: dict[str, Any], groups: tuple[str, ...]) -> bool:
    """Whether data in a region stays within one of the groups."""
    return bool({entry["group"], *entry["also"]} & set(groups))


def _groups(residency: Setting | None) -> tuple[str, ...]:
    if residency is None or not residency.value:
        return ()
    value = residency.value
    return tuple(str(item) for item in value) if isinstance(value, tuple | list) else (str(value),)


def _default_region(pack: Pack, groups: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    default = pack.region(pack.target["default_region"])
    assert default is not None, "the default region is one of the regions: checked with the pack"
    if not groups or _inside(default, groups):
        return default, "the specification names no region"
    for entry in pack.target["regions"]:
        if _inside(entry, groups):
            return entry, f"data has to stay in: {', '.join(groups)}"
    return default, "the specification names no region of this cloud"


def _contradictions(
    pack: Pack, entry: dict[str, Any], groups: tuple[str, ...], settings: dict[str, Setting]
) -> tuple[Diagnostic, ...]:
    found = []
    if groups and not _inside(entry, groups):
        origin = settings["residency"].statements
        found.append(Diagnostic("S2I356", Severity.ERROR, f"the region {entry['id']} is outside {', '.join(groups)}, where data has to stay",
                                help="change the region, or the residency", statement=origin[0] if origin else None))  # fmt: skip
    zones = settings.get("zones")
    if zones and isinstance(zones.value, int) and zones.value > len(entry["zones"]):
        found.append(Diagnostic("S2I357", Severity.ERROR, f"{entry['id']} has {len(entry['zones'])} zones for new accounts; {zones.value} are asked for",
                                help="ask for fewer zones, or for another region",
                                statement=zones.statements[0] if zones.statements else None))  # fmt: skip
    return tuple(found)
