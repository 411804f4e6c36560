"""What headings mean: the kind of the statements below them and the prefix of the ids that they get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..cache import cached_json
from ..data import data_root
from ..document import Kind

NOISE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[^a-z0-9'&/ -]|^\s*[0-9.]+\s")
# Below these, a heading that only names a topic (Performance, Security …) does not change what statements are.
STRONG = frozenset({Kind.CRITERION, Kind.EXCLUSION, Kind.ASSUMPTION, Kind.DEPENDENCY})


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's meaning; ``known`` is false where no heading on the path says anything."""

    kind: Kind
    prefix: str
    known: bool


def normalised(heading: str) -> str:
    """A heading's words in lower case, without numbers, marks and remarks in brackets."""
    folded = NOISE.sub(" ", heading.lower().replace("&", " and ").replace("–", "-").replace("—", "-"))
    return " ".join(folded.split()).strip(" -:")


def section_data() -> list[dict[str, Any]]:
    """The entries of ``grammars/sections.yaml``."""
    path = data_root("grammars") / "sections.yaml"

    def build() -> list[dict[str, Any]]:
        import yaml

        return list(
            yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["sections"]
        )

    return cached_json("sections", [path], build)


class SectionTable:
    """Looks headings up by their longest known words; each heading only once."""

    def __init__(self) -> None:
        self._entries = {words: entry for entry in section_data() for words in entry["words"]}
        self._known: dict[str, dict[str, Any] | None] = {}

    def entry(self, heading: str) -> dict[str, Any] | None:
        """The entry that the heading's words match, or None."""
        if heading not in self._known:
            words = normalised(heading)
            best = None
            if words in self._entries:
                best = words
            else:
                padded = f" {words} "
                found = [
                    known
                    for known in self._entries
                    if f" {known} " in padded
                    and ("weak" not in self._entries[known] or len(words.split()) <= 4)
                ]
                best = max(found, key=lambda known: (len(known), known), default=None)
            self._known[heading] = self._entries[best] if best else None
        return self._known[heading]

    def of(self, path: tuple[str, ...]) -> Section:
        """What a statement below this path of headings is."""
        kind, prefix, known, holding = Kind.CONTEXT, "CTX", False, False
        for heading in path:
            entry = self.entry(heading)
            if entry is None:
                if known and kind is Kind.CRITERION:
                    continue
                if not known:
                    prefix = _initials(heading)
                continue
            if known and "weak" in entry and kind in STRONG:
                prefix = f"{prefix}-{entry['weak']}"
                continue
            if known and (kind is Kind.EXCLUSION or (holding and entry["kind"] != "criterion")):
                continue
            holding = entry.get("holds", False)
            kind, prefix, known = Kind(entry["kind"]), entry["prefix"], True
        return Section(kind, prefix, known)

    def missing(self, headings: set[str]) -> list[str]:
        """The mandatory sections of the template that the document has not, in the template's order."""
        seen = {id(entry) for heading in headings if (entry := self.entry(heading)) is not None}
        return [
            entry["words"][0]
            for entry in section_data()
            if entry.get("mandatory") and self._entry_id(entry) not in seen
        ]

    def _entry_id(self, entry: dict[str, Any]) -> int:
        return id(self._entries[entry["words"][0]])


def _initials(heading: str) -> str:
    words = re.findall(r"[a-z][a-z0-9]*", normalised(heading))
    if not words:
        return "CTX"
    return words[0][:4].upper() if len(words) == 1 else "".join(word[0] for word in words[:4]).upper()
