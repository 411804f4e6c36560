"""Fields: "storage: 250 GB", "min = 2", "versioning: enabled". What stands before the sign names a property of a component."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ..statements import PropertyValue
from .items import Quantity
from .lookup import JOINS
from .properties import allowed, in_unit, plain, put, rated
from .reading import Mention, Reading

LONGEST_LABEL = 4
LONGEST_TEXT = 3
_LIMITS = frozenset(("min", "max", "minimum", "maximum"))
_SIGNS = frozenset((":", "="))
_BOUNDS = frozenset((",", ";", "(", ")", "|", ".", "[", "]", "•"))
_YES = frozenset(("yes", "true", "on", "enabl", "required", "requir", "activ", "mandatory", "y", "✓", "✅"))
_NO = frozenset(("no", "false", "off", "disabl", "none", "n", "not", "without", "inactiv", "✗", "❌"))
# Properties whose value is a word of the author's where it is none of the vocabulary's.
_WORDS = frozenset(
    ("tier", "type", "policy", "strategy", "gpu", "role", "trigger", "capacity", "image", "algorithm")
)
_OF = frozenset(("of", "is", "are", "at"))
_MACHINES = frozenset(("count", "nodes", "min", "max", "replicas"))
_COUNT_PAIRS = frozenset(("count", "nodes", "min"))


class Field(Struct, frozen=True):
    """A label in the words ``start`` up to ``sign``, its properties, and its value in the words behind the sign up to ``end``."""

    start: int
    sign: int
    end: int
    names: tuple[str, ...]


def fields(reading: Reading) -> Iterator[Field]:
    """The fields of a statement in order."""
    ends = _spoken(reading)
    signs = sorted({*ends, *_signs(reading)})
    for number, sign in enumerate(signs):
        start = sign
        while (
            start > 0 and start > sign - LONGEST_LABEL and reading.stem(start - 1) not in (_BOUNDS | _SIGNS)
        ):
            start -= 1
        for begin in range(start, sign):
            names = reading.vocabulary.fields.get(
                " ".join(reading.stem(index) for index in range(begin, sign))
            )
            bound = any(reading.stem(index) in _LIMITS for index in range(start, begin))
            if names and not bound:
                following = signs[number + 1] if number + 1 < len(signs) else len(reading.words)
                end = _end(reading, sign + 1, following) if reading.stem(sign) in _SIGNS else ends[sign]
                yield Field(begin, sign, end, tuple(names))
                break


def is_field(reading: Reading) -> bool:
    """Whether a statement begins with a property's label: "storage: 250 GB" below "Database"."""
    sign = next(
        (at for at in range(min(LONGEST_LABEL + 1, len(reading.words))) if reading.stem(at) in _SIGNS), 0
    )
    label = " ".join(reading.stem(at) for at in range(sign))
    return sign > 0 and label in reading.vocabulary.fields


def _signs(reading: Reading) -> list[int]:
    """The places of the marks that part a label from its value."""
    return [index for index, word in enumerate(reading.words) if word.kind == "mark" and word.stem in _SIGNS]


def _spoken(reading: Reading) -> dict[int, int]:
    """The places of "of" and the like between a label and its number ("a timeout of 30 s"), with the number's end."""
    return {
        quantity.first - 1: quantity.last
        for quantity in reading.quantities()
        if reading.stem(quantity.first - 1) in _OF and not quantity.used
    }


def _end(reading: Reading, first: int, following: int) -> int:
    """Where a field's value ends: at the next mark that parts fields."""
    index = first
    while index < following and reading.stem(index) not in _BOUNDS:
        index += 1
    return index


def labels_of(reading: Reading) -> None:
    """Everyday nouns that name a property of a component before them ("storage: 250 GB", "the domain x.org") are no components."""
    marks = {index for field in fields(reading) for index in range(field.start, field.sign)}
    for mention in reading.mentions:
        if not mention.weak or not mention.concept or mention.dropped:
            continue
        names = _names_at(reading, mention.first - 1, mention.last) or _names_at(
            reading, mention.first, mention.last
        )
        labels = marks.issuperset(range(mention.first, mention.last))
        if not labels and not _leads_to_value(reading, mention, names):
            continue
        mention.dropped = any(
            other.first < mention.first
            and (reading.led or not other.weak)
            and other.concept != mention.concept
            and allowed(reading, other, name)
            for other in reading.wanted
            for name in names
        )


