"""Numbers become tokens, each with its currency, unit, rate, suffix and range."""

from __future__ import annotations

from typing import Any

from .amounts import (
    LATEST,
    counts_something,
    currency_at,
    has_points,
    of_them,
    unit_behind,
    with_adjective,
)
from .items import Token
from .lookup import longest
from .numbers import Read, read_number, share
from .periods import PERIODS, seconds_in
from .tape import Tape

_PERCENT = ("percent", 1.0, False, "%", None)
_ORDINAL = frozenset(("th", "st", "nd", "rd"))
_YEARLY = frozenset(("annually", "yearly", "annual", "pa"))
# What comes round at most so seldom, in seconds, is told as a time; what is rarer is a period ("daily").
LONGEST_BEAT = 3600
_IN = frozenset(("in", "within", "per", "every", "/"))
_DIGITS = {"single": 10.0, "double": 100.0, "triple": 1000.0}
_MILLION = frozenset(("m", "mm"))


def take_number(tape: Tape) -> bool:
    """Read the number that begins here with all that belongs to it; whether there is one."""
    if _money(tape) or _half(tape) or _digits(tape) or _once_a(tape):
        return True
    _from_then(tape)
    read = read_number(tape.words, tape.at, tape.vocabulary)
    if read is None:
        return _sub_unit(tape)
    return (
        _percentile(tape, read)
        or _nines(tape, read)
        or _part(tape, read)
        or _zero(tape, read)
        or _figure(tape, read)
    )


def _money(tape: Tape) -> bool:
    """ "$5,000", "EUR 1.2m": a currency before its figure."""
    currency = currency_at(tape, tape.at)
    if not currency or currency[1] >= len(tape.words):
        return False
    read = read_number(tape.words, currency[1], tape.vocabulary)
    if read is None:
        return False
    tape.emit("CURRENCY", currency[1], currency[0])
    value, raw, after = read
    value *= 1000 if has_points(raw) else 1
    tape.emit("NUMBER", *_millions(tape, value, raw, after))
    _after_number(tape)
    return True


def _millions(tape: Tape, value: float, raw: str, after: int) -> tuple[int, tuple[float, str]]:
    """In a sum of money, "m" directly behind the figure is a million."""
    words = tape.words
    if after < len(words) and words[after].stem in _MILLION and words[after - 1].end == words[after].start:
        return after + 1, (value * 1_000_000, raw)
    return after, (value, raw)


def _half(tape: Tape) -> bool:
    """ "half of the requests": a share without a figure."""
    words, at = tape.words, tape.at
    if words[at].stem != "half" or at + 1 >= len(words) or words[at + 1].stem != "of":
        return False
    tape.emit("NUMBER", at + 1, (50.0, "share"))
    tape.tokens.append(Token("UNIT", at + 1, at + 1, _PERCENT))
    return True


def _digits(tape: Tape) -> bool:
    """ "single-digit milliseconds": less than ten of the unit."""
    words, at = tape.words, tape.at
    below = _DIGITS.get(words[at].raw.lower())
    if below is None or at + 2 >= len(words) or words[at + 1].stem != "digit":
        return False
    unit = unit_behind(tape, at + 2, counted=True)
    if unit is None or unit[0][0] not in ("time", "percent"):
        return False
    tape.emit("COMPARATOR", at + 1, "<")
    tape.emit("NUMBER", at + 2, (below, f"{below:g}"))
    tape.emit("UNIT", unit[1], unit[0])
    return True


def _from_then(tape: Tape) -> None:
    """ "T+4 hours": at most so long after the event."""
    words, at = tape.words, tape.at
    if words[at].raw != "T" or at + 3 >= len(words) or words[at + 1].stem != "+":
        return
    unit = unit_behind(tape, at + 3, counted=False) if words[at + 2].kind == "number" else None
    if unit and unit[0][0] == "time":
        tape.emit("COMPARATOR", at + 2, "<=")


