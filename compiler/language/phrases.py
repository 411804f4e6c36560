"""How a phrase of the vocabulary is written: alternatives ``a|b``, optional parts ``(x)``, gaps ``...``."""

from __future__ import annotations

import itertools
import re

from .words import split

_PARTS = re.compile(r"\(([^()]*)\)|(\S+)")
MOST_FORMS = 400


def forms(phrase: str) -> list[tuple[tuple[str, ...], ...]]:
    """All forms of a phrase: each a tuple of parts (separated by gaps), each part a tuple of stems.

    Raises ValueError for a phrase without words or with more than MOST_FORMS forms.
    """
    found: dict[tuple[tuple[str, ...], ...], None] = {}
    parts = [_alternatives(part) for part in phrase.split(" ... ")]
    number = 1
    for part in parts:
        number *= len(part)
    if number > MOST_FORMS:
        raise ValueError(f"'{phrase}' has {number} forms, more than {MOST_FORMS}")
    for choice in itertools.product(*parts):
        if all(choice):
            found[choice] = None
    if not found:
        raise ValueError(f"'{phrase}' has no words")
    return list(found)


def stems(text: str) -> tuple[str, ...]:
    """The stems of a plain text."""
    return tuple(word.stem for word in split(text))


def _alternatives(part: str) -> list[tuple[str, ...]]:
    slots: list[list[tuple[str, ...]]] = []
    for match in _PARTS.finditer(part.strip()):
        optional, plain = match.groups()
        if optional is not None:
            slots.append([(), *(stems(choice) for choice in optional.split("|"))])
        elif "|" in plain and plain != "|":
            slots.append([stems(choice) for choice in plain.split("|")])
        else:
            slots.append([stems(plain)])
    return [tuple(itertools.chain.from_iterable(choice)) for choice in itertools.product(*slots)]
