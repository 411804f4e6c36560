"""Names in code: made from the author's name or from what a thing is, never from an id or a position."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from .rules import rules

WORD = re.compile(r"[a-z0-9]+")
# Names longer than this are not read to their end.
NAME_LENGTH = 200


def words_of(name: str) -> list[str]:
    """The words of a name in plain lower-case letters and digits."""
    plain = unicodedata.normalize("NFKD", name[:NAME_LENGTH]).encode("ascii", "ignore").decode().lower()
    return WORD.findall(plain)


def label_of(name: str, concept: str = "") -> str:
    """A label of ``[a-z0-9_]`` from an author's name; a digest where no letter of it survives.

    The concept's own words at the end ("orders database") and short words ("of the") are left out where something remains.
    """
    data = rules()["merging"]
    words = words_of(name)
    words = [word for word in words if word not in data["label_noise"]] or words
    own = {
        word
        for noun in [concept.replace("-", " "), *rules()["links"]["nouns"].get(concept, ())]
        for word in noun.split()
    }
    while len(words) > 1 and words[-1] in own:
        words.pop()
    if not words:
        return f"name_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    label = words[0][: data["label_length"]]
    for word in words[1:]:
        if len(label) + 1 + len(word) > data["label_length"]:
            break
        label = f"{label}_{word}"
    return label if label[0].isalpha() else f"n{label}"
