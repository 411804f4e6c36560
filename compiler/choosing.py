"""Finds the cloud that a specification means: it names the cloud, or a region that only one cloud has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .document import Kind
from .pack.load import Pack
from .statements import Modality, Specification, Statement

# Metadata lines of the template that name the cloud.
HINTS = ("target", "cloud", "provider", "cloud provider")
_WORD = re.compile(r"[^\W_]+")


def meant_targets(specification: Specification, packs: Sequence[Pack]) -> dict[str, str]:
    """The targets that the specification names, each with where it does so first; several where it names several.

    A header line ("Cloud: Azure") decides alone. Region codes count as they are written: a city names no cloud.
    """
    spoken = {tuple(_words(word)): pack.name for pack in packs for word in pack.target["words"]}
    short = spoken | {tuple(_words(pack.name)): pack.name for pack in packs}
    metadata = specification.document.metadata
    for hint in HINTS:
        named = dict.fromkeys(_named(metadata.get(hint, ""), short))
        if named:
            return dict.fromkeys(named, f"the line '{hint}'")
    codes = {region["id"]: pack.name for pack in packs for region in pack.target["regions"]}
    found: dict[str, str] = {}
    for statement in specification.statements:
        for target in (*_regions(statement, codes), *_clouds(statement, spoken)):
            found.setdefault(target, statement.id)
    return found


def _clouds(statement: Statement, spoken: dict[tuple[str, ...], str]) -> Iterator[str]:
    """The clouds that a statement names, where it is one that says how things are to be."""
    if statement.passage.kind is Kind.EXCLUSION or statement.modality is Modality.MUST_NOT:
        return
    yield from _named(statement.passage.text, spoken)


def _regions(statement: Statement, codes: dict[str, str]) -> Iterator[str]:
    for constraint in statement.constraints:
        written = statement.passage.text[slice(*constraint.span)].casefold()
        if constraint.constraint == "region" and written in codes:
            yield codes[written]


def _named(text: str, spoken: dict[tuple[str, ...], str]) -> Iterator[str]:
    """The targets whose words stand in a text, in the text's order; words are compared whole and in any case."""
    words = _words(text)
    longest = max(map(len, spoken), default=0)
    for start in range(len(words)):
        for length in range(longest, 0, -1):
            target = spoken.get(tuple(words[start : start + length]))
            if target:
                yield target
                break


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
