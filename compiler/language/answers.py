"""Questions with their answers: where they stand in a document, and what an answer means in the light of its question.

An answer counts as a statement of the kind that its question is about. It is read twice, alone and behind the words of
its question ("How long are logs kept? 30 days"), and the reading counts that found more in the answer's words. A plain
yes makes a statement of the question, a plain no the opposite. Time is linear in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ..document import Cell, Form, Kind, Passage
from ..reader.sections import normalised
from ..reader.words import data_file
from ..statements import Intent, Polarity, PropertyValue, Span, Statement, Status

ARROW = re.compile(r"\s*(?:→|⇒|➔|➜|->|=>|-->|—>)\s*")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
DIGITS = re.compile(r"[^\W_]*\d[^\W_]*(?:[.,:/]\d+)*")
HOW_MANY = re.compile(r"\bhow many\s+", re.IGNORECASE)
FIRST_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")
# What is counted has no more words than this: "how many read replicas does …".
COUNTED_WORDS = 3
# Before alternatives in a question: "compute: containers, functions or servers?"
OPENERS = (":", " - ", " – ", " — ", "(", ",")
# A question or a label before an answer is no longer than this.
LONGEST_QUESTION = 1000


class Pair(Struct, frozen=True):
    """A question and the span of its answer in the passage. ``asked_at`` is where the question stands in it, None where it stands elsewhere."""

    question: str
    answer: Span
    asked_at: int | None


class Words(Struct, frozen=True):
    """``grammars/answers.yaml``, ready for looking up."""

    question: re.Pattern[str]
    answer: re.Pattern[str]
    answer_begins: re.Pattern[str]
    question_heads: frozenset[str]
    answer_heads: frozenset[str]
    sections: tuple[str, ...]
    asks_whether: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    undecided: tuple[str, ...]
    empty: frozenset[str]


@cache
def words() -> Words:
    """The words of questions and answers, read once in a process."""
    data = data_file("answers")
    question, answer = (
        "|".join(re.escape(word) for word in sorted(data[key], key=len, reverse=True))
        for key in ("question", "answer")
    )
    return Words(
        question=re.compile(rf"(?:{question})\s?#?\d{{0,3}}\s?[:.)]\s*", re.IGNORECASE),
        # Behind an arrow or the end of a question any of the words will do; elsewhere only with capitals, as a label has them.
        answer=re.compile(
            rf"(?:→|⇒|➔|➜|->|=>|[?.;|–—-])\s*(?i:{answer})\s?\d{{0,3}}\s?[:.)]\s*"
            r"|(?<=\s)(?:A|Answer|ANSWER)\s?\d{0,3}\s?:\s*"
        ),
        answer_begins=re.compile(rf"(?:{answer})\s?#?\d{{0,3}}\s?[:.)]\s*", re.IGNORECASE),
        question_heads=frozenset(data["question_heads"]),
        answer_heads=frozenset(data["answer_heads"]),
        sections=tuple(data["sections"]),
        asks_whether=frozenset(data["asks_whether"]),
        yes=frozenset(data["yes"]),
        no=frozenset(data["no"]),
        undecided=tuple(data["undecided"]),
        empty=frozenset(data["empty"]),
    )


def pairs(passages: Sequence[Passage]) -> Iterator[tuple[int, Pair]]:
    """The passages that hold an answer, by their index, each with its question."""
    before: Passage | None = None
    for index, passage in enumerate(passages):
        found = _within(passage) or _behind(passage, before)
        if found is not None and found.question:
            yield index, found
        before = passage


def is_question(passage: Passage) -> bool:
    """Whether a passage asks something and answers nothing: "Q: which region?"."""
    return _asked(passage.text, in_section(passage)) is not None and _within(passage) is None


def in_section(passage: Passage) -> bool:
    """Whether a passage stands in a section of questions that are answered."""
    return _answers_below(passage.section)


@lru_cache(maxsize=256)
def _answers_below(section: tuple[str, ...]) -> bool:
    for heading in section:
        name = normalised(heading).replace("&", "").replace("  ", " ")
        if name.endswith(words().sections):
            return True
    return False


def undecided(answer: str) -> bool:
    """Whether an answer leaves its question open."""
    begins = answer.strip().casefold()
    if not begins.strip(" .:!_*`[]()"):
        return True
    bare = begins.lstrip("[(*_ ")
    return any(
        bare.startswith(phrase) and not bare[len(phrase) : len(phrase) + 1].isalnum()
        for phrase in words().undecided
    )


def _within(passage: Passage) -> Pair | None:
    """Question and answer in one passage: a row of a table, or "Q: … → A: …"."""
    if passage.form is Form.ROW:
        return _row(passage)
    text = passage.text
    known = words()
    mark = known.question.match(text)
    start = mark.end() if mark else 0
    if mark or in_section(passage):
        answer = known.answer.search(text, start, start + LONGEST_QUESTION)
        if answer is not None and (mark or "?" in text[start : answer.start() + 1]):
            begin = answer.start() + (text[answer.start()] in "?.")
            return Pair(text[start:begin].strip(), (answer.end(), len(text)), start)
        end = text.find("?", start, start + LONGEST_QUESTION)
        if end >= 0 and text[end + 1 :].strip():
            arrow = ARROW.match(text, end + 1)
            begin = arrow.end() if arrow else end + 1
            begin += len(text[begin:]) - len(text[begin:].lstrip(" –—-:"))
            if begin < len(text):
                return Pair(text[start : end + 1], (begin, len(text)), start)
    return None


def _row(passage: Passage) -> Pair | None:
    known = words()
    question = _cell(passage.cells, known.question_heads)
    answer = _cell(passage.cells, known.answer_heads)
    if question is None or answer is None or answer.start >= answer.end:
        return None
    return Pair(passage.text[question.start : question.end], (answer.start, answer.end), question.start)


def _cell(cells: Sequence[Cell], heads: frozenset[str]) -> Cell | None:
    return next((cell for cell in cells if normalised(cell.head) in heads), None)


def _behind(passage: Passage, before: Passage | None) -> Pair | None:
    """An answer in a passage of its own, behind its question: the passage before it, or the heading above it."""
    mark = words().answer_begins.match(passage.text)
    if mark is None or mark.end() >= len(passage.text):
        return None
    asked = None
    if before is not None and before.section == passage.section:
        asked = _asked(before.text, True)
    if asked is None and passage.section:
        asked = _asked(passage.section[-1], True)
    return None if asked is None else Pair(asked, (mark.end(), len(passage.text)), None)


def _asked(text: str, loose: bool) -> str | None:
    """The question that a text is; without a mark only where it ends like one and ``loose`` allows it."""
    mark = words().question.match(text)
    if mark:
        return text[mark.end() :].strip() or None
    return text.strip() if loose and text.rstrip(" *_").endswith("?") else None


class Joined(Struct, frozen=True):
    """A question and its answer as one text, and the way back from its offsets to those of the passage."""

    text: str
    answer_from: int
    answer_at: int
    asked_at: int | None
    inserted: Span

    def back(self, span: Span) -> Span:
        """The span of the passage that a span of the joined text stands for; (0, 0) for a question that stands elsewhere."""
        start, end = span
        if end <= self.answer_from:
            return (0, 0) if self.asked_at is None else (start + self.asked_at, end + self.asked_at)
        return self._offset(max(start, self.answer_from)), self._offset(end)

    def _offset(self, place: int) -> int:
        first, last = self.inserted
        if place > first:
            place = max(place - (last - first), first)
        return place - self.answer_from + self.answer_at

    def answers(self, span: Span) -> bool:
        """Whether a span reaches into the answer."""
        return span[1] > self.answer_from


def joined(pair: Pair, text: str) -> Joined:
    """The question's subject, a colon, and the answer; "how many days …? 30" becomes "…: 30 days"."""
    subject = _subject(pair.question)
    answer = text[slice(*pair.answer)]
    inserted = (0, 0)
    begin = len(subject) + 2
    counted, number = _counted(pair.question), FIRST_NUMBER.match(answer) or WORD.match(answer)
    if counted and number and not answer[number.end() :].strip(" ."):
        answer = f"{answer[: number.end()]} {counted}{answer[number.end() :]}"
        inserted = begin + number.end(), begin + number.end() + len(counted) + 1
    return Joined(f"{subject}: {answer}", begin, pair.answer[0], pair.asked_at, inserted)


