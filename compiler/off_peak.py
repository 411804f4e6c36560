"""The quiet hours of the whole build: what ``off_peak`` says, and when they begin and end as cron lines.

The text is ``ACTION HOURS [ZONE] [in ENVIRONMENTS]``: an action ``stop``, ``scale down`` or ``scale to N``; hours
``[outside ][DAYS ]HH:MM-HH:MM``, such as ``20:00-06:00``, ``Sat,Sun 00:00-00:00`` or ``outside Mon-Fri 07:00-19:00``; a zone's name
in the IANA database.
"""

from __future__ import annotations

import re

from msgspec import Struct

DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
DAY = 24 * 60
_DAYS = "(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)"
_TEXT = re.compile(
    rf"(?P<action>stop|scale down|scale to (?P<least>\d{{1,4}}))"
    rf"(?: (?P<outside>outside))?(?: (?P<days>{_DAYS}(?:[,-]{_DAYS}){{0,6}}))?"
    r" (?P<start>(?:[01]\d|2[0-3]):[0-5]\d)-(?P<end>(?:[01]\d|2[0-3]):[0-5]\d)"
    r"(?: (?P<zone>UTC|[A-Z][A-Za-z]{1,20}/[A-Z][A-Za-z_]{1,30}))?"
    r"(?: in (?P<where>[a-z,-]{1,80}))?"
)


class Moment(Struct, frozen=True):
    """A time that comes back: minutes since midnight, and the days of the week on which it does (Sunday is 0)."""

    time: int
    days: tuple[int, ...]

    @property
    def hour(self) -> int:
        """The hour, 0 to 23."""
        return self.time // 60

    @property
    def minute(self) -> int:
        """The minute of the hour."""
        return self.time % 60

    @property
    def clock(self) -> str:
        """Such as ``06:30``."""
        return f"{self.hour:02}:{self.minute:02}"

    @property
    def names(self) -> list[str]:
        """The days in English, from Monday on."""
        long = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
        return [long[day] for day in sorted(self.days, key=lambda day: (day - 1) % 7)]

    @property
    def cron(self) -> str:
        """Five fields."""
        return f"{self.minute} {self.hour} * * {_cron_days(self.days)}"


class Busy(Struct, frozen=True):
    """Hours in which as much runs as always: when they begin, and for how many seconds they last."""

    begins: Moment
    seconds: int

    @property
    def ends(self) -> Moment:
        """When they are over."""
        return _shifted(self.begins, self.seconds // 60)


class OffPeak(Struct, frozen=True):
    """What happens when little is needed: ``least`` is the number that stays (0 with ``stop``, None where nobody gave it)."""

    least: int | None
    begins: Moment
    ends: Moment
    busy: tuple[Busy, ...]
    zone: str | None = None
    where: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing stays."""
        return self.least == 0

    def shifted(self, minutes: int) -> OffPeak:
        """The same hours on a clock that is so many minutes ahead, for services that know one time zone only."""
        return OffPeak(
            self.least,
            _shifted(self.begins, minutes),
            _shifted(self.ends, minutes),
            tuple(Busy(_shifted(hours.begins, minutes), hours.seconds) for hours in self.busy),
            "UTC",
            self.where,
        )


def read(text: str) -> OffPeak | None:
    """The hours that a text says; None where it is not of the form above."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    start, end = _minutes(found["start"]), _minutes(found["end"])
    days = _days(found["days"]) if found["days"] else tuple(range(7))
    if found["outside"] and start == end:
        return None
    least = 0 if found["action"] == "stop" else int(found["least"]) if found["least"] else None
    begins, ends, busy = _outside(start, end, days) if found["outside"] else _inside(start, end, days)
    if not begins.days:
        return None
    where = tuple(name for name in (found["where"] or "").split(",") if name)
    return OffPeak(least, begins, ends, busy, found["zone"], where)


def _outside(start: int, end: int, days: tuple[int, ...]) -> tuple[Moment, Moment, tuple[Busy, ...]]:
    """Quiet but for the hours from ``start`` to ``end`` on ``days``."""
    until = days if end > start else _later(days)
    return Moment(end, until), Moment(start, days), (Busy(Moment(start, days), (end - start) % DAY * 60),)


def _inside(start: int, end: int, days: tuple[int, ...]) -> tuple[Moment, Moment, tuple[Busy, ...]]:
    """Quiet from ``start`` on ``days`` to ``end``."""
    others = tuple(day for day in range(7) if day not in days)
    if start == end:
        # Whole days: those that follow each other are one stretch.
        first = tuple(day for day in days if (day - 1) % 7 in others)
        behind = tuple(sorted((day + 1) % 7 for day in days if (day + 1) % 7 in others))
        return Moment(start, first), Moment(end, behind), (Busy(Moment(start, others), DAY * 60),)
    busy = [Busy(Moment(end, tuple(range(7))), (start - end) % DAY * 60)]
    if others:
        busy.append(Busy(Moment(start, others), (end - start) % DAY * 60))
    return Moment(start, days), Moment(end, days if end > start else _later(days)), tuple(busy)


def _later(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted((day + 1) % 7 for day in days))


def _shifted(moment: Moment, minutes: int) -> Moment:
    over, time = divmod(moment.time + minutes, DAY)
    return Moment(time, tuple(sorted((day + over) % 7 for day in moment.days)))


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _days(text: str) -> tuple[int, ...]:
    """The days of "Mon-Fri" or "Mon,Thu"."""
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        start = DAYS.index(first)
        span = (DAYS.index(last[:3] or first) - start) % 7
        found |= {(start + step) % 7 for step in range(span + 1)}
    return tuple(sorted(found))


def _cron_days(days: tuple[int, ...]) -> str:
    """ "*", "1-5" or "1,4"."""
    if len(days) == 7:
        return "*"
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{days[0]}-{days[-1]}"
    return ",".join(str(day) for day in days)
