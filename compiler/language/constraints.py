"""What limits the whole build: regions, residency, frameworks, naming, accounts, tooling, schedules."""

from __future__ import annotations

from ..document import Kind
from ..statements import Constraint
from .economy import find_economies
from .reading import Reading

REACH = 8
SHORT = 5
_ELSEWHERE = frozenset(
    (
        "copy",
        "copi",
        "replicat",
        "replication",
        "second",
        "secondary",
        "other",
        "another",
        "standby",
        "failover",
        "fallback",
        "dr",
        "recovery",
        "backup",
        "mirror",
    )
)
_LEADING = frozenset(
    (
        "during",
        "outsid",
        "in",
        "within",
        "at",
        "only",
        "befor",
        "after",
        "until",
        "by",
        "off",
        "between",
        ":",
        "|",
        "of",
        "respect",
        "is",
        "are",
    )
)


def find_constraints(reading: Reading, quiet: Constraint | None) -> list[Constraint]:
    """The constraints of a statement, each once, in the order of the text; ``quiet`` is that of quiet hours."""
    if reading.kind in (Kind.EXCLUSION,):
        return []
    economies = find_economies(reading, quiet)
    found = {(made.constraint, made.value): made for made in economies}
    # What happens in the quiet hours says more than the hours' name.
    timed = any(made.constraint == "schedule" for made in economies)
    end = 0
    for index in range(len(reading.words)):
        hint = reading.hints[index]
        facets, after = hint if hint is not None else ({}, index + 1)
        if "quiet_zone" in facets and after - index > 1:
            # "Frankfurt time", "Europe/Zurich": a clock, not where anything stands.
            end = max(end, after)
        if index < end:
            continue
        made = _constraint(reading, facets, index, after) or _standard(reading, index)
        if made is not None and made[0] == "schedule" and timed:
            continue
        after = max(after, index + 2) if made and not facets else after
        if made is None:
            continue
        end = after
        reading.use(index, after)
        found.setdefault((made[0], made[1]), Constraint(made[0], made[1], reading.span(index, after)))
    return sorted(found.values(), key=lambda made: made.span)


def _constraint(reading: Reading, facets: dict[str, object], first: int, last: int) -> tuple[str, str] | None:
    capitals = all(word.raw[:1].isupper() or not word.raw[:1].isalpha() for word in reading.words[first:last])
    short = last - first == 1 and len(reading.words[first].raw) <= SHORT
    if "framework" in facets and (not short or reading.words[first].raw[:2].isupper()):
        return "framework", str(facets["framework"])
    if "region" in facets:
        return None if _is_second(reading, first) else ("region", str(facets["region"]))
    if "residency" in facets:
        raw = reading.words[first].raw
        there = reading.vocabulary.countries.get(str(facets["residency"]))
        if there and raw[:1].isupper() and _is_the_region(reading, first):
            return "region", there
        if (
            (len(raw) > 3 or raw.isupper())
            and reading.words[first].raw[:1].isupper()
            and _about_place(reading, first, last)
        ):
            return "residency", str(facets["residency"])
        return None
    if "limit" in facets and isinstance(facets["limit"], list):
        limit, phrase = facets["limit"]
        if limit == "schedule" and not _limits_the_build(reading, first):
            return None
        if limit == "naming":
            return "naming", _prefix(reading, last) or str(phrase)
        if limit == "tooling" and phrase == "IaC" and not capitals:
            return None
        return str(limit), reading.text[slice(*reading.span(first, last))].lower()
    return None


def _is_second(reading: Reading, first: int) -> bool:
    """ "a copy in Frankfurt", "the second region (Frankfurt)": where something else stands, not what is built."""
    return any(reading.stem(index) in _ELSEWHERE for index in range(first - 5, first))


def _is_the_region(reading: Reading, first: int) -> bool:
    """ "the primary region is Ireland", "Region: Ireland": a country that stands for the region in it."""
    named = any(reading.stem(index) == "region" for index in range(first - 3, first))
    return named and not _is_second(reading, first)


def _limits_the_build(reading: Reading, first: int) -> bool:
    """Whether hours limit the whole: not those in which a promise holds or a release goes out ("99 % during office hours")."""
    led = any(reading.stem(index) in _LEADING for index in range(first - 3, first + 1))
    if first > 1 and not led:
        # "cache opening hours and prices": the hours are data.
        return False
    during = any(reading.stem(index) in ("during", "in", "within") for index in range(first - 3, first))
    of_one = any(quantity.dimension == "percent" for quantity in reading.quantities()) or any(
        mention.concept == "ci-cd-pipeline" for mention in reading.wanted
    )
    return not (during and of_one)


def _standard(reading: Reading, index: int) -> tuple[str, str] | None:
    """Any standard by its number: "ISO 27019"."""
    number = reading.stem(index + 1)
    if reading.words[index].raw in ("ISO", "IEC") and number.isdigit() and len(number) >= 4:
        return "framework", f"ISO {number}"
    return None


def _about_place(reading: Reading, first: int, last: int) -> bool:
    clause = reading.clauses[first]
    low, high = max(first - REACH, 0), min(last + REACH, len(reading.words))
    return any(reading.clauses[index] == clause for index, _, _ in reading.hinted("whereabouts", low, high))


def _prefix(reading: Reading, at: int) -> str | None:
    """The literal behind "start with": up to the next blank, without quotation marks."""
    while at < len(reading.words) and reading.words[at].stem in (
        '"',
        "“",
        ":",
        "with",
        "the",
        "prefix",
        "a",
        "start",
        "begin",
        "are",
        "must",
        "follow",
        "shall",
        "pattern",
    ):
        at += 1
    if at >= len(reading.words) or reading.words[at].kind != "word":
        return None
    start = reading.words[at].start
    end = start
    while end < len(reading.text) and not reading.text[end].isspace() and reading.text[end] not in "\"”',;:)":
        end += 1
    return reading.text[start:end].rstrip(".") or None
