"""Which number and which quality belongs to which concept."""

from __future__ import annotations

from ..statements import PropertyValue
from .counts import attach_bounds, attach_plain
from .items import Quantity, Token
from .properties import allowed, candidates_of, plain, put
from .reading import Mention, Reading
from .versions import attach_versions

CUE_REACH = 5
PER_DAY = {"time": {"d": 86400.0, "h": 3600.0, "s": 1.0, "ms": 0.001}, "size": {"GiB": 1.0, "MiB": 1 / 1024}}
_COUNTABLE = frozenset(("n:instances", "n:nodes"))


def attach_all(reading: Reading) -> None:
    """Give every quality and every number that is a property to the concept that it belongs to."""
    _attach_given(reading)
    attach_versions(reading)
    for order, item in enumerate(reading.items):
        if isinstance(item, Quantity):
            _attach_quantity(reading, item, order)
        elif isinstance(item, Token) and item.type == "PERIOD":
            _attach_period(reading, item)


def _attach_given(reading: Reading) -> None:
    """Qualities ("with automatic failover") go to the nearest concept that has them."""
    for giver in reading.mentions:
        if not giver.gives or (giver.dropped and giver.concept):
            continue
        for name, value in giver.gives.items():
            taker = _nearest(reading, giver, name, value)
            if taker is not None:
                put(reading, taker, name, _negated(reading, giver, value), giver.first, giver.last)


def _negated(reading: Reading, giver: Mention, value: PropertyValue) -> PropertyValue:
    if value is not True:
        return value
    if reading.stem(giver.first - 1) in ("no", "not", "without", "never"):
        return False
    for first, last, modal in reading.hinted("modal", *reading.clause_bounds(giver.first)):
        if modal == "must-not" and last <= giver.first and not reading.has("stop", first, giver.first):
            return False
    return not any(
        0 <= giver.first - token.last <= 1 and token.value == "before" for token in reading.tokens("NEGATION")
    )


def _nearest(reading: Reading, giver: Mention, name: str, value: PropertyValue) -> Mention | None:
    best: tuple[float, Mention] | None = None
    for mention in reading.wanted:
        if mention is giver:
            continue
        kind = allowed(reading, mention, name)
        if kind is None or (isinstance(kind, list) and value not in kind):
            continue
        if mention.last <= giver.first:
            distance = giver.first - mention.last + 0.5
        else:
            distance = max(mention.first - giver.last, 0)
            if distance > 2:
                distance *= 2
        if reading.clauses[mention.first] != reading.clauses[giver.first]:
            distance += 12
        if best is None or distance < best[0]:
            best = distance, mention
    return best[1] if best else None


def _cues(reading: Reading, quantity: Quantity) -> dict[str, int]:
    """The properties whose words stand near a number, with the distance of the nearest."""
    found: dict[str, int] = {}
    clause = reading.clauses[quantity.first]
    if any(word.kind == "path" for word in reading.words) and any(
        "health" in word.stem or word.stem in ("check", "probe") for word in reading.words
    ):
        found["health_check_interval"] = CUE_REACH
    for index in range(
        max(quantity.first - CUE_REACH - 1, 0), min(quantity.last + CUE_REACH, len(reading.words))
    ):
        hint = reading.hints[index]
        if hint is None or "cues" not in hint[0] or reading.clauses[index] != clause:
            continue
        if index < quantity.first:
            distance = max(quantity.first - hint[1], 0)
        elif index < quantity.last:
            distance = 0
        else:
            distance = index - quantity.last + 1
            if any(reading.stem(place) == "|" for place in range(quantity.last, index)):
                continue
            if _number_between(reading, quantity.last, index) or _begins_a_quantity(reading, hint[1]):
                continue
        if index < quantity.first and _number_between(reading, hint[1], quantity.first):
            distance += 3
        for name in hint[0]["cues"]:
            if distance < found.get(name, 99):
                found[name] = distance
    return found


def _begins_a_quantity(reading: Reading, at: int) -> bool:
    """Whether the next number stands at a word or one behind it: a cue before it is that number's."""
    return any(quantity.first in (at, at + 1) for quantity in reading.quantities())


def _number_between(reading: Reading, first: int, last: int) -> bool:
    return any(reading.words[index].kind == "number" for index in range(first, min(last, len(reading.words))))


