"""One passage, understood: intents, measures, constraints, modality and status."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..diagnostics import Diagnostic
from ..document import Form, Kind, Passage
from ..statements import Constraint, Intent, Measure, Modality, Polarity, Span, Statement, Status
from .attach import attach_all
from .constraints import find_constraints
from .economy import not_asked_for, quiet_hours
from .environments import environments_alone, named_environments, numbers_of, spread
from .fields import is_field
from .findings import findings
from .literals import read_literals
from .measures import find_measures
from .mentions import find_mentions
from .polarity import asks_in_capitals, decide_existing, decide_polarity, modality
from .reading import Mention, Reading
from .rules import complete
from .several import find_several, share_out
from .siblings import complete_numbers
from .vocabulary import Vocabulary

LONGEST_PIECE = 1600
# The properties of a rule for connections that say which ones it is about.
_NARROWING = ("direction", "ports", "protocol", "sources")
# What says how things are to be, not how that is shown.
_DECIDING = frozenset((Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.ASSUMPTION))
_QUIET = frozenset((Kind.ASSUMPTION, Kind.DEPENDENCY, Kind.EXCLUSION))


class Understood(Struct, frozen=True):
    """A statement with what there is to say about it."""

    statement: Statement
    diagnostics: tuple[Diagnostic, ...]


class Part(Struct):
    """What one piece of a statement's text means, its spans already in the whole text's offsets."""

    intents: list[Intent]
    measures: list[Measure]
    constraints: list[Constraint]
    used: list[Span]
    environment: str | None
    modality: Modality
    requests: bool
    diagnostics: list[Diagnostic]


def understand_passage(passage: Passage, vocabulary: Vocabulary) -> Understood:
    """What a passage means. Never raises, whatever its text; linear in it."""
    masked = replace(passage, text=_without_placeholders(passage)) if passage.placeholders else passage
    if len(passage.text) > LONGEST_PIECE:
        return _in_pieces(passage, masked, vocabulary)
    reading = _reading(masked, vocabulary)
    asks = modality(reading)
    if reading.telling and _promoted(reading, asks):
        passage = replace(passage, kind=Kind.REQUIREMENT)
        reading.kind = Kind.REQUIREMENT
    if reading.telling:
        status = Status.OPEN if _is_open(passage) else Status.CONTEXT
        return Understood(Statement(passage, asks, status), ())
    part = _read_for_each(reading, asks)
    field = bool(masked.lead) and is_field(reading)
    if masked.lead and (field or not _names_component(part, vocabulary)):
        led = _reading(replace(masked, kind=reading.kind), vocabulary, led=True)
        under = _read_for_each(led, asks)
        under.intents = [intent for intent in under.intents if intent.span != (0, 0) or intent.evidence]
        if len(under.intents) > len(part.intents) or (field and _says_more(under, part)):
            reading, part = led, under
    statement = _statement(passage, part)
    return Understood(statement, tuple(findings(reading, statement)))


def _reading(passage: Passage, vocabulary: Vocabulary, led: bool = False) -> Reading:
    """A passage's words and numbers, ready to be understood."""
    reading = Reading(passage, vocabulary, led)
    complete_numbers(reading)
    return reading


def _says_more(under: Part, part: Part) -> bool:
    """Whether a field below a lead states more of the lead's component than it states by itself."""
    states = sum(len(intent.evidence) for intent in under.intents)
    others = {intent.concept for intent in part.intents} != {intent.concept for intent in under.intents}
    return states > 0 and (others or states > sum(len(intent.evidence) for intent in part.intents))


