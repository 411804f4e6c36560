"""Cuts what a template rendered into its top-level blocks, each with the comments right before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct

from .tokens import COMMENT, END, IDENTIFIER, NEWLINE, STRING, HclSyntaxError, Token, syntax_error, tokenize

_DIRECTIVE = re.compile(r"#@[ \t]+([a-z][a-z0-9_]*)[ \t]*\Z")


class Source(NamedTuple):
    """The rendered text that a block stands in and its tokens there, an END token last: nobody has to cut it up again."""

    text: str
    tokens: list[Token]


class RawBlock(Struct, frozen=True):
    """One top-level block as it was rendered.

    ``comments`` are whole comment lines that stand right before the block, without their line breaks.
    ``text`` reaches from the block's type to its closing brace. ``line`` (from 1) is the line of the rendered
    text at which ``text`` begins; ``source`` is that text, None for a block that was put together later. ``file`` is the stem that the last ``#@ stem`` line named, None where there
    was none.
    """

    kind: str
    labels: tuple[str, ...]
    comments: tuple[str, ...]
    text: str
    line: int
    file: str | None = None
    template: str = ""
    source: Source | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """What makes the block that block: its type and its labels."""
        return (self.kind, *self.labels)


def split(text: str, template: str = "") -> tuple[RawBlock, ...]:
    """The top-level blocks of ``text`` in order.

    A line ``#@ stem`` at the left edge names the file of the blocks after it. Comments that a blank line
    parts from the next block belong to none and are dropped. Raises HclSyntaxError where the text is not HCL
    or has something else than blocks at its top level.
    """
    try:
        return tuple(_blocks(text.replace("\r\n", "\n"), template))
    except HclSyntaxError as error:
        raise HclSyntaxError(error.message, error.line, error.column, template) from None


def _blocks(text: str, template: str) -> list[RawBlock]:
    tokens = tokenize(text)
    blocks: list[RawBlock] = []
    comments: list[str] = []
    file: str | None = None
    index = 0
    while tokens[index].kind != END:
        token = tokens[index]
        if token.kind == NEWLINE:
            if index == 0 or tokens[index - 1].kind == NEWLINE:
                comments.clear()
            index += 1
        elif token.kind == COMMENT:
            if token.text.startswith("#@") and _column(text, token) == 1:
                file = _directive(token)
                comments.clear()
            elif not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip():
                comments.append(token.text.rstrip())
            index += 1
        else:
            labels, after = _extent(text, tokens, index)
            end = tokens[after - 1]
            inside = Source(text, [*tokens[index:after], Token(END, "", end.line, end.start + 1)])
            written = text[token.start : end.start + 1]
            blocks.append(
                RawBlock(token.text, labels, tuple(comments), written, token.line, file, template, inside)
            )
            comments.clear()
            index = after
    return blocks


def _extent(text: str, tokens: list[Token], index: int) -> tuple[tuple[str, ...], int]:
    """The labels of the block that begins at ``tokens[index]`` and the index after its closing brace."""
    first = tokens[index]
    if first.kind != IDENTIFIER:
        raise syntax_error(text, first.start, f"'{first.text}' begins no block")
    labels = []
    index += 1
    while tokens[index].kind in (IDENTIFIER, STRING):
        label = tokens[index]
        labels.append(label.text[1:-1] if label.kind == STRING else label.text)
        index += 1
    if tokens[index].kind != "{":
        raise syntax_error(text, tokens[index].start, f"a block '{first.text}' needs '{{' here")
    depth = 1
    while depth:
        index += 1
        kind = tokens[index].kind
        depth += (kind == "{") - (kind == "}")
    after = tokens[index + 1]
    if after.kind not in (NEWLINE, COMMENT, END):
        raise syntax_error(text, after.start, "a block ends its line")
    return tuple(labels), index + 1


def _directive(token: Token) -> str:
    found = _DIRECTIVE.match(token.text)
    if found is None:
        raise HclSyntaxError("a line '#@' names a file's stem, such as '#@ security'", token.line, 1)
    return found[1]


def _column(text: str, token: Token) -> int:
    return token.start - text.rfind("\n", 0, token.start)
