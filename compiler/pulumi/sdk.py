"""What a Pulumi package calls the types and arguments of a target pack, as ``derive.py`` found it out."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOMS = ("providers", "resources", "functions")


class SdkError(ValueError):
    """A pack's ``pulumi.json.gz`` can't be read; the message names the file."""


class Property(NamedTuple):
    """An argument or a block: its name in the package, whether it is a single object there where Terraform has a list, and whether the package
    can't set it (``input``) or doesn't know it (``all``); ``properties`` are those of what is nested that differ from Terraform's, ``type`` is the
    plain type that it takes where that is not the schema's.

    What the package has in another form: ``instead`` are arguments with attributes of what this one refers to by its id (none: it is left
    out, for nothing needs it there), ``inline`` the arguments that a block's own become in the block around it.
    """

    name: str
    one: bool = False
    missing: str | None = None
    properties: Mapping[str, Any] = {}
    type: str | None = None
    instead: Mapping[str, str] | None = None
    inline: Mapping[str, str] | None = None


class Entry(NamedTuple):
    """A resource's class, a function, or a provider: where it stands in the package, and its token; ``reason`` where there is none."""

    place: str | None
    token: str | None
    properties: Mapping[str, Any]
    reason: str | None = None


class Sdk(NamedTuple):
    """A package and what it calls things; see ``derive.py`` for the form of its rooms."""

    package: Mapping[str, str]
    rooms: Mapping[str, Mapping[str, Any]]

    def entry(self, room: str, type_: str) -> Entry | None:
        """What a type is in the package; None where nothing is known of it."""
        found = self.rooms[room].get(type_)
        if found is None:
            return None
        return Entry(found.get("place"), found.get("token"), found.get("properties", {}), found.get("reason"))


def property_of(properties: Mapping[str, Any], name: str) -> Property:
    """What an argument or a block of Terraform's is called below an entry or a block; as it is called there, where nothing differs."""
    found = properties.get(name, {})
    return Property(
        found.get("name", name),
        found.get("one", False),
        found.get("missing"),
        found.get("properties", {}),
        found.get("type"),
        found.get("instead"),
        found.get("inline"),
    )


def load_sdk(folders: Sequence[Path]) -> Sdk | None:
    """The package of a pack's folders as one; where two know a type, the first folder's holds. None where the cloud has no package.

    Raises SdkError where a file is not what ``derive.py`` writes.
    """
    package: dict[str, str] = {}
    rooms: dict[str, dict[str, Any]] = {room: {} for room in ROOMS}
    for folder in reversed(folders):
        path = folder / "pulumi.json.gz"
        if path.is_file():
            content = _content(path)
            package |= content["package"]
            for room in ROOMS:
                rooms[room] |= content[room]
    return Sdk(package, rooms) if package else None


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        content = None
    if not isinstance(content, dict) or not all(
        isinstance(content.get(room), dict) for room in ("package", *ROOMS)
    ):
        raise SdkError(f"{path.name}:1: it is not what `python -m spec2iac.pulumi.derive` writes")
    return content
