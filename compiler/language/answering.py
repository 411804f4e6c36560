"""Lets answers count: what each says becomes part of its statement, and the question that it settles is open no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..diagnostics import Diagnostic, Severity
from ..document import Document, Form, Kind, Passage
from ..statements import Intent, Modality, Polarity, PropertyValue, Statement
from .answers import (
    Joined,
    Pair,
    content_words,
    joined,
    kind_of,
    opposite,
    pairs,
    status_of,
    undecided,
    verdict,
)
from .statement import understand_passage
from .vocabulary import Vocabulary

# What the reader and the language say of open places: nothing of it holds where the question is answered.
OPEN_CODES = frozenset(("S2I010", "S2I011", "S2I012", "S2I111"))
# What they say of a statement that says too little; nothing of it holds where a question names the statement.
UNCLEAR_CODES = frozenset(("S2I101", "S2I104"))
NOT_UNDERSTOOD = "S2I130"
# So much of the smaller one's words must be shared by a question and the open place that it is about.
SHARED = 0.6
# A word that more open places share than this says nothing about which is meant, and costs time.
COMMON = 40


def take_answers(
    document: Document,
    statements: Sequence[Statement],
    diagnostics: Sequence[Diagnostic],
    vocabulary: Vocabulary,
) -> tuple[tuple[Statement, ...], list[Diagnostic]]:
    """The statements with what their answers say, and the findings without those about questions that are answered."""
    taken = list(statements)
    found = list(diagnostics)
    about = None
    for index, pair in pairs(document.passages):
        about = about or OpenPlaces(statements)
        passage = document.passages[index]
        if undecided(passage.text[slice(*pair.answer)]):
            continue
        asked = about.of(pair.question)
        answered = understood_answer(passage, pair, vocabulary)
        if not asked and not _holds(answered):
            continue
        if asked and _holds(answered):
            kind = about.kind(asked)
            if kind is not Kind.CONTEXT:
                answered = replace(answered, passage=replace(answered.passage, kind=kind))
            if answered.modality is Modality.NONE:
                answered = replace(answered, modality=about.modality(asked))
        taken[index] = replace(answered, question=pair.question)
        for name, place in asked:
            about.close(name, place, answered.id)
        if asked and not _holds(answered):
            found.append(_unread(answered, pair))
    if about is None:
        return tuple(taken), found
    return tuple(about.marked(statement) for statement in taken), [
        finding for finding in found if not about.closes(finding)
    ]


def understood_answer(passage: Passage, pair: Pair, vocabulary: Vocabulary) -> Statement:
    """What an answer says in the light of its question, with spans of the passage's own text."""
    start, end = pair.answer
    said = verdict(pair, passage.text[start:end])
    if said is not None:
        rest = Joined(passage.text[start + said[1] : end].lstrip(" ,.;:!"), 0, 0, None, (0, 0))
        rest = replace(rest, answer_at=end - len(rest.text))
        alone = _back(_read(passage, rest, vocabulary), rest)
        return _finished(passage, _agreed(passage, pair, alone, said[0], vocabulary), alone.modality)
    answer = Joined(passage.text[start:end], 0, start, None, (0, 0))
    alone = _back(_read(passage, answer, vocabulary), answer)
    whole = joined(pair, passage.text)
    led = _back(_of_answer(_read(passage, whole, vocabulary), whole), whole)
    chosen = led if _weight(led) > _weight(alone) or _alike(led, alone) else alone
    # "How much may it cost?" makes nothing optional: only the answer's own modal counts.
    return _finished(passage, chosen, alone.modality)


