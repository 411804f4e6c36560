"""The architect's knowledge, which is data: the YAML files beside this module, loaded once and kept as JSON."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ..cache import cached_json
from ..catalogue import catalogue
from ..data import load_yaml

FOLDER = Path(__file__).resolve().parent
ROOMS = (
    "availability",
    "capabilities",
    "compliance",
    "defaults",
    "inference",
    "links",
    "merging",
    "placement",
)


@cache
def rules() -> dict[str, Any]:
    """The content of every data file by its stem; ``forms.check`` says whether they are well formed."""
    return cached_json("architect", [FOLDER / f"{room}.yaml" for room in ROOMS], load)


def load() -> dict[str, Any]:
    """The data files as they stand, groups of concepts in the rules of links written out."""
    loaded = {room: load_yaml(FOLDER / f"{room}.yaml") for room in ROOMS}
    groups = loaded["links"]["groups"]
    for rule in loaded["links"]["rules"]:
        for end in ("from", "to"):
            rule[end] = [_written_out(entry, groups) for entry in rule[end]]
        rule["anyway"] = _written_out(rule["anyway"], groups) if "anyway" in rule else []
    combine = loaded["merging"]["combine"]
    loaded["merging"]["combine"] = {name: how for how, names in combine.items() for name in names}
    known = loaded["defaults"]["environments"]
    loaded["defaults"]["environments"] = {
        word: name for name, entry in known.items() for word in entry["words"]
    }
    loaded["defaults"]["sets"] = {name: entry["defaults"] for name, entry in known.items()}
    return loaded


def _written_out(entry: str | list[str], groups: dict[str, list[str]]) -> list[str]:
    names = [entry] if isinstance(entry, str) else entry
    return [concept for name in names for concept in (groups[name[1:]] if name.startswith("@") else [name])]


@cache
def concepts() -> dict[str, dict[str, Any]]:
    """The catalogue, read once."""
    return catalogue()


def title_of(concept: str) -> str:
    """What a sentence calls a concept: its title in the catalogue, in lower case but for abbreviations."""
    title = str(concepts().get(concept, {}).get("title") or concept.replace("-", " "))
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def placement(concept: str) -> dict[str, Any]:
    """Where a concept stands and what it is called; nothing special for one that the file does not name."""
    found: dict[str, Any] = rules()["placement"].get(concept, {})
    return found


@cache
def having(trait: str) -> tuple[str, ...]:
    """The concepts with a trait in ``placement.yaml`` (``stores``, ``workload``, ``logs`` …)."""
    return tuple(concept for concept, entry in rules()["placement"].items() if entry.get(trait))
