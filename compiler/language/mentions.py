"""Which concepts a statement names: terms in groups, phrases with gaps, and which everyday words count."""

from __future__ import annotations

from typing import Any

from ..document import Form, Kind
from .compounds import drop_parts_of_compounds, is_owned
from .fields import labels_of
from .items import Group, Quantity, Token
from .lookup import longest
from .reading import Mention, Reading
from .rows import name_the_row
from .words import ends_clause

GAP = 7
AGAINST_REACH = 5
# So many words of a phrase in another sense may stand before a term inside it.
ORDINARY = 3
_ACROSS_COMMAS = frozenset(
    ("at", "in", "when", "if", "within", "from", "budget", "notify", "alert", "warn", "inform", "pag")
)
_ASKING = frozenset(
    (
        Kind.REQUIREMENT,
        Kind.OBJECTIVE,
        Kind.CRITERION,
        Kind.BUDGET,
        Kind.COMPLIANCE,
        Kind.DEPENDENCY,
        Kind.EXCLUSION,
    )
)


def find_mentions(reading: Reading) -> None:
    """Fill ``reading.mentions`` in the order of the text."""
    for order, group in reading.groups():
        _from_group(reading, group, order)
    for order, item in enumerate(reading.items):
        if isinstance(item, Quantity) and item.terms and item.dimension and item.dimension.startswith("n:"):
            _from_unit(reading, item, order)
    _find_frames(reading)
    reading.mentions.sort(key=lambda mention: (mention.first, mention.last))
    name_the_row(reading)
    _drop_everyday(reading)


def _mention(token_readings: list[dict[str, Any]], first: int, last: int, order: int) -> list[Mention]:
    """The mentions that one term makes: its concept, further concepts, and what it gives to others."""
    found = []
    for entry in token_readings:
        mention = Mention(
            entry.get("concept"),
            first,
            last,
            order,
            weak=entry.get("weak", False),
            head=entry.get("head", False),
            product=entry.get("product"),
            properties=dict(entry.get("own", {})),
            gives=dict(entry.get("gives", {})),
            avoided=entry.get("polarity") == "avoid",
            unless=tuple(entry.get("unless", ())),
        )
        found.append(mention)
        found.extend(Mention(concept, first, last, order) for concept in entry.get("also", ()))
    return found


def _from_group(reading: Reading, group: Group, order: int) -> None:
    """Terms that stand together: a noun that only repeats its term's kind joins it, like concepts become one."""
    concepts = reading.vocabulary.concepts
    made: list[Mention] = []
    for token in group.terms:
        for mention in _mention(token.value, token.first, token.last, order):
            main = next((other for other in reversed(made) if other.concept), None)
            if main is not None and mention.concept is not None:
                component = concepts[main.concept or ""]["kind"] == "component"
                if mention.concept == main.concept or (
                    mention.head
                    and mention.weak
                    and component
                    and token.last > main.last
                    and not is_owned(reading, mention, main)
                ):
                    main.last = max(main.last, mention.last)
                    main.properties.update(
                        {
                            key: value
                            for key, value in mention.properties.items()
                            if key not in main.properties
                        }
                    )
                    main.gives.update(mention.gives)
                    main.weak = main.weak and mention.weak
                    main.product = main.product or mention.product
                    continue
            made.append(mention)
    reading.mentions.extend(made)


def _from_unit(reading: Reading, quantity: Quantity, order: int) -> None:
    """What is counted can be a component itself: "3 application servers", "two read replicas"."""
    last = quantity.last
    first = last - len(quantity.unit.split(" "))
    for mention in _mention(quantity.terms or [], max(first, quantity.first), last, order):
        if mention.concept or mention.gives:
            reading.mentions.append(mention)


def _find_frames(reading: Reading) -> None:
    """Phrases with gaps: each part within a few words of the part before, in the same clause."""
    frames = reading.vocabulary.frames
    words = reading.words
    seen: set[tuple[str, int]] = set()
    present = {word.stem for word in words}
    for index, word in enumerate(words):
        candidates = frames.get(word.stem)
        if not candidates:
            continue
        for parts, entry in candidates:
            if any(part[0] not in present for part in parts):
                continue
            last = _match_parts(reading, parts, index)
            if last is None or _reads_over(reading, index, last):
                continue
            if _means_other(reading, entry["concept"], index, last):
                continue
            key = (entry["concept"] or str(sorted(entry.get("gives", {}).items())), index)
            if key in seen:
                continue
            seen.add(key)
            order = _order_at(reading, index)
            for mention in _mention([entry], index, last, order):
                mention.frame = True
                reading.mentions.append(mention)


