"""What the Markdown parser gets: the file's lines without front matter, comments and code, each knowing where it came from.

Comments and code blocks are taken out here because the parser shows neither with its columns and because a comment may
begin in one block and end in another. What is blanked keeps its length, so columns stay those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from ..diagnostics import Diagnostic, Severity
from .inline import name_of
from .tables import split_row

# Everything that may stand before a block's own text in a line: quote marks, list marks, blanks.
CONTAINERS = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*+")
FENCE = re.compile(r"(`{3,}+)[^`]*\Z|(~{3,}+)")
PAIR = re.compile(r"\s*([A-Za-z][\w .-]{0,60}?)\s*:(?:\s+(.*))?\Z")
# "[name]: https://…": what stands there must look like an address, since ids are written in brackets too.
DEFINITION = re.compile(
    r" {0,3}\[([^\[\]]{1,200})\]:\s+(?:<[^<>]*+>|(?:[#/.]|[a-z][a-z0-9+.-]{1,20}:|[\w-]{1,60}\.\w)\S*+)(?:\s+[\"'(].*)?\s*\Z"
)
FOOTNOTE = re.compile(r" {0,3}\[\^[^\[\]\s]{1,50}\]:")
LONGEST_FRONT_MATTER = 200
# A line over dashes is a heading only if it could be one: short, alone, no sentence, no list, no table.
LONGEST_UNDERLINED = 80


class Code(Struct, frozen=True):
    """A code block: the lines of its content, from ``start`` to before ``end``; ``mark`` is the line that opens it."""

    mark: int
    start: int
    end: int


class Body(Struct):
    """Lines for the parser; ``origin`` gives for each the index of the file's line. ``pairs`` are front matter's."""

    lines: list[str] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    pairs: list[tuple[str, str, int, int]] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    references: frozenset[str] = frozenset()
    findings: list[Diagnostic] = field(default_factory=list)

    def add(self, line: str, origin: int) -> None:
        """Append one line."""
        self.lines.append(line)
        self.origin.append(origin)


def body_of(lines: Sequence[str]) -> Body:
    """The body of a file. Linear in its size, whatever it contains."""
    body = Body()
    start = _front_matter(lines, body)
    kept = list(lines)
    kept[:start] = [""] * start
    if any("]:" in line for line in kept):
        body.references = _definitions(kept, start)
    in_comment = _without_comments_and_code(kept, start, body)
    for number in range(start, len(kept)):
        line = kept[number]
        if number in in_comment and not line.strip() and _between_rows(kept, number, in_comment):
            continue
        _mend(kept, number, body)
    return body


def _front_matter(lines: Sequence[str], body: Body) -> int:
    """The number of lines of YAML front matter; its plain pairs (key, value, line, column of the value) go to the body."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    pairs: list[tuple[str, str, int, int]] = []
    for number in range(1, min(len(lines), LONGEST_FRONT_MATTER)):
        line = lines[number]
        if line.rstrip() in ("---", "..."):
            body.pairs.extend(pairs)
            return number + 1 if pairs else 0
        if found := PAIR.match(line):
            if found[2]:
                pairs.append((found[1].lower(), found[2].strip().strip("\"'"), number, found.start(2)))
        elif line.strip() and not line.startswith((" ", "\t", "-", "#")):
            return 0
    return 0


def _definitions(kept: list[str], start: int) -> frozenset[str]:
    """Blank the definitions of links; returns their names. Of a footnote only the mark is blanked: its text is text."""
    names: dict[str, None] = {}
    for number in range(start, len(kept)):
        line = kept[number]
        if found := DEFINITION.match(line):
            names[name_of(found[1])] = None
            kept[number] = " " * len(line)
        elif found := FOOTNOTE.match(line):
            kept[number] = " " * found.end() + line[found.end() :]
    return frozenset(names)


def _without_comments_and_code(kept: list[str], start: int, body: Body) -> dict[int, None]:
    """Blank comments and code blocks; the result holds the lines that had a comment."""
    commented: dict[int, None] = {}
    number = start
    while number < len(kept):
        line = kept[number]
        if "```" in line or "~~~" in line:
            prefix = CONTAINERS.match(line)
            at = prefix.end() if prefix else 0
            if mark := FENCE.match(line, at):
                number = _code(kept, number, at, mark[1] or mark[2], body)
                continue
        last = number
        if "<!--" in line:
            last = _comments(kept, number, body)
            commented.update(dict.fromkeys(range(number, last + 1)))
        number = last + 1
    return commented


