"""Which environment a statement, an intent or a measure is for."""

from __future__ import annotations

from msgspec.structs import replace

from ..statements import Constraint, Intent, Measure
from .lookup import JOINS
from .reading import Reading

# How many words may stand between two numbers of one list.
LONGEST_JOIN = 4


def named_environments(reading: Reading) -> list[tuple[int, str]]:
    """The environments that the line names, with the words where; else the one that its section names."""
    found: list[tuple[int, str]] = []
    end = 0
    for first, last, name in reading.hinted("environment", 0, len(reading.words)):
        if first >= end and not _other_sense(reading, first, last):
            found.append((first, name))
        end = max(end, last)
    if found:
        return sorted((*found, *_beside(reading, found)))
    lead = _lead(reading)
    if lead in reading.vocabulary.labels:
        return [(0, reading.vocabulary.labels[lead])]
    from .vocabulary import vocabulary

    for title in reversed(reading.passage.section):
        words = title.lower().replace("-", " ").split()
        for word in words if len(words) <= 2 else ():
            facets = vocabulary().soft.get(word, {}).get("", {})
            if "environment" in facets:
                return [(-1, facets["environment"])]
    return []


def _beside(reading: Reading, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """ "dev and test", "dev, test and prod": short words name an environment where they stand beside others, and then throughout."""
    known = {index for index, _ in found}
    short = reading.vocabulary.environment_short
    places = [
        index
        for index, word in enumerate(reading.words)
        if word.raw.lower() in short and index not in known and not _other_sense(reading, index, index + 1)
    ]
    named = {
        short[reading.words[index].raw.lower()]
        for index in places
        if any(reading.stem(index + step) in JOINS and index + 2 * step in known for step in (-1, 1))
    }
    return [(index, name) for index in places if (name := short[reading.words[index].raw.lower()]) in named]


def environments_alone(reading: Reading) -> list[Constraint]:
    """The environments of a line that says nothing but which there are: "Environments: staging, production"."""
    found = []
    index = 0
    while index < len(reading.words):
        facets, after = reading.hints[index] or ({}, index + 1)
        word = reading.words[index].raw.lower()
        name = facets.get("environment")
        if name is None and word in reading.vocabulary.environment_short:
            name, after = reading.vocabulary.environment_short[word], index + 1
        if name is not None:
            found.append(Constraint("environment", str(name), reading.span(index, after)))
            index = after
        elif word[:1].isalpha() and word not in reading.vocabulary.environment_words:
            return []
        else:
            index += 1
    if found:
        reading.use(0, len(reading.words))
    return found


def _lead(reading: Reading) -> str:
    """The text of a row's first cell, or the word before a colon at the beginning."""
    if reading.passage.cells:
        cell = reading.passage.cells[0]
        return reading.text[cell.start : cell.end].strip().lower()
    return reading.text.partition(":")[0].strip().lower() if ":" in reading.text[:24] else ""


def _other_sense(reading: Reading, first: int, last: int) -> bool:
    """ "development team", "production-ready", "test data" name no environment."""
    following = reading.stem(last)
    return following in (
        "team",
        "ready",
        "grad",
        "scal",
        "level",
        "tool",
        "kit",
        "work",
        "effort",
        "cost",
        "time",
        "line",
        "floor",
        "plant",
        "of",
    )


def spread(
    reading: Reading, intents: list[Intent], measures: list[Measure], only: str | None = None
) -> tuple[list[Intent], list[Measure], str | None]:
    """Intents and measures with their environments: one of each for each environment where the line names several."""
    if only is not None:
        return (
            [replace(intent, environment=only) for intent in intents],
            [replace(measure, environment=only) for measure in measures],
            None,
        )
    places = named_environments(reading)
    names = list(dict.fromkeys(name for _, name in places))
    if not names:
        return intents, measures, None
    if len(names) == 1:
        return (
            [replace(intent, environment=names[0]) for intent in intents],
            [replace(measure, environment=names[0]) for measure in measures],
            names[0],
        )
    spread_measures = [
        replace(measure, environment=_nearest(reading, measure.span[0], places)) for measure in measures
    ]
    spread_intents = [
        replace(intent, environment=name)
        for intent in intents
        for name in (_of_the_clause(reading, intent.span[0], places) or names)
    ]
    return spread_intents, spread_measures, None


def _of_the_clause(reading: Reading, offset: int, places: list[tuple[int, str]]) -> list[str]:
    """The environments that the clause of a place names: "test and production; test has a small database"."""
    at = next((index for index, word in enumerate(reading.words) if word.end > offset), 0)
    clause = reading.clauses[at]
    return list(dict.fromkeys(name for index, name in places if reading.clauses[index] == clause))


def numbers_of(reading: Reading, places: list[tuple[int, str]]) -> dict[tuple[int, int], str]:
    """Which environment each number is for: "2 nodes in dev", "production: 3 nodes"."""
    found: dict[tuple[int, int], str] = {}
    following: tuple[int, str | None] = (-1, None)
    for quantity in reversed(list(reading.quantities())):
        behind = next(
            (
                name
                for index, name in places
                if 0 <= index - quantity.last <= 3 and _leads_to(reading, quantity.last, index)
            ),
            None,
        )
        if behind is None and _only_joined(reading, quantity.last, following[0]):
            # "4 vCPU and 16 GB in prod": what stands behind the last is of both.
            behind = following[1]
        following = quantity.first, behind
        before = [name for index, name in places if index < quantity.first]
        name = behind or (before[-1] if before else None)
        if name is not None:
            found[quantity.first, quantity.last] = name
    return found


def _only_joined(reading: Reading, first: int, last: int) -> bool:
    """Whether nothing but "and" or a comma stands between two numbers, and what the first is of: "16 GB memory and 200 GB"."""
    if not 0 < last - first <= LONGEST_JOIN or not any(
        reading.stem(at) in JOINS for at in range(first, last)
    ):
        return False
    return all(
        reading.stem(at) in JOINS or reading.stem(at) == "of" or _is_cue(reading, at)
        for at in range(first, last)
    )


def _is_cue(reading: Reading, at: int) -> bool:
    hint = reading.hints[at]
    return hint is not None and "cues" in hint[0]


def _leads_to(reading: Reading, first: int, last: int) -> bool:
    """Whether "in", "for" or the like leads from a number to its environment."""
    return any(reading.stem(index) in ("in", "for", "on", "at", "(") for index in range(first, last))


def _nearest(reading: Reading, offset: int, places: list[tuple[int, str]]) -> str:
    """The environment named last before a place, else the next one."""
    before = [name for index, name in places if reading.words[index].start < offset]
    return before[-1] if before else places[0][1]
