"""Which of the named concepts are ruled out, which exist already, and how strongly the statement asks."""

from __future__ import annotations

from ..document import Kind
from ..statements import Modality
from .items import Group, Quantity, Token
from .lookup import JOINS, PREPOSITIONS
from .reading import Mention, Reading
from .rows import absent_cells

ADJECTIVES = 3
_STRENGTH = {"must": 3, "must-not": 2, "should": 1, "may": 0}
_GO_ON = frozenset(
    (
        "a",
        "an",
        "the",
        "any",
        "own",
        "new",
        "additional",
        "other",
        "separate",
        "such",
        "of",
        "kind",
        "form",
        "form",
        "type",
    )
)
# What may stand before a negation in a clause that has no subject of its own.
_NO_SUBJECT = frozenset(
    (
        "it",
        "this",
        "that",
        "they",
        "thes",
        "both",
        "all",
        "is",
        "are",
        "but",
        "and",
        "so",
        "which",
        "for",
        "now",
    )
)
_DENIALS = frozenset(("no", "none", "not needed", "not required", "excluded", "out of scope", "✗", "✘", "❌"))
_ALREADY = frozenset(("already", "exist", "existing"))
_RUNNING = frozenset(("orchestrat", "run", "runn", "manag", "host", "operat", "schedul", "driv"))
_OLDER = frozenset(("older", "below", "lower", "earlier", "prior", "under", "befor", "less"))
OLDER_REACH = 4
_HEADS = frozenset(("existing", "already", "exists", "have", "place", "inherited", "there"))
_VERBS_BETWEEN = frozenset(("that", "which", "who", "because", "since", "so", "when", "if", "to", "by"))


def modality(reading: Reading) -> Modality:
    """The strongest modal of the statement."""
    best: str | None = None
    weight = -1.0
    end = 0
    for first, last, value in reading.hinted("modal", 0, len(reading.words)):
        if first < end:
            continue
        end = last
        if _is_no_modal(reading, first, last):
            continue
        turned = _turned(reading, first) if value == "may" else value
        # What follows from "only" is weaker than what is forbidden in so many words.
        strength = _STRENGTH[turned] if turned == value else _STRENGTH["should"] + 0.5
        if strength > weight:
            best, weight = turned, strength
        reading.use(first, last)
    return Modality(best) if best else Modality.NONE


def _turned(reading: Reading, at: int) -> str:
    """What a "may" allows: "no server may" forbids it, "only the office may" forbids it to all others."""
    clause = reading.clauses[at]
    before = [reading.stem(index) for index in range(at) if reading.clauses[index] == clause]
    if not before:
        return "may"
    return "must-not" if before[0] in ("no", "none", "neither") else "must" if before[0] == "only" else "may"


def _is_no_modal(reading: Reading, first: int, last: int) -> bool:
    """The month of May, "required tags", "no VPN is needed": words of a modal that ask for nothing."""
    raw = reading.words[last - 1].raw.lower()
    if reading.telling and raw in ("need", "needs", "require", "requires"):
        return True
    if reading.words[first].raw == "May" or (first == 0 and last == 1 and raw == "required"):
        return True
    if raw == "could" and reading.stem(last) in ("not", "n't"):
        return True
    if raw == "to" and reading.stem(first) == "hav" and reading.stem(first - 1) in ("not", "n't", "don't"):
        return True
    if raw in ("need", "needs", "require") and any(
        t.first <= first < t.last for t in reading.tokens("NEGATION")
    ):
        return True
    if raw not in ("needed", "required"):
        return False
    if {reading.stem(first - 1), reading.stem(first - 2)} & {"may", "might", "could"}:
        return True
    clause = reading.clauses[first]
    return any(
        reading.clauses[token.first] == clause for token in reading.tokens("NEGATION") if token.first <= last
    )


def asks_in_capitals(reading: Reading) -> bool:
    """Whether MUST or SHALL stands there in capitals."""
    return any(word.raw in ("MUST", "SHALL") for word in reading.words)


def decide_polarity(reading: Reading) -> None:
    """Set ``excluded`` on the mentions that the statement rules out."""
    if reading.kind is Kind.EXCLUSION:
        _exclude_all(reading)
        return
    if len(reading.passage.cells) > 1:
        cell = reading.passage.cells[1]
        named = any(mention.in_row for mention in reading.mentions)
        if not named and reading.text[cell.start : cell.end].strip(" .").lower() in _DENIALS:
            for mention in reading.mentions:
                mention.excluded = reading.span(mention.first, mention.last)[1] <= cell.start
            return
        absent_cells(reading)
    items = reading.items
    for index, item in enumerate(items):
        if not isinstance(item, Token) or item.type != "NEGATION":
            continue
        found = _behind(reading, index) if item.value == "before" else _ahead(reading, index)
        if reading.stem(item.first) == "without" and _forbidden(reading, item.first):
            continue
        if item.value == "before" and found and _only_restricted(reading, found[-1].last):
            _forbid(reading, item, found)
            continue
        for mention in found:
            if mention.avoided or _only_older(reading, mention):
                continue
            if mention.properties.get("public") is True:
                mention.properties["public"] = False
                continue
            mention.excluded = True
        if found:
            reading.use(item.first, item.last)


