"""Which number and which quality belongs to which concept."""

from __future__ import annotations

from ..statements import PropertyValue
from .clock import regularly
from .counts import attach_bounds, attach_pairs, attach_plain
from .fields import attach_fields
from .items import Quantity, Token
from .lookup import JOINS, PREPOSITIONS, longest
from .periods import HOUR
from .properties import BEHIND_A_JOIN, BEHIND_BRACKETS, allowed, candidates_of, in_unit, plain, put, rated
from .reading import Mention, Reading
from .rhythms import attach_period, attach_times
from .versions import attach_versions

CUE_REACH = 5
ADJECTIVES = 3
# Adjectives that say from where a thing can be reached.
REACH_WORDS = {"public": True, "internal": False, "private": False, "privat": False}
# Small words that may stand between "never" and the quality that it denies, and how many of them.
_BE = frozenset(("to", "be", "is", "are", "ever", "becom", "mad"))
NEGATION_REACH = 5
_RECORDS = frozenset(("log-aggregation", "audit-logging"))
_COUNTABLE = frozenset(("n:instances", "n:nodes"))


def attach_all(reading: Reading) -> None:
    """Give every quality and every number that is a property to the concept that it belongs to."""
    attach_fields(reading)
    _attach_reach(reading)
    _attach_given(reading)
    attach_versions(reading)
    for order, item in enumerate(reading.items):
        if isinstance(item, Quantity):
            _attach_quantity(reading, item, order)
        elif isinstance(item, Token) and item.type == "PERIOD":
            attach_period(reading, item)
    attach_times(reading)
    attach_pairs(reading)


def _attach_reach(reading: Reading) -> None:
    """ "a public layer 7 load balancer", "internal object storage": an adjective that stands before other words of the thing."""
    for mention in reading.wanted:
        if "public" in mention.properties or not allowed(reading, mention, "public") or mention.excluded:
            continue
        for at in range(mention.first - 1, max(mention.first - ADJECTIVES, 0) - 1, -1):
            word = reading.words[at]
            if word.kind == "mark" or word.stem in PREPOSITIONS:
                break
            if word.stem in REACH_WORDS and not any(
                other is not mention and other.concept and other.first <= at < other.last
                for other in reading.mentions
            ):
                put(reading, mention, "public", REACH_WORDS[word.stem], at, mention.last)
                break


def _attach_given(reading: Reading) -> None:
    """Qualities ("with automatic failover") go to the nearest concept that has them."""
    for giver in reading.mentions:
        if not giver.gives or (giver.dropped and giver.concept and not giver.unless):
            continue
        taken: set[int] = set()
        for name, value in giver.gives.items():
            taker = _nearest(reading, giver, name, value)
            if taker is not None and id(taker) not in taken:
                taken.add(id(taker))
                negated = value is True and reading.stem(taker.first - 1) in ("no", "neither", "none")
                stated = False if negated else _negated(reading, giver, value)
                put(reading, taker, name, stated, giver.first, giver.last)


def _negated(reading: Reading, giver: Mention, value: PropertyValue) -> PropertyValue:
    if value is not True:
        return value
    at = giver.first - 1
    while at > giver.first - NEGATION_REACH and reading.stem(at) in _BE:
        at -= 1
    if reading.stem(at) in ("no", "not", "without", "never"):
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
        if mention is giver or (mention.listed and mention.first >= giver.last):
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
            if any(reading.stem(at) in JOINS for at in range(giver.last, mention.first)):
                distance += BEHIND_A_JOIN
        if reading.clauses[mention.first] != reading.clauses[giver.first]:
            carried = reading.carried(giver.first, mention)
            distance = distance + 12 if carried is None else carried
        if reading.behind_bracket(giver.first, mention.first):
            distance += BEHIND_BRACKETS
        if best is None or distance < best[0]:
            best = distance, mention
    return best[1] if best else None


def _cues(reading: Reading, quantity: Quantity) -> dict[str, int]:
    """The properties whose words stand near a number, with the distance of the nearest."""
    found: dict[str, int] = {}
    clause = reading.clauses[quantity.first]
    told = _told(reading, quantity)
    if told:
        return dict.fromkeys(told, 1)
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
            if _number_between(reading, quantity.last, index):
                continue
            if not _of_it(reading, quantity, index) and (
                _begins_a_quantity(reading, hint[1]) or _is_of_the_next(reading, quantity, index, hint[1])
            ):
                continue
        if index < quantity.first and (
            _number_between(reading, hint[1], quantity.first)
            or any(_of_it(reading, other, index) for other in reading.quantities())
        ):
            distance += 3
        for name in hint[0]["cues"]:
            if distance < found.get(name, 99):
                found[name] = distance
    return found


def _told(reading: Reading, quantity: Quantity) -> list[str]:
    """What a size is of, where that stands right behind it: "1 GB of memory" is no size of anything else."""
    for at in (quantity.last, quantity.last + 1) if quantity.dimension == "size" else ():
        hint = reading.hints[at] if at < len(reading.words) else None
        if hint is not None and "cues" in hint[0] and _of_it(reading, quantity, at):
            return list(hint[0]["cues"])
    return []


def _of_it(reading: Reading, quantity: Quantity, cue: int) -> bool:
    """ "16 GB of memory", "16 GB memory": the word belongs to the number right before it, whatever follows."""
    return cue == quantity.last or (cue == quantity.last + 1 and reading.stem(quantity.last) == "of")


def _begins_a_quantity(reading: Reading, at: int) -> bool:
    """Whether the next number stands at a word or one behind it: a cue before it is that number's."""
    return any(quantity.first in (at, at + 1) for quantity in reading.quantities())


