"""Properties that are written literally: paths, ports, domains, addresses, images, tags, thresholds of scaling."""

from __future__ import annotations

from ..statements import PropertyValue
from .items import Quantity, Token
from .lookup import JOINS, PREPOSITIONS
from .properties import allowed, plain, put
from .reading import Mention, Reading
from .words import is_file_name

MOST_TAGS = 12
_LISTENING = frozenset(("listen", "traffic", "accept", "serv"))
_PORT_LEADS = frozenset(("tcp", "udp", "inbound", "outbound", "ingres", "ingress", "egress"))
_LITERAL_PROPERTIES = {
    "path": ("health_check_path", "path"),
    "domain": ("domain",),
    "image": ("image",),
    "cron": ("schedule", "frequency"),
}
_TAG_LEADS = frozenset(
    (
        "with",
        "for",
        "by",
        ":",
        "(",
        "includ",
        "nam",
        "key",
        "carry",
        "and",
        "the",
        "are",
        "of",
        "at",
        "least",
        "must",
    )
)
_TAG_ENDS = frozenset(
    (
        "on",
        "to",
        "in",
        "so",
        "must",
        "shall",
        "should",
        "for",
        "is",
        "are",
        "be",
        "defin",
        "by",
        "per",
        "at",
        "which",
        "that",
    )
)


def read_literals(reading: Reading) -> None:
    """Set the literal properties of the concepts of a statement."""
    _ports(reading)
    for token in reading.tokens("LITERAL"):
        if token.value == "cidr":
            _cidr(reading, token)
        elif token.value == "email":
            _give(reading, token.first, "domain", reading.words[token.first].raw.partition("@")[2])
        elif token.value in _LITERAL_PROPERTIES:
            raw = reading.words[token.first].raw
            if token.value == "domain" and is_file_name(raw):
                _file(reading, token, raw)
                continue
            for name in _LITERAL_PROPERTIES[token.value]:
                if _give(reading, token.first, name, raw):
                    break
            else:
                _new_domain(reading, token, raw)
    _tags(reading)
    _scale_on(reading)
    _alert_threshold(reading)
    _names(reading)


def _new_domain(reading: Reading, token: Token, raw: str) -> None:
    """ "reachable under tickets.example.org": a domain that nothing else takes is a wish for its zone."""
    before = {reading.stem(index) for index in range(token.first - 2, token.first)}
    if token.value != "domain" or before.isdisjoint(("under", "at", "domain")):
        return
    mention = Mention("dns-zone", token.first, token.last, 0, frame=True)
    reading.mentions.append(mention)
    put(reading, mention, "domain", raw, token.first, token.last)


def _give(reading: Reading, at: int, name: str, value: PropertyValue) -> bool:
    takers = [m for m in reading.wanted if allowed(reading, m, name) and not m.excluded]
    if not takers:
        return False
    taker = min(
        takers,
        key=lambda m: (
            reading.clauses[m.first] != reading.clauses[at],
            abs(at - m.last) if m.last <= at else m.first - at + 3,
        ),
    )
    put(reading, taker, name, value, at, at + 1)
    return True


def _cidr(reading: Reading, token: Token) -> None:
    raw = reading.words[token.first].raw
    wanted = [m for m in reading.wanted if not m.excluded]
    source = "from" in {reading.stem(index) for index in range(token.first - 6, token.first)}
    if source and any(mention.concept == "security-group" for mention in wanted):
        wanted = [mention for mention in wanted if mention.concept == "security-group"]
    for mention in sorted(wanted, key=lambda m: abs(token.first - m.last)):
        if allowed(reading, mention, "cidr"):
            put(reading, mention, "cidr", raw, token.first, token.last)
            return
        if allowed(reading, mention, "remote_cidr"):
            put(reading, mention, "remote_cidr", raw, token.first, token.last)
            return
        if allowed(reading, mention, "sources"):
            known = mention.properties.get("sources", ())
            mention.properties["sources"] = (*(known if isinstance(known, tuple) else ()), raw)
            mention.evidence["sources"] = reading.span(token.first, token.last)
            reading.use(token.first, token.last)
            return


def _file(reading: Reading, token: Token, raw: str) -> None:
    if not raw.endswith((".html", ".htm")):
        return
    before = {reading.stem(index) for index in range(token.first - 4, token.first)}
    after = {reading.stem(index) for index in range(token.last, token.last + 4)}
    name = (
        "error"
        if "error" in before or "404" in raw or "error" in raw or ("error" in after and "index" not in raw)
        else "index"
    )
    _give(reading, token.first, name, raw)


def _ports(reading: Reading) -> None:
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


def _tags(reading: Reading) -> None:
    """The keys of tags: the list behind "tagged with", "tags:" …"""
    tags = [
        mention for mention in reading.wanted if mention.concept == "resource-tags" and not mention.excluded
    ]
    for mention in sorted(tags, key=lambda mention: reading.stem(mention.last) != "with"):
        if _keys_behind(reading, mention):
            return


