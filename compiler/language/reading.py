"""One statement while it is being understood: its words, its items, and the hints that stand at each word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from ..document import Kind, Passage
from ..statements import PropertyValue, Span
from .grammar import parser
from .items import Group, Item, Quantity, Token
from .lexer import tokens_of
from .lookup import longest
from .vocabulary import Facets, Vocabulary
from .words import Word, ends_clause, split

_BOUNDS = frozenset(("min", "max", "minimum", "maximum"))
_LABELS = frozenset(
    f"n:{name}"
    for name in (
        "zones",
        "nodes",
        "vcpus",
        "partitions",
        "regions",
        "connections",
        "iops",
        "gpus",
        "instances",
    )
)
# What a column of names may say beside the kind: "Bucket name".
_NAME = frozenset(("nam", "id"))
_DATED = frozenset(
    (
        "by",
        "in",
        "until",
        "till",
        "after",
        "from",
        "of",
        "year",
        "january",
        "february",
        "march",
        "april",
        "may",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    )
)
# How much nearer a subject is that the clause leaves out, for each word between.
FADING = 0.05
_OPENS, _CLOSES = frozenset("(["), frozenset(")]")
_AT_PEAK = frozenset(("peak", "peaks", "burst"))
_PEAKS = frozenset(("peak", "burst", "grow", "ris", "spik", "up", "increas"))


class Mention(Struct):
    """A concept that the statement names, in the words ``first`` up to ``last``, with what was found out about it.

    ``order`` is the index of its item. ``gives`` waits for the nearest concept that has the property; ``frame`` says that the
    concept was read from words with a gap between them; ``parts`` are the components that a list names under one noun;
    a ``listed`` one takes only what stands behind it; an ``in_row`` one is what a table's row is about.
    """

    concept: str | None
    first: int
    last: int
    order: int
    weak: bool = False
    head: bool = False
    frame: bool = False
    product: str | None = None
    properties: dict[str, PropertyValue] = field(default_factory=dict)
    evidence: dict[str, Span] = field(default_factory=dict)
    gives: dict[str, PropertyValue] = field(default_factory=dict)
    excluded: bool = False
    avoided: bool = False
    existing: bool = False
    name: str | None = None
    dropped: bool = False
    environment: str | None = None
    unless: tuple[str, ...] = ()
    parts: tuple[Mention, ...] = ()
    listed: bool = False
    in_row: bool = False


def row_words(passage: Passage, vocabulary: Vocabulary) -> list[Word]:
    """The words of a table's row, each cell led by its column's head where the head means something.

    A head's words have no place in the row's text: their span is empty, at the beginning of their cell.
    """
    words: list[Word] = []
    superseded = _superseded(passage, vocabulary)
    for number, cell in enumerate(passage.cells):
        if number in superseded:
            continue
        inside = split(passage.text[cell.start : cell.end])
        if words:
            words.append(Word("mark", "|", "|", cell.start, cell.start))
        head = (
            _telling_head(cell.head, bool(number) or inside[0].kind == "number", vocabulary) if inside else []
        )
        if head:
            words.extend(Word(word.kind, word.raw, word.stem, cell.start, cell.start) for word in head)
            words.append(Word("mark", ":", ":", cell.start, cell.start))
        for word in inside:
            word.start += cell.start
            word.end += cell.start
            words.append(word)
    return words


def _superseded(passage: Passage, vocabulary: Vocabulary) -> frozenset[int]:
    """The cells that tell how things are, where another column says how they are to be: "Current | New"."""
    kinds = [vocabulary.columns.get(" ".join(cell.head.split()).lower()) for cell in passage.cells]
    return frozenset(number for number, kind in enumerate(kinds) if kind == "now" and "then" in kinds)


def _telling_head(text: str, of_values: bool, vocabulary: Vocabulary) -> list[Word]:
    """The words of a column's head that give its cells a meaning: of a column of names only the kind of what they name."""
    head = split(text)
    if not of_values:
        return _kind_of_rows(head, vocabulary)
    return head if _says_something(head, vocabulary) else []


