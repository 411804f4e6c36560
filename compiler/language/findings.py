"""What the language has to say about a statement: codes S2I101 to S2I111."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..diagnostics import Diagnostic, Severity
from ..document import Form, Kind
from ..statements import Polarity, Statement, Status
from .downtime import downtime_remark
from .patterns import pattern_of
from .reading import Reading
from .schedules import schedule_remarks

LONGEST_QUOTE = 60


def findings(reading: Reading, statement: Statement) -> Iterator[Diagnostic]:
    """The findings about one statement in the order of their codes."""
    if statement.status is Status.UNMAPPED:
        yield _not_understood(reading, statement)
    yield from _unused_numbers(reading, statement)
    yield from _vague(reading, statement)
    yield from _products(reading, statement)
    yield from _contradictions(statement)
    yield from _schedule(reading, statement)
    yield from _downtime(reading, statement)
    yield from _gaps(statement)
    yield from _almost_a_pattern(statement)


def _at(
    statement: Statement,
    span: tuple[int, int],
    code: str,
    severity: Severity,
    message: str,
    help: str | None,
    fix: str | None = None,
) -> Diagnostic:
    line, column = statement.passage.place(span[0])
    end = column + max(span[1] - span[0], 1)
    return Diagnostic(code, severity, message, line, column, end, help, statement.id, fix=fix)


def _schedule(reading: Reading, statement: Statement) -> Iterator[Diagnostic]:
    for remark in schedule_remarks(reading, statement):
        yield _at(statement, remark.span, "S2I106", Severity.WARNING, remark.message, remark.help)


def _not_understood(reading: Reading, statement: Statement) -> Diagnostic:
    text = statement.passage.text
    vague = [(first, last) for first, last, _ in reading.hinted("vague", 0, len(reading.words))]
    if vague and statement.passage.kind in (Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.CRITERION):
        help = "say how much: a number with its unit, or a capability by name"
        return _untestable(statement, reading.span(*vague[0]), Severity.WARNING, help)
    span = 0, min(len(text), LONGEST_QUOTE)
    near = _nearest_term(reading)
    help = (
        f"the nearest known term is '{near}'"
        if near
        else "name the capability in generic words, for example 'managed database'"
    )
    return _at(statement, span, "S2I101", Severity.WARNING, "nothing in this statement was understood", help)


def _vague(reading: Reading, statement: Statement) -> Iterator[Diagnostic]:
    """Words beside what was understood that nobody can test, where no number says how much is meant."""
    if statement.status is not Status.MAPPED or statement.measures:
        return
    if statement.passage.kind not in (Kind.REQUIREMENT, Kind.OBJECTIVE, Kind.CRITERION):
        return
    for first, last, _ in reading.hinted("vague", 0, len(reading.words)):
        span = reading.span(first, last)
        if any(start < span[1] and span[0] < end for start, end in statement.understood):
            continue
        help = "say how much: a number with its unit, or leave the word out"
        yield _untestable(statement, span, Severity.INFO, help)
        return


def _untestable(statement: Statement, span: tuple[int, int], severity: Severity, help: str) -> Diagnostic:
    word = statement.passage.text[slice(*span)]
    return _at(statement, span, "S2I104", severity, f"'{word}' can't be tested", help)


def _nearest_term(reading: Reading) -> str | None:
    """The known word that is spelled most like one of the statement's unknown words."""
    known = _known_words()
    for word in reading.words:
        if word.kind == "word" and len(word.stem) > 4 and word.stem not in known.get(word.stem[0], ()):
            near = _near(word.stem)
            if near:
                return near
    return None


@lru_cache(maxsize=1)
def _known_words() -> dict[str, tuple[str, ...]]:
    from .vocabulary import vocabulary

    words: dict[str, list[str]] = {}
    for word in sorted({*vocabulary().hard, *vocabulary().soft}):
        words.setdefault(word[0], []).append(word)
    return {letter: tuple(sorted(found)) for letter, found in words.items()}


@lru_cache(maxsize=512)
def _near(stem: str) -> str | None:
    import difflib

    candidates = [word for word in _known_words().get(stem[0], ()) if abs(len(word) - len(stem)) <= 2]
    close = difflib.get_close_matches(stem, candidates, n=1, cutoff=0.82)
    return close[0] if close else None


