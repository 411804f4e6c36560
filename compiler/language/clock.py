"""When work is done: "nightly at 2 AM", "every Monday at 06:00", "on weekdays at 18:00" as a word or a cron line."""

from __future__ import annotations

from .reading import Reading

# So many words may stand between a rhythm and its time of day.
REACH = 6
_RANGES = frozenset(("to", "-", "–", "through", "till", "until"))
_ALSO = frozenset(("and", ",", "&", "/"))
_HYPHENS = frozenset(("-", "–"))
_DAY_OF_MONTH = "1"


def when(reading: Reading, first: int, last: int, period: str) -> str:
    """What the rhythm in the words ``first`` up to ``last`` is as a schedule: ``daily`` …, a cron line where a time of day stands by."""
    time = _time_near(reading, first, last)
    if time is None:
        return period
    hour, minute = time
    days = days_of(reading, first - REACH, last + REACH)
    if days is not None:
        return f"{minute} {hour} * * {days}"
    return {
        "hourly": "hourly",
        "daily": f"{minute} {hour} * * *",
        "weekly": f"{minute} {hour} * * 0",
        "monthly": f"{minute} {hour} {_DAY_OF_MONTH} * *",
    }.get(period, period)


def times(reading: Reading) -> list[int]:
    """The places of the times of day, without those that bound a span of the day ("from 8:00 to 18:00")."""
    return [
        index
        for index, word in enumerate(reading.words)
        if word.kind == "time"
        and reading.stem(index - 1) not in (*_RANGES, "from", "between", "and")
        and not (reading.stem(index + 1) in (*_RANGES, "and") and _is_time(reading, index + 2))
    ]


def _is_time(reading: Reading, index: int) -> bool:
    return index < len(reading.words) and reading.words[index].kind == "time"


def _time_near(reading: Reading, first: int, last: int) -> tuple[int, int] | None:
    """Hour and minute of the time of day that stands near a rhythm, in its clause."""
    near = [
        index
        for index in times(reading)
        if first - REACH <= index < last + REACH and reading.clauses[index] == reading.clauses[first]
    ]
    return time_of(reading.words[near[0]].raw) if near else None


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