def _keys_behind(reading: Reading, mention: Mention) -> bool:
    """Read the list of keys behind one mention of tags; whether there was one."""
    words = reading.words
    at = mention.last
    led = reading.stem(at - 1) == "with"
    while at < len(words) and words[at].stem in _TAG_LEADS and at < mention.last + 4:
        led = True
        at += 1
    if not led and not (
        at < len(words)
        and words[at].kind == "word"
        and words[at].stem not in PREPOSITIONS
        and words[at - 1].raw.lower() == "tags"
    ):
        return False
    keys: list[str] = []
    begin, start = at, at
    while at <= len(words) and len(keys) < MOST_TAGS:
        stem = words[at].stem if at < len(words) else "."
        if at >= len(words) or stem in JOINS or words[at].kind == "mark":
            if at > begin and at - begin <= 3 and not any(words[i].kind != "word" for i in range(begin, at)):
                keys.append("-".join(words[i].raw for i in range(begin, at)).lower())
            elif at > begin:
                break
            begin = at + 1
            if at >= len(words) or (words[at].kind == "mark" and stem not in JOINS):
                break
        elif stem in _TAG_ENDS or (stem in PREPOSITIONS and stem not in JOINS):
            if at > begin and at - begin <= 3:
                keys.append("-".join(words[i].raw for i in range(begin, at)).lower())
            break
        elif stem in ("tag", "label"):
            if at > begin:
                keys.append("-".join(words[i].raw for i in range(begin, at)).lower())
            break
        elif stem in ("a", "an", "the", "their", "its", "both"):
            begin = at + 1
        at += 1
    keys = [
        key for key in keys if key not in ("all-resources", "resources", "resource", "all", "cost-allocation")
    ]
    if len(keys) > (0 if led else 1):
        put(reading, mention, "keys", tuple(keys), start, min(at, len(words)))
        return True
    return False


def _metric_near(reading: Reading, quantity: Quantity) -> str | None:
    """The metric whose words stand nearest before a number, or directly behind it."""
    clause = reading.clauses[quantity.first]
    best: tuple[int, str] | None = None
    for index in range(max(quantity.first - 8, 0), min(quantity.last + 4, len(reading.words))):
        hint = reading.hints[index]
        if hint is None or "metrics" not in hint[0] or reading.clauses[index] != clause:
            continue
        if quantity.first <= index < quantity.last:
            continue
        distance = quantity.first - hint[1] if index < quantity.first else index - quantity.last + 2
        for name in hint[0]["metrics"]:
            rule = reading.vocabulary.metrics[name]
            counts = quantity.dimension is None or quantity.dimension.startswith("n:")
            fits = rule["dimension"] == quantity.dimension or (counts and rule["dimension"] == "count")
            if fits and (best is None or distance < best[0]):
                best = distance, name
    return best[1] if best else None


def _scale_on(reading: Reading) -> None:
    """What makes capacity follow the load: "CPU > 70%, memory above 80%"."""
    takers = [m for m in reading.wanted if allowed(reading, m, "scale_on") and not m.excluded]
    if not takers:
        return
    rules: list[dict[str, PropertyValue]] = []
    first = last = 0
    for quantity in reading.quantities():
        if quantity.used or quantity.dimension not in ("percent", None, "n:operations"):
            continue
        metric = _metric_near(reading, quantity)
        scale = reading.vocabulary.metrics[metric]["scale"] if metric else None
        if scale is None and quantity.dimension == "n:operations" and quantity.unit.startswith("request"):
            scale = "requests"
        if scale is None:
            continue
        if not rules:
            first = quantity.first
        last = quantity.last
        rules.append({"metric": scale, "threshold": plain(quantity.low)})
        quantity.used = True
    if rules:
        nearest = takers[0]
        put(reading, nearest, "scale_on", tuple(rules), first, last)


def _alert_threshold(reading: Reading) -> None:
    """What rings the bell: "alert when the error rate exceeds 1 %"."""
    mention = next((m for m in reading.wanted if m.concept == "alerting" and not m.excluded), None)
    if mention is None:
        return
    for quantity in reading.quantities():
        if quantity.used or quantity.dimension not in ("percent", "time", None, "n:operations"):
            continue
        if "threshold" in mention.properties or (quantity.op in ("<=", "<") and quantity.dimension == "time"):
            continue
        metric = _metric_near(reading, quantity)
        if metric is None or metric in ("rto", "rpo", "availability"):
            continue
        rule = reading.vocabulary.metrics[metric]
        value = quantity.low
        put(
            reading,
            mention,
            "metric",
            metric if not rule["scale"] or metric == "queue-depth" else str(rule["scale"]),
            quantity.first,
            quantity.last,
        )
        put(reading, mention, "threshold", plain(value), quantity.first, quantity.last)
        quantity.used = True


def _names(reading: Reading) -> None:
    """ "called orders", 'named "media"': the author's own name for the thing."""
    words = reading.words
    for index, word in enumerate(words):
        if (
            word.stem not in ("call", "nam")
            or word.raw.lower() not in ("called", "named")
            or index + 1 >= len(words)
        ):
            continue
        at = index + 1
        if words[at].stem in ('"', "“"):
            at += 1
        if at >= len(words) or words[at].kind not in ("word", "domain") or words[at].stem in PREPOSITIONS:
            continue
        end = at + 1
        while (
            end < len(words)
            and words[end].kind in ("word", "number")
            and words[end - 1].end + 1 == words[end].start
            and reading.text[words[end - 1].end] == "-"
        ):
            end += 1
        taker: Mention | None = min(
            (m for m in reading.wanted if m.last <= index), key=lambda m: index - m.last, default=None
        )
        if taker is not None and index - taker.last <= 3:
            taker.name = reading.text[words[at].start : words[end - 1].end]
            reading.use(index, end)