def _names_component(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a line names a thing of its own; one that only says how belongs to the lead of its list."""
    return any(
        vocabulary.concepts[intent.concept]["kind"] == "component" or intent.concept == "backup"
        for intent in part.intents
    )


def _read_for_each(reading: Reading, asks: Modality) -> Part:
    """What a text means; where environments have numbers of their own, once for each environment."""
    places = named_environments(reading)
    names = list(dict.fromkeys(name for _, name in places))
    numbers = numbers_of(reading, places) if len(names) > 1 else {}
    if len(set(numbers.values())) < 2:
        return _read(reading, asks)
    whole: Part | None = None
    for name in names:
        own = _reading(replace(reading.passage, kind=reading.kind), reading.vocabulary, led=reading.led)
        others = {place for place, environment in numbers.items() if environment != name}
        own.elsewhere = [item for item in own.quantities() if (item.first, item.last) in others]
        own.items = [item for item in own.items if (item.first, item.last) not in others]
        part = _read(own, asks, name)
        if whole is None:
            whole = part
        else:
            whole.intents += part.intents
            whole.measures += part.measures
            whole.used += part.used
    return whole or _read(reading, asks)


def _read(reading: Reading, asks: Modality, environment: str | None = None) -> Part:
    """Everything that a text means, in the order in which one thing needs another."""
    find_mentions(reading)
    find_several(reading)
    decide_polarity(reading)
    decide_existing(reading)
    if reading.kind is Kind.ASSUMPTION:
        _only_what_counts(reading, asks)
    attach_all(reading)
    priced = reading.kind is Kind.BUDGET and any(q.dimension == "money" for q in reading.quantities())
    if (reading.kind is Kind.OBJECTIVE or priced) and asks is Modality.NONE:
        for mention in reading.mentions:
            if mention.weak and not mention.properties and not mention.excluded:
                mention.dropped = True
    read_literals(reading)
    share_out(reading)
    complete(reading)
    quiet = quiet_hours(reading)
    not_asked_for(reading, quiet)
    measures = find_measures(reading)
    constraints = find_constraints(reading, quiet)
    found = _intents(reading)
    if not (found or measures or constraints) and reading.kind in _DECIDING:
        constraints = environments_alone(reading)
    _use_signs(reading, found, measures)
    intents, measures, environment = spread(reading, found, measures, environment)
    return Part(intents, measures, constraints, reading.used, environment, asks, _requests(reading), [])


def _use_signs(reading: Reading, intents: list[Intent], measures: list[Measure]) -> None:
    """Note the words that say what a number is about as used, where a property or a measure came of it."""
    properties = {name for intent in intents for name in intent.properties}
    metrics = {measure.metric for measure in measures}
    for facet, wanted in (("cues", properties), ("metrics", metrics)):
        for first, last, names in reading.hinted(facet, 0, len(reading.words)):
            if not wanted.isdisjoint(names):
                reading.use(first, last)
    for mention in reading.mentions:
        if mention.concept is None and not properties.isdisjoint(mention.gives):
            reading.use(mention.first, mention.last)
    if measures:
        for token in reading.tokens("STATISTIC"):
            reading.use(token.first, token.last)


def _statement(passage: Passage, part: Part) -> Statement:
    status = _status(passage, part)
    return Statement(
        passage,
        part.modality,
        status,
        tuple(part.intents),
        tuple(part.measures),
        tuple(part.constraints),
        _joined(part.used),
        part.environment,
    )


def _in_pieces(passage: Passage, masked: Passage, vocabulary: Vocabulary) -> Understood:
    """A statement that is longer than anybody writes one is read piece by piece, so that time stays linear."""
    whole = Part([], [], [], [], None, Modality.NONE, False, [])
    promoted = passage.kind is Kind.CONTEXT and any(word in passage.text for word in ("MUST", "SHALL"))
    kind = Kind.REQUIREMENT if promoted else passage.kind
    if kind is Kind.CONTEXT:
        return Understood(Statement(passage, Modality.NONE, Status.CONTEXT), ())
    known: set[tuple[str, Polarity]] = set()
    for start, end in _pieces(masked.text):
        piece = replace(masked, text=masked.text[start:end], kind=kind, cells=(), label=None, placeholders=())
        reading = _reading(piece, vocabulary)
        part = _read(reading, modality(reading))
        if whole.modality is Modality.NONE:
            whole.modality = part.modality
        for intent in part.intents:
            if (intent.concept, intent.polarity) not in known:
                known.add((intent.concept, intent.polarity))
                evidence = {name: _moved(span, start) for name, span in intent.evidence.items()}
                whole.intents.append(replace(intent, span=_moved(intent.span, start), evidence=evidence))
        whole.measures.extend(replace(measure, span=_moved(measure.span, start)) for measure in part.measures)
        whole.constraints.extend(replace(limit, span=_moved(limit.span, start)) for limit in part.constraints)
        whole.used.extend(_moved(span, start) for span in part.used)
        whole.requests = whole.requests or part.requests
    return Understood(_statement(replace(passage, kind=kind), whole), ())


def _pieces(text: str) -> list[Span]:
    """Pieces of a long text, cut behind a sentence, a comma or at least a word where there is one."""
    pieces = []
    start = 0
    while len(text) - start > LONGEST_PIECE:
        window = text[start : start + LONGEST_PIECE]
        cut = max(window.rfind(". "), window.rfind("; "))
        if cut < LONGEST_PIECE // 2:
            cut = max(window.rfind(", "), window.rfind(" "), LONGEST_PIECE // 2)
        pieces.append((start, start + cut + 1))
        start += cut + 1
    pieces.append((start, len(text)))
    return pieces


def _moved(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _without_placeholders(passage: Passage) -> str:
    """The text with placeholders blanked: what stands in them is an example or a question, not a wish."""
    text = passage.text
    for placeholder in passage.placeholders:
        length = placeholder.end - placeholder.start
        if length > 0:
            text = text[: placeholder.start] + "…" + " " * (length - 1) + text[placeholder.end :]
    return text


def _is_open(passage: Passage) -> bool:
    """Whether placeholders make up a text, all but a few words."""
    rest = sum(placeholder.end - placeholder.start for placeholder in passage.placeholders)
    return bool(passage.placeholders) and rest * 2 >= len(passage.text)


def _promoted(reading: Reading, asks: Modality) -> bool:
    """Whether a line of a telling section asks for something all the same: it says MUST or SHALL."""
    if asks_in_capitals(reading):
        return True
    if asks not in (Modality.MUST, Modality.MUST_NOT):
        return False
    titles = " ".join(reading.passage.section[-2:]).lower()
    if any(word in titles for word in reading.vocabulary.telling):
        return False
    return any(word.stem in ("must", "shall") for word in reading.words)


def _only_what_counts(reading: Reading, asks: Modality) -> None:
    """An assumption asks for nothing: what it names counts where it is there already, is ruled out or is required."""
    if asks in (Modality.MUST, Modality.MUST_NOT):
        return
    for mention in reading.mentions:
        if not (mention.existing or mention.excluded):
            mention.dropped = True


def _intents(reading: Reading) -> list[Intent]:
    """One intent for each concept, unless properties say that there are several things of its kind."""
    merged: list[Mention] = []
    for mention in reading.wanted:
        known = reading.vocabulary.concepts[mention.concept or ""]["properties"]
        for name in [name for name in mention.properties if name not in known]:
            del mention.properties[name]
            mention.evidence.pop(name, None)
        twin = next((other for other in merged if _same(other, mention)), None)
        if twin is None:
            merged.append(mention)
            continue
        twin.properties.update({k: v for k, v in mention.properties.items() if k not in twin.properties})
        twin.evidence.update({k: v for k, v in mention.evidence.items() if k not in twin.evidence})
        reading.use(mention.first, mention.last)
        twin.existing = twin.existing or mention.existing
        twin.name = twin.name or mention.name
    intents = []
    for mention in merged:
        span = reading.span(mention.first, mention.last)
        for place in mention.evidence.values():
            span = min(span[0], place[0]), max(span[1], place[1])
        reading.use(mention.first, mention.last)
        intents.append(
            Intent(
                mention.concept or "",
                span,
                Polarity.EXCLUDE if mention.excluded else Polarity.WANT,
                mention.existing,
                mention.name,
                None,
                _kept(mention, mention.properties),
                _kept(mention, mention.evidence),
            )
        )
    return intents


def _kept(mention: Mention, by_property: dict[str, Any]) -> dict[str, Any]:
    """What a mention says of its properties; of something ruled out only what tells which connections are meant."""
    if not mention.excluded:
        return by_property
    return (
        {name: known for name, known in by_property.items() if name in _NARROWING}
        if {"sources", "ports"} & by_property.keys()
        else {}
    )


def _same(one: Mention, other: Mention) -> bool:
    if one.concept != other.concept or one.excluded != other.excluded:
        return False
    if one.name and other.name and one.name != other.name:
        return False
    shared = one.properties.keys() & other.properties.keys()
    differing = [key for key in shared if one.properties[key] != other.properties[key]]
    for key in differing:
        mine, other_value = one.properties[key], other.properties[key]
        if isinstance(mine, tuple) and isinstance(other_value, tuple):
            one.properties[key] = tuple(value for value in mine if value not in other_value) + other_value
            continue
        if key == "policy":
            continue
        if key not in ("schedule", "frequency"):
            return False
        cron = next((m.properties[key] for m in (one, other) if " " in str(m.properties[key])), None)
        if cron is None:
            return False
        one.properties[key] = other.properties[key] = cron
    return True


def _status(passage: Passage, part: Part) -> Status:
    if part.intents:
        return Status.MAPPED
    if part.measures:
        return Status.MEASURED
    if part.constraints:
        return Status.CONSTRAINED
    if passage.placeholders:
        return Status.OPEN
    if passage.kind in _QUIET:
        return Status.CONTEXT
    if passage.form is Form.SENTENCE and part.modality is Modality.NONE and not part.requests:
        return Status.CONTEXT
    return Status.UNMAPPED


def _requests(reading: Reading) -> bool:
    """Whether a sentence begins with the verb of a request."""
    return reading.has("request", 0, 2)


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap or touch joined."""
    joined: list[Span] = []
    for start, end in sorted({span for span in spans if span[0] < span[1]}):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)
