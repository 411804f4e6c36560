"""Wishes that save money: hours in which less runs, how capacity is bought, when logs are archived (``grammars/economy.yaml``).

Each is a constraint. ``schedule`` has what happens, when, where and for which environments: "scale to 1 20:00-06:00
Europe/Berlin in dev"; ``purchase`` the way of buying and its years: "reserved 3"; ``log-archive`` the days.
"""

from __future__ import annotations

from ..off_peak import DAYS
from ..statements import Constraint, Span
from .clock import days_of, time_of
from .environments import named_environments
from .items import Quantity
from .reading import Reading

# So many words may stand between the words of what is saved and a word that rules it out.
REACH = 3
# So many words may stand between what happens and when.
FAR = 8
# "stops when the new model is worse": that is no matter of hours.
_CONDITIONS = frozenset(("when", "if", "unless", "once"))
_JOINS = frozenset(("-", "–", "—", "to", "until", "till", "and", "through"))
_PLAIN = frozenset(("instanc", "instance", "server", "machin", "node"))
_NIGHTS, _WEEKENDS = "nights", "weekends"
_SHORT = 4
# Logs that are kept by other rules; and the most days that anybody means.
_OTHER_LOGS = ("audit-logging", "network-flow-logs")
_LONGEST = 36500


def find_economies(reading: Reading, quiet: Constraint | None) -> list[Constraint]:
    """The wishes of a statement, each once; ``quiet`` is what it says of quiet hours."""
    found = (quiet, _purchase(reading), _archived_logs(reading))
    return [constraint for constraint in found if constraint is not None]


def quiet_hours(reading: Reading) -> Constraint | None:
    """What happens in quiet hours, and when; None where a statement does not say both."""
    when = list(reading.hinted("quiet_hours", 0, len(reading.words)))
    times = _times(reading)
    action = next(reading.hinted("quiet_action", 0, len(reading.words)), None)
    if not when and times is None:
        return None
    if action is None and _leads(reading, when):
        action = (when[0][0], when[0][1], "scale down")
    if action is None:
        return None
    first, last, does = action
    near = [*(begin for begin, _, _ in when), *(times[:1] if times else ())]
    if all(abs(begin - first) > FAR for begin in near) or reading.stem(last) in _CONDITIONS:
        return None
    if _declined(reading, first):
        return None
    names = {name for _, _, name in when}
    hours, outside = _hours(reading, names, times, does == "run")
    if hours is None:
        return None
    does, last = _told(reading, does, last)
    zone = zone_of(reading)
    parts = [does, "outside" if outside else "", hours, zone[2] if zone else "", _where(reading)]
    spans = [(first, last), *((begin, end) for begin, end, _ in when), *((zone[:2],) if zone else ())]
    if times is not None:
        spans.append(times[:2])
    for begin, end in spans:
        reading.use(begin, end)
    return Constraint("schedule", " ".join(part for part in parts if part), _around(reading, spans))


def _leads(reading: Reading, when: list[tuple[int, int, str]]) -> bool:
    """ "Off-peak: 20:00 to 06:00": the hours are a label, and less is what they are for."""
    return bool(when) and when[0][2] == "off-peak hours" and reading.stem(when[0][1]) in (":", "|")


def _hours(
    reading: Reading, names: set[str], times: tuple[int, int, str, str] | None, runs: bool
) -> tuple[str | None, bool]:
    """The hours in words or times, and whether it is the rest of the week that is quiet."""
    outside = runs or "outside business hours" in names or reading.has("quiet_outside", 0, len(reading.words))
    if times is None:
        if {_NIGHTS, _WEEKENDS} <= names:
            return "nights and weekends", False
        if runs and not names & {"business hours"}:
            return None, False
        named = next(
            (name for name in ("outside business hours", "business hours", "off-peak hours", _NIGHTS, _WEEKENDS) if name in names), None
        )  # fmt: skip
        if named == "business hours":
            return (named, True) if outside else (None, False)
        return named, False
    start, end = times[2:]
    if _WEEKENDS in names and not outside:
        # The nights of the week and all of the weekend: only the days between are busy.
        return f"Mon-Fri {end}-{start}", True
    days = _named(days_of(reading, 0, len(reading.words)))
    return f"{days + ' ' if days else ''}{start}-{end}", outside


def _named(cron: str | None) -> str:
    """ "1-5" as "Mon-Fri"."""
    return "".join(DAYS[int(sign) % 7] if sign.isdigit() else sign for sign in cron or "")


