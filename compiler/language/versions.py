"""Versions and runtimes: figures that are names, not amounts."""

from __future__ import annotations

from .items import Quantity
from .properties import allowed, candidates_of, put
from .reading import Reading


def attach_versions(reading: Reading) -> None:
    """A figure directly behind a term is its version: "PostgreSQL 15", "TLS 1.2 or higher"."""
    for order, item in enumerate(reading.items):
        if not isinstance(item, Quantity) or item.dimension is not None or item.used or item.high is not None:
            continue
        at = item.first
        words_before = 0
        while words_before < 2 and reading.stem(at - 1) in (
            "version",
            "v",
            "or",
            "least",
            "at",
            "minimum",
            "of",
            "is",
        ):
            at, words_before = at - 1, words_before + 1
        figure = item.raw
        for mention in reading.wanted:
            if at - mention.last - (reading.stem(mention.last) == ":") != 0 or item.low >= 3000:
                continue
            name = next((n for n in ("version", "min_version") if allowed(reading, mention, n)), None)
            if name is None and "runtime" in mention.gives:
                continue
            if name and figure:
                put(reading, mention, name, figure, item.first, item.last)
                item.used = True
                break
        if not item.used and order:
            _attach_runtime(reading, item)
        if not item.used and item.raw:
            _attach_spoken_version(reading, item)


def _attach_spoken_version(reading: Reading, quantity: Quantity) -> None:
    """ "…, version 8.11": the version of the nearest concept that has one."""
    if reading.stem(quantity.first - 1) != "version":
        return
    for _, mention in candidates_of(reading, quantity):
        name = next((name for name in ("version", "min_version") if allowed(reading, mention, name)), None)
        if name and name not in mention.evidence and not mention.excluded:
            put(reading, mention, name, quantity.raw, quantity.first, quantity.last)
            quantity.used = True
            return


def _attach_runtime(reading: Reading, quantity: Quantity) -> None:
    for giver in reading.mentions:
        if "runtime" in giver.gives and giver.last == quantity.first:
            for mention in reading.wanted:
                if mention.properties.get("runtime") == giver.gives["runtime"]:
                    mention.properties["runtime"] = f"{giver.gives['runtime']}{quantity.raw}"
                    quantity.used = True
