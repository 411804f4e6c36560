"""The lines between the title and the first section: "**Status**: Draft"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .text import Piece
from .words import words

BOLD = re.compile(r"\s*\*\*([A-Za-z][\w /-]{0,40}?)\s*(?::\*\*|\*\*\s*:)\s*")
PLAIN = re.compile(r"\s*([A-Za-z][\w /-]{0,40}?)\s*:(?:\s+|\Z)")


def metadata_of(pieces: Sequence[Piece], in_list: bool, titled: bool) -> list[tuple[str, list[Piece]]]:
    """The keys, in lower case, with the pieces of their values; empty where the paragraph is no header.

    Bold lines are a header if one of their keys is known, lines of a list or without marks only if all of them are
    administrative. A line without a key goes on with the value before it.
    """
    bold = BOLD.match(pieces[0][0]) is not None
    pattern = BOLD if bold else PLAIN
    found: list[tuple[str, list[Piece]]] = []
    for source, line, column in pieces:
        match = pattern.match(source)
        if match and (bold or _key(match) in words().administrative):
            found.append((_key(match), [(source[match.end() :], line, column + match.end())]))
        elif found and bold:
            found[-1][1].append((source, line, column))
        else:
            return []
    keys = [key for key, _ in found]
    known = words()
    if any(key in known.administrative for key in keys):
        return found if not in_list or all(key in known.administrative for key in keys) else []
    return found if bold and titled and not in_list and any(key in known.metadata for key in keys) else []


def _key(match: re.Match[str]) -> str:
    return " ".join(match[1].lower().split())
