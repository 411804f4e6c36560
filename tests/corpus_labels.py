"""The labelled corpus: its specifications, their labels, and which statement a label belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CORPUS = Path(__file__).parent / "corpus"
HALVES = ("tune", "held")

Label = dict[str, Any]
Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Specimen:
    """One labelled specification: the Markdown file, and its statements' labels in the order of the text."""

    half: str
    path: Path
    labels: tuple[Label, ...]

    @property
    def name(self) -> str:
        return f"{self.half}/{self.path.stem}"


def specimens(half: str) -> Iterator[Specimen]:
    """The specifications of one half, by name."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted((CORPUS / half).glob("*.md")):
        labels = yaml.load(path.with_suffix(".yaml").read_text(encoding="utf-8"), Loader=loader)
        yield Specimen(half, path, tuple(labels))


def pair(labels: tuple[Label, ...], forms: list[Form]) -> list[tuple[Label | None, Form | None]]:
    """Each label with the statement it belongs to: by line, then by id, then in the order of the text.

    What has no partner stands alone: (label, None) is a statement that the reader dropped, (None, form) one that
    it made up.
    """
    lines: dict[int, list[Form]] = {}
    for form in forms:
        lines.setdefault(form["line"], []).append(form)
    partners: dict[int, Form] = {}
    for index, label in enumerate(labels):
        here = lines.get(label["line"], [])
        same = next((form for form in here if label.get("id") and form["id"] == label["id"]), None)
        if same is not None:
            here.remove(same)
            partners[index] = same
    for index, label in enumerate(labels):
        here = lines.get(label["line"], [])
        if index not in partners and here:
            partners[index] = here.pop(0)
    pairs: list[tuple[Label | None, Form | None]] = [
        (label, partners.get(index)) for index, label in enumerate(labels)
    ]
    pairs.extend((None, form) for here in lines.values() for form in here)
    return pairs
