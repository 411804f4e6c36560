"""Ports: "port 443", "ports 80 and 443", "443/tcp", "UDP 7000-7100", and the protocol and the sources that stand by."""

from __future__ import annotations

from ..statements import PropertyValue
from .items import Quantity
from .lookup import JOINS
from .properties import allowed, put
from .reading import Mention, Reading

LAST_PORT = 65535
_LISTENING = frozenset(("listen", "traffic", "accept", "serv", "reachable", "open", "expos", "http", "https"))
_LEADS = frozenset(("tcp", "udp", "inbound", "outbound", "ingres", "ingress", "egress"))
_PROTOCOLS = frozenset(("tcp", "udp"))
_BETWEEN = frozenset(("only", "tcp", "udp", ":", "rang", "number", "(", "="))
_TO = frozenset(("-", "–", "—", "to", "through"))

Found = list[tuple[int | str, int]]


# Figures that are ports wherever "on" leads them (IANA's registry of service names and port numbers).
_WELL_KNOWN = frozenset(
    (
        "22",
        "25",
        "53",
        "80",
        "143",
        "389",
        "443",
        "465",
        "587",
        "636",
        "993",
        "1433",
        "1521",
        "3306",
        "3389",
        "5432",
        "5671",
        "6379",
        "8080",
        "8443",
        "9092",
        "9200",
        "27017",
    )
)


def read_ports(reading: Reading) -> None:
    """Set the ports that a statement names on the component that has them, else on rules of their own."""
    found = _found(reading)
    if not found:
        return
    for quantity in reading.quantities():
        if any(quantity.first <= at < quantity.last for _, at in found):
            quantity.used = True
    values = tuple(dict.fromkeys(value for value, _ in found))
    first, last = found[0][1], found[-1][1] + 1
    taker = _taker(reading, first, last)
    if allowed(reading, taker, "ports"):
        put(reading, taker, "ports", values, first, last)
    else:
        put(reading, taker, "port", values[0], first, first + 1)
    if taker.concept == "security-group":
        _protocol(reading, taker, first, last)


def _found(reading: Reading) -> Found:
    words = reading.words
    found: Found = []
    index = 0
    while index < len(words):
        stem = words[index].stem
        if stem == "port" and words[index].kind == "word":
            if (before := _port(reading, index - 1)) is not None:
                found.append(before)
            index = _list(reading, index + 1, found, _BETWEEN)
        elif (
            reading.stem(index + 1) == "/" and reading.stem(index + 2) in _PROTOCOLS and _port(reading, index)
        ):
            found.append((int(stem), index))
            index += 3
        elif (stem in _LEADS or _listens(reading, index)) and _port(reading, index + 1, bare=True):
            index = _list(reading, index + 1, found, frozenset(), bare=True)
        else:
            index += 1
    return found


def _listens(reading: Reading, index: int) -> bool:
    if reading.stem(index) != "on":
        return False
    return reading.stem(index + 1) in _WELL_KNOWN or not _LISTENING.isdisjoint(
        (reading.stem(index - 1), reading.stem(index - 2))
    )


def _list(reading: Reading, at: int, found: Found, between: frozenset[str], bare: bool = False) -> int:
    """Read ports that are joined with "and" and commas, and ranges of them; the index behind."""
    words = reading.words
    while at < len(words):
        port = _port(reading, at, bare)
        if port is not None:
            top = _port(reading, at + 2) if reading.stem(at + 1) in _TO else None
            if top is not None and int(top[0]) > int(port[0]):
                found.append((f"{port[0]}-{top[0]}", at))
                at += 2
            else:
                found.append(port)
        elif words[at].stem not in JOINS and words[at].stem not in between:
            break
        at += 1
    return at


def _port(reading: Reading, at: int, bare: bool = False) -> tuple[int, int] | None:
    """The port at a word; ``bare``: only where no unit makes an amount of it."""
    if not 0 <= at < len(reading.words) or reading.words[at].kind != "number":
        return None
    stem = reading.stem(at)
    if not stem.isdigit() or not 0 < int(stem) <= LAST_PORT or (bare and not _is_bare(reading, at)):
        return None
    return int(stem), at


def _is_bare(reading: Reading, at: int) -> bool:
    number: Quantity | None = next((q for q in reading.quantities() if q.first <= at < q.last), None)
    return number is None or number.dimension is None


def forbidden_rules(reading: Reading, at: int) -> list[Mention]:
    """The rules for connections that the clause around a word rules out: its ports and sources say which ones those are."""
    return [
        mention
        for mention in reading.wanted
        if mention.excluded
        and mention.concept == "security-group"
        and reading.clauses[mention.first] == reading.clauses[at]
    ]


def _taker(reading: Reading, first: int, last: int) -> Mention:
    """The component nearest to the ports; rules of their own where none can have ports."""
    forbidden = forbidden_rules(reading, first)
    if forbidden:
        return forbidden[0]
    takers = [
        mention
        for mention in reading.wanted
        if not mention.excluded and (allowed(reading, mention, "ports") or allowed(reading, mention, "port"))
    ]
    if takers:
        return min(takers, key=lambda m: (abs(first - m.last), m.concept != "security-group"))
    reading.mentions.append(Mention("security-group", first, last, 0, frame=True))
    return reading.mentions[-1]


def _protocol(reading: Reading, taker: Mention, first: int, last: int) -> None:
    """Protocol and direction of rules, from the words beside their ports."""
    for at in range(max(first - 3, 0), min(last + 3, len(reading.words))):
        if reading.stem(at) in _PROTOCOLS and "protocol" not in taker.properties:
            put(reading, taker, "protocol", reading.stem(at), at, at + 1)
    direction: dict[str, PropertyValue] = {
        "inbound": "ingress",
        "ingres": "ingress",
        "ingress": "ingress",
        "outbound": "egress",
        "egres": "egress",
        "egress": "egress",
    }
    clause = reading.clauses[first]
    for at, word in enumerate(reading.words):
        if word.stem in direction and reading.clauses[at] == clause and "direction" not in taker.properties:
            put(reading, taker, "direction", direction[word.stem], at, at + 1)