def _times(reading: Reading) -> tuple[int, int, str, str] | None:
    """The first and the last word of a span of the day, with its two times: "8 PM - 6 AM", "weekdays 7-19"."""
    for index, word in enumerate(reading.words):
        behind = reading.words[index + 2] if index + 2 < len(reading.words) else None
        if (
            word.kind == "time"
            and behind is not None
            and behind.kind == "time"
            and reading.stem(index + 1) in _JOINS
        ):
            start, end = time_of(word.raw), time_of(behind.raw)
            if start and end and start != end:
                return index, index + 3, _clock(*start), _clock(*end)
    daily = days_of(reading, 0, len(reading.words)) or reading.has("quiet_hours", 0, len(reading.words))
    span = next((q for q in reading.quantities() if _of_hours(q)), None) if daily else None
    if span is None:
        return None
    return span.first, span.last, _clock(int(span.low)), _clock(int(span.high or 0))


def _of_hours(quantity: Quantity) -> bool:
    return (
        quantity.dimension is None
        and quantity.high is not None
        and quantity.low < quantity.high <= 24
        and quantity.low == int(quantity.low)
        and quantity.high == int(quantity.high)
        and not quantity.countable
    )


def _clock(hour: int, minute: int = 0) -> str:
    return f"{hour % 24:02}:{minute:02}"


def _told(reading: Reading, does: str, last: int) -> tuple[str, int]:
    """What happens, with the number behind it: "scale to 2"; less where no number stands there."""
    if does == "run":
        return "stop", last
    if does != "scale to N":
        return does, last
    number = next((q for q in reading.quantities() if last <= q.first <= last + 1), None)
    if number is None or number.low != int(number.low) or number.low > 1000:
        return "scale down", last
    return ("stop" if number.low == 0 else f"scale to {int(number.low)}"), number.last


def zone_of(reading: Reading) -> tuple[int, int, str] | None:
    """The time zone, where one is named; a short name only in capitals."""
    for first, last, name in reading.hinted("quiet_zone", 0, len(reading.words)):
        raw = reading.words[first].raw
        if last - first > 1 or len(raw) > _SHORT or raw.isupper():
            return first, last, str(name)
    return None


def _where(reading: Reading) -> str:
    names = dict.fromkeys(name for _, name in named_environments(reading))
    return f"in {','.join(names)}" if names else ""


def _declined(reading: Reading, first: int) -> bool:
    return any(
        reading.has("purchase_declined", index, index + 1) for index in range(max(first - REACH, 0), first)
    )


def _around(reading: Reading, spans: list[tuple[int, int]]) -> Span:
    return reading.span(min(first for first, _ in spans), max(last for _, last in spans))


def _purchase(reading: Reading) -> Constraint | None:
    """How capacity is bought; "on-demand" where a commitment is ruled out."""
    found = next(reading.hinted("purchase", 0, len(reading.words)), None)
    if found is None or reading.telling:
        return None
    first, last, way = found
    reading.use(first, last)
    if _declined(reading, first):
        reading.use(max(first - 1, 0), first)
        return Constraint("purchase", "on-demand", reading.span(first, last))
    years = _years(reading, first)
    return Constraint("purchase", f"{way}{f' {years}' if years else ''}", reading.span(first, last))


def _years(reading: Reading, first: int) -> int | None:
    """ "a 3-year reservation": the figure near the words."""
    for index in range(max(first - REACH, 0), min(first + 10, len(reading.words))):
        if reading.words[index].raw in ("1", "3", "one", "three") and any(
            reading.stem(index + step).startswith("year") for step in (1, 2)
        ):
            return 3 if reading.words[index].raw in ("3", "three") else 1
    return None


def _archived_logs(reading: Reading) -> Constraint | None:
    """The age in days at which logs are moved to cheap storage."""
    logs = next(reading.hinted("log_words", 0, len(reading.words)), None)
    own = any(m.concept == "object-storage" and m.name for m in reading.wanted)
    if logs is None or own or any(m.concept in _OTHER_LOGS for m in reading.wanted):
        return None
    named = "after" if not reading.has("log_then", 0, len(reading.words)) else "retention"
    concept = "archive-storage" if named == "after" else "log-aggregation"
    found = (m for m in reading.wanted if m.concept == concept and named in m.properties and not m.excluded)
    aged = next(found, None)
    days = aged.properties[named] if aged else None
    if aged is None or not isinstance(days, int | float) or not 1 <= days <= _LONGEST:
        return None
    return Constraint(
        "log-archive", str(int(days)), aged.evidence.get(named) or reading.span(logs[0], logs[1])
    )


def not_asked_for(reading: Reading, quiet: Constraint | None) -> None:
    """ "scale down to 1 instance at night" asks for no server: the word counts what is there."""
    if quiet is None and not reading.has("purchase", 0, len(reading.words)):
        return
    for mention in reading.mentions:
        bare = all(reading.stem(index) in _PLAIN for index in range(mention.first, mention.last))
        if mention.concept == "virtual-machine" and bare and not mention.properties.keys() - {"count"}:
            mention.dropped = True
