"""Lays HCL out as ``terraform fmt`` does, so that it finds nothing to change, and sets blank lines on top of
that.

``terraform fmt`` leaves line breaks alone. It sets the indentation of each line by the brackets open before
it, the blanks between tokens, and aligns the equals signs and the comments of neighbouring lines. On top,
blank lines become canonical here: one between blocks, never two, none at the beginning or end of a block.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from ..cache import remembered_results
from .modernize import modernized
from .tokens import (
    BRACKETS,
    COMMENT,
    CONTROL,
    END,
    HEREDOC_CLOSE,
    HEREDOC_OPEN,
    IDENTIFIER,
    INTERPOLATION,
    NEWLINE,
    NUMBER,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SEQUENCE_END,
    STRING,
    TEXT,
    Token,
    tokenize,
)

INDENT = "  "
_CLOSING = frozenset(kind for kind, change in BRACKETS.items() if change < 0)
# Characters that no reader counts by themselves.
_MARKS = frozenset(("Mn", "Me", "Mc"))
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
# After these a minus is a sign, not a subtraction.
_BEFORE_SIGN = frozenset(
    (
        "",
        "(",
        "{",
        "[",
        "=",
        ":",
        ",",
        "?",
        "+",
        "*",
        "/",
        "%",
        "-",
        "==",
        "!=",
        ">",
        ">=",
        "<",
        "<=",
        "&&",
        "||",
        "!",
    )
)


class _Line(Struct):
    """A line of tokens without its line break (it may hold the lines of a heredoc or of a block comment).

    ``body``: it stands directly in a block or at the top level, not in an expression; ``depth`` brackets are
    open before it. ``opens``: it begins a block that it does not end; ``closes``: it ends a block that it did
    not begin.
    """

    tokens: list[Token]
    body: bool = False
    depth: int = 0
    opens: bool = False
    closes: bool = False


def format_files(texts: Mapping[str, str]) -> dict[str, str]:
    """Every file of ``texts`` formatted; one that was formatted before, on this machine, is looked up."""
    here = Path(__file__)
    makers = [here.with_name(name) for name in ("format.py", "modernize.py", "tokens.py")]
    formatted = {}
    with remembered_results("formatted", makers) as known:
        for name, text in texts.items():
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
            if digest not in known:
                known[digest] = format_hcl(text)
            formatted[name] = known[digest]
    return formatted


def format_hcl(text: str) -> str:
    """``text`` in canonical layout; a formatted text stays as it is.

    Raises HclSyntaxError where the brackets or strings of the text are not HCL's.
    """
    text = text.replace("\r\n", "\n")
    tokens = modernized(text, tokenize(text))
    return _written(_with_blank_lines(_lines(tokens)))


def _lines(tokens: list[Token]) -> list[_Line]:
    """The tokens by line, each line knowing where blocks begin and end."""
    lines: list[_Line] = []
    brackets: list[bool] = []  # the open ones, True for a block's
    start = 0
    for index, token in enumerate(tokens):
        if token.kind in (NEWLINE, END):
            body = not brackets or brackets[-1]
            line = _Line(tokens[start:index], body, len(brackets))
            if line.tokens:
                _follow(line, brackets)
            lines.append(line)
            start = index + 1
    return lines


def _follow(line: _Line, brackets: list[bool]) -> None:
    """Bring the open brackets to the end of the line and note what the line does to blocks."""
    header = line.body and is_header(line.tokens)
    for token in line.tokens:
        change = BRACKETS.get(token.kind, 0)
        if change > 0:
            brackets.append(header and token.kind == "{")
            line.opens |= brackets[-1]
            header = False
        elif change < 0 and brackets:
            of_block = brackets.pop()
            line.closes |= of_block and not line.opens
            line.opens &= not of_block


def is_header(tokens: list[Token]) -> bool:
    """Whether a line of these tokens, directly in a body, begins a block: a word and then labels or a
    brace.
    """
    return len(tokens) > 1 and tokens[0].kind == IDENTIFIER and tokens[1].kind in (IDENTIFIER, STRING, "{")


def _with_blank_lines(lines: list[_Line]) -> list[_Line]:
    """The lines with a blank one between blocks, none doubled, none after an opening or before a closing
    bracket.
    """
    laid: list[_Line] = []
    lead = 0  # where the comments right before the present line begin
    for line in lines:
        if not line.tokens:
            if laid and laid[-1].tokens and not _ends_open(laid[-1]):
                laid.append(line)
            lead = len(laid)
            continue
        if line.tokens[0].kind in _CLOSING:
            while not laid[-1].tokens:
                laid.pop()
        elif lead and _is_parted(laid[lead - 1], line):
            laid.insert(lead, _Line([]))
            lead += 1
        laid.append(line)
        if not _is_comment(line):
            lead = len(laid)
    while laid and not laid[-1].tokens:
        laid.pop()
    return laid


def _is_parted(before: _Line, line: _Line) -> bool:
    """Whether a blank line belongs between two lines: at the top level and around blocks of several lines."""
    if not line.body or not before.tokens or _ends_open(before):
        return False
    return (
        before.closes or line.opens or (line.depth == 0 and not (_is_comment(before) and _is_comment(line)))
    )


def _is_comment(line: _Line) -> bool:
    return len(line.tokens) == 1 and line.tokens[0].kind == COMMENT


def _ends_open(line: _Line) -> bool:
    last = line.tokens[-1]
    if last.kind == COMMENT and len(line.tokens) > 1:
        last = line.tokens[-2]
    return BRACKETS.get(last.kind, 0) > 0


def _written(lines: list[_Line]) -> str:
    """The lines with their indentation, the blanks between tokens, and equals signs and comments aligned."""
    indents: list[int] = []
    cells = [_cells(line.tokens, indents) for line in lines]
    _align(cells, 1)
    _align(cells, 2)
    return "".join(f"{''.join(cell).rstrip()}\n" for cell in cells)


def _cells(tokens: list[Token], indents: list[int]) -> list[str]:
    """A line's three cells: what leads, the assignment from its equals sign on, the comment at the end."""
    if not tokens:
        return ["", "", ""]
    last = ""
    if len(tokens) > 1 and tokens[-1].kind == COMMENT:
        last = tokens[-1].text.rstrip()
        tokens = tokens[:-1]
    split = len(tokens)
    for index, token in enumerate(tokens):
        if index and token.kind == "=":
            if not sum(BRACKETS.get(later.kind, 0) for later in tokens[index:]):
                split = index
            break
    indent = _indent(tokens, indents)
    return [INDENT * indent + _spaced(tokens[:split]), _spaced(tokens[split:]), last]