def _percentile(tape: Tape, read: Read) -> bool:
    """ "85th percentile": a statistic, no number."""
    words, (value, _, after) = tape.words, read
    last = after + 1 if after < len(words) and words[after].stem in _ORDINAL else after
    if words[tape.at].kind != "number" or last >= len(words) or words[last].stem != "percentil":
        return False
    if not 0 < value < 100:
        return False
    tape.emit("STATISTIC", last + 1, f"p{value:g}")
    return True


def _nines(tape: Tape, read: Read) -> bool:
    """ "five nines"."""
    value, raw, after = read
    if raw != "nines":
        return False
    tape.emit("NUMBER", after - 1, (value, raw))
    tape.emit("UNIT", after, _PERCENT)
    return True


def _part(tape: Tape, read: Read) -> bool:
    """ "1 in 1,000", "one failed request in a thousand": a share in percent."""
    words, (value, _, after) = tape.words, read
    behind = [after + 1 if after < len(words) and words[after].raw == "times" else after]
    unit = unit_behind(tape, after, counted=words[tape.at].kind == "word")
    if unit and unit[0][0] in ("n:operations", "n:people"):
        behind.append(unit[1])
    for at in behind:
        if part := share(words, at, value, tape.vocabulary):
            tape.emit("NUMBER", at, (part[0], "share"))
            tape.emit("UNIT", part[1], _PERCENT)
            return True
    return False


def _zero(tape: Tape, read: Read) -> bool:
    """ "zero data loss", "RPO: 0": a bare zero beside a metric that may be nothing at all."""
    value, raw, after = read
    if value != 0 or unit_behind(tape, after, counted=False):
        return False
    near = [after, *range(max(tape.at - 3, 0), tape.at)]
    for at in near:
        hint = longest(tape.soft, tape.words, at) if at < len(tape.words) else None
        if hint and any(tape.vocabulary.metrics[name]["zero"] for name in hint[0].get("metrics", ())):
            tape.emit("NUMBER", after, (value, raw))
            tape.tokens.append(Token("UNIT", after, after, ("time", 1.0, False, "s", None)))
            return True
    return False


def _figure(tape: Tape, read: Read) -> bool:
    """A figure with its unit or the currency behind it; a small number in words counts only before what it counts."""
    words, (value, raw, after) = tape.words, read
    written = words[tape.at].kind == "word"
    unit = unit_behind(tape, after, counted=written)
    if unit and value > 1 and _names_one(tape, unit, after):
        unit = None
    bounded = bool(tape.tokens) and tape.tokens[-1].type == "COMPARATOR" and tape.tokens[-1].last == tape.at
    counted = bounded or of_them(words, after) or words[tape.at - 1].stem in LATEST
    if written and unit is None and value < 20 and not counted and not counts_something(tape, after):
        return False
    if unit is None and (currency := currency_at(tape, after)):
        tape.emit("NUMBER", after, (value * (1000 if has_points(raw) else 1), raw))
        tape.emit("CURRENCY", currency[1], currency[0])
    else:
        tape.emit("NUMBER", after if unit else with_adjective(tape, after), (value, raw))
        if unit:
            tape.emit("UNIT", unit[1], unit[0])
    _after_number(tape)
    return True


def _once_a(tape: Tape) -> bool:
    """ "once a minute": every minute. What happens once a day and more rarely is a period's name."""
    words, at = tape.words, tape.at
    if words[at].raw.lower() != "once" or at + 2 >= len(words):
        return False
    if words[at + 1].stem not in ("a", "per", "every", "each", "an"):
        return False
    seconds = _seconds_of(tape, at + 2)
    if seconds is None or not 1 <= seconds <= LONGEST_BEAT:
        return False
    tape.emit("WATER", at + 2)
    _emit_one(tape)
    return True


def _names_one(tape: Tape, unit: tuple[Any, int], at: int) -> bool:
    """ "a Postgres 16 instance": behind a term and before one thing, a figure is a version and counts nothing."""
    counted = str(unit[0][0]) in ("n:instances", "n:nodes")
    led = bool(tape.tokens) and tape.tokens[-1].type == "TERM"
    return counted and led and unit[1] == at + 1 and not tape.words[at].raw.lower().endswith("s")