def _comments(kept: list[str], number: int, body: Body) -> int:
    """Blank the comments that begin in a line; returns the last line that they reach."""
    line, at = kept[number], 0
    parts: list[str] = []
    while (start := _comment_start(line, at)) >= 0:
        parts.append(line[at:start])
        # "<!-->" is a whole comment too.
        end = line.find("-->", start + 2)
        if end >= 0:
            at = end + 3
            parts.append(" " * (at - start))
            continue
        last = next((later for later in range(number + 1, len(kept)) if "-->" in kept[later]), -1)
        if last < 0:
            if not any(finding.code == "S2I007" for finding in body.findings):
                message = "the comment is never closed, so it is read as text"
                body.findings.append(
                    _unclosed("S2I007", message, number, start, start + 4, "close it with -->")
                )
            at = start
            break
        kept[number] = "".join(parts) + " " * (len(line) - start)
        for between in range(number + 1, last):
            kept[between] = " " * len(kept[between])
        number, line = last, kept[last]
        at = line.find("-->") + 3
        parts = [" " * at]
    parts.append(line[at:])
    kept[number] = "".join(parts)
    return number


def _unclosed(code: str, message: str, number: int, start: int, end: int, advice: str) -> Diagnostic:
    return Diagnostic(code, Severity.WARNING, message, number + 1, start + 1, end + 1, help=advice)


def _code(kept: list[str], number: int, at: int, mark: str, body: Body) -> int:
    """Blank the code block that ``mark`` opens at column ``at``; returns the number of the line after it."""
    indented = at >= 2
    end = number + 1
    closed = False
    while end < len(kept):
        line = kept[end]
        bare = line.lstrip(" \t>")
        if bare.startswith(mark) and not bare.strip().strip(mark[0]):
            closed = True
            break
        if indented and line and line[0] not in " \t>":
            # The list item that the block stands in has ended, and the block with it.
            break
        end += 1
    if not closed:
        message = "the code block is never closed, so everything to its end is read as code"
        body.findings.append(
            _unclosed("S2I008", message, number, at, at + len(mark), f"close it with {mark}")
        )
    body.codes.append(Code(number, number + 1, end))
    prefix = kept[number][:at]
    after = end + 1 if closed else end
    for index in range(number, after):
        kept[index] = ""
    if prefix.strip(" \t>"):
        # A list item that holds nothing but the code stays an item.
        kept[number] = prefix
    return after


def _comment_start(line: str, start: int) -> int:
    """Where the first comment of a line begins that does not stand in code ticks; -1 where there is none."""
    at = line.find("<!--", start)
    tick = line.find("`", start, max(at, start))
    while tick >= 0:
        run = tick
        while line.startswith("`", run):
            run += 1
        close = line.find(line[tick:run], run)
        if close > at:
            at = line.find("<!--", close)
            if at < 0:
                return -1
        after = run if close < 0 else close + run - tick
        tick = line.find("`", after, max(at, after))
    return at


def _between_rows(kept: list[str], number: int, commented: dict[int, None]) -> bool:
    """Whether a comment's line stands between two rows of a table, which a blank line would end."""
    before, after = number - 1, number + 1
    while before >= 0 and before in commented and not kept[before].strip():
        before -= 1
    while after < len(kept) and after in commented and not kept[after].strip():
        after += 1
    rows = before >= 0 and after < len(kept)
    return rows and kept[before].lstrip().startswith("|") and kept[after].lstrip().startswith("|")


def _mend(kept: list[str], number: int, body: Body) -> None:
    """Append a line, with a blank one before it where the parser would otherwise not see what every reader sees.

    A table directly below a list item's text belongs to no list; a rule directly below a sentence makes no heading of it.
    """
    line = kept[number]
    previous = body.lines[-1] if body.lines else ""
    if previous.strip() and "|" in line and number + 1 < len(kept) and _is_delimiter(kept[number + 1]):
        body.add("", number)
    elif "|" in line and _is_delimiter(line) and "|" in previous:
        line = _fitting_delimiter(line, previous)
    elif (
        line
        and line[0] in "-="
        and previous.strip()
        and not line.rstrip().strip(line[0])
        and not _could_be_heading(body)
    ):
        body.add("", number)
    body.add(line, number)


def _is_delimiter(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip("|-: \t>")


def _fitting_delimiter(line: str, heads: str) -> str:
    """The line below a table's heads with as many columns as there are heads: people miscount them."""
    prefix = CONTAINERS.match(heads)
    wanted = len(split_row(heads, prefix.end() if prefix else 0))
    found = CONTAINERS.match(line)
    begin = found.end() if found else 0
    if wanted == len(split_row(line, begin)):
        return line
    return line[:begin] + "|" + "---|" * wanted


def _could_be_heading(body: Body) -> bool:
    """Whether the last line of the body may be the text of a heading that the next line underlines."""
    text = body.lines[-1].strip()
    alone = len(body.lines) < 2 or not body.lines[-2].strip()
    return (
        alone
        and len(text) <= LONGEST_UNDERLINED
        and text[0] not in "|>[-+#"
        and text[-1] not in ".:;!?,"
        and not text.startswith("**")
    )
