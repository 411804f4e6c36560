"""Rhythms and times of day: how often something happens, when it does, and how often it is renewed."""

from __future__ import annotations

from collections.abc import Iterator

from ..statements import PropertyValue
from .clock import regularly, times, when
from .items import Quantity, Token
from .periods import DAY, HOUR, seconds_in
from .properties import allowed, plain, put
from .reading import Mention, Reading

# How far from a job its time of day may stand, and from a rhythm the verb that it is about, in words.
RHYTHM_REACH = 8
ROTATION_REACH = 4
# What runs more often than this, in s, is started by no clock.
SHORTEST = 60
_TURNING = frozenset(("rotat", "rotation", "renew", "chang", "turn", "replac", "exchang"))


def attach_period(reading: Reading, token: Token) -> None:
    """ "nightly", "every hour": how often the nearest concept that has a rhythm does its work."""
    if _rotation(reading, token) or token.value in ("yearly", "quarterly"):
        # The machine form knows no rhythm slower than a month.
        return
    best: tuple[int, Mention, str] | None = None
    for mention in reading.wanted:
        for name in ("frequency", "schedule"):
            if not allowed(reading, mention, name) or mention.excluded:
                continue
            distance = (
                token.first - mention.last if mention.last <= token.first else mention.first - token.last
            )
            if reading.clauses[mention.first] == reading.clauses[token.first] and (
                best is None or distance < best[0]
            ):
                best = max(distance, 0), mention, name
    if best is not None and best[0] <= 7:
        _, mention, name = best
        value = scheduled(reading, token) if name == "schedule" else token.value
        if value is not None:
            put(reading, mention, name, value, token.first, token.last)


def scheduled(reading: Reading, token: Token) -> PropertyValue | None:
    """A rhythm as the schedule of work; None where the machine form can't say it."""
    if isinstance(token.value, str):
        return when(reading, token.first, token.last, token.value)
    return regularly(token.value)


def _rotation(reading: Reading, token: Token) -> bool:
    """ "keys rotate yearly", "changed once a year": the rhythm of what is renewed, in days."""
    days = seconds_in(token.value) / DAY
    turning = any(reading.stem(at) in _TURNING for at in range(token.first - ROTATION_REACH, token.last + 2))
    if days < 1 or not turning:
        return False
    for mention in reversed(reading.wanted):
        if mention.last <= token.first and allowed(reading, mention, "rotation") and not mention.excluded:
            put(reading, mention, "rotation", plain(days), token.first, token.last)
            return True
    return False


def attach_times(reading: Reading) -> None:
    """A job's time of day: it makes its rhythm exact, and without a rhythm the job runs once a day."""
    for index in times(reading):
        for mention in reading.wanted:
            near = -3 <= index - mention.last <= RHYTHM_REACH or 0 <= mention.first - index <= RHYTHM_REACH
            if mention.excluded or not near or not allowed(reading, mention, "schedule"):
                continue
            period = mention.properties.get("schedule", "daily")
            if period in ("daily", "weekly", "monthly"):
                mention.properties["schedule"] = when(reading, mention.first, index + 1, str(period))
                mention.evidence["schedule"] = reading.span(index, index + 1)
                reading.use(index, index + 1)


def rhythms(reading: Reading) -> Iterator[tuple[int, int, PropertyValue | None]]:
    """How often things happen, with the words that say so: "hourly", "each Monday at 7:00", "every 15 minutes"."""
    for item in reading.items:
        if isinstance(item, Token) and item.type == "PERIOD" and item.value not in ("yearly", "quarterly"):
            yield item.first, item.last, scheduled(reading, item)
        elif isinstance(item, Quantity) and _is_interval(reading, item):
            yield item.first, item.last, regularly(item.low / HOUR)


def _is_interval(reading: Reading, quantity: Quantity) -> bool:
    """ "every 15 minutes": a time that says how often."""
    if quantity.dimension != "time" or quantity.used or quantity.high is not None:
        return False
    return reading.stem(quantity.first - 1) in ("every", "each") and quantity.low >= SHORTEST
