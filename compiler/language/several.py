"""Several components of one kind in one statement: "two queues, one for orders and one for invoices", "three buckets: raw, curated, archive".

Each becomes a mention with a name of its own, so that properties find the one that they stand by. What is said of all of them
together ("three versioned buckets: …", "…, each with a dead-letter queue") is given to each by ``share_out``.
"""

from __future__ import annotations

from collections.abc import Iterator

from .items import Quantity
from .names import NAMING, enclosed_name, name_before, name_inside, name_words, purpose, quoted_name, text_of
from .reading import Mention, Reading

MOST_PARTS = 20
# So many words on a stand-in ("one for invoices") may still stand for a noun.
REACH = 60
_PARTING = frozenset((",", ";", "and", "&", "+", "plu"))
_PRONOUNS = frozenset(("one", "another"))
_BEHIND_PRONOUN = frozenset(
    (
        "for",
        "with",
        "in",
        "on",
        "call",
        "nam",
        "that",
        "which",
        ",",
        "and",
        ";",
        ".",
        ")",
        "(",
        "at",
        "hold",
        "keep",
        "stor",
    )
)
_NO_PRONOUN = frozenset(
    ("no", "each", "every", "any", "least", "most", "only", "than", "which", "this", "that", "every", "not")
)
_TOGETHER = frozenset(("all", "each", "both", "every"))
_SEPARATE = frozenset(("separat", "separate", "own", "different", "dedicat", "individual", "respectiv"))
# What a stand-in does not take over from the noun that it stands for.
_OWN_OF_ONE = frozenset(("public", "private", "count"))


def find_several(reading: Reading) -> None:
    """Find the components that a statement lists under one noun, or puts side by side under names of their own."""
    for whole in list(reading.wanted):
        if whole.concept not in reading.vocabulary.several or whole.parts:
            continue
        parts = _listed(reading, whole)
        if parts:
            whole.parts = parts
        else:
            _stand_ins(reading, whole)
    _side_by_side(reading)
    reading.mentions.sort(key=lambda mention: (mention.first, mention.last))


def share_out(reading: Reading) -> None:
    """Give what is said of all to each, and drop the noun that only led the list."""
    for whole in [mention for mention in reading.mentions if mention.parts]:
        last = max(part.last for part in whole.parts)
        for part in whole.parts:
            for name in [name for name in part.properties if name in part.evidence]:
                at = _word_at(reading, part.evidence[name][0])
                if at >= last and _said_of_all(reading, last, at):
                    whole.properties[name] = part.properties.pop(name)
                    whole.evidence[name] = part.evidence.pop(name)
        for part in whole.parts:
            for name, value in whole.properties.items():
                if name != "count" and name not in part.properties:
                    part.properties[name] = value
                    if name in whole.evidence:
                        part.evidence[name] = whole.evidence[name]
            part.excluded, part.existing = part.excluded or whole.excluded, part.existing or whole.existing
        whole.dropped = True


def _said_of_all(reading: Reading, first: int, last: int) -> bool:
    return any(reading.stem(at) in _TOGETHER for at in range(first, last + 1))


def _word_at(reading: Reading, offset: int) -> int:
    """The index of the word that begins at or behind a place of the text."""
    return next(
        (index for index, word in enumerate(reading.words) if word.start >= offset), len(reading.words)
    )


def _number_of(reading: Reading, mention: Mention) -> int | None:
    """How many a statement says that there are: "three buckets"."""
    for item in reading.items:
        if isinstance(item, Quantity) and item.high is None and item.low == int(item.low):
            counts = item.dimension is None or item.dimension.startswith("n:")
            if (
                counts
                and item.first <= mention.first
                and mention.first - item.last <= 1
                and item.last <= mention.last
            ):
                return int(item.low)
    before = [reading.stem(at) for at in range(mention.first - 2, mention.first)]
    return 2 if before and before[0] in ("pair", "coupl") else 2 if "both" in before else None


