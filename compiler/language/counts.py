"""Numbers that count: how many of a thing, at least and at most, in lists, labels and parentheses."""

from __future__ import annotations

from .amounts import LATEST, of_them
from .environments import named_environments
from .items import Group, Quantity
from .lookup import PREPOSITIONS, longest
from .properties import allowed, candidates_of, plain, put
from .reading import Mention, Reading

# How many words before a number the verb may stand that says how far a thing goes.
REACH = 4
_WHEN = frozenset(("when", "if", "during", "onc", "whenever", "otherwis", "overnight", "daily"))
LIMITS = frozenset(("min", "max", "minimum", "maximum"))


def attach_bounds(reading: Reading, quantity: Quantity, candidates: list[tuple[float, Mention]]) -> bool:
    """ "2 to 10 instances", "minimum 2 nodes": least and most of what grows; a plain number counts machines or nodes."""
    grows = [
        mention
        for distance, mention in candidates
        if distance < 20 and allowed(reading, mention, "min") and not mention.excluded
    ]
    if quantity.high is not None and grows:
        _is_no_component(reading, quantity, grows[0])
        for mention in grows if len({m.concept for m in grows}) > 1 else grows[:1]:
            put(reading, mention, "min", plain(quantity.low), quantity.first, quantity.last)
            put(reading, mention, "max", plain(quantity.high), quantity.first, quantity.last)
        quantity.used = True
        return True
    reaches = _reaches(reading, quantity)
    if (quantity.op in (">=", "<=") or (reaches and quantity.op is None)) and grows:
        _is_no_component(reading, quantity, grows[0])
        _put_bound(reading, quantity, grows, reaches)
        quantity.used = True
        return True
    if quantity.dimension == "n:instances":
        for distance, mention in candidates:
            if distance > (20 if "replica" in quantity.unit else 6) or mention.excluded:
                continue
            for name in ("replicas", "read_replicas", "count"):
                if allowed(reading, mention, name) and (name == "count" or "replica" in quantity.unit):
                    put(reading, mention, name, plain(quantity.low), quantity.first, quantity.last)
                    quantity.used = True
                    return True
            if _attach_fixed(reading, quantity, mention):
                return True
    return False


def _reaches(reading: Reading, quantity: Quantity) -> bool:
    """ "must support 250+ nodes", "can grow to 40 or more": how far it goes."""
    return reading.has("reach", quantity.first - REACH, quantity.first)


def _put_bound(reading: Reading, quantity: Quantity, grows: list[Mention], reaches: bool) -> None:
    """Set the least or the most of what grows; how far it reaches also of what makes it grow."""
    name = "min" if quantity.op == ">=" and not reaches else "max"
    for mention in grows if reaches and len({m.concept for m in grows}) > 1 else grows[:1]:
        put(reading, mention, name, plain(quantity.low), quantity.first, quantity.last)


def _is_no_component(reading: Reading, quantity: Quantity, taker: Mention) -> None:
    """What is counted for a component is no component of its own: "a container service with 2 to 8 instances"."""
    for mention in reading.mentions:
        if mention.weak and mention is not taker and quantity.first <= mention.first < quantity.last:
            mention.dropped = True


def attach_plain(reading: Reading, quantity: Quantity, order: int) -> None:
    """A number without a unit: how many of the terms behind it, a least or a most, a port."""
    if quantity.used:
        return
    if (
        _attach_behind_colon(reading, quantity)
        or _attach_last(reading, quantity)
        or _attach_of_them(reading, quantity)
    ):
        return
    if quantity.counted is not None and quantity.low == int(quantity.low):
        for mention in _of_group(reading, quantity.counted):
            for name in ("count", "read_replicas" if "read_replicas" in mention.properties else "count"):
                if allowed(reading, mention, name):
                    mention.properties.pop(name, None)
                    put(reading, mention, name, plain(quantity.low), quantity.first, quantity.counted.last)
                    quantity.used = True
                    return
    if (
        _attach_enclosed(reading, quantity)
        or _attach_labelled(reading, quantity)
        or _attach_times(reading, quantity)
    ):
        return
    following = reading.words[quantity.last] if quantity.last < len(reading.words) else None
    closed = (
        following is None
        or following.kind == "mark"
        or following.stem in PREPOSITIONS
        or following.stem in _WHEN
        or "comparator" in (longest(reading.vocabulary.hard, reading.words, quantity.last) or ({},))[0]
    )
    if not closed:
        return
    grows = [
        mention
        for distance, mention in candidates_of(reading, quantity)
        if distance < 20 and allowed(reading, mention, "min") and not mention.excluded
    ]
    reaches = _reaches(reading, quantity)
    if grows and (quantity.op in (">=", "<=", "range") or reaches):
        if quantity.high is not None:
            for mention in grows:
                put(reading, mention, "min", plain(quantity.low), quantity.first, quantity.last)
                put(reading, mention, "max", plain(quantity.high), quantity.first, quantity.last)
        else:
            _put_bound(reading, quantity, grows, reaches)
        quantity.used = True


def _attach_fixed(reading: Reading, quantity: Quantity, mention: Mention) -> bool:
    """ "runs as three containers": as many at least as at most. "One container" only counts where it is one environment's."""
    known = mention.properties.keys() & {"min", "max"}
    if (
        mention.excluded
        or known
        or not (allowed(reading, mention, "min") and allowed(reading, mention, "max"))
    ):
        return False
    if quantity.low < 1 or quantity.op is not None or reading.stem(quantity.first - 1) == "to":
        return False
    if quantity.low == 1 and not named_environments(reading):
        return False
    for name in ("min", "max"):
        put(reading, mention, name, plain(quantity.low), quantity.first, quantity.last)
    quantity.used = True
    return True