def _agreed(passage: Passage, pair: Pair, alone: Statement, said: bool, vocabulary: Vocabulary) -> Statement:
    """A yes or no makes a statement of its question; what the answer says beside it counts as well."""
    text = pair.question.replace("?", ".")
    question = Joined(text, len(text), 0, pair.asked_at, (0, 0))
    asked = _back(_read(passage, question, vocabulary), question)
    wanted = frozenset(intent.concept for intent in alone.intents if intent.polarity is Polarity.WANT)
    if said:
        own = [intent for intent in asked.intents if intent.concept not in wanted]
        return replace(
            alone,
            intents=(*own, *alone.intents),
            measures=(*asked.measures, *alone.measures),
            constraints=(*asked.constraints, *alone.constraints),
            understood=(*asked.understood, *alone.understood),
        )
    return replace(
        alone,
        intents=(*alone.intents, *opposite(asked.intents, wanted)),
        understood=(*asked.understood, *alone.understood),
    )


def _read(passage: Passage, text: Joined, vocabulary: Vocabulary) -> Statement:
    """A text understood as if it stood among the requirements; its spans are those of the text."""
    bare = Passage(
        passage.id,
        True,
        passage.line,
        passage.end_line,
        (),
        Kind.REQUIREMENT,
        Form.ITEM,
        text.text,
        passage.anchors[:1],
    )
    return understand_passage(bare, vocabulary).statement


def _back(statement: Statement, text: Joined) -> Statement:
    """The same with the spans of the passage's text."""
    return replace(
        statement,
        intents=tuple(
            replace(
                intent,
                span=text.back(intent.span),
                evidence={name: text.back(span) for name, span in intent.evidence.items()},
            )
            for intent in statement.intents
        ),
        measures=tuple(replace(item, span=text.back(item.span)) for item in statement.measures),
        constraints=tuple(replace(item, span=text.back(item.span)) for item in statement.constraints),
        understood=tuple(text.back(span) for span in statement.understood),
    )


def _of_answer(statement: Statement, whole: Joined) -> Statement:
    """Only what the answer's words gave: what the question merely mentions asks for nothing."""
    intents: list[Intent] = []
    given: list[PropertyValue] = [
        intent.properties[name]
        for intent in statement.intents
        for name, span in intent.evidence.items()
        if whole.answers(span) and name in intent.properties
    ]
    for intent in statement.intents:
        evidence = {name: span for name, span in intent.evidence.items() if whole.answers(span)}
        # What follows from another concept's property in the same words has no place of its own.
        properties = {
            name: value
            for name, value in intent.properties.items()
            if name in evidence or (name not in intent.evidence and value in given)
        }
        if not properties and not whole.answers(intent.span):
            continue
        intents.append(replace(intent, properties=properties, evidence=evidence))
    return replace(
        statement,
        intents=tuple(intents),
        measures=tuple(item for item in statement.measures if whole.answers(item.span)),
        constraints=tuple(item for item in statement.constraints if whole.answers(item.span)),
    )


def _weight(statement: Statement) -> int:
    properties = sum(len(intent.properties) for intent in statement.intents)
    return len(statement.intents) + properties + 2 * len(statement.measures) + 2 * len(statement.constraints)


def _alike(one: Statement, other: Statement) -> bool:
    """Whether two readings name the same: then the one with the question knows what the thing is called."""
    return (
        _holds(one)
        and _weight(one) == _weight(other)
        and [(intent.concept, intent.polarity) for intent in one.intents]
        == [(intent.concept, intent.polarity) for intent in other.intents]
    )


def _holds(statement: Statement) -> bool:
    return bool(statement.intents or statement.measures or statement.constraints)


def _finished(passage: Passage, read: Statement, modality: Modality) -> Statement:
    """The reading as a statement of the passage, with kind and status by what it holds."""
    kind = kind_of(read) if passage.kind is Kind.CONTEXT else passage.kind
    return replace(
        read,
        passage=replace(passage, kind=kind),
        told_as=None if kind is passage.kind else passage.kind,
        modality=modality,
        status=status_of(read),
        understood=tuple(sorted({span for span in read.understood if span != (0, 0)})),
    )