def _attach_quantity(reading: Reading, quantity: Quantity, order: int) -> None:
    if quantity.dimension is None:
        attach_plain(reading, quantity, order)
        return
    if quantity.used:
        return
    candidates = candidates_of(reading, quantity)
    if quantity.dimension == "n:gpus":
        for _, mention in candidates:
            if mention.concept == "gpu-compute" and not mention.excluded:
                put(reading, mention, "count", plain(quantity.low), quantity.first, quantity.last)
                quantity.used = True
                return
    if quantity.dimension in _COUNTABLE and attach_bounds(reading, quantity, candidates):
        return
    cues = _cues(reading, quantity)
    best: tuple[float, Mention, str] | None = None
    rules = reading.vocabulary.properties
    dimension = "rate" if quantity.rate and quantity.countable else quantity.dimension
    for distance, mention in candidates:
        if distance > 25:
            continue
        for name in reading.vocabulary.concepts[mention.concept or ""]["properties"]:
            rule = rules.get(name)
            if rule is None or (name in mention.evidence and name != "thresholds"):
                continue
            counts = (
                reading.vocabulary.concepts[mention.concept or ""]["properties"][name] == "count"
                and rule["counts"]
            )
            if dimension != (counts or rule["dimension"]):
                continue
            cue = cues.get(name)
            if name == "retention" and dimension == "time" and quantity.low < 3600:
                continue
            if name in ("after", "archive_after") and not _is_age(reading, quantity):
                continue
            if name == "retention" and cue is None and not _stands_alone(reading, quantity, mention):
                continue
            if name == "ready_within" and reading.stem(quantity.first - 1) in ("for", "after", "every"):
                continue
            if cue is None and rule["needs"]:
                continue
            score = distance + (0.6 * cue if cue is not None else 4.0) + (0.0 if name != "retention" else 0.1)
            if (
                name == "frequency"
                and cue is not None
                and reading.stem(quantity.first - 1) not in ("every", "each")
            ):
                score += 6
            if name == "expire_after" and cue is not None:
                score -= 12
            if best is None or score < best[0]:
                best = score, mention, name
    if best is None:
        return
    _, mention, name = best
    if mention.excluded:
        return
    if dimension == "size":
        name = _which_size(reading, quantity, mention, name, cues)
    _set(reading, quantity, mention, name)


def _stands_alone(reading: Reading, quantity: Quantity, mention: Mention) -> bool:
    """Whether a time is an entry of a list or stands directly beside its term: "logs, 30 days", "30-day logs"."""
    before = reading.stem(quantity.first - 1)
    older = any(reading.stem(index) in ("older", "newer") for index in range(quantity.first, quantity.last))
    if older:
        return False
    marked = quantity.first == 0 or not before[:1].isalnum() or before == "for"
    return marked or mention.last == quantity.first or mention.first == quantity.last


def _is_age(reading: Reading, quantity: Quantity) -> bool:
    """Whether a time says when something happens to what is older: "after 90 days", "30 days, then archived"."""
    before = {reading.stem(index) for index in range(quantity.first - 3, quantity.first + 1)}
    behind = {reading.stem(index) for index in range(quantity.last, quantity.last + 4)}
    return not before.isdisjoint(
        ("after", "older", "once", "past", "beyond", "when")
    ) or not behind.isdisjoint(("then", "before", "old", "go", "mov", "move"))


def _which_size(
    reading: Reading, quantity: Quantity, mention: Mention, name: str, cues: dict[str, int]
) -> str:
    """Memory or disk: the words near it say so; else memory comes directly behind the cores, and the disk after it."""
    properties = reading.vocabulary.concepts[mention.concept or ""]["properties"]
    disk = next((other for other in ("storage", "disk", "size") if other in properties), None)
    if "memory" not in properties or disk is None:
        return name
    near_memory, near_disk = cues.get("memory"), cues.get(disk)
    if near_memory is not None and (near_disk is None or near_memory <= near_disk):
        return "memory" if "memory" not in mention.evidence else disk
    if near_disk is not None:
        return disk
    if "memory" in mention.evidence:
        return disk
    cores = "vcpus" in mention.properties
    return "memory" if cores and quantity.low <= 1024 else disk


def _set(reading: Reading, quantity: Quantity, mention: Mention, name: str) -> None:
    kind = allowed(reading, mention, name)
    quantity.property = name
    value = _in_unit(quantity, kind)
    if kind == "percents":
        known = mention.properties.get(name, ())
        mention.properties[name] = (*(known if isinstance(known, tuple) else ()), value)
        mention.evidence[name] = reading.span(quantity.first, quantity.last)
        reading.use(quantity.first, quantity.last)
    elif kind == "period":
        hours = quantity.low / 3600
        period = {1.0: "hourly", 24.0: "daily", 168.0: "weekly", 720.0: "monthly"}.get(hours)
        put(reading, mention, name, period or plain(hours), quantity.first, quantity.last)
    else:
        put(reading, mention, name, value, quantity.first, quantity.last)
    quantity.used = True


def _in_unit(quantity: Quantity, kind: str | list[str] | None) -> PropertyValue:
    """A number in the property's unit; a range gives its upper end, for what is asked must hold there too."""
    value = quantity.high if quantity.high is not None else quantity.low
    if quantity.rate:
        value /= quantity.rate
    if isinstance(kind, str):
        for dimension, units in PER_DAY.items():
            if quantity.dimension == dimension and kind in units:
                value /= units[kind]
    return plain(value)


def _attach_period(reading: Reading, token: Token) -> None:
    """ "nightly", "every hour": how often the nearest concept that has a rhythm does its work."""
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
        put(reading, best[1], best[2], token.value, token.first, token.last)
