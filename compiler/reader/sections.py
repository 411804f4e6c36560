"""What headings mean: the kind of the statements below them and the prefix of the ids that they get."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from ..document import Kind
from .words import data_file

REMARKS = re.compile(r"\([^()]*+\)|\[[^\[\]]*+\]")
NUMBERING = re.compile(
    r"\s*(?:(?:section|chapter|part|phase)\s++)?(?:\d{1,4}(?:\.\d{1,4})*[.):]?|[ivx]{1,6}[.)]|[a-z][.)])\s+"
)
NOISE = re.compile(r"[^\w'&/ -]|_")
# Where a heading names several things; the first that is known counts.
JOINTS = re.compile(r"\s+(?:and|or|of|for|in|with|to)\s+|\s*[/&:,–—]\s*|\s+-\s+")
# Below these, a heading that only names a subject (Performance, Security …) does not change what statements are.
HELD_KINDS = frozenset({Kind.CRITERION, Kind.EXCLUSION, Kind.ASSUMPTION, Kind.DEPENDENCY})
LONGEST_HEADING = 200


class Entry(Struct, frozen=True):
    """A line of ``grammars/sections.yaml``."""

    words: tuple[str, ...]
    kind: Kind
    section: str
    prefix: str
    mandatory: bool = False
    topic: str | None = None
    holds: bool = False
    label: bool = False
    starts: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """What a path of headings says; ``entry`` is None where no heading on it says anything."""

    kind: Kind
    prefix: str
    entry: Entry | None


class _Table(Struct, frozen=True):
    entries: tuple[Entry, ...]
    by_words: dict[str, Entry]
    by_start: dict[str, Entry]
    filler: frozenset[str]


@cache
def _table() -> _Table:
    data = data_file("sections")
    lists = ("words", "starts")
    entries = tuple(
        Entry(
            **{**fields, **{key: tuple(fields.get(key, ())) for key in lists}, "kind": Kind(fields["kind"])}
        )
        for fields in data["sections"]
    )
    return _Table(
        entries,
        {phrase: entry for entry in entries for phrase in entry.words},
        {word: entry for entry in entries for word in entry.starts},
        frozenset(data["filler"]),
    )


def normalised(heading: str) -> str:
    """A heading's words in lower case, without numbers, marks and remarks in brackets."""
    lowered = REMARKS.sub(" ", heading[:LONGEST_HEADING].lower().replace("’", "'"))
    lowered = NUMBERING.sub("", lowered, count=1)
    return " ".join(NOISE.sub(" ", lowered.replace("&", " and ")).split()).strip(" -:")


@lru_cache(maxsize=2048)
def exactly(heading: str) -> Entry | None:
    """The entry that has just this heading."""
    return _table().by_words.get(normalised(heading))


@lru_cache(maxsize=2048)
def entry_of(heading: str) -> Entry | None:
    """The entry that a heading means, or None."""
    table = _table()
    whole = normalised(heading)
    lowered = NUMBERING.sub("", REMARKS.sub(" ", heading[:LONGEST_HEADING].lower()), count=1)
    parts = [normalised(part) for part in JOINTS.split(lowered)]
    known = [table.by_words.get(part) or table.by_words.get(_without_filler(part, table)) for part in parts]
    if found := table.by_words.get(whole) or table.by_words.get(_without_filler(whole, table)):
        return found
    for found in known:
        # "Application and traffic" is about more than the traffic, which only names a subject.
        if found and (found.topic is None or found.kind is not Kind.OBJECTIVE or all(known)):
            return found
    for part in (whole, *(normalised(part) for part in JOINTS.split(lowered))):
        if found := _by_last_words(part, table):
            return found
    return table.by_start.get(whole.partition(" ")[0])


def _without_filler(part: str, table: _Table) -> str:
    parts = part.split()
    while len(parts) > 1 and parts[-1] in table.filler:
        parts.pop()
    return " ".join(parts)


def _by_last_words(part: str, table: _Table) -> Entry | None:
    """The entry of the longest known phrase at the end: English names a thing with its last word."""
    parts = part.split()
    for start in range(1, len(parts)):
        found = table.by_words.get(" ".join(parts[start:]))
        # A subject's single word at the end ("door access", "market growth") says too little.
        if found and (found.topic is None or len(parts) - start > 1 or len(parts) <= 2):
            return found
    return None


def section_of(path: Iterable[str]) -> Section:
    """What a statement below this path of headings is. Each heading that says something decides anew, the last one most."""
    kind, prefix, said = Kind.CONTEXT, "", None
    for heading in path:
        entry = entry_of(heading)
        if entry is None:
            if said is None:
                prefix = _initials(heading)
            continue
        if said is not None and entry.topic is not None and kind in HELD_KINDS:
            prefix = f"{prefix.partition('-')[0]}-{entry.topic}"
            continue
        if said is not None and (kind is Kind.EXCLUSION or (said.holds and entry.kind is not Kind.CRITERION)):
            continue
        kind, prefix, said = entry.kind, entry.prefix, entry
    return Section(kind, prefix, said)


def missing_sections(headings: Sequence[str]) -> list[str]:
    """The template's mandatory sections that a document in its form has not, in the template's order.

    A document with less than half of them under the template's own names follows another form: nothing is missing there.
    """
    asked = list(dict.fromkeys(entry.section for entry in _table().entries if entry.mandatory))
    names = {normalised(heading) for heading in headings}
    if 2 * sum(normalised(name) in names for name in asked) < len(asked):
        return []
    there = {entry.section for heading in headings if (entry := entry_of(heading)) is not None}
    return [name for name in asked if name not in there]


def _initials(heading: str) -> str:
    """A prefix made of a heading that says nothing: the initials of its words, or the beginning of its only word."""
    found = re.findall(r"[a-z][a-z0-9]*", normalised(heading))
    if not found:
        return ""
    return found[0][:4].upper() if len(found) == 1 else "".join(word[0] for word in found[:4]).upper()