# -- lists --------------------------------------------------------------------------------------------------------------


def _listed(reading: Reading, whole: Mention) -> tuple[Mention, ...]:
    """The parts of "three buckets: raw, curated and archive"; empty where what follows is no list of names."""
    start = _list_start(reading, whole)
    if start is None:
        return ()
    items = list(_items(reading, start))
    number = _number_of(reading, whole)
    if not 2 <= len(items) <= MOST_PARTS or (number is not None and number != len(items)):
        return ()
    if any(_stands_for_noun(reading, at) for first, last in items for at in range(first, last)):
        return ()
    if number is None and reading.stem(start - 1) == ",":
        return ()
    separate = any(reading.stem(at) in _SEPARATE for at in range(whole.first - 2, whole.first))
    described = all(
        reading.stem(last) in ("(", "with") for _, last in (name_words(reading, *item) for item in items)
    )
    if number is None and not separate and not (described and _is_plural(reading, whole)):
        return ()
    parts = [_part(reading, whole, first, last, described) for first, last in items]
    found = [part for part in parts if part is not None]
    if (
        len(found) < len(parts)
        or len({part.name for part in found} | {id(p) for p in found if not p.name}) < 2
    ):
        return ()
    for part in found:
        if part not in reading.mentions:
            for mention in reading.mentions:
                if part.first <= mention.first and mention.last <= part.last:
                    mention.dropped = True
            reading.mentions.append(part)
    return tuple(found)


def _is_plural(reading: Reading, mention: Mention) -> bool:
    return reading.words[mention.last - 1].raw.lower().endswith("s")


def _list_start(reading: Reading, whole: Mention) -> int | None:
    """The word at which the list behind a noun begins."""
    at = whole.last
    if reading.stem(at) in (":", "(", "–", "—") and at + 1 < len(reading.words):
        return at + 1
    if reading.stem(at) in (",", *NAMING) and at + 1 < len(reading.words):
        return at + 1
    return None


def _items(reading: Reading, start: int) -> Iterator[tuple[int, int]]:
    """The items of a list: what stands between commas and "and", outside parentheses, up to the sentence's end."""
    depth, begin = 0, start
    closing = reading.stem(start - 1) == "("
    for at in range(start, len(reading.words) + 1):
        stem = reading.stem(at) if at < len(reading.words) else "."
        if stem == "(":
            depth += 1
        elif stem == ")" and depth:
            depth -= 1
        elif depth == 0 and (stem in _PARTING or stem in (".", ")") or stem in _TOGETHER):
            if at > begin:
                yield begin, at
            begin = at + 1
            if stem == "." or (stem == ")" and closing) or stem in _TOGETHER:
                return


def _part(reading: Reading, whole: Mention, first: int, last: int, described: bool) -> Mention | None:
    """The component that an item of a list is: one that it names itself, or one like the whole under the item's name."""
    own = next(
        (
            m
            for m in reading.wanted
            if m is not whole
            and not m.weak
            and first <= m.first
            and m.last <= last
            and m.concept == whole.concept
        ),
        None,
    )
    if own is None and _another_kind(reading, whole, first, last):
        return None
    if own is not None:
        own.name = own.name or purpose(reading, own.last, last) or name_before(reading, own, first)
        return own
    begin, end = name_words(reading, first, last)
    if begin >= end:
        return None
    quality = any(m.gives and not m.concept and m.first <= begin < m.last for m in reading.mentions)
    if (quality and not described) or any(q.first <= begin < q.last for q in reading.quantities()):
        return None
    return Mention(
        whole.concept, begin, end, whole.order, frame=True, listed=True, name=text_of(reading, begin, end)
    )