def _names_at(reading: Reading, first: int, last: int) -> Sequence[str]:
    """The properties that the words mean as a label."""
    return reading.vocabulary.fields.get(" ".join(reading.stem(at) for at in range(first, last)), ())


def _leads_to_value(reading: Reading, mention: Mention, names: Sequence[str]) -> bool:
    """Whether a noun's value stands behind it: "storage starting at 50 GB", "the domain shop.example.org"."""
    for at in range(mention.last, min(mention.last + LONGEST_LABEL, len(reading.words))):
        word = reading.words[at]
        if word.kind == "domain":
            return "domain" in names
        if word.kind == "mark" or word.stem in JOINS:
            return False
        quantity = next((q for q in reading.quantities() if q.first == at), None)
        if quantity is not None:
            rules = reading.vocabulary.properties
            return any(name in rules and rules[name]["dimension"] == quantity.dimension for name in names)
    return False


def attach_fields(reading: Reading) -> None:
    """Set the properties that fields state."""
    for field in fields(reading):
        for name, mention in _takers(reading, field):
            if _set(reading, field, name, mention):
                reading.use(field.start, field.sign)
                break


def _takers(reading: Reading, field: Field) -> list[tuple[str, Mention]]:
    """The components that can have one of a field's properties, the likeliest first."""
    found = [
        (_distance(mention, field), order, name, mention)
        for mention in reading.wanted
        if not mention.excluded
        for order, name in enumerate(field.names)
        if allowed(reading, mention, name)
    ]
    return [(name, mention) for _, _, name, mention in sorted(found, key=lambda entry: entry[:2])]


def _distance(mention: Mention, field: Field) -> int:
    """How far a component stands from a field: those before it first, those behind it last."""
    return field.start - mention.last if mention.first <= field.start else 100 + mention.first - field.sign


def _set(reading: Reading, field: Field, name: str, mention: Mention) -> bool:
    """Set one property from a field's value; whether it could be."""
    kind = allowed(reading, mention, name)
    first, last = field.sign + 1, field.end
    if name in mention.evidence or first >= last:
        return False
    if kind == "bool":
        return _set_switch(reading, field, name, mention)
    if kind == "text" and name in _WORDS:
        return _set_text(reading, field, name, mention)
    quantity = next((q for q in reading.quantities() if first <= q.first < last and not q.used), None)
    if quantity is None or not _fits(reading, quantity, name, kind):
        return False
    if quantity.high is not None and name in _COUNT_PAIRS and allowed(reading, mention, "min"):
        put(reading, mention, "min", plain(quantity.low), quantity.first, quantity.last)
        put(reading, mention, "max", plain(quantity.high), quantity.first, quantity.last)
    else:
        put(reading, mention, name, in_unit(quantity, kind), quantity.first, quantity.last)
    quantity.used = True
    quantity.property = name
    return True


def _fits(reading: Reading, quantity: Quantity, name: str, kind: str | list[str] | None) -> bool:
    """Whether a number has the dimension of a property; what is counted may stand bare."""
    rule = reading.vocabulary.properties.get(name)
    if rule is None or kind == "period":
        return False
    dimension = rated(quantity)
    if kind == "count":
        whole = quantity.low == int(quantity.low) or name == "vcpus"
        machines = name in _MACHINES and dimension in ("n:instances", "n:nodes")
        fits = dimension in (None, rule["dimension"], rule["counts"]) or machines
        return whole and fits
    return bool(dimension == rule["dimension"])


def _set_switch(reading: Reading, field: Field, name: str, mention: Mention) -> bool:
    stem = reading.stem(field.sign + 1)
    value: PropertyValue | None = True if stem in _YES else False if stem in _NO else None
    if value is None:
        return False
    put(reading, mention, name, value, field.sign + 1, field.sign + 2)
    return True


def _set_text(reading: Reading, field: Field, name: str, mention: Mention) -> bool:
    first, last = field.sign + 1, field.end
    if last - first > LONGEST_TEXT or any(
        reading.words[index].kind == "mark" for index in range(first, last)
    ):
        return False
    given = next(
        (
            giver.gives[name]
            for giver in reading.mentions
            if name in giver.gives and first <= giver.first < last
        ),
        None,
    )
    said = "-".join(reading.words[index].raw for index in range(first, last))
    put(reading, mention, name, given or (said if name == "image" else said.lower()), first, last)
    return True