def _indent(tokens: list[Token], indents: list[int]) -> int:
    """The line's level. ``indents`` holds how many brackets each line that raised the level had left open."""
    change = 0
    for token in tokens:
        change += BRACKETS.get(token.kind, 0)
        if token.kind == HEREDOC_OPEN:
            break
    if change > 0:
        indents.append(change)
        return len(indents) - 1
    while change < 0 and indents:
        change += indents.pop()
        if change > 0:
            indents.append(change)
    return len(indents)


def _align(cells: list[list[str]], column: int) -> None:
    """Put the cells of one column below each other, in each run of lines that have one."""
    run: list[list[str]] = []
    for cell in [*cells, ["", "", ""]]:
        if cell[column]:
            run.append(cell)
        elif run:
            widths = [_width("".join(other[:column])) for other in run]
            widest = max(widths)
            for other, width in zip(run, widths, strict=True):
                other[column] = " " * (widest - width + 1) + other[column]
            run = []


def _width(text: str) -> int:
    """How many characters a reader sees; marks and joined characters count with the one before them."""
    if text.isascii():
        return len(text)
    width, joined = 0, False
    for char in text:
        extends = unicodedata.category(char) in _MARKS or char == "\u200d" or char in _SKIN_TONES
        width += not (extends or joined)
        joined = char == "\u200d"
    return width


def _spaced(tokens: list[Token]) -> str:
    """The tokens of one cell with the blanks that belong between them."""
    if not tokens:
        return ""
    parts = [tokens[0].text]
    kind, before = tokens[0].kind, ""
    for previous, token in pairwise(tokens):
        if previous.text == "in" and before == IDENTIFIER and kind == IDENTIFIER:
            kind = "in"
        if _is_space_between(before, kind, token.kind):
            parts.append(" ")
        parts.append(token.text)
        before, kind = kind, token.kind
    return "".join(parts)


@cache
def _is_space_between(before: str, kind: str, after: str) -> bool:
    """Whether a blank stands between tokens of the kinds ``kind`` and ``after``; ``before`` is the kind
    before both.
    """
    if (after == "(" and kind in (IDENTIFIER, "in")) or "::" in (kind, after) or "." in (kind, after):
        return False
    if after in (",", "..."):
        return False
    if kind == ",":
        return True
    if kind in (TEXT, QUOTE_OPEN, HEREDOC_OPEN) or after in (TEXT, QUOTE_CLOSE, HEREDOC_CLOSE):
        return False
    if kind == "in":
        return True
    if after == "[" and (kind in (IDENTIFIER, NUMBER) or kind in _CLOSING):
        return False
    if kind == "!":
        return False
    if kind == "-":
        return before not in _BEFORE_SIGN
    if kind == "{" or after == "}":
        return not (kind == "{" and after == "}")
    if (kind in (INTERPOLATION, CONTROL) and after == "{") or (kind == "}" and after == SEQUENCE_END):
        return True
    if kind == SEQUENCE_END and after in (INTERPOLATION, CONTROL):
        return False
    return BRACKETS.get(kind, 0) <= 0 and BRACKETS.get(after, 0) >= 0
