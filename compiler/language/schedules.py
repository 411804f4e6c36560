"""What a statement says of when work is done, and what no schedule can hold: said, so that nobody takes the rest for the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..statements import Polarity, Statement
from .clock import days_of, times
from .economy import zone_of
from .properties import allowed
from .reading import Reading
from .rhythms import rhythms

# So many words may stand between a rhythm and the days that it is about.
REACH = 6
UTC = "UTC"


class Remark(NamedTuple):
    """A part of a schedule that is not in what was read: its place in the text, what is wrong, and what to write instead."""

    span: tuple[int, int]
    message: str
    help: str


def schedule_remarks(reading: Reading, statement: Statement) -> Iterator[Remark]:
    """A zone other than UTC, a weekday of a month, and an interval that no cron line can say; nothing where nothing runs by the clock."""
    wanted = [mention for mention in reading.wanted if not mention.excluded]
    scheduled = [mention for mention in wanted if allowed(reading, mention, "schedule")]
    asked = any(
        "schedule" in intent.properties for intent in statement.intents if intent.polarity is Polarity.WANT
    )
    if not scheduled:
        return
    zone = zone_of(reading)
    if asked and zone is not None and zone[2] != UTC and times(reading):
        span = reading.span(*zone[:2])
        yield Remark(span, "schedules are in UTC: the time was read without its zone", "give the time in UTC")
    for first, last, value in rhythms(reading):
        span = reading.span(first, last)
        if value is None:
            help = "an interval that divides an hour or a day, such as 'every 30 minutes' or 'every 6 hours'"
            yield Remark(span, "no cron line can say this interval, so it was not read", help)
        elif value == "monthly" and days_of(reading, first - REACH, last + REACH) is not None:
            help = "a day of the month, such as 'on the 1st of each month', or a weekday alone"
            yield Remark(span, "a weekday of a month is more than a cron line can say: read as monthly", help)
