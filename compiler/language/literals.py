"""Properties that are written literally: paths, domains, addresses, images and names."""

from __future__ import annotations

from ..statements import PropertyValue
from .items import Token
from .lookup import PREPOSITIONS
from .ports import forbidden_rules, read_ports
from .properties import allowed, put
from .reading import Mention, Reading
from .tags import read_tags
from .thresholds import read_alert, read_scaling
from .words import is_file_name

# Words of paths that are probed, words that tell of probing, and words that tell of sending requests by their path.
_PROBED = ("health", "ready", "live", "status", "ping", "alive")
_PROBING = frozenset(("health", "check", "prob", "probe", "monitor", "endpoint", "uptim"))
_ROUTING = frozenset(("rout", "route", "routing", "path", "forward", "request"))
# Words before a network's addresses that say that it is the other end.
# How far before an address range the words stand that say what comes from it.
LEAD = 12
_REACHING = frozenset(("reach", "reachabl", "access", "accessibl", "connect", "connection", "ingress", "ingres", "inbound", "admit", "open", "log", "incom"))  # fmt: skip
_LISTING = frozenset(("whitelist", "allowlist", "safelist"))
_ALLOWING = frozenset(
    ("allow", "allowlist", "whitelist", "list", "permit", "restrict", "limit", "confin", "lock")
)
_OTHER_END = frozenset(
    (
        "remote",
        "remot",
        "office",
        "offic",
        "premis",
        "premise",
        "datacenter",
        "center",
        "partner",
        "branch",
        "headquarter",
        "customer",
    )
)
_LITERAL_PROPERTIES = {
    "path": ("health_check_path", "path"),
    "domain": ("domain",),
    "image": ("image",),
    "cron": ("schedule", "frequency"),
}


def read_literals(reading: Reading) -> None:
    """Set the literal properties of the concepts of a statement."""
    read_ports(reading)
    for token in reading.tokens("LITERAL"):
        if token.value == "cidr":
            _cidr(reading, token)
        elif token.value == "email" and _is_recipient(reading, token):
            continue
        elif token.value == "email":
            _give(reading, token.first, "domain", reading.words[token.first].raw.partition("@")[2])
        elif token.value in _LITERAL_PROPERTIES:
            raw = reading.words[token.first].raw
            if token.value == "domain" and is_file_name(raw):
                _file(reading, token, raw)
                continue
            if token.value == "domain" and _is_origin(reading, token):
                _give(reading, token.first, "origin", raw)
                continue
            if token.value == "path" and _is_route(reading, token, raw):
                continue
            for name in _LITERAL_PROPERTIES[token.value]:
                if _give(reading, token.first, name, raw):
                    break
            else:
                _new_domain(reading, token, raw)
    read_tags(reading)
    read_scaling(reading)
    read_alert(reading)
    _names(reading)


def _is_origin(reading: Reading, token: Token) -> bool:
    """ "with the origin app.example.org": where a cache fetches from."""
    return "origin" in {reading.stem(index) for index in range(token.first - 4, token.first)}


def _is_recipient(reading: Reading, token: Token) -> bool:
    """ "alerts to ops@example.com": who is told, by mail."""
    alert = next((m for m in reading.wanted if allowed(reading, m, "channel") and not m.excluded), None)
    sender = any(m.concept == "email-service" for m in reading.wanted)
    if alert is None or sender:
        return False
    put(reading, alert, "channel", "email", token.first, token.last)
    return True


def _is_route(reading: Reading, token: Token, raw: str) -> bool:
    """ "routes /api to the backend": a path that requests are told apart by, not one that is probed."""
    near = {reading.stem(index) for index in range(token.first - 5, token.last + 3)}
    probed = any(word in raw.lower() for word in _PROBED) or not near.isdisjoint(_PROBING)
    if probed or near.isdisjoint(_ROUTING):
        return False
    balancer = next(
        (m for m in reading.wanted if allowed(reading, m, "path_routing") and not m.excluded), None
    )
    if balancer is not None:
        put(reading, balancer, "path_routing", True, token.first, token.last)
    return True


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
    before = {reading.stem(index) for index in range(token.first - 4, token.first)}
    if not before.isdisjoint(_OTHER_END):
        wanted = [m for m in wanted if allowed(reading, m, "remote_cidr")] or wanted
    rules = [mention for mention in reading.wanted if mention.concept == "security-group"]
    if _lets_in(reading, token):
        # Whom something lets in is a rule of the firewall, also where no word for one stands there.
        if not rules:
            reading.mentions.append(Mention("security-group", token.first, token.last, 0, frame=True))
            rules = [reading.mentions[-1]]
            put(reading, rules[0], "direction", "ingress", token.first, token.last)
        wanted = rules
    wanted = forbidden_rules(reading, token.first) or wanted
    for mention in sorted(wanted, key=lambda m: abs(token.first - m.last)):
        if allowed(reading, mention, "cidr") and "/" in raw:
            if "cidr" in mention.evidence and str(mention.concept).endswith("-subnet"):
                mention = _next_of_list(reading, mention, token)
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


def _next_of_list(reading: Reading, mention: Mention, token: Token) -> Mention:
    """Another one of the same kind, told from the first by its range: "private subnets for applications (A) and for databases (B)".

    Its words begin behind the conjunction or the mark before the range, where what it is for may stand.
    """
    first = token.first
    while first > mention.last and not _divides(reading, first - 1):
        first -= 1
    other = Mention(mention.concept, first, token.last, mention.order, frame=True)
    reading.mentions.append(other)
    return other


def _divides(reading: Reading, at: int) -> bool:
    """Whether a word or the mark behind it divides the members of a list."""
    word = reading.words[at]
    return reading.stem(at) == "and" or "/" in word.raw or reading.text[word.end : word.end + 1] in (",", ";")


def _lets_in(reading: Reading, token: Token) -> bool:
    """Whether an address range is one that connections come from: "reachable from", "access limited to", "only X may reach"."""
    clause = reading.clauses[token.first]
    before = [
        reading.stem(index)
        for index in range(max(token.first - LEAD, 0), token.first)
        if reading.clauses[index] == clause
    ]
    if "from" in before[-6:] and (not _REACHING.isdisjoint(before) or _has_rules(reading)):
        return True
    if not _ALLOWING.isdisjoint(before) and not _REACHING.isdisjoint(before):
        return True
    if not _LISTING.isdisjoint(before[-5:]) or (
        "only" in before[-5:] and not _ALLOWING.isdisjoint(before[-6:])
    ):
        return True
    after = {reading.stem(index) for index in range(token.last, token.last + 4)}
    return "only" in before and not _REACHING.isdisjoint(after)


def _has_rules(reading: Reading) -> bool:
    return any(mention.concept == "security-group" for mention in reading.wanted)


def _file(reading: Reading, token: Token, raw: str) -> None:
    if not raw.endswith((".html", ".htm")):
        return
    before = {reading.stem(index) for index in range(token.first - 4, token.first)}
    after = {reading.stem(index) for index in range(token.last, token.last + 4)}
    starts = not before.isdisjoint(("index", "default", "start", "landing", "home"))
    name = (
        "index"
        if starts and "error" not in before
        else "error"
        if "error" in before or "404" in raw or "error" in raw or ("error" in after and "index" not in raw)
        else "index"
    )
    _give(reading, token.first, name, raw)


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
