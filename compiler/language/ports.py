"""Port numbers and who takes them: "port 443", "TCP 5432", "listens on 8080"."""

from __future__ import annotations

from .lookup import JOINS
from .properties import allowed, put
from .reading import Mention, Reading

_LISTENING = frozenset(("listen", "traffic", "accept", "serv"))
_PORT_LEADS = frozenset(("tcp", "udp", "inbound", "outbound", "ingres", "ingress", "egress"))


def read_ports(reading: Reading) -> None:
    """ "port 443", "ports 80 and 443", "443/tcp": numbers in the company of the word."""
    words = reading.words
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        stem = words[index].stem
        if stem == "port" and words[index].kind == "word":
            at = index + 1
            if reading.stem(index - 1).isdigit():
                found.append((int(reading.stem(index - 1)), index - 1))
            while at < len(words) and (
                words[at].kind == "number"
                or words[at].stem in JOINS
                or words[at].stem in ("only", "tcp", ":")
            ):
                if (
                    words[at].kind == "number"
                    and words[at].stem.isdigit()
                    and 0 < int(words[at].stem) < 65536
                ):
                    found.append((int(words[at].stem), at))
                at += 1
            index = at
            continue
        if (
            words[index].kind == "number"
            and stem.isdigit()
            and reading.stem(index + 1) == "/"
            and reading.stem(index + 2) in ("tcp", "udp")
        ):
            found.append((int(stem), index))
        listens = stem == "on" and not _LISTENING.isdisjoint(
            (reading.stem(index - 1), reading.stem(index - 2))
        )
        if (
            (stem in _PORT_LEADS or listens)
            and reading.stem(index + 1).isdigit()
            and _bare(reading, index + 1)
        ):
            at = index + 1
            while at < len(words) and (
                words[at].stem in JOINS or (words[at].stem.isdigit() and _bare(reading, at))
            ):
                if words[at].stem.isdigit():
                    found.append((int(words[at].stem), at))
                at += 1
            index = at
            continue
        index += 1
    if not found:
        return
    for quantity in reading.quantities():
        if any(quantity.first <= at < quantity.last for _, at in found):
            quantity.used = True
    values = tuple(dict.fromkeys(value for value, _ in found))
    first, last = found[0][1], found[-1][1] + 1
    takers = [
        m
        for m in reading.wanted
        if not m.excluded and (allowed(reading, m, "ports") or allowed(reading, m, "port"))
    ]
    if not takers:
        reading.mentions.append(Mention("security-group", first, last, 0, frame=True))
        takers = reading.mentions[-1:]
    taker = min(takers, key=lambda m: (abs(first - m.last), m.concept != "security-group"))
    if allowed(reading, taker, "ports"):
        put(reading, taker, "ports", values, first, last)
    else:
        put(reading, taker, "port", values[0], first, first + 1)


def _bare(reading: Reading, index: int) -> bool:
    """Whether a number can be a port and no unit stands behind it."""
    number = next((q for q in reading.quantities() if q.first <= index < q.last), None)
    return (number is None or number.dimension is None) and 0 < int(reading.stem(index)) < 65536