def _unused_numbers(reading: Reading, statement: Statement) -> Iterator[Diagnostic]:
    if statement.status is not Status.MAPPED or any(
        intent.polarity is Polarity.EXCLUDE for intent in statement.intents
    ):
        return
    taken = [measure.span for measure in statement.measures]
    for quantity in reading.quantities():
        if quantity.used or quantity.dimension is None or quantity.dimension == "n:regions":
            continue
        span = reading.span(quantity.first, quantity.last)
        if any(start < span[1] and span[0] < end for start, end in (*taken, *statement.understood)):
            continue
        number = statement.passage.text[slice(*span)]
        yield _at(
            statement,
            span,
            "S2I102",
            Severity.INFO,
            f"'{number}' belongs to nothing that was understood",
            "put the number beside the word that it is about",
        )


def _products(reading: Reading, statement: Statement) -> Iterator[Diagnostic]:
    for mention in reading.wanted:
        if mention.product:
            span = reading.span(mention.first, mention.last)
            name = statement.passage.text[slice(*span)]
            yield _at(
                statement,
                span,
                "S2I103",
                Severity.WARNING,
                f"'{name}' is one vendor's product",
                f"write '{mention.product}'",
                _replacement(statement, span, mention.product),
            )


def _replacement(statement: Statement, span: tuple[int, int], term: str) -> str | None:
    """The generic term as it may stand in the product's place; None where the name does not stand in the file in one piece."""
    passage = statement.passage
    if passage.place(span[0])[0] != passage.place(span[1] - 1)[0] or len(passage.text) < span[1]:
        return None
    return f"{term[0].upper()}{term[1:]}" if span[0] == 0 else term


def _contradictions(statement: Statement) -> Iterator[Diagnostic]:
    wanted = {intent.concept for intent in statement.intents if intent.polarity is Polarity.WANT}
    for intent in statement.intents:
        if intent.polarity is Polarity.EXCLUDE and intent.concept in wanted:
            yield _at(
                statement,
                intent.span,
                "S2I105",
                Severity.WARNING,
                f"'{intent.concept}' is asked for and ruled out in one statement",
                "split the statement in two",
            )
        low, high = intent.properties.get("min"), intent.properties.get("max")
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            yield _at(
                statement,
                intent.span,
                "S2I105",
                Severity.WARNING,
                f"the least number, {low}, is above the most, {high}",
                "swap the two numbers",
            )


def _downtime(reading: Reading, statement: Statement) -> Iterator[Diagnostic]:
    found = downtime_remark(reading, list(statement.measures))
    if found is None:
        return
    quantity, allowed = found
    year_and_month = (
        [name for name in ("year", "month") if name in allowed] if len(allowed) > 1 else list(allowed)
    )
    spoken = [
        f"{_spoken(allowed[name])} {'in' if name[0].isdigit() else 'a'} {name}" for name in year_and_month
    ]
    yield _at(
        statement,
        reading.span(quantity.first, quantity.last),
        "S2I110",
        Severity.WARNING,
        "the downtime does not follow from the availability",
        f"that availability allows {' or '.join(spoken)}",
    )


def _spoken(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size * (2 if unit == "days" else 1):
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} seconds"


def _almost_a_pattern(statement: Statement) -> Iterator[Diagnostic]:
    """A requirement that begins as a pattern of EARS does and then leaves it."""
    if statement.passage.kind not in (Kind.REQUIREMENT, Kind.OBJECTIVE) or statement.passage.form is Form.ROW:
        return
    text = statement.passage.text
    hint = pattern_of(text).hint
    if hint is not None:
        first = text.find(" ")
        yield _at(
            statement,
            (0, first if first > 0 else len(text)),
            "S2I112",
            Severity.INFO,
            "this begins like a conditional requirement and does not go on like one",
            hint,
        )


def _gaps(statement: Statement) -> Iterator[Diagnostic]:
    if statement.status in (Status.OPEN, Status.CONTEXT):
        return
    for placeholder in statement.passage.placeholders:
        question = placeholder.question.strip() or "?"
        yield _at(
            statement,
            (placeholder.start, placeholder.end),
            "S2I111",
            Severity.WARNING,
            "a value is still missing here",
            f"answer: {question[:LONGEST_QUOTE]}",
        )
