"""Terms that are only a part of another noun: "network issues", "the AKS subnet", "room for future databases"."""

from __future__ import annotations

from .items import Quantity
from .lookup import longest
from .patterns import triggers
from .reading import Mention, Reading

# What may stand between "future" and the thing that comes later: "future addition of services (API gateway, …)".
REACH = 24


def drop_parts_of_compounds(reading: Reading) -> None:
    """Drop the mentions that do not ask for the thing that they name."""
    _troubles(reading)
    _owners(reading)
    _later(reading)
    _scaled(reading)
    _editions(reading)
    _verbs(reading)
    _purposes(reading)
    _triggers(reading)


def _troubles(reading: Reading) -> None:
    """ "no network issues", "database problems": what follows the noun is what is spoken of."""
    for mention in reading.wanted:
        if reading.has("trouble", mention.last, mention.last + 1):
            mention.dropped = True


def is_owned(reading: Reading, mention: Mention, owner: Mention) -> bool:
    """Whether a noun is a thing of its own behind its owner: "AKS subnet"."""
    rule = reading.vocabulary.owned.get(reading.stem(mention.last - 1))
    return rule is not None and mention.last - mention.first == 1 and owner.concept not in rule["not_of"]


def _owners(reading: Reading) -> None:
    """ "the AKS subnet", "a gateway subnet": what stands before the word only says whose it is."""
    owned = reading.vocabulary.owned
    for mention in reading.wanted:
        before = [other for other in reading.wanted if other.last == mention.first]
        if not before or not is_owned(reading, mention, before[-1]):
            continue
        before[-1].dropped = True
        mention.concept = owned[reading.stem(mention.last - 1)]["by"].get(before[-1].concept, mention.concept)
        mention.weak = False


def _later(reading: Reading) -> None:
    """ "the future addition of a cache", "room for future services (API gateway, …)": nothing of it is asked for now."""
    for first, last, _ in reading.hinted("future", 0, len(reading.words)):
        at, opened = last, False
        if reading.stem(first - 1) in ("in", "at") and first < 4 and reading.clauses[first] == 0:
            _from_then_on(reading, last)
            continue
        while at < min(last + REACH, len(reading.words)):
            named = [mention for mention in reading.mentions if mention.first == at]
            if named:
                for mention in named:
                    mention.dropped = True
                at = max(mention.last for mention in named)
                continue
            opened = opened or reading.stem(at) == "("
            if not (
                reading.has("leading", at, at + 1) or (opened and reading.stem(at) in (",", "/", "and", "or"))
            ):
                break
            at += 1
        if at > last:
            reading.use(first, last)


def _from_then_on(reading: Reading, at: int) -> None:
    """ "In the future, a cache may be added": the whole sentence is about later."""
    clause = reading.clauses[at - 1]
    for mention in reading.mentions:
        if mention.first >= at and reading.clauses[mention.first] == clause:
            mention.dropped = True


def _verbs(reading: Reading) -> None:
    """ "agents queue passengers": an everyday noun before people is what is done to them."""
    for mention in reading.wanted:
        if (
            not mention.weak
            or mention.last - mention.first != 1
            or reading.words[mention.first].raw.endswith("s")
        ):
            continue
        match = (
            longest(reading.vocabulary.hard, reading.words, mention.last)
            if mention.last < len(reading.words)
            else None
        )
        if match and match[0].get("unit", ("",))[0] == "n:people":
            mention.dropped = True


def _triggers(reading: Reading) -> None:
    """ "When a message arrives in the queue, the function shall …": what sets something off is not what is asked for.

    Where the demand itself names no component, the trigger's stays: "If the database fails, the system shall fail over".
    """
    first = next((index for index, word in enumerate(reading.words) if word.kind == "word"), None)
    if first is None or (reading.stem(first) not in triggers() and reading.stem(first) != "should"):
        return
    comma = next((index for index, word in enumerate(reading.words) if word.stem == ","), None)
    if comma is None or not reading.has("modal", comma, len(reading.words)):
        return
    kinds = reading.vocabulary.concepts
    if not any(m.first > comma and kinds[m.concept or ""]["kind"] == "component" for m in reading.wanted):
        return
    for mention in reading.wanted:
        if mention.last <= comma:
            mention.dropped = True


def _purposes(reading: Reading) -> None:
    """ "three internal subnets: one for applications, one for databases": what a subnet is for is not asked for."""
    for mention in reading.wanted:
        led = reading.stem(mention.first - 1) == "for" and reading.stem(mention.first - 2) in (
            "one",
            "another",
            "subnet",
        )
        if led and any(
            other.concept in ("public-subnet", "private-subnet") and other.last <= mention.first - 1
            for other in reading.wanted
        ):
            mention.dropped = True


def _editions(reading: Reading) -> None:
    """ "a Postgres 16 instance", "a Redis 7 cluster": the noun behind the version is the thing itself again."""
    for mention in reading.wanted:
        if not mention.head or mention.last - mention.first != 1 or mention.first < 2:
            continue
        version = reading.words[mention.first - 1].kind in ("number", "version")
        if version and any(other.last == mention.first - 1 and not other.weak for other in reading.wanted):
            mention.dropped = True


def _scaled(reading: Reading) -> None:
    """ "the gateway scales to 125 instances": they are the gateway's own, no machines beside it."""
    for quantity in reading.quantities():
        if quantity.dimension != "n:instances":
            continue
        counted = [m for m in reading.wanted if m.concept == "virtual-machine" and m.last == quantity.last]
        if counted and _scales(reading, quantity, counted[0]):
            counted[0].dropped = True


def _scales(reading: Reading, quantity: Quantity, counted: Mention) -> bool:
    """Whether a component before the number is what scales to it."""
    clause = reading.clauses[quantity.first]
    owners = [
        other
        for other in reading.wanted
        if other.last <= quantity.first and not other.frame and other is not counted
        and reading.clauses[other.first] == clause
        and other.concept != "auto-scaling"
    ]  # fmt: skip
    return bool(owners) and any(
        reading.stem(index).startswith("scal") for index in range(owners[-1].last, quantity.first)
    )
