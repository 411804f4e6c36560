"""Writes answers into a specification's section of clarifications; every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..correction import decoded, encoded, line_starts
from ..reader import read
from .questions import Question

TITLE = "Clarifications"
# The section before which a new one stands, where there is one: as the kit has it, after what tells of the matter.
BEFORE = "infrastructure requirements"
_ITEM = re.compile(r"[ \t]*+(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]{2,}+\S")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def with_answers(
    data: bytes, source: str, asked: Sequence[Question], answers: Mapping[str, str], date: str | None = None
) -> bytes:
    """``data`` with a line for each answer, by the question's id; ``date`` heads them as a session of the kit.

    Raises ValueError where the file is no text, or an answer is empty or to no question.
    """
    text = decoded(data)
    if text is None:
        raise ValueError("the file is not valid in its encoding: save it as UTF-8")
    known = {question.id: question for question in asked}
    unknown = [identity for identity in answers if identity not in known]
    if unknown:
        raise ValueError(f"there is no open question '{unknown[0]}'")
    lines = [_line(known[identity].text, answer) for identity, answer in answers.items()]
    end = "\r\n" if "\r\n" in text else "\n"
    place, opening = _place(text, source)
    session = [f"### Session {_plain(date)}", ""] if date else []
    heading = [] if opening else [f"## {TITLE}", ""]
    block = [*heading, *session, *lines, *([] if opening and not session else [""])]
    written = end.join(block) + end
    before = text[:place]
    if before and not before.endswith(("\n", "\r")):
        written = end + written
    if (not opening or session) and before.strip() and not before.endswith((end * 2,)):
        written = end + written
    return encoded(data, before + written + text[place:])


def _line(question: str, answer: str) -> str:
    said = _plain(answer)
    if not said:
        raise ValueError("an answer must say something")
    return f"- Q: {_plain(question)} → A: {said}"


def _plain(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _place(text: str, source: str) -> tuple[int, bool]:
    """Where new lines go (an offset), and whether the section is there already."""
    sections = read(text.encode("utf-8", "replace"), source).sections
    starts = line_starts(text)
    titles = [(path[-1].strip().lower(), line) for path, line in sections if path]
    for index, (title, line) in enumerate(titles):
        if title.startswith(TITLE.lower()):
            following = [later for name, later in titles[index + 1 :] if not name.startswith("session")]
            last = (following[0] if following else len(starts)) - 1
            return _after_list(text, starts, line, last), True
    for title, line in titles:
        if title.startswith(BEFORE):
            return starts[line - 1], False
    return len(text), False


def _after_list(text: str, starts: list[int], first: int, last: int) -> int:
    """The offset behind the last item between two lines, else behind the heading and its blank line."""
    bounds = [*starts, len(text)]
    for number in range(min(last, len(bounds) - 2), first - 1, -1):
        if number < len(starts) and _ITEM.match(text[starts[number] : bounds[number + 1]]):
            return bounds[number + 1]
    after = min(first, len(bounds) - 1)
    while after < len(starts) and after <= last and not text[starts[after] : bounds[after + 1]].strip():
        after += 1
    return bounds[after]
