"""Turns a block's inline source into plain text in which each character knows its line and column."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from ..document import Anchor

# UTF-8 read as Windows-1252 and saved again: what people paste from converted documents.
MOJIBAKE = {
    "Â±": "±", "Â°": "°", "Â§": "§", "Â·": "·", "Â ": " ", "Â½": "½", "Âµ": "µ", "Â²": "²", "Â£": "£", "Â©": "©", "Â®": "®",
    "â€“": "–", "â€”": "—", "â€˜": "‘", "â€™": "’", "â€œ": "“", "â€\x9d": "”", "â€¢": "•", "â€¦": "…", "â‚¬": "€",
    "â‰¥": "≥", "â‰¤": "≤", "â†’": "→", "âœ“": "✓", "âœ…": "✅", "Ã—": "×", "Ã©": "é", "Ã¨": "è", "Ã¼": "ü", "Ã¶": "ö", "Ã¤": "ä",
}  # fmt: skip
ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ORDINARY = re.compile(r"[^\s`\\<&*_~!\[\]ÂâÃ]+")
ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
LINK_TARGET = re.compile(r"\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\]")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
BARE_LINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,400})>")


@dataclass(slots=True)
class Text:
    """Plain text being made: its characters, and for each the line and column (both from 1) that it came from."""

    letters: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    repaired: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, letter: str, line: int, column: int) -> None:
        """Append one character, white space folded to a single blank."""
        if letter.isspace():
            if not self.letters or self.letters[-1] == " ":
                return
            letter = " "
        self.letters.append(letter)
        self.lines.append(line)
        self.columns.append(column)

    @property
    def text(self) -> str:
        """The characters so far."""
        return "".join(self.letters)

    def anchors(self, start: int, end: int) -> tuple[Anchor, ...]:
        """Where ``text[start:end]`` stands: an anchor wherever the place does not simply follow."""
        found = []
        for index in range(start, end):
            if (
                index == start
                or self.lines[index] != self.lines[index - 1]
                or self.columns[index] != self.columns[index - 1] + 1
            ):
                found.append(Anchor(index - start, self.lines[index], self.columns[index]))
        return tuple(found)


def plain(parts: list[tuple[str, int, int]]) -> Text:
    """The text of source pieces (source, line, column of its first character), without Markdown's marks and comments."""
    made = Text()
    in_comment = False
    open_bold: int | None = None
    for number, (source, line, column) in enumerate(parts):
        if number:
            made.add(" ", line, column)
        in_comment, open_bold = _line(made, source, line, column, in_comment, open_bold)
    while made.letters and made.letters[-1] == " ":
        made.letters.pop()
    return made


def _line(
    made: Text, source: str, line: int, column: int, in_comment: bool, bold: int | None
) -> tuple[bool, int | None]:
    index, code = 0, ""
    links = _links(source) if "[" in source else {}
    ends = set(links.values())
    while index < len(source):
        if in_comment:
            end = source.find("-->", index)
            if end < 0:
                return True, bold
            index, in_comment = end + 3, False
            continue
        letter = source[index]
        place = column + index
        if code:
            if source.startswith(code, index):
                index, code = index + len(code), ""
            else:
                made.add(letter, line, place)
                index += 1
            continue
        if ordinary := ORDINARY.match(source, index):
            count = ordinary.end() - index
            made.letters.extend(ordinary[0])
            made.lines.extend([line] * count)
            made.columns.extend(range(place, place + count))
            index += count
        elif letter == "`":
            run = 1
            while source.startswith("`", index + run):
                run += 1
            if source.find("`" * run, index + run) >= 0:
                code = "`" * run
            index += run
        elif letter == "\\" and source[index + 1 : index + 2] in ESCAPABLE and index + 1 < len(source):
            made.add(source[index + 1], line, place + 1)
            index += 2
        elif letter == "<" and source.startswith("<!--", index):
            index, in_comment = index + 4, True
        elif letter == "<" and (found := BARE_LINK.match(source, index) or TAG.match(source, index)):
            if found.re is BARE_LINK:
                for offset in range(found.start(1), found.end(1)):
                    made.add(source[offset], line, column + offset)
            else:
                made.add(" ", line, place)
            index = found.end()
        elif letter == "&" and (found := ENTITY.match(source, index)):
            for resolved in html.unescape(found[0]):
                made.add(resolved, line, place)
            index = found.end()
        elif letter in "*_" and (marks := _emphasis(source, index)):
            if marks >= 2:
                if bold is None:
                    bold = len(made.letters)
                else:
                    made.bold.append((bold, len(made.letters)))
                    bold = None
            index += marks
        elif letter == "~" and source.startswith("~~", index):
            index += 2
        elif (letter == "!" and source.startswith("![", index)) or (letter == "[" and index in links):
            index += 1
        elif letter == "]" and index in ends:
            target = LINK_TARGET.match(source, index + 1)
            index = target.end() if target else index + 1
        elif letter in "ÂâÃ" and (
            wrong := next((bad for bad in MOJIBAKE if source.startswith(bad, index)), None)
        ):
            made.repaired.append((line, place, wrong))
            made.add(MOJIBAKE[wrong], line, place)
            index += len(wrong)
        else:
            made.add(letter, line, place)
            index += 1
    return in_comment, bold


def _emphasis(source: str, index: int) -> int:
    """How many marks of emphasis stand at ``index``; 0 where the letter is an ordinary one (``snake_case``, ``3 * 4``)."""
    letter = source[index]
    end = index
    while end < len(source) and source[end] == letter:
        end += 1
    before = source[index - 1] if index else " "
    after = source[end] if end < len(source) else " "
    if before.isspace() and after.isspace():
        return 0
    if letter == "_" and before.isalnum() and after.isalnum():
        return 0
    if (
        letter == "*"
        and end - index == 1
        and not (after.isspace() or before.isspace())
        and before.isdigit()
        and after.isdigit()
    ):
        return 0
    if letter == "*" and end - index == 1 and (before in "./" or after in "./"):
        return 0
    return end - index


def _links(source: str) -> dict[int, int]:
    """Where links' texts begin and end in a line: bracketed text that a target follows."""
    opened: list[int] = []
    found = {}
    for index, letter in enumerate(source):
        if letter == "[":
            opened.append(index)
        elif letter == "]" and opened:
            start = opened.pop()
            if source[index + 1 : index + 2] in ("(", "[") and LINK_TARGET.match(source, index + 1):
                found[start] = index
    return found