def _means_other(reading: Reading, concept: str | None, first: int, last: int) -> bool:
    """Whether a phrase with a gap only repeats a term for a concept of the same make ("audit logs … retained")."""
    concepts = reading.vocabulary.concepts
    if concept is None:
        return False
    for mention in reading.mentions:
        if (
            mention.first < last
            and mention.last > first
            and mention.concept not in (None, concept)
            and not mention.weak
            and not mention.frame
        ):
            if mention.first < last < mention.last:
                return True
            if concepts[mention.concept or ""]["properties"] == concepts[concept]["properties"] != {}:
                return True
            if (
                mention.concept
                and mention.concept.partition("-")[0] == concept.partition("-")[0] == "encryption"
            ):
                return True
    return False


def _reads_over(reading: Reading, first: int, last: int) -> bool:
    """Whether a phrase stands inside words of another sense: "back up and running" backs nothing up."""
    for start in range(max(first - ORDINARY, 0), first + 1):
        match = longest(reading.vocabulary.hard, reading.words, start)
        if match and "ordinary" in match[0] and match[1] >= last:
            return True
    return False


def _match_parts(reading: Reading, parts: list[list[str]], index: int) -> int | None:
    """The index after a phrase with gaps that begins at a word, or None."""
    words = reading.words
    at = index
    for number, part in enumerate(parts):
        if number == 0:
            if not _stands(reading, part, at):
                return None
            at += len(part)
            continue
        across = part[0] in _ACROSS_COMMAS
        for skip in range((2 * GAP if across else GAP) + 1):
            place = at + skip
            if place >= len(words) or ends_clause(words[place]):
                return None
            if words[place].stem == "," and not across:
                return None
            if _stands(reading, part, place):
                at = place + len(part)
                break
        else:
            return None
    return at


def _stands(reading: Reading, part: list[str], at: int) -> bool:
    words = reading.words
    if words[at].stem != part[0] or at + len(part) > len(words):
        return False
    return all(words[at + offset].stem == stem for offset, stem in enumerate(part))


def _order_at(reading: Reading, index: int) -> int:
    low, high = 0, len(reading.items)
    while low < high:
        middle = (low + high) // 2
        if reading.items[middle].last <= index:
            low = middle + 1
        else:
            high = middle
    return low


def _drop_everyday(reading: Reading) -> None:
    """Everyday words count only where the sentence is about infrastructure, and never among people and goods."""
    mentions = reading.mentions
    strong = any(mention.concept and not mention.weak for mention in mentions)
    numbers = any(
        quantity.dimension in ("size", "n:vcpus", "n:nodes", "n:iops") for quantity in reading.quantities()
    )
    against = [index for index, _, _ in reading.hinted("against", 0, len(reading.words))]
    modal = reading.has("modal", 0, len(reading.words)) or reading.has("request", 0, len(reading.words))
    asks = reading.kind in _ASKING and (
        modal or reading.passage.form is not Form.SENTENCE or strong or numbers
    )
    for mention in mentions:
        if not mention.concept:
            continue
        near = any(
            mention.first - AGAINST_REACH <= index < mention.last + AGAINST_REACH
            and reading.clauses[index] == reading.clauses[mention.first]
            for index in against
        )
        if mention.weak:
            mention.dropped = mention.dropped or (near and not strong) or not (asks or strong or numbers)
    drop_parts_of_compounds(reading)
    _drop_covered(reading)
    _drop_image_tags(reading)
    _drop_sizes(reading)
    labels_of(reading)
    _drop_nodes(reading)
    if reading.passage.cells:
        _drop_heads(reading)
    _about_money(reading)
    _drop_shares(reading)
    for mention in mentions:
        if mention.unless and any(
            other is not mention
            and not other.weak
            and other.concept in mention.unless
            and not _has_its_own_number(reading, mention, other)
            for other in reading.wanted
        ):
            mention.dropped = True


def _has_its_own_number(reading: Reading, mention: Mention, other: Mention) -> bool:
    """ "Logs are kept for 30 days, audit logs for a year": two things, though one's word may mean the other."""
    return any(mention.last <= quantity.first < other.first for quantity in reading.quantities())