def _counted(question: str) -> str:
    """What a question counts: "read replicas" in "how many read replicas does it have?"."""
    asks = HOW_MANY.search(question)
    if asks is None:
        return ""
    counted: list[str] = []
    for word in question[asks.end() :].replace("?", " ").split(maxsplit=COUNTED_WORDS)[:COUNTED_WORDS]:
        if word.casefold() in words().empty or word.casefold() in words().asks_whether:
            break
        counted.append(word)
    return " ".join(counted)


def _subject(question: str) -> str:
    """A question without its mark, its numbers and its alternatives, each letter at its place."""
    subject = question.replace("?", " ")
    choice = subject.lower().find(" or ")
    if choice >= 0:
        opener = max(subject.rfind(sign, 0, choice) for sign in OPENERS[:-1])
        if opener > 0:
            subject = subject[:opener] + " " * (len(subject) - opener)
    return DIGITS.sub(lambda number: " " * len(number[0]), subject)


def is_whether(question: str) -> bool:
    """Whether a question is answered by yes or no."""
    first = WORD.search(question)
    return first is not None and first[0].casefold() in words().asks_whether


def verdict(pair: Pair, answer: str) -> tuple[bool, int] | None:
    """Yes or no, where an answer to a question of that kind begins so, and how many characters say it.

    Between two things ("containers or servers?") there is neither. "No" right before a noun is a part of what follows.
    """
    first = WORD.match(answer.lstrip(" *_\"'"))
    word = first[0].casefold() if first else ""
    known = words()
    if (word not in known.yes and word not in known.no) or not is_whether(pair.question):
        return None
    if " or " in pair.question.casefold():
        return None
    end = answer.find(first[0] if first else "") + len(word)
    rest = answer[end:]
    return word in known.yes, end if not rest.strip() or rest[0] in ",.;:!–—" or rest.startswith(" -") else 0


