"""The keys of tags: the list behind "tagged with", "tags:" and the like."""

from __future__ import annotations

from .lookup import JOINS, PREPOSITIONS
from .properties import put
from .reading import Mention, Reading

MOST_TAGS = 12
_LEADS = frozenset(
    (
        "with",
        "for",
        "by",
        ":",
        "(",
        "includ",
        "nam",
        "key",
        "carry",
        "and",
        "the",
        "are",
        "of",
        "at",
        "least",
        "must",
    )
)
_ENDS = frozenset(
    (
        "on",
        "to",
        "in",
        "so",
        "must",
        "shall",
        "should",
        "for",
        "is",
        "are",
        "be",
        "defin",
        "by",
        "per",
        "at",
        "which",
        "that",
    )
)


def read_tags(reading: Reading) -> None:
    """The keys of tags: the list behind "tagged with", "tags:" …"""
    tags = [
        mention for mention in reading.wanted if mention.concept == "resource-tags" and not mention.excluded
    ]
    for mention in sorted(tags, key=lambda mention: reading.stem(mention.last) != "with"):
        if _keys_behind(reading, mention):
            return


def _keys_behind(reading: Reading, mention: Mention) -> bool:
    """Read the list of keys behind one mention of tags; whether there was one."""
    words = reading.words
    at = mention.last
    led = reading.stem(at - 1) == "with"
    while at < len(words) and words[at].stem in _LEADS and at < mention.last + 4:
        led = True
        at += 1
    if not led and not (
        at < len(words)
        and words[at].kind == "word"
        and words[at].stem not in PREPOSITIONS
        and words[at - 1].raw.lower() == "tags"
    ):
        return False
    keys: list[str] = []
    begin, start = at, at
    while at <= len(words) and len(keys) < MOST_TAGS:
        stem = words[at].stem if at < len(words) else "."
        if at >= len(words) or stem in JOINS or words[at].kind == "mark":
            if at > begin and at - begin <= 3 and not any(words[i].kind != "word" for i in range(begin, at)):
                keys.append("-".join(words[i].raw for i in range(begin, at)).lower())
            elif at > begin:
                break
            begin = at + 1
            if at >= len(words) or (words[at].kind == "mark" and stem not in JOINS):
                break
        elif stem in _ENDS or (stem in PREPOSITIONS and stem not in JOINS):
            if at > begin and at - begin <= 3:
                keys.append("-".join(words[i].raw for i in range(begin, at)).lower())
            break
        elif stem in ("tag", "label"):
            if at > begin:
                keys.append("-".join(words[i].raw for i in range(begin, at)).lower())
            break
        elif stem in ("a", "an", "the", "their", "its", "both"):
            begin = at + 1
        at += 1
    keys = [
        key for key in keys if key not in ("all-resources", "resources", "resource", "all", "cost-allocation")
    ]
    if len(keys) > (0 if led else 1):
        put(reading, mention, "keys", tuple(keys), start, min(at, len(words)))
        return True
    return False
