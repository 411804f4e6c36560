"""Versions and runtimes: figures that are names, not amounts."""

from __future__ import annotations

from collections.abc import Iterator

from .items import Quantity
from .properties import allowed, put
from .reading import Mention, Reading

# Words and marks that may stand between a thing and its version, how many of them, and how far a spoken version reaches.
_BETWEEN = frozenset(
    (
        "version",
        "ver",
        "engine",
        "release",
        "or",
        "least",
        "at",
        "minimum",
        "min",
        "of",
        "is",
        "(",
        ",",
        ":",
        "=",
        "|",
    )
)
_MOST_BETWEEN = 4
_SPOKEN = frozenset(("version", "ver", "release"))
_REACH = 14
# A figure as large as this is a count or a year of something else, unless a year-like version is usual (SQL Server 2022).
_LARGEST = 3000
# From here on a figure behind an operating system is a year: "Windows Server 2022".
OLDEST_YEAR = 1990
_PROPERTIES = ("version", "min_version")


def attach_versions(reading: Reading) -> None:
    """A figure behind a term is its version: "PostgreSQL 15", "Kubernetes v1.30", "TLS 1.2 or higher"."""
    for first, last, figure, quantity in _figures(reading):
        spoken = _is_spoken(reading, first)
        done = (
            _of_runtime(reading, first, figure)
            or _of_system(reading, first)
            or _directly(reading, first, last, figure, quantity is None or spoken)
            or (spoken and _nearest(reading, first, last, figure))
            or _of_protocol(reading, first, last, figure)
        )
        if done and quantity is not None:
            quantity.used = True


def _figures(reading: Reading) -> Iterator[tuple[int, int, str, Quantity | None]]:
    """What can be a version: its words, its figure, and the number that it was read as where it was."""
    for quantity in reading.quantities():
        if quantity.low >= OLDEST_YEAR and _of_system(reading, quantity.first):
            quantity.used = True
        plain = quantity.dimension is None and quantity.high is None and not quantity.used
        if plain and quantity.raw and quantity.low < _LARGEST:
            at = next(
                (i for i in range(quantity.first, quantity.last) if reading.words[i].kind == "number"), None
            )
            if at is not None:
                yield quantity.first, quantity.last, quantity.raw + _edition(reading, at), quantity
    for index, word in enumerate(reading.words):
        if word.kind == "version":
            yield index, index + 1, word.raw[1:], None


def _edition(reading: Reading, at: int) -> str:
    """The letter glued behind a figure: "19c"."""
    words = reading.words
    if at + 1 < len(words) and words[at + 1].start == words[at].end and len(words[at + 1].raw) == 1:
        return words[at + 1].raw if words[at + 1].raw.isalpha() else ""
    return ""


def _is_spoken(reading: Reading, first: int) -> bool:
    """Whether "version" stands before a figure, or is the label that the figure stands behind."""
    return any(
        reading.stem(at) in _SPOKEN
        and reading.words[at].raw.lower() not in ("versioned", "versioning", "versions")
        for at in range(max(first - 2, 0), first)
    )


def _directly(reading: Reading, first: int, last: int, figure: str, certain: bool) -> bool:
    """Set the version of the thing that a figure stands behind; a bare figure must stand close."""
    at, steps = first, 0
    while (
        steps < _MOST_BETWEEN
        and reading.stem(at - 1) in _BETWEEN
        and (certain or reading.stem(at - 1) not in (",", "|", "("))
    ):
        at, steps = at - 1, steps + 1
    for mention in reading.wanted:
        if not at <= mention.last <= first or mention.excluded:
            continue
        name = next((name for name in _PROPERTIES if allowed(reading, mention, name)), None)
        if name and name not in mention.evidence and not _counts(reading, mention, first, last):
            put(reading, mention, name, figure, first, last)
            return True
    return False


def _of_protocol(reading: Reading, first: int, last: int, figure: str) -> bool:
    """A version of TLS whose word says something else already ("terminate TLS 1.3") is the lowest that connections may have."""
    if reading.stem(first - 1) != "tls" or figure not in ("1.0", "1.1", "1.2", "1.3"):
        return False
    if any(mention.concept == "encryption-in-transit" for mention in reading.mentions):
        return False
    reading.mentions.append(Mention("encryption-in-transit", first - 1, last, 0, frame=True))
    put(reading, reading.mentions[-1], "min_version", figure, first, last)
    return True


def _counts(reading: Reading, mention: Mention, first: int, last: int) -> bool:
    """Whether a number behind a colon says how many of the thing there are, not which version: "Kubernetes: 3 clusters"."""
    following = reading.words[last] if last < len(reading.words) else None
    between = {reading.stem(at) for at in range(mention.last, first)}
    return (
        ":" in between
        and between.isdisjoint(_SPOKEN)
        and following is not None
        and following.kind == "word"
        and following.stem not in ("or", "and", "with", "on", "in")
    )


def _nearest(reading: Reading, first: int, last: int, figure: str) -> bool:
    """ "…, version 8.11": the version of the nearest concept that has one."""
    near = [
        (first - mention.last if mention.last <= first else mention.first - last + 3, mention, name)
        for mention in reading.wanted
        for name in _PROPERTIES
        if allowed(reading, mention, name) and name not in mention.evidence and not mention.excluded
    ]
    near = [entry for entry in near if entry[0] <= _REACH]
    if not near:
        return False
    _, mention, name = min(near, key=lambda entry: entry[0])
    put(reading, mention, name, figure, first, last)
    return True


def _of_runtime(reading: Reading, first: int, figure: str) -> bool:
    """ "Python 3.12": the version belongs to the language that the programs are written in."""
    for giver in reading.mentions:
        if "runtime" not in giver.gives or giver.last != first:
            continue
        for mention in reading.wanted:
            if mention.properties.get("runtime") == giver.gives["runtime"]:
                mention.properties["runtime"] = f"{giver.gives['runtime']}{figure}"
                reading.use(first, first + 1)
        return True
    return False


def _of_system(reading: Reading, first: int) -> bool:
    """ "Ubuntu 22.04", "Windows Server 2022": the version of an operating system, which no concept has as a property."""
    return any(
        mention.last == first and ("os" in mention.gives or "os" in mention.properties)
        for mention in reading.mentions
    )
