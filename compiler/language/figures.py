"""Numbers become tokens, each with its currency, unit, rate, suffix and range."""

from __future__ import annotations

from .amounts import counts_something, currency_at, has_points, unit_behind, with_adjective
from .items import Token
from .lookup import longest
from .numbers import read_number, share
from .tape import Tape


def take_number(tape: Tape) -> bool:
    """Read the number that begins here with all that belongs to it; whether there is one."""
    words, at = tape.words, tape.at
    word = words[at]
    currency = currency_at(tape, at)
    if currency and currency[1] < len(words) and (read := read_number(words, currency[1], tape.vocabulary)):
        tape.emit("CURRENCY", currency[1], currency[0])
        tape.emit("NUMBER", read[2], (read[0] * (1000 if has_points(read[1]) else 1), read[1]))
        _after_number(tape)
        return True
    if word.stem == "half" and at + 1 < len(words) and words[at + 1].stem == "of":
        tape.emit("NUMBER", at + 1, (50.0, "share"))
        tape.tokens.append(Token("UNIT", at + 1, at + 1, ("percent", 1.0, False, "%", None)))
        return True
    read = read_number(words, at, tape.vocabulary)
    if read is None:
        return _sub_unit(tape)
    value, raw, after = read
    if raw == "nines":
        tape.emit("NUMBER", after - 1, (value, raw))
        tape.emit("UNIT", after, ("percent", 1.0, False, "%", None))
        return True
    times = after + 1 if after < len(words) and words[after].raw == "times" else after
    if part := share(words, times, value, tape.vocabulary):
        tape.emit("NUMBER", after, (part[0], "share"))
        tape.emit("UNIT", part[1], ("percent", 1.0, False, "%", None))
        return True
    unit = unit_behind(tape, after, counted=word.kind == "word")
    if word.kind == "word" and unit is None and value < 20 and not counts_something(tape, after):
        return False
    if unit and (part := share(words, unit[1], value, tape.vocabulary)):
        tape.emit("NUMBER", unit[1], (part[0], "share"))
        tape.emit("UNIT", part[1], ("percent", 1.0, False, "%", None))
        return True
    tape.emit("NUMBER", after if unit else with_adjective(tape, after), (value, raw))
    if unit:
        tape.emit("UNIT", unit[1], unit[0])
    elif currency := currency_at(tape, tape.at):
        tape.emit("CURRENCY", currency[1], currency[0])
    _after_number(tape)
    return True


def _sub_unit(tape: Tape) -> bool:
    """ "sub-second": less than one of the unit."""
    at = tape.at
    if tape.words[at].stem not in ("sub", "every", "each") or at + 1 >= len(tape.words):
        return False
    facets = tape.hard.get(tape.words[at + 1].stem, {}).get("", {})
    if "unit" not in facets or facets["unit"][0] != "time":
        return False
    dimension, factor, countable = facets["unit"]
    if tape.words[at].stem == "sub":
        tape.emit("COMPARATOR", at + 1, "<")
    elif factor > 60 or factor < 1:
        return False
    else:
        tape.emit("WATER", at + 1)
    tape.emit("NUMBER", at + 1, (1.0, "1"))
    tape.emit("UNIT", at + 2, (dimension, factor, countable, tape.words[at + 1].stem, None))
    return True


def _after_number(tape: Tape) -> None:
    """Rate, suffix and range behind a number and its unit."""
    _rate(tape)
    _suffix(tape)
    _range(tape)


def _rate(tape: Tape) -> None:
    words, at = tape.words, tape.at
    if at >= len(words):
        return
    if words[at].stem in ("on", ")"):
        return
    match = longest(tape.hard, words, at)
    if match and "period" in match[0]:
        seconds = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0}[
            match[0]["period"]
        ]
        if tape.tokens[-1].type != "UNIT" or tape.tokens[-1].value[0] != "time":
            tape.emit("RATE", match[1], seconds)
        return
    if words[at].stem in ("annually", "yearly", "annual"):
        tape.emit("RATE", at + 1, 31536000.0)
        return
    if at + 1 >= len(words) or "per" not in tape.soft.get(words[at].stem, {}).get("", {}):
        return
    following = longest(tape.hard, words, at + 1)
    if not following or "unit" not in following[0] or following[0]["unit"][0] != "time":
        return
    if (
        tape.tokens[-1].type == "UNIT"
        and tape.tokens[-1].value[0] == "time"
        and words[at].stem in ("a", "each", "every", "an")
    ):
        return
    tape.emit("RATE", following[1], float(following[0]["unit"][1]))


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


def _late_unit(tape: Tape) -> None:
    """ "250+ nodes": the unit stands behind the plus, and belongs before it."""
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
    for token in reversed(tape.tokens[-4:]):
        if token.type in ("NUMBER", "CURRENCY"):
            at = token.first - 1
            if token.type == "NUMBER" and at >= 0 and currency_at(tape, at):
                at -= 1
            return at >= 0 and tape.words[at].stem == "between"
    return False