def _only_older(reading: Reading, mention: Mention) -> bool:
    """ "no connection uses a TLS version older than 1.3": what is older is ruled out, the thing is wanted."""
    known = reading.vocabulary.concepts[mention.concept or ""]["properties"] if mention.concept else {}
    behind = {reading.stem(index) for index in range(mention.last, mention.last + OLDER_REACH)}
    return "min_version" in known and not behind.isdisjoint(_OLDER)


def _forbid(reading: Reading, negation: Token, subjects: list[Mention]) -> None:
    """ "no bucket is public", "no rule lets the internet in": the things are wanted, what is said of them is forbidden."""
    clause = reading.clauses[negation.first]
    for mention in subjects:
        if mention.concept is None:
            continue
        known = reading.vocabulary.concepts[mention.concept]["properties"]
        if "sources" in known:
            # What a forbidden rule would let in stays with it: all other rules are left alone.
            for other in reading.wanted:
                if other.concept == mention.concept and reading.clauses[other.first] == clause:
                    other.excluded = True
        elif "public" in known:
            mention.properties["public"] = False
    reading.use(negation.first, negation.last)


def _forbidden(reading: Reading, at: int) -> bool:
    """ "a trader without a second factor must not get in": what is missing is wanted."""
    clause = reading.clauses[at]
    return any(
        value == "must-not" and first > at and reading.clauses[first] == clause
        for first, _, value in reading.hinted("modal", at, len(reading.words))
    )


def _only_restricted(reading: Reading, after: int) -> bool:
    """ "no database is reachable from the internet": databases are wanted, their being reachable is not."""
    verb = any(
        reading.stem(index) in ("is", "are", "be", "may", "can", "must", "shall", "has", "hav")
        for index in range(after, after + 3)
    )
    return reading.has("restrict", after, after + 1) or (verb and reading.has("restrict", after, after + 5))


def _exclude_all(reading: Reading) -> None:
    """Out of scope: what is named first; remarks in parentheses or behind a dash say who does it instead."""
    limit = len(reading.words)
    for token in reading.tokens("STOP"):
        if token.value in ("open", "dash", "clause") and any(m.first < token.first for m in reading.wanted):
            limit = min(limit, token.first)
    for index, last, _ in reading.hinted("stop", 0, len(reading.words)):
        if any(mention.last <= index for mention in reading.wanted):
            limit = min(limit, last)
            break
    for mention in reading.mentions:
        if mention.first >= limit or _is_of_the_domain(reading, mention):
            mention.dropped = True
        else:
            mention.excluded = True


def _is_of_the_domain(reading: Reading, mention: Mention) -> bool:
    """ "the payment terminal network", "the ward's bed queue": a thing of somebody's own kind rules out none of the build's."""
    if not mention.weak or mention.last - mention.first > 1:
        return False
    if reading.stem(mention.last) == "of":
        return True
    if mention.first == 0:
        return False
    before = reading.words[mention.first - 1]
    return (
        before.kind == "word"
        and before.stem not in _GO_ON
        and before.stem not in PREPOSITIONS
        and before.stem not in JOINS
        and before.raw.lower() not in reading.vocabulary.no_names
        and not any(other.first <= mention.first - 1 < other.last for other in reading.mentions)
    )


def _behind(reading: Reading, index: int) -> list[Mention]:
    """What a negation before its object rules out: the first terms behind it and those joined to them."""
    found: list[Mention] = []
    negation = reading.items[index]
    at = negation.last
    if reading.has("absence", at, at + 2) and not _term_at(reading, at):
        return []
    for item in reading.items[index + 1 :]:
        if isinstance(item, Group):
            found.extend(_of(reading, item))
        elif isinstance(item, Quantity):
            return found
        elif item.type == "WATER":
            stems = [reading.stem(word) for word in range(item.first, item.last)]
            if found and len(stems) == 2 and stems[1] in ("by", "with", "on") and stems[0] in _RUNNING:
                # "no containers orchestrated by Kubernetes": containers as such are not what is ruled out.
                for mention in found:
                    mention.dropped = True
                found = []
                continue
            if found and any(stem not in _GO_ON for stem in stems):
                break
            if len(stems) > ADJECTIVES or any(stem in PREPOSITIONS and stem != "of" for stem in stems):
                break
            if reading.has("restrict", item.first, item.last) or reading.has("stop", item.first, item.last):
                break
            if reading.has("modal", item.first, item.last):
                break
        elif item.type == "JOIN":
            if found and item.value == "comma" and not _list_goes_on(reading, item.last):
                break
            if found and item.value == "and" and reading.stem(item.last) == "the":
                break
        elif not (item.type == "STOP" and item.value == "open" and found):
            break
        if reading.has("stop", item.first, item.last):
            break
    return found


