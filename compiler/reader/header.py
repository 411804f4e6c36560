"""The lines between the title and the first section: "**Status**: Draft"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .text import Piece
from .words import words

BOLD = re.compile(r"\s*\*\*([A-Za-z][\w /-]{0,40}?)\s*(?::\*\*|\*\*\s*:)\s*")
PLAIN = re.compile(r"\s*([A-Za-z][\w /-]{0,40}?)\s*:(?:\s+|\Z)")


class HeaderLine(NamedTuple):
    """A key, in lower case, the pieces of its value, and those of the whole line."""

    key: str
    value: list[Piece]
    whole: list[Piece]


def header_of(pieces: Sequence[Piece], in_list: bool, titled: bool) -> list[HeaderLine]:
    """The lines of a header; empty where the paragraph is none.

    Bold lines are a header if one of their keys is known, lines of a list or without marks only if all of them are
    administrative. A line without a key goes on with the value before it.
    """
    bold = BOLD.match(pieces[0][0]) is not None
    pattern = BOLD if bold else PLAIN
    found: list[HeaderLine] = []
    for source, line, column in pieces:
        match = pattern.match(source)
        if match and (bold or _key(match) in words().administrative):
            value = (source[match.end() :], line, column + match.end())
            found.append(HeaderLine(_key(match), [value], [(source, line, column)]))
        elif found and bold:
            found[-1].value.append((source, line, column))
            found[-1].whole.append((source, line, column))
        else:
            return []
    keys = [header.key for header in found]
    known = words()
    if any(key in known.administrative for key in keys):
        return found if not in_list or all(key in known.administrative for key in keys) else []
    return found if bold and titled and not in_list and any(key in known.metadata for key in keys) else []


def _key(match: re.Match[str]) -> str:
    return " ".join(match[1].lower().split())
