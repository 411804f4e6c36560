"""When work is done: "nightly at 2 AM", "every Monday at 06:00", "on weekdays at 18:00" as a word or a cron line."""

from __future__ import annotations

from .lookup import JOINS, PREPOSITIONS
from .reading import Reading

# So many words may stand between a rhythm and its time of day.
REACH = 6
_RANGES = frozenset(("to", "-", "–", "through", "till", "until"))
_ALSO = frozenset(("and", ",", "&", "/"))
_HYPHENS = frozenset(("-", "–"))
_DAY_OF_MONTH = "1"
# The hour of work for which only the days are said.
AT_NIGHT = 2
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_BEFORE_NO_START = frozenset((*_RANGES, "from", "between", "and", "by", "befor", "before"))
_NO_CLOCK = frozenset(("%", "/", "+", "×", "x", "-", "€", "$", "£"))
_LATE = frozenset(("even", "evening", "afternoon", "night"))


def when(reading: Reading, first: int, last: int, period: str) -> str:
    """What the rhythm in the words ``first`` up to ``last`` is as a schedule: ``daily`` …, a cron line where days or a time of day stand by."""
    time = _time_near(reading, first, last)
    days = days_of(reading, first - REACH, last + REACH)
    date = _date_near(reading, first, last) if period == "monthly" else None
    if time is None and days is None and date is None:
        return period
    if period == "monthly" and days is not None:
        # "the first Monday of each month" is more than a cron line can say.
        return period
    hour, minute = time or (AT_NIGHT, 0)
    if days is not None and period in ("daily", "weekly"):
        return f"{minute} {hour} * * {days}"
    return {
        "daily": f"{minute} {hour} * * *",
        "weekly": f"{minute} {hour} * * 0",
        "monthly": f"{minute} {hour} {date or _DAY_OF_MONTH} * *",
    }.get(period, period)


def regularly(hours: float) -> str | int | None:
    """What happens every so many hours as a schedule: a word, hours that divide a day, a cron line; None where no cron line can say it."""
    named = {1.0: "hourly", 24.0: "daily", 168.0: "weekly", 720.0: "monthly"}.get(hours)
    minutes = round(hours * 60, 3)
    if named is not None or minutes != int(minutes) or minutes < 1:
        return named
    if hours < 1:
        return f"*/{int(minutes)} * * * *" if 60 % minutes == 0 else None
    if hours < 24:
        return int(hours) if hours == int(hours) and 24 % hours == 0 else None
    days = hours / 24
    return f"0 {AT_NIGHT} */{int(days)} * *" if days == int(days) and days < 28 else None


def times(reading: Reading) -> list[int]:
    """The places of the times of day, without those that bound a span of the day ("from 8:00 to 18:00") or are a limit ("by 7:00")."""
    return [
        index
        for index in range(len(reading.words))
        if _is_time(reading, index)
        and reading.stem(index - 1) not in _BEFORE_NO_START
        and not (reading.stem(index + 1) in (*_RANGES, "and") and _is_time(reading, index + 2))
    ]


def time_at(reading: Reading, index: int) -> tuple[int, int] | None:
    """Hour and minute of the time of day at a place: "18:30", "noon", the 7 of "weekdays at 7"."""
    word = reading.words[index]
    named = reading.vocabulary.times_of_day.get(word.stem)
    found = time_of(named or word.raw)
    if found is not None and word.kind == "number" and found[0] < 12:
        behind = {reading.stem(at) for at in range(index + 1, index + 4)}
        return (found[0] + 12, found[1]) if not behind.isdisjoint(_LATE) else found
    return found


def _is_time(reading: Reading, index: int) -> bool:
    if index >= len(reading.words):
        return False
    word = reading.words[index]
    return (
        word.kind == "time" or word.stem in reading.vocabulary.times_of_day or _is_bare_hour(reading, index)
    )


def _is_bare_hour(reading: Reading, index: int) -> bool:
    """ "weekdays at 7", "daily at 18": an hour without minutes, where nothing is counted behind it."""
    word = reading.words[index]
    if (
        word.kind != "number"
        or not word.raw.isdigit()
        or int(word.raw) > 23
        or reading.stem(index - 1) != "at"
    ):
        return False
    if index + 1 == len(reading.words):
        return True
    behind = reading.words[index + 1]
    closed = behind.kind == "mark" or behind.stem in PREPOSITIONS
    return (
        (closed and behind.stem not in _NO_CLOCK)
        or behind.stem in JOINS
        or behind.stem in reading.vocabulary.days
        or reading.has("quiet_zone", index + 1, index + 2)
    )


def _time_near(reading: Reading, first: int, last: int) -> tuple[int, int] | None:
    """Hour and minute of the time of day that stands near a rhythm in its clause, or that is the only one there."""
    inside = [index for index in times(reading) if reading.clauses[index] == reading.clauses[first]]
    near = [index for index in inside if first - REACH <= index < last + REACH]
    chosen = near or (inside if len(inside) == 1 else [])
    return time_at(reading, chosen[0]) if chosen else None


def _date_near(reading: Reading, first: int, last: int) -> int | None:
    """The day of the month beside a monthly rhythm: "on the 15th of each month", "monthly on the 3rd"."""
    for index in range(max(first - REACH, 0), min(last + REACH, len(reading.words) - 1)):
        word = reading.words[index]
        if word.kind != "number" or not word.raw.isdigit() or reading.words[index + 1].start != word.end:
            continue
        if reading.stem(index + 1) in _ORDINALS and 1 <= int(word.raw) <= 31:
            return int(word.raw)
    return None


def time_of(written: str) -> tuple[int, int] | None:
    """Hour (0 to 23) and minute of "2 AM", "18:30", "6:15 p.m."; None where it is no time of day."""
    text = written.lower().replace(".", "").replace(" ", "")
    figures = text.rstrip("apm")
    hour, _, minute = figures.partition(":")
    if not hour.isdigit() or (minute and not minute.isdigit()):
        return None
    hours = int(hour)
    if text.endswith("pm") and hours < 12:
        hours += 12
    elif text.endswith("am") and hours == 12:
        hours = 0
    return hours, int(minute or 0)


def days_of(reading: Reading, first: int, last: int) -> str | None:
    """The days of the week as cron counts them: ``1-5`` for "weekdays" and "Monday to Friday", ``1,4`` for "Monday and Thursday"."""
    names = reading.vocabulary.days
    found = ""
    joined = ""
    for index in range(max(first, 0), min(last, len(reading.words))):
        stem = reading.stem(index)
        day = names.get(stem)
        if day is not None:
            # A hyphen inside "Mon-Fri" is no word of its own.
            if found and reading.text[reading.words[index - 1].end : reading.words[index].start] in _HYPHENS:
                joined = "-"
            found += (joined or ",") + day if found else day
            joined = ""
        elif found and stem in _RANGES:
            joined = "-"
        elif found and stem in _ALSO:
            joined = ","
        elif found:
            break
    return found or None