def opposite(intents: Sequence[Intent], wanted: frozenset[str]) -> list[Intent]:
    """What a no makes of the question's intents: the concept ruled out, or its switches turned; nothing of what is wanted instead."""
    turned = []
    for intent in intents:
        if intent.polarity is Polarity.EXCLUDE or intent.concept in wanted:
            continue
        switches: dict[str, PropertyValue] = {
            name: False for name, value in intent.properties.items() if value is True
        }
        if switches:
            turned.append(replace(intent, properties=switches))
        else:
            turned.append(replace(intent, polarity=Polarity.EXCLUDE))
    return turned


def kind_of(statement: Statement) -> Kind:
    """The kind of statement that an answer is, by what it holds."""
    if statement.intents:
        return Kind.REQUIREMENT
    if statement.measures:
        return (
            Kind.BUDGET
            if any(measure.metric == "budget" for measure in statement.measures)
            else Kind.OBJECTIVE
        )
    return Kind.COMPLIANCE if statement.constraints else Kind.CONTEXT


def status_of(statement: Statement) -> Status:
    """What became of an answer."""
    if statement.intents:
        return Status.MAPPED
    if statement.measures:
        return Status.MEASURED
    return Status.CONSTRAINED if statement.constraints else Status.CONTEXT


def content_words(text: str) -> frozenset[str]:
    """The words of a question that say what it is about."""
    empty = words().empty
    return frozenset(
        word for word in (match[0].casefold() for match in WORD.finditer(text[:LONGEST_QUESTION]))
        if word not in empty
    )  # fmt: skip