def _sub_unit(tape: Tape) -> bool:
    """ "sub-second": less than one of the unit."""
    at = tape.at
    if tape.words[at].stem not in ("sub", "every", "each") or at + 1 >= len(tape.words):
        return False
    seconds = _seconds_of(tape, at + 1)
    if seconds is None:
        return False
    if tape.words[at].stem == "sub":
        tape.emit("COMPARATOR", at + 1, "<")
    elif 1 <= seconds <= 60:
        tape.emit("WATER", at + 1)
    else:
        return False
    _emit_one(tape)
    return True


def _seconds_of(tape: Tape, at: int) -> float | None:
    """The length of the unit of time that a word is; None for any other word."""
    facets = tape.hard.get(tape.words[at].stem, {}).get("", {})
    if "unit" not in facets or facets["unit"][0] != "time":
        return None
    seconds: float = facets["unit"][1]
    return seconds


def _emit_one(tape: Tape) -> None:
    """One of the unit that stands here, where the words say no number."""
    at, word = tape.at, tape.words[tape.at]
    dimension, factor, countable = tape.hard[word.stem][""]["unit"]
    tape.emit("NUMBER", at, (1.0, "1"))
    tape.emit("UNIT", at + 1, (dimension, factor, countable, word.stem, None))


def _after_number(tape: Tape) -> None:
    """Rate, suffix and range behind a number and its unit."""
    _rate(tape)
    _suffix(tape)
    _range(tape)


def _rate(tape: Tape) -> None:
    """The period behind a number: "per second", "a day", "monthly", "p.a.", "in five minutes"."""
    if tape.at >= len(tape.words) or tape.words[tape.at].stem == "on":
        return
    timed = tape.tokens[-1].type == "UNIT" and tape.tokens[-1].value[0] == "time"
    period = _period(tape, timed) or _each(tape, timed) or _of_each(tape) or _per_number(tape)
    if period is not None:
        tape.emit("RATE", *period)


def _period(tape: Tape, timed: bool) -> tuple[int, float] | None:
    """ "monthly", "annually", "p.a."; behind a time it says how often, not how much in it."""
    words, at = tape.words, tape.at
    match = longest(tape.hard, words, at)
    if match and "period" in match[0]:
        return None if timed else (match[1], seconds_in(match[0]["period"]))
    if words[at].stem == "pcm":
        return at + 1, PERIODS["monthly"]
    if words[at].stem in _YEARLY:
        return at + 1, PERIODS["yearly"]
    if words[at].stem == "quarterly":
        return at + 1, PERIODS["quarterly"]
    if [word.raw.lower() for word in words[at : at + 3]] == ["p", ".", "a"]:
        stop = at + 3 < len(words) and words[at + 3].stem == "." and words[at + 2].end == words[at + 3].start
        return at + 3 + stop, PERIODS["yearly"]
    return None


def _each(tape: Tape, timed: bool) -> tuple[int, float] | None:
    """ "per second", "/ month", "every day", "a year"."""
    words, at = tape.words, tape.at
    if at + 1 >= len(words) or "per" not in tape.soft.get(words[at].stem, {}).get("", {}):
        return None
    following = longest(tape.hard, words, at + 1)
    if not following or "unit" not in following[0] or following[0]["unit"][0] != "time":
        return None
    if timed and words[at].stem in ("a", "each", "every", "an"):
        return None
    return following[1], float(following[0]["unit"][1])