def _is_of_the_next(reading: Reading, quantity: Quantity, first: int, last: int) -> bool:
    """Whether a word behind a number starts a thought of its own: "kept 4 days and hides a message for 90 seconds"."""
    if not any(reading.stem(at) in JOINS for at in range(quantity.last, first)):
        return False
    clause = reading.clauses[first]
    return any(
        0 <= other.first - last <= CUE_REACH and reading.clauses[other.first] == clause
        for other in reading.quantities()
    )


def _number_between(reading: Reading, first: int, last: int) -> bool:
    return any(reading.words[index].kind == "number" for index in range(first, min(last, len(reading.words))))


def _attach_quantity(reading: Reading, quantity: Quantity, order: int) -> None:
    if quantity.dimension is None and quantity.counted is not None:
        _count_nodes(reading, quantity)
    if quantity.dimension is None:
        attach_plain(reading, quantity, order)
        return
    if quantity.used:
        return
    candidates = candidates_of(reading, quantity)
    if quantity.dimension == "n:copies" and not any(allowed(reading, m, "copies") for _, m in candidates):
        # "between 3 and 18 copies" of what runs, not of what is backed up.
        quantity.dimension = "n:instances"
    if quantity.dimension == "n:concurrent" and quantity.unit.endswith("connection") and not quantity.rate:
        _attach_connections(reading, quantity, candidates)
        return
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
    dimension = rated(quantity)
    takers = [m for _, m in candidates if not m.excluded and _can_take(reading, m, dimension)]
    for distance, mention in candidates:
        if distance > 25 and len(takers) > 1:
            continue
        for name in reading.vocabulary.concepts[mention.concept or ""]["properties"]:
            rule = rules.get(name)
            if rule is None or (name in mention.evidence and name != "thresholds"):
                if name == "retention" and _kept_longer(reading, quantity, mention):
                    best = 0.0, mention, name
                    mention.evidence.pop(name)
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
            if name == "within" and (
                quantity.op in (">", ">=") or reading.stem(quantity.first - 1) in ("every", "each", "for")
            ):
                continue
            if name == "ready_within" and reading.stem(quantity.first - 1) in ("for", "after", "every"):
                continue
            capped = name == "rate_limit" and quantity.op in ("<=", "<") and distance <= CUE_REACH
            if cue is None and rule["needs"] and not capped:
                continue
            score = distance + (0.6 * cue if cue is not None else 4.0) + (0.0 if name != "retention" else 0.1)
            if (
                name == "frequency"
                and cue is not None
                and reading.stem(quantity.first - 1) not in ("every", "each")
            ):
                score += 6
            if dimension == "size" and cue is not None and cue <= 2:
                score -= 4
            if name == "expire_after" and cue is not None and cue <= cues.get("archive_after", cue):
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


def _can_take(reading: Reading, mention: Mention, dimension: str | None) -> bool:
    """Whether a component has any property of a number's dimension."""
    rules, known = (
        reading.vocabulary.properties,
        reading.vocabulary.concepts[mention.concept or ""]["properties"],
    )
    return any(name in rules and rules[name]["dimension"] == dimension for name in known)


def _kept_longer(reading: Reading, quantity: Quantity, mention: Mention) -> bool:
    """ "searchable for 30 days and kept for a year": what is written down is gone only after the longer of two times."""
    known = mention.properties.get("retention")
    return (
        mention.concept in _RECORDS
        and quantity.dimension == "time"
        and isinstance(known, int | float)
        and in_unit(quantity, "d") > known  # type: ignore[operator]
        and reading.has("keeps", quantity.first - 3, quantity.first)
    )


def _count_nodes(reading: Reading, quantity: Quantity) -> None:
    """ "between 4 and 16 spot worker nodes": what is counted is the noun's unit where the noun itself is no component here."""
    group = quantity.counted
    if group is None or any(group.first <= m.first and m.last <= group.last for m in reading.wanted):
        return
    facets = longest(reading.vocabulary.hard, reading.words, group.last - 1)
    unit = facets[0].get("unit") if facets else None
    for at in (group.last - 1, group.last):
        match = longest(reading.vocabulary.hard, reading.words, at) if at < len(reading.words) else None
        unit = unit or (match[0].get("unit") if match else None)
    if unit and unit[0].startswith("n:"):
        quantity.dimension = unit[0]


def _attach_connections(
    reading: Reading, quantity: Quantity, candidates: list[tuple[float, Mention]]
) -> None:
    """ "a database for 1,200 concurrent connections": what the nearest component must take at once."""
    for _, mention in candidates[:1]:
        if allowed(reading, mention, "connections") and not mention.excluded:
            put(reading, mention, "connections", in_unit(quantity, "count"), quantity.first, quantity.last)
            quantity.used = True


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
    value = in_unit(quantity, kind)
    if kind == "percents":
        known = mention.properties.get(name, ())
        mention.properties[name] = (*(known if isinstance(known, tuple) else ()), value)
        mention.evidence[name] = reading.span(quantity.first, quantity.last)
        reading.use(quantity.first, quantity.last)
    elif kind == "period":
        period: PropertyValue | None = regularly(quantity.low / HOUR)
        if name == "frequency" and (period is None or " " in str(period)):
            period = plain(quantity.low / HOUR)
        if period is None:
            return
        put(reading, mention, name, period, quantity.first, quantity.last)
    else:
        put(reading, mention, name, value, quantity.first, quantity.last)
    quantity.used = True