def _term_at(reading: Reading, word: int) -> bool:
    return any(mention.first == word for mention in reading.wanted)


def _list_goes_on(reading: Reading, at: int) -> bool:
    """Whether a term stands behind a comma, an article or an adjective and a conjunction apart."""
    for place in range(at, at + ADJECTIVES):
        if _term_at(reading, place):
            return True
        stem = reading.stem(place)
        if stem not in _GO_ON and stem not in JOINS:
            return False
    return False


def _ahead(reading: Reading, index: int) -> list[Mention]:
    """What a negation behind its object rules out: the terms of the part of the clause before it."""
    found: list[Mention] = []
    negation = reading.items[index]
    clause = reading.clauses[negation.first]
    start = negation.first
    if _subject_before(reading, negation.first):
        clause -= 1
    for item in reversed(reading.items[:index]):
        if clause < reading.clauses[negation.first] == reading.clauses[item.first]:
            continue
        if reading.clauses[item.first] != clause:
            break
        if isinstance(item, Token) and item.type == "STOP" and item.value in ("dash", "colon"):
            break
        if isinstance(item, Token) and item.type == "JOIN" and found and not _joins_terms(reading, item):
            break
        if isinstance(item, Token) and item.type == "WATER" and reading.has("stop", item.first, item.last):
            break
        if isinstance(item, Group):
            found.extend(_of(reading, item))
        start = item.first
    allowed = reading.stem(negation.last - 1) in ("allow", "permit", "prohibit", "forbidden")
    if allowed and reading.has("restrict", start, negation.first):
        return []
    return found


def _subject_before(reading: Reading, negation: int) -> bool:
    """ "a CDN may come later; it is not part of this": a clause without a subject of its own speaks of the one before it."""
    first, _ = reading.clause_bounds(negation)
    return first > 0 and all(reading.stem(at) in _NO_SUBJECT for at in range(first, negation))


def _joins_terms(reading: Reading, join: Token) -> bool:
    return any(0 <= join.first - mention.last <= 1 for mention in reading.wanted)


def _of(reading: Reading, group: Group) -> list[Mention]:
    return [
        mention for mention in reading.mentions if group.first <= mention.first and mention.last <= group.last
    ]


def decide_existing(reading: Reading) -> None:
    """Set ``existing`` on what is there already: it says so, or among dependencies it is somebody else's."""
    words = len(reading.words)
    if reading.kind is Kind.DEPENDENCY:
        says = (
            reading.has("existing", 0, words)
            or reading.has("foreign", 0, words)
            or _headed_existing(reading.passage.section)
        )
        for mention in reading.wanted:
            mention.existing = (says or mention.product is not None) and not mention.excluded
        return
    marks = [
        (first, last)
        for first, last, _ in reading.hinted("existing", 0, words)
        if not _lasting(reading, first, last)
    ]
    if not marks:
        return
    strict = reading.kind is not Kind.ASSUMPTION
    for mention in reading.wanted:
        for first, last in marks:
            if reading.clauses[first] != reading.clauses[mention.first]:
                continue
            already = reading.stem(first) == "already"
            near = 0 <= mention.first - last <= 3 and (already or not _crosses(reading, last, mention.first))
            if reading.words[first].raw.lower() == "existing" and mention.last <= first:
                continue
            inside = mention.first <= first < mention.last
            behind = 0 <= first - mention.last <= (4 if strict else 8) and _already(
                reading, first, last, strict
            )
            if near or inside or behind:
                mention.existing = _is_adjective(reading, first, last, strict) or behind
                if mention.existing:
                    reading.use(first, last)
                    break


def _lasting(reading: Reading, first: int, last: int) -> bool:
    """ "backups exist for 30 days": a length says how long things are kept, not that they are there already."""
    if reading.stem(first) != "exist" or reading.stem(last) != "for":
        return False
    return any(
        last < quantity.first <= last + 3 and quantity.dimension == "time"
        for quantity in reading.quantities()
    )


def _headed_existing(titles: tuple[str, ...]) -> bool:
    """Whether the heading itself says that what stands below it is there: "Already in place", "Existing systems"."""
    words = titles[-1].lower().split() if titles else []
    return any(word in _HEADS for word in words)


def _crosses(reading: Reading, first: int, last: int) -> bool:
    return any(reading.stem(index) in PREPOSITIONS for index in range(first, last))


def _already(reading: Reading, first: int, last: int, strict: bool) -> bool:
    stems = {reading.stem(index) for index in range(first, last)}
    return not strict or not _ALREADY.isdisjoint(stems)


def _is_adjective(reading: Reading, first: int, last: int, strict: bool) -> bool:
    stem = reading.stem(first)
    if not strict:
        return True
    return stem in (
        "existing",
        "exist",
        "already",
        "corporat",
        "preexisting",
        "pre",
        "incumbent",
        "reus",
        "reuse",
        "third",
        "inherited",
        "company",
    ) or (stem == "in" and reading.stem(first + 1) == "house")