def _attach_of_them(reading: Reading, quantity: Quantity) -> bool:
    """ "internet-facing subnets, two of them": how many of what stands before."""
    if not of_them(reading.words, quantity.last) or quantity.low != int(quantity.low):
        return False
    for mention in reversed(reading.wanted):
        if mention.last <= quantity.first and allowed(reading, mention, "count") and not mention.excluded:
            put(reading, mention, "count", plain(quantity.low), quantity.first, quantity.last + 2)
            quantity.used = True
            return True
    return False


def _attach_last(reading: Reading, quantity: Quantity) -> bool:
    """ "keep the last ten": so many images of a registry stay."""
    if reading.stem(quantity.first - 1) not in LATEST or quantity.low != int(quantity.low):
        return False
    for mention in reading.wanted:
        if (
            mention.concept == "container-registry"
            and mention.last <= quantity.first
            and not mention.excluded
        ):
            put(reading, mention, "retention", plain(quantity.low), quantity.first - 1, quantity.last)
            quantity.used = True
            return True
    return False


def _attach_enclosed(reading: Reading, quantity: Quantity) -> bool:
    """ "public subnets (2)": how many, in parentheses behind the term."""
    if (
        reading.stem(quantity.first - 1) != "("
        or reading.stem(quantity.last) != ")"
        or quantity.low != int(quantity.low)
    ):
        return False
    for mention in reading.wanted:
        if mention.last == quantity.first - 1 and allowed(reading, mention, "count") and not mention.excluded:
            put(reading, mention, "count", plain(quantity.low), quantity.first, quantity.last)
            quantity.used = True
            return True
    return False


def attach_pairs(reading: Reading) -> None:
    """ "a pair of web servers", "a couple of subnets": two of what is named behind it."""
    for at, word in enumerate(reading.words):
        if word.stem not in ("pair", "coupl") or reading.stem(at + 1) != "of":
            continue
        for mention in reading.wanted:
            if 0 <= mention.first - (at + 2) <= 1 and allowed(reading, mention, "count"):
                put(reading, mention, "count", 2, at, mention.last)
                break


def _attach_behind_colon(reading: Reading, quantity: Quantity) -> bool:
    """ "private subnets: 4": how many, behind the term as a label."""
    following = reading.words[quantity.last] if quantity.last < len(reading.words) else None
    if (
        reading.stem(quantity.first - 1) not in (":", "=")
        or quantity.low != int(quantity.low)
        or quantity.high is not None
        or not (following is None or following.stem in (",", ";", ".", "|", ")", "("))
    ):
        return False
    for mention in reading.wanted:
        limit = any(reading.stem(at) in LIMITS for at in range(mention.first - 2, mention.last))
        for name in () if limit else ("count", "nodes"):
            if (
                mention.last == quantity.first - 1
                and allowed(reading, mention, name)
                and not mention.excluded
            ):
                put(reading, mention, name, plain(quantity.low), quantity.first, quantity.last)
                quantity.used = True
                return True
    return False


def _attach_times(reading: Reading, quantity: Quantity) -> bool:
    """ "3 × 8 vCPU": how many there are of what is described behind the sign."""
    if reading.stem(quantity.last) not in ("×", "x") or quantity.low != int(quantity.low):
        return False
    for _, mention in candidates_of(reading, quantity):
        for name in ("count", "nodes"):
            if allowed(reading, mention, name) and not mention.excluded:
                put(reading, mention, name, plain(quantity.low), quantity.first, quantity.last)
                quantity.used = True
                return True
    return False


def _attach_labelled(reading: Reading, quantity: Quantity) -> bool:
    """ "partitions: 12", "min servers: 2", "count: 3": the property's word stands before the number."""
    if reading.stem(quantity.first - 1) not in (":", "=", "|") or quantity.low != int(quantity.low):
        return False
    start = quantity.first - 1
    while (
        start > 0 and start > quantity.first - 5 and reading.stem(start - 1) not in (":", "=", "|", ",", ";")
    ):
        start -= 1
    names: list[str] = []
    for index in range(start, quantity.first - 1):
        hint = reading.hints[index]
        names.extend(hint[0].get("cues", ()) if hint else ())
        match = longest(reading.vocabulary.hard, reading.words, index)
        if match and "unit" in match[0] and match[0]["unit"][0].startswith("n:"):
            names.append(match[0]["unit"][0][2:])
    near = sorted(
        reading.wanted, key=lambda mention: (not start <= mention.first < quantity.first, mention.first)
    )
    for name in names:
        for mention in near:
            if name in ("min", "max") and mention.concept == "virtual-machine" and not mention.excluded:
                mention.concept = "instance-group"
            if (
                allowed(reading, mention, name) == "count"
                and name not in mention.evidence
                and not mention.excluded
            ):
                put(reading, mention, name, plain(quantity.low), quantity.first, quantity.last)
                quantity.used = True
                return True
    return False


def _of_group(reading: Reading, group: Group) -> list[Mention]:
    return [m for m in reading.wanted if group.first <= m.first and m.last <= group.last]