def _unread(statement: Statement, pair: Pair) -> Diagnostic:
    line, column = statement.passage.place(pair.answer[0])
    return Diagnostic(
        NOT_UNDERSTOOD,
        Severity.WARNING,
        "nothing in this answer was understood",
        line,
        column,
        column + max(pair.answer[1] - pair.answer[0], 1),
        "name what is wanted in generic words, with its number, or write the answer into the statement itself",
        statement.id,
    )


class OpenPlaces:
    """The open places of a document's statements, to find the ones that a question is about and to note which are settled."""

    __slots__ = ("_answers", "_by_id", "_by_word", "_closed", "_named", "_places")

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_id: dict[str, Statement] = {}
        self._places: list[tuple[str, int, frozenset[str]]] = []
        self._by_word: dict[str, list[int]] = {}
        self._closed: set[tuple[str, int, int]] = set()
        self._named: set[str] = set()
        self._answers: dict[str, list[str]] = {}
        for statement in statements:
            passage = statement.passage
            if any(letter.isdigit() for letter in statement.id):
                self._by_id.setdefault(statement.id.casefold(), statement)
            for number, placeholder in enumerate(passage.placeholders):
                said = content_words(placeholder.question)
                if len(said) < 2 and len(passage.placeholders) == 1:
                    # "kept [TBD] days": the statement says what the question is.
                    said |= content_words(passage.text)
                self._add(statement.id, number, said)

    def _add(self, name: str, number: int, said: frozenset[str]) -> None:
        for word in said:
            self._by_word.setdefault(word, []).append(len(self._places))
        self._places.append((name, number, said))

    def of(self, question: str) -> list[tuple[str, int | None]]:
        """The statements that a question is about: those that it names by id, else the open place that shares most of its words."""
        named = [self._by_id[word] for word in dict.fromkeys(_names(question)) if word in self._by_id]
        if named:
            return [(statement.id, None) for statement in named]
        said = content_words(question)
        shared: dict[int, int] = {}
        for word in said:
            places = self._by_word.get(word, ())
            for place in places if len(places) <= COMMON else ():
                shared[place] = shared.get(place, 0) + 1
        best = max(shared, key=lambda place: (self._share(place, said, shared[place]), -place), default=None)
        if best is None or self._share(best, said, shared[best]) < SHARED:
            return []
        name, number, _ = self._places[best]
        return [(name, number)]

    def _share(self, place: int, said: frozenset[str], shared: int) -> float:
        least = min(len(said), len(self._places[place][2]))
        return shared / least if shared >= min(2, least) else 0.0

    def kind(self, asked: Sequence[tuple[str, int | None]]) -> Kind:
        """The kind of the first statement that a question is about."""
        return self._by_id[asked[0][0].casefold()].passage.kind

    def modality(self, asked: Sequence[tuple[str, int | None]]) -> Modality:
        """How strongly the first statement that a question is about asks."""
        return self._by_id[asked[0][0].casefold()].modality

    def close(self, name: str, number: int | None, answer: str) -> None:
        """Note that a statement's open place (all of them for None) is settled by the statement ``answer``."""
        statement = self._by_id[name.casefold()]
        self._answers.setdefault(statement.id, []).append(answer)
        if number is None:
            self._named.add(statement.id)
        for index, placeholder in enumerate(statement.passage.placeholders):
            if number in (None, index):
                self._closed.add((statement.id, *statement.passage.place(placeholder.start)))

    def closes(self, finding: Diagnostic) -> bool:
        """Whether a finding is about a place that is settled."""
        if finding.code in UNCLEAR_CODES:
            return finding.statement in self._named
        return (
            finding.code in OPEN_CODES
            and (finding.statement or "", finding.line, finding.column) in self._closed
        )

    def marked(self, statement: Statement) -> Statement:
        """The statement with the names of those that answer it."""
        answers = self._answers.get(statement.id)
        return replace(statement, answered_by=tuple(dict.fromkeys(answers))) if answers else statement


def _names(question: str) -> Iterator[str]:
    """What may be ids in a question: "FR-006: which engine?"."""
    for part in question.split():
        yield part.strip("()[]:,.;?*`'\"").casefold()