def _kind_of_rows(head: list[Word], vocabulary: Vocabulary) -> list[Word]:
    """The words of a first column's head that say of what kind the rows are; empty where they are no component's term."""
    words = [word for word in head if word.stem not in _NAME]
    match = longest(vocabulary.hard, words, 0) if words else None
    if match is None or match[1] != len(words):
        return []
    concepts = {entry.get("concept") for entry in match[0].get("terms", ())}
    return [] if concepts.isdisjoint(vocabulary.rows) else words


def _says_something(head: list[Word], vocabulary: Vocabulary) -> bool:
    """Whether a column's head names a concept, a metric, a property or a bound."""
    for index in range(len(head)):
        hard, soft = longest(vocabulary.hard, head, index), longest(vocabulary.soft, head, index)
        if hard and not hard[0].keys().isdisjoint(("terms", "unit", "comparator", "period", "statistic")):
            return True
        if soft and not soft[0].keys().isdisjoint(("metrics", "cues")):
            return True
    return False


def _is_year(quantity: Quantity, before: str) -> bool:
    """ "by 2027", "until March 2027": a date, not an amount."""
    return quantity.low in range(1990, 2101) and before in _DATED and quantity.raw.isdigit()


def _closings(words: list[Word]) -> dict[int, int]:
    """For each word between brackets the place of the innermost bracket's end. Linear, however deep they stand in each other."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for index, word in enumerate(words):
        if word.kind == "mark" and word.raw in _OPENS:
            opened.append(index)
        elif word.kind == "mark" and word.raw in _CLOSES and opened:
            ends[opened.pop()] = index
    found: dict[int, int] = {}
    around: list[int] = []
    for index in range(len(words)) if ends else ():
        if around and index == around[-1]:
            around.pop()
        if around:
            found[index] = around[-1]
        if index in ends:
            around.append(ends[index])
    return found


class Reading:
    """The state of one statement: nothing in it outlives the statement."""

    __slots__ = (
        "clauses",
        "closings",
        "elsewhere",
        "hints",
        "items",
        "kind",
        "led",
        "mentions",
        "passage",
        "text",
        "used",
        "vocabulary",
        "words",
    )

    def __init__(self, passage: Passage, vocabulary: Vocabulary, led: bool = False) -> None:
        self.passage = passage
        self.text = passage.text
        self.kind = passage.kind
        self.led = led
        self.vocabulary = vocabulary
        self.words: list[Word] = row_words(passage, vocabulary) if passage.cells else split(passage.text)
        if led:
            lead = [Word(word.kind, word.raw, word.stem, 0, 0) for word in split(passage.lead or "")[:40]]
            if lead and lead[-1].stem != ":":
                lead.append(Word("mark", ":", ":", 0, 0))
            self.words = lead + self.words
        self.items: list[Item] = parser().parse(tokens_of(self.words, vocabulary))
        # Numbers of other environments than the one that is read for: they count for nothing but the words behind them.
        self.elsewhere: list[Quantity] = []
        self._settle()
        self._share_units()
        self.hints: list[tuple[Facets, int] | None] = [
            longest(vocabulary.soft, self.words, index) for index in range(len(self.words))
        ]
        self.clauses: list[int] = []
        clause = 0
        for word in self.words:
            self.clauses.append(clause)
            if ends_clause(word):
                clause += 1
        self.closings = _closings(self.words)
        self.mentions: list[Mention] = []
        self.used: list[Span] = []

    def _settle(self) -> None:
        """Give numbers what the sentence leaves out: "1,200/s" is a rate, "with peaks of 900" repeats its unit."""
        before: Quantity | None = None
        for quantity in self.quantities():
            if quantity.dimension is None and _is_year(quantity, self.stem(quantity.first - 1)):
                quantity.dimension = "year"
                continue
            if quantity.dimension is None and self.stem(quantity.first - 1) == ":":
                self._label_unit(quantity)
            if (
                before is not None
                and quantity.dimension == "percent"
                and self.stem(quantity.first - 1) in ("±", "+/-")
            ):
                if before.high is None and before.dimension != "percent":
                    margin = before.low * quantity.low / 100
                    before.low, before.high, before.op = before.low - margin, before.low + margin, "range"
                quantity.used, quantity.dimension = True, None
                continue
            if quantity.dimension is None and quantity.rate and quantity.rate <= 86400:
                quantity.dimension = "rate"
                quantity.low /= quantity.rate
                quantity.high = quantity.high / quantity.rate if quantity.high is not None else None
                quantity.rate = None
            elif quantity.dimension is None and before is not None and quantity.raw:
                between = {word.stem for word in self.words[before.last : quantity.first + 1]}
                if "|" in between:
                    continue
                follows = self.words[quantity.last].kind if quantity.last < len(self.words) else "mark"
                behind = {word.stem for word in self.words[quantity.last : quantity.last + 3]}
                bound = quantity.op in ("<=", ">=") and (before.dimension or "").startswith(("n:", "money"))
                peak = bool(between & _PEAKS) and (follows == "mark" or quantity.op is not None)
                if not behind.isdisjoint(("onc", "sam", "concurrent", "simultaneou", "simultaneously")):
                    continue
                if quantity.first - before.last <= 8 and (peak or bound or bool(behind & _AT_PEAK)):
                    for name in ("dimension", "unit", "rate", "countable", "currency", "terms"):
                        setattr(quantity, name, getattr(before, name))
                    quantity.low *= before.factor
            if quantity.op is None and quantity.dimension is not None:
                self._late_suffix(quantity)
            if quantity.dimension is not None:
                before = quantity

    def _label_unit(self, quantity: Quantity) -> None:
        """ "zones: 3", "warehouse nodes: 8": what is counted stands in the label."""
        start = quantity.first - 1
        while start > 0 and start > quantity.first - 7 and self.stem(start - 1) not in ("|", ",", ";"):
            start -= 1
        if not {self.stem(index) for index in range(start, quantity.first)}.isdisjoint(_BOUNDS):
            return
        for index in range(start, quantity.first - 1):
            match = longest(self.vocabulary.hard, self.words, index)
            if not match or "unit" not in match[0]:
                continue
            ends = {self.stem(place) for place in range(match[1], quantity.first - 1)} <= {")", "("}
            dimension, factor, countable = match[0]["unit"]
            if ends and (dimension in _LABELS or self.stem(index - 1) == "("):
                quantity.dimension, quantity.factor, quantity.countable = dimension, factor, countable
                quantity.low *= factor
                return
        self._label_rate(quantity, start)

    def _label_rate(self, quantity: Quantity, start: int) -> None:
        """ "EUR/month: 400", "Requests/s: 250": currency or rate of a label or a column's head, read as if a number led it."""
        for index in range(start, quantity.first - 1):
            one = Word("number", "1", "1", 0, 0)
            label = [word for word in self.words[index : quantity.first - 1] if word.stem not in ("(", ")")]
            items = parser().parse(tokens_of([one, *label], self.vocabulary))
            read = items[0] if items and isinstance(items[0], Quantity) else None
            if read is None or not (read.rate or read.currency) or read.last != len(label) + 1:
                continue
            for name in ("dimension", "unit", "factor", "rate", "countable", "currency"):
                setattr(quantity, name, getattr(read, name))
            quantity.low *= read.low
            return

    def _late_suffix(self, quantity: Quantity) -> None:
        """ "99.5 % availability or more": the comparator stands behind the metric."""
        for index in range(quantity.last, min(quantity.last + 3, len(self.words))):
            if self.words[index].kind == "mark":
                return
            match = longest(self.vocabulary.hard, self.words, index)
            if match is None or "suffix" not in match[0]:
                continue
            if self.stem(index) == "or" or match[1] >= len(self.words) or self.words[match[1]].kind == "mark":
                quantity.op = match[0]["suffix"]
            return

    def _share_units(self) -> None:
        """ "50, 80 and 100 %": numbers of a list share the last one's percent sign."""
        after: Quantity | None = None
        for item in reversed(self.items):
            if isinstance(item, Quantity):
                if item.dimension is None and after is not None and item.high is None:
                    item.dimension, item.unit, item.factor = after.dimension, after.unit, after.factor
                after = item if item.dimension == "percent" else None
            elif not (isinstance(item, Token) and item.type == "JOIN"):
                after = None

    def span(self, first: int, last: int) -> Span:
        """The span of the text that the words ``first`` up to ``last`` cover."""
        return self.words[first].start, self.words[last - 1].end

    def use(self, first: int, last: int) -> None:
        """Note that words were understood."""
        if first < last:
            self.used.append(self.span(first, last))

    def hinted(self, facet: str, first: int, last: int) -> Iterator[tuple[int, int, Any]]:
        """The hints of one facet that begin at the words ``first`` up to ``last``: begin, end and value."""
        for index in range(max(first, 0), min(last, len(self.words))):
            hint = self.hints[index]
            if hint is not None and facet in hint[0]:
                yield index, hint[1], hint[0][facet]

    def behind_bracket(self, index: int, other: int) -> bool:
        """Whether a word stands behind the brackets that enclose another: what is said in brackets is of what is before them."""
        return other > self.closings.get(index, len(self.words))

    def carried(self, index: int, mention: Mention) -> float | None:
        """How far a word is from the subject that its clause leaves out: "a database: 4 vCPU, 16 GB in prod; 2 vCPU in dev".

        None where the clause has a component of its own, or where no semicolon leads to it from the subject.
        """
        first, last = self.clause_bounds(index)
        if first == 0 or mention.last > first or self.stem(first - 1) != ";":
            return None
        kinds = self.vocabulary.concepts
        counted = [(quantity.first, quantity.last) for quantity in self.quantities() if quantity.terms]
        for other in self.wanted:
            if any(begin <= other.first < end for begin, end in counted):
                continue
            if first <= other.first < last and kinds[other.concept or ""]["kind"] == "component":
                return None
        return index - first + 1 + (first - mention.last) * FADING

    def has(self, facet: str, first: int, last: int) -> bool:
        """Whether a hint of one facet begins at one of the words."""
        return next(self.hinted(facet, first, last), None) is not None

    def stem(self, index: int) -> str:
        """The stem of a word, empty outside the statement."""
        return self.words[index].stem if 0 <= index < len(self.words) else ""

    def clause_bounds(self, index: int) -> tuple[int, int]:
        """The first and the last (exclusive) word of a word's clause."""
        clause = self.clauses[index]
        first = index
        while first > 0 and self.clauses[first - 1] == clause:
            first -= 1
        last = index
        while last < len(self.words) and self.clauses[last] == clause:
            last += 1
        return first, last

    def quantities(self) -> Iterator[Quantity]:
        """The numbers in order."""
        return (item for item in self.items if isinstance(item, Quantity))

    def tokens(self, type: str) -> Iterator[Token]:
        """The marks of one type in order."""
        return (item for item in self.items if isinstance(item, Token) and item.type == type)

    def groups(self) -> Iterator[tuple[int, Group]]:
        """The groups of terms with their places among the items."""
        return ((order, item) for order, item in enumerate(self.items) if isinstance(item, Group))

    @property
    def wanted(self) -> list[Mention]:
        """The mentions of concepts that stay."""
        return [mention for mention in self.mentions if mention.concept and not mention.dropped]

    @property
    def telling(self) -> bool:
        """Whether the statement only tells how things are."""
        return self.kind is Kind.CONTEXT
