"""What the things of a statement are called: by the words before them, inside of them, in quotation marks or behind "for"."""

from __future__ import annotations

from .lookup import JOINS, PREPOSITIONS, longest
from .reading import Mention, Reading

LONGEST_NAME = 3
ARTICLES = frozenset(("a", "an", "the", "its", "our", "their", "one", "another"))
NAMING = frozenset(("for", "call", "nam"))
_QUOTES = "'\"`“‘"


def purpose(reading: Reading, first: int, last: int) -> str | None:
    """What something is for, as its name: the words behind the first "for" (or "called") between two places."""
    for at in range(first, min(first + 4, last, len(reading.words))):
        stem = reading.stem(at)
        if stem in NAMING:
            begin, end = name_words(reading, at, last)
            if stem != "for" and begin < end:
                return text_of(reading, begin, end)
            return _named(reading, begin, end)
        if stem in JOINS or reading.words[at].kind == "mark":
            return None
    return None


def quoted_name(reading: Reading, mention: Mention) -> str | None:
    """ "the bucket 'exports'": a name in quotation marks behind the noun."""
    at = mention.last + (reading.stem(mention.last) in ('"', "“"))
    if at >= len(reading.words) or reading.words[at].kind not in ("word", "domain"):
        return None
    start = reading.words[at].start
    end = at + 1
    while (
        end < len(reading.words)
        and end - at < LONGEST_NAME
        and reading.text[reading.words[end - 1].end] in "-_ "
    ):
        end += 1
    closing = reading.text[reading.words[end - 1].end : reading.words[end - 1].end + 1]
    quoted = start > 0 and reading.text[start - 1] in _QUOTES and closing in ("'", '"', "`", "”", "’")
    return text_of(reading, at, end) if quoted and closing else None


def name_inside(reading: Reading, mention: Mention) -> str | None:
    """ "an orders queue", where the vocabulary has the two words as one term."""
    if mention.last - mention.first != 2 or mention.properties or mention.frame:
        return None
    head = longest(reading.vocabulary.hard, reading.words, mention.last - 1)
    terms = head[0].get("terms", ()) if head else ()
    if not any(entry["concept"] == mention.concept for entry in terms):
        return None
    return _named(reading, mention.first, mention.last - 1)


def name_before(reading: Reading, mention: Mention, start: int) -> str | None:
    """The plain words directly before a noun: "the billing queue"."""
    first = mention.first
    while first > start and mention.first - first < 2 and reading.words[first - 1].kind == "word":
        word = reading.words[first - 1]
        taken = any(m.first < first <= m.last for m in reading.mentions if m is not mention)
        if _ends_name(reading, first - 1) or word.stem in ARTICLES or taken or _is_number(reading, first - 1):
            break
        first -= 1
    before = reading.stem(first - 1)
    begins = not before or before in ARTICLES or before in PREPOSITIONS or not before[:1].isalnum()
    return _named(reading, first, mention.first) if first < mention.first and begins else None


def enclosed_name(reading: Reading, mention: Mention) -> str | None:
    """ "a database (orders, 100 GB)": a name in parentheses."""
    at = mention.last
    if reading.stem(at) != "(" or reading.stem(at + 2) not in (",", ")", ":", ";"):
        return None
    return _named(reading, at + 1, at + 2) if reading.words[at + 1].kind == "word" else None


def name_words(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The words of an item that name it: those at its beginning, without articles."""
    while first < last and (reading.stem(first) in ARTICLES or reading.stem(first) in NAMING):
        first += 1
    end = first
    while (
        end < last
        and end - first < LONGEST_NAME
        and reading.words[end].kind == "word"
        and not _ends_name(reading, end)
    ):
        end += 1
    return first, end


def _named(reading: Reading, first: int, last: int) -> str | None:
    """The words as a name; None where one of them only says what kind of thing it is."""
    if first >= last or any(
        reading.words[at].raw.lower() in reading.vocabulary.no_names for at in range(first, last)
    ):
        return None
    if any(
        mention.gives and not mention.concept and mention.first < last and mention.last > first
        for mention in reading.mentions
    ):
        return None
    return text_of(reading, first, last)


def text_of(reading: Reading, first: int, last: int) -> str:
    """The words from ``first`` to before ``last`` as the author wrote them, with single blanks."""
    return " ".join(reading.text[reading.words[first].start : reading.words[last - 1].end].split())


# -- stand-ins ----------------------------------------------------------------------------------------------------------


def _ends_name(reading: Reading, at: int) -> bool:
    return reading.stem(at) in PREPOSITIONS or reading.stem(at) in ("only", "must", "shall")


def _is_number(reading: Reading, at: int) -> bool:
    return any(quantity.first <= at < quantity.last for quantity in reading.quantities())