def _of_each(tape: Tape) -> tuple[int, float] | None:
    """ "50 GB of new data a day": plain words between a size and its period."""
    words, at = tape.words, tape.at
    if words[at].stem != "of" or tape.tokens[-1].type != "UNIT" or tape.tokens[-1].value[0] != "size":
        return None
    for index in range(at + 1, min(at + 4, len(words) - 1)):
        match = longest(tape.hard, words, index)
        if words[index].kind != "word" or (match and "unit" not in match[0]):
            return None
        unit = tape.hard.get(words[index + 1].stem, {}).get("", {}).get("unit")
        if words[index].stem in ("a", "per", "each", "every") and unit and unit[0] == "time":
            return index + 2, float(unit[1])
    return None


def _per_number(tape: Tape) -> tuple[int, float] | None:
    """ "500 requests in five minutes", "per 10 s": what is counted, in a number of minutes."""
    words, at = tape.words, tape.at
    if at + 1 >= len(words) or words[at].stem not in _IN or tape.tokens[-1].type != "UNIT":
        return None
    if tape.tokens[-1].value[0] != "n:operations":
        return None
    start = at + 2 if words[at + 1].stem in ("a", "any", "each") and at + 2 < len(words) else at + 1
    read = read_number(words, start, tape.vocabulary)
    unit = unit_behind(tape, read[2], counted=True) if read else None
    if read is None or unit is None or unit[0][0] != "time" or read[0] <= 0:
        return None
    return unit[1], read[0] * float(unit[0][1])


def _suffix(tape: Tape) -> None:
    words, at = tape.words, tape.at
    if at < len(words) and words[at].stem == "+" and words[at - 1].end == words[at].start:
        tape.emit("SUFFIX", at + 1, ">=")
        _late_unit(tape)
        return
    if at >= len(words):
        return
    match = longest(tape.hard, words, at)
    if match and "suffix" in match[0]:
        following = read_number(words, match[1], tape.vocabulary) if match[1] < len(words) else None
        if following is None or "comparator" not in match[0]:
            tape.emit("SUFFIX", match[1], match[0]["suffix"])
            _late_unit(tape)


def _late_unit(tape: Tape) -> None:
    """ "250+ nodes", "4 or more machines": the unit stands behind the comparison, and belongs before it."""
    if (
        len(tape.tokens) >= 2
        and tape.tokens[-2].type == "NUMBER"
        and (unit := unit_behind(tape, tape.at, counted=True))
    ):
        plus = tape.tokens.pop()
        tape.emit("UNIT", unit[1], unit[0])
        _rate(tape)
        tape.tokens.append(plus)


def _range(tape: Tape) -> None:
    words, at = tape.words, tape.at
    if at + 1 >= len(words):
        return
    if words[at].stem in ("±", "+/-") or (words[at].raw == "Â" and words[at + 1].stem == "±"):
        after = at + (2 if words[at].raw == "Â" else 1)
        if after < len(words) and read_number(words, after, tape.vocabulary):
            tape.emit("TOLERANCE", after)
        return
    give = at + (words[at].stem == ",")
    stems = [word.stem for word in words[give : give + 3]]
    if stems in (["giv", "or", "tak"], ["plu", "or", "minu"]) and give + 3 < len(words):
        if read_number(words, give + 3, tape.vocabulary):
            tape.emit("TOLERANCE", give + 3)
        return
    soft = longest(tape.soft, words, at)
    if not soft or "range" not in soft[0] or soft[1] >= len(words):
        return
    if words[at].stem == "and" and not _between(tape):
        return
    after = soft[1]
    if words[at].stem in ("to", "through") and words[after].stem in ("at", "about", "around"):
        after += 1
    currency = currency_at(tape, after)
    start = currency[1] if currency else after
    if start < len(words) and read_number(words, start, tape.vocabulary):
        tape.emit("RANGE", after)


def _between(tape: Tape) -> bool:
    """Whether "between" stands before the number that was read last."""
    first = next((token.first for token in reversed(tape.tokens[-4:]) if token.type == "NUMBER"), 0)
    if first and tape.tokens[-1].type != "WATER":
        first = next((t.first for t in tape.tokens[-4:] if t.type == "CURRENCY" and t.last == first), first)
    return first > 0 and tape.words[first - 1].stem == "between"