def _drop_nodes(reading: Reading) -> None:
    """ "a warehouse with 8 compute nodes": the nodes of a cluster are no machines beside it."""
    for mention in reading.wanted:
        if mention.concept == "virtual-machine" and reading.stem(mention.last - 1) == "nod":
            mention.dropped = any(
                "nodes" in reading.vocabulary.concepts[other.concept or ""]["properties"]
                and other.first < mention.first
                for other in reading.wanted
            )


def _drop_heads(reading: Reading) -> None:
    """A column's head that is an everyday word gives its cell a meaning; it asks for nothing where a cell does."""
    strong = any(not mention.weak and not _in_head(reading, mention) for mention in reading.wanted)
    for mention in reading.mentions:
        around = {reading.stem(index) for index in range(mention.first - 2, mention.last + 2)}
        bounds = not around.isdisjoint(("min", "max", "minimum", "maximum"))
        if strong and mention.weak and _in_head(reading, mention) and not bounds:
            mention.dropped = True


def _in_head(reading: Reading, mention: Mention) -> bool:
    start, end = reading.span(mention.first, mention.last)
    return start == end


def _drop_shares(reading: Reading) -> None:
    """ "400 requests per instance": what is counted by is not what is asked for."""
    for mention in reading.mentions:
        whose = mention.first > 0 and reading.words[mention.first - 1].raw.endswith(("'s", "’s"))
        if mention.weak and (whose or reading.stem(mention.first - 1) in ("per", "/")):
            mention.dropped = True


def _about_money(reading: Reading) -> None:
    """An alert about spending is the budget's alert, not one of the operations."""
    named = any(word.stem in ("budget", "spend", "cost", "bill") for word in reading.words)
    if not named and reading.kind is not Kind.BUDGET:
        return
    shares = any(quantity.dimension in ("percent", "money") for quantity in reading.quantities())
    for mention in reading.wanted:
        if mention.concept == "alerting" and (shares or reading.kind is Kind.BUDGET):
            mention.concept = "budget-alert"


def _drop_sizes(reading: Reading) -> None:
    """ "a server with 200 GB of storage": the everyday noun behind a size is the size's word, not a component."""
    for quantity in (*reading.quantities(), *reading.elsewhere):
        if quantity.dimension != "size":
            continue
        at = quantity.last + (reading.stem(quantity.last) == "of")
        places = {at}
        while at in (adjectives := {m.first: m.last for m in reading.mentions if not m.concept}):
            at = adjectives[at]
            places.add(at)
        for mention in reading.mentions:
            if (
                mention.weak
                and mention.first in places
                and any(
                    other.concept != mention.concept and _has_size(reading, other)
                    for other in reading.wanted
                    if other is not mention
                )
            ):
                mention.dropped = True


def _has_size(reading: Reading, mention: Mention) -> bool:
    properties = reading.vocabulary.concepts[mention.concept or ""]["properties"]
    return any(name in properties for name in ("storage", "disk", "memory", "size"))


def _drop_covered(reading: Reading) -> None:
    """A weak word inside a phrase with a gap that means the same, or a phrase with a gap that a term says already."""
    concepts = {
        mention.concept
        for mention in reading.mentions
        if mention.concept and not mention.frame and not mention.dropped
    }
    for mention in reading.mentions:
        if mention.frame and mention.concept in concepts and not mention.properties:
            mention.dropped = True


def _drop_image_tags(reading: Reading) -> None:
    """ "registry tags cannot be overwritten": what an image is called by is no label on the resources."""
    registry = any(mention.concept == "container-registry" for mention in reading.wanted)
    of_images = [
        (phrase.first, phrase.last)
        for phrase in reading.mentions
        if phrase.frame and registry and "immutable_tags" in (phrase.properties | phrase.gives)
    ]
    for mention in reading.mentions:
        if mention.concept == "resource-tags":
            mention.dropped = mention.dropped or any(
                first <= mention.first and mention.last <= last for first, last in of_images
            )


def statement_marks(reading: Reading) -> list[Token]:
    """The marks of a statement that carry meaning of their own."""
    return [item for item in reading.items if isinstance(item, Token) and item.type != "WATER"]


def next_term_is(reading: Reading, index: int, reach: int) -> int | None:
    """The index of the next word at which a term begins, at most ``reach`` words on."""
    for at in range(index, min(index + reach, len(reading.words))):
        match = longest(reading.vocabulary.hard, reading.words, at)
        if match and "terms" in match[0]:
            return at
    return None
