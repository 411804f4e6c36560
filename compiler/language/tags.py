"""The keys of tags, as their author writes them: "tagged with Environment, Owner and CostCenter", "tags: env, team"."""

from __future__ import annotations

from .lookup import JOINS, PREPOSITIONS
from .reading import Mention, Reading

MOST_TAGS = 12
LONGEST_KEY = 3
LEAD_REACH = 5
BEARER_REACH = 16
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
        "as",
        "=",
        "follow",
        "tag",
        "label",
        "mandatory",
        "require",
        "requir",
        "required",
        "show",
        "stat",
    )
)
# What the tags are on, between them and their keys: "tags on all resources: …".
_BEARERS = frozenset(
    (
        "on",
        "of",
        "for",
        "to",
        "all",
        "every",
        "each",
        "everything",
        "everyth",
        "resourc",
        "resource",
        "component",
        "infrastructur",
        "cloud",
        "the",
        "billable",
        "asset",
        "object",
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
        "from",
        "if",
        "when",
        "where",
    )
)
_QUOTES = frozenset(('"', "“", "”", "'"))
_ARTICLES = frozenset(("a", "an", "the", "their", "its", "both", "at", "least", "key", "tag", "label"))
_BEARING = frozenset(("carry", "carri", "has", "hav", "bear", "get", "with", "need"))
_TAGS = frozenset(("tag", "label"))
_NO_KEYS = frozenset(
    (
        "all-resources",
        "resources",
        "resource",
        "all",
        "cost-allocation",
        "everything",
        "tags",
        "labels",
        "cost-tracking",
        "billing-purposes",
    )
)


def read_tags(reading: Reading) -> None:
    """Set the keys of the statement's tags, where a list of them stands behind or before the word."""
    tags = [m for m in reading.wanted if m.concept == "resource-tags" and not m.excluded]
    for mention in sorted(tags, key=lambda mention: reading.stem(mention.last) != "with"):
        start = _start(reading, mention)
        if start is not None and _keys_at(reading, mention, *start):
            return
    for mention in tags:
        if _keys_before(reading, mention):
            return


def _start(reading: Reading, mention: Mention) -> tuple[int, bool] | None:
    """Where the list of keys begins behind a mention, and whether words lead to it; None where no list can stand."""
    words = reading.words
    at = mention.last
    led = reading.stem(at - 1) == "with"
    bearer = at
    while bearer < len(words) and words[bearer].stem in _BEARERS and bearer < at + LEAD_REACH:
        bearer += 1
    if bearer > at and reading.stem(bearer) in (":", "(", "with", "–", "—", "-", "must"):
        at = bearer
    first = at
    while (
        at < len(words)
        and (words[at].stem in _LEADS or words[at].stem in _QUOTES)
        and at < first + LEAD_REACH
    ):
        led = led or words[at].stem not in _QUOTES
        at += 1
    bare = (
        at < len(words)
        and words[at].kind == "word"
        and words[at].stem not in PREPOSITIONS
        and words[at - 1].raw.lower() == "tags"
    )
    return (at, led) if led or bare else None


def _keys_at(reading: Reading, mention: Mention, start: int, led: bool) -> bool:
    """Read the list of keys that begins at a word; whether there was one."""
    words = reading.words
    keys: list[str] = []
    begin = at = start
    while at <= len(words) and len(keys) < MOST_TAGS:
        word = words[at] if at < len(words) else None
        stem = word.stem if word else "."
        if word is None or stem in JOINS or word.kind == "mark":
            key = _key(reading, begin, at)
            if key:
                keys.append(key)
            elif at > begin:
                break
            begin = at + 1
            if word is None or (word.kind == "mark" and stem not in JOINS and stem not in _QUOTES):
                break
        elif stem in _ENDS or stem in PREPOSITIONS or (stem in _TAGS and at > begin):
            key = _key(reading, begin, at)
            keys.extend([key] if key else [])
            break
        elif stem in _ARTICLES:
            begin = at + 1
        at += 1
    return _put(reading, mention, keys, start, min(at, len(words)), led)


def _keys_before(reading: Reading, mention: Mention) -> bool:
    """ "an Owner tag", "by shop and region, by means of tags": keys that stand before the word."""
    words = reading.words
    first = mention.first
    if reading.stem(first - 1) == "as":
        # "carry tenant-class, cost-centre and owner as tags"
        start = _behind_bearer(reading, first - 1)
        return start is not None and _keys_at_until(reading, mention, start, first - 1)
    if mention.last - first == 1 and words[first].raw.lower() in ("tags", "labels"):
        # "carries owner, cost-centre and data-class tags"
        start = _behind_bearer(reading, first)
        if start is not None and any(reading.stem(at) in JOINS for at in range(start, first)):
            return _keys_at_until(reading, mention, start, first)
    if (
        reading.stem(first - 1) == "of"
        and reading.stem(first - 2) == "mean"
        and reading.stem(first - 3) == "by"
    ):
        end = first - 3
        while end > 0 and words[end - 1].kind == "mark":
            end -= 1
        start = next(
            (at + 1 for at in range(end - 1, max(end - 12, -1), -1) if words[at].stem in ("by", "per")), None
        )
        return start is not None and _keys_at_until(reading, mention, start, end)
    return False


def _behind_bearer(reading: Reading, end: int) -> int | None:
    """Where a list of keys begins that ends at a word: behind the nearest verb of having before it."""
    near = range(end - 1, max(end - BEARER_REACH, -1), -1)
    return next((at + 1 for at in near if reading.words[at].stem in _BEARING), None)


def _keys_at_until(reading: Reading, mention: Mention, start: int, end: int) -> bool:
    keys: list[str] = []
    begin = start
    for at in range(start, end + 1):
        if at == end or reading.stem(at) in JOINS:
            key = _key(reading, begin, at)
            keys.extend([key] if key else [])
            begin = at + 1
    return _put(reading, mention, keys, start, end, True)


def _key(reading: Reading, first: int, last: int) -> str | None:
    """A key in the author's spelling, blanks as hyphens; None where the words can't be one."""
    words = reading.words
    if not 0 < last - first <= LONGEST_KEY or any(words[at].kind != "word" for at in range(first, last)):
        return None
    written = reading.text[words[first].start : words[last - 1].end]
    return "-".join(written.split())


def _put(reading: Reading, mention: Mention, keys: list[str], first: int, last: int, led: bool) -> bool:
    keys = [key for key in dict.fromkeys(keys) if key.lower() not in _NO_KEYS]
    if len(keys) <= (0 if led else 1):
        return False
    mention.properties["keys"] = tuple(keys)
    mention.evidence["keys"] = reading.span(first, last)
    reading.use(first, last)
    return True