def _another_kind(reading: Reading, whole: Mention, first: int, last: int) -> bool:
    """ "databases (PostgreSQL, MongoDB, Redis)": an item that is a term of its own is no name."""
    begin, end = name_words(reading, first, last)
    return any(
        m.first == begin
        and m.last >= end
        and not m.weak
        and m.concept != whole.concept
        and m.concept in reading.vocabulary.rows
        for m in reading.wanted
    )


def _stand_ins(reading: Reading, whole: Mention) -> None:
    """ "two zones: a public one and a private one", "a bucket for images and one for logs": the word "one" stands for the noun."""
    places = [
        at
        for at in range(whole.last, min(whole.last + REACH, len(reading.words)))
        if _stands_for_noun(reading, at)
    ]
    others = [
        m
        for m in reading.wanted
        if m is not whole and m.concept in reading.vocabulary.several and m.last > whole.last
    ]
    places = [at for at in places if not any(other.last <= at for other in others)]
    if not places:
        return
    number = _number_of(reading, whole)
    many = number is not None and number > 1
    if many and number != len(places):
        return
    parts = []
    for at in places:
        part = Mention(whole.concept, at, at + 1, whole.order, frame=True, listed=True)
        if not many:
            part.properties = {k: v for k, v in whole.properties.items() if k not in _OWN_OF_ONE}
        part.name = purpose(reading, at + 1, len(reading.words))
        _adjective(reading, part)
        parts.append(part)
    reading.mentions.extend(parts)
    if many:
        whole.parts = tuple(parts)
    else:
        whole.name = whole.name or purpose(reading, whole.last, places[0])


def _stands_for_noun(reading: Reading, at: int) -> bool:
    word = reading.words[at]
    if word.stem not in _PRONOUNS or reading.stem(at - 1) in _NO_PRONOUN:
        return False
    behind = reading.stem(at + 1) if at + 1 < len(reading.words) else "."
    named = behind in ("call", "nam") and reading.words[at + 1].raw.lower() in ("called", "named")
    for quantity in reading.quantities():
        if quantity.first <= at < quantity.last:
            if not named:
                return False
            # "one called media" is no call.
            quantity.used, quantity.dimension = True, None
    return behind in _BEHIND_PRONOUN


def _adjective(reading: Reading, part: Mention) -> None:
    """ "a private one": the adjective before the stand-in, where the concept knows it."""
    kinds = reading.vocabulary.concepts[part.concept or ""]["properties"]
    stem = reading.stem(part.first - 1)
    if "private" in kinds and "public" not in kinds and stem in ("private", "privat", "internal"):
        part.properties["private"] = True
        part.evidence["private"] = reading.span(part.first - 1, part.first)


# -- side by side -------------------------------------------------------------------------------------------------------


def _side_by_side(reading: Reading) -> None:
    """ "an orders queue and a billing queue": things of one kind that the statement tells apart by their names."""
    kinds: dict[str, list[Mention]] = {}
    parts = {id(part) for whole in reading.mentions for part in whole.parts}
    for mention in reading.wanted:
        of_its_own = "read_replicas" not in mention.properties or "engine" in mention.properties
        if (
            mention.concept in reading.vocabulary.several
            and not mention.parts
            and id(mention) not in parts
            and of_its_own
        ):
            kinds.setdefault(mention.concept or "", []).append(mention)
    for mentions in kinds.values():
        if len(mentions) < 2 or any("dead_letter" in mention.properties for mention in mentions):
            continue
        names: list[str | None] = []
        for number, mention in enumerate(mentions):
            following = mentions[number + 1].first if number + 1 < len(mentions) else len(reading.words)
            names.append(
                mention.name
                or quoted_name(reading, mention)
                or name_inside(reading, mention)
                or name_before(reading, mention, 0)
                or purpose(reading, mention.last, following)
                or enclosed_name(reading, mention)
            )
        told = [name for name in names if name]
        if len(told) >= 2 and len({name.lower() for name in told}) == len(told):
            for mention, name in zip(mentions, names, strict=True):
                mention.name = mention.name or name
