"""What the reader knows of people's writing (``grammars/reading.yaml``), made ready for looking up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec import Struct

from ..cache import cached_json
from ..data import data_root, load_yaml

# Bytes that Windows-1252 leaves open; what reads them wrongly takes them for the control character of the same number.
_OPEN_BYTES = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


class Words(Struct, frozen=True):
    """The words, signs and expressions of ``reading.yaml``; ``mojibake`` maps each wrong form to the sign that was meant."""

    mojibake: dict[str, str]
    mojibake_pattern: str
    abbreviations: frozenset[str]
    may_end: frozenset[str]
    sign: re.Pattern[str]
    unfinished: re.Pattern[str]
    unfinished_words: tuple[str, ...]
    unfinished_phrases: tuple[str, ...]
    slot_words: frozenset[str]
    id_prefixes: frozenset[str]
    not_ids: frozenset[str]
    not_id_groups: frozenset[str]
    administrative: frozenset[str]
    metadata: frozenset[str]
    deciding: dict[str, str]
    breaking_tags: frozenset[str]
    inline_tags: frozenset[str]


def data_file(name: str) -> Any:
    """A YAML file of ``grammars/`` as plain values, kept in the cache as JSON. Raises OSError where it is not there."""
    path = data_root("grammars") / f"{name}.yaml"

    return cached_json(f"reader-{name}", [path], lambda: load_yaml(path))


@cache
def words() -> Words:
    """The words, read once in a process."""
    data = data_file("reading")
    wrong = _wrong_forms(data["mojibake"])
    signs = "".join(data["signs"])
    deciding = {key: kind for kind, keys in data["metadata"]["deciding"].items() for key in keys}
    phrases = "|".join(_spaced(phrase) for phrase in data["unfinished_phrases"])
    return Words(
        mojibake=wrong,
        mojibake_pattern=_any_of(wrong),
        abbreviations=frozenset(data["abbreviations"]),
        may_end=frozenset(data["may_end"]),
        sign=re.compile(f"(?:[{re.escape(signs)}]\ufe0f?\\s*)++"),
        unfinished=re.compile(f"(?<!\\w)(?:{_any_of(data['unfinished'])}|(?i:{phrases}))(?!\\w)"),
        unfinished_words=tuple(data["unfinished"]),
        unfinished_phrases=tuple(data["unfinished_phrases"]),
        slot_words=frozenset(data["slot_words"]),
        id_prefixes=frozenset(data["id_prefixes"]),
        not_ids=frozenset(data["not_ids"]),
        not_id_groups=frozenset(data["not_id_groups"]),
        administrative=frozenset(data["metadata"]["administrative"]),
        metadata=frozenset((*data["metadata"]["administrative"], *data["metadata"]["header"], *deciding)),
        deciding=deciding,
        breaking_tags=frozenset(data["html"]["breaks"]),
        inline_tags=frozenset(data["html"]["inline"]),
    )


def _any_of(forms: Iterable[str]) -> str:
    """An expression for any of the forms, the longest first."""
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _spaced(phrase: str) -> str:
    return r"\s".join(re.escape(word) for word in phrase.split())


def _wrong_forms(signs: str) -> dict[str, str]:
    """What each sign looks like after its UTF-8 bytes were read as Windows-1252, once and twice."""
    forms: dict[str, str] = {}
    for sign in signs:
        once = _misread(sign)
        forms[_misread(once)] = sign
        forms[once] = sign
    # A blank that must not break, and quotes whose last byte an editor threw away.
    forms |= {"Â\u00a0": " ", "â€\u009d": "”", "â€": "”", "Â ": " "}
    return forms


def _misread(text: str) -> str:
    letters = []
    for byte in text.encode("utf-8"):
        letters.append(chr(byte) if byte in _OPEN_BYTES else bytes((byte,)).decode("cp1252"))
    return "".join(letters)
