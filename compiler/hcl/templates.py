"""The inside of strings with code: pieces in a row, made into a tree after blanks were taken away where
asked.

``~`` beside a brace takes the blanks and line breaks of the neighbouring piece of text away (a heredoc has a
piece for each line); ``<<-`` takes the common indentation of a heredoc's lines away, after that. Both as
Terraform does it.
"""

from __future__ import annotations

import re

from msgspec import Struct

from .expression import Literal, Node, Template, TemplateFor, TemplateIf

_ESCAPE = re.compile(r'\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|\\(.)')
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_DOUBLED = re.compile(r"([$%])\1(?=\{)")
LAST_CODE_POINT = 0x10FFFF


class TemplateError(ValueError):
    """A template is not well-formed; the message says how."""


class Text(Struct):
    """A piece of text, as it is meant."""

    text: str


class Code(Struct, frozen=True):
    """``${ expression }``."""

    expression: Node


class Control(Struct, frozen=True):
    """``%{ word … }``: ``expression`` is what ``if`` tests or ``for`` runs over, ``key`` and ``value`` its
    variables."""

    word: str
    expression: Node | None = None
    key: str | None = None
    value: str = ""


Piece = Text | Code | Control


def unescaped(text: str) -> str:
    """What the characters between the quotes of a string mean. Raises TemplateError for an unknown escape."""
    if "\\" in text:
        text = _ESCAPE.sub(_character, _DOUBLED.sub(r"\1", text))
        return text
    return undoubled(text)


def undoubled(text: str) -> str:
    """What the characters of a heredoc mean: ``$${`` and ``%%{`` stand for their second half."""
    return _DOUBLED.sub(r"\1", text) if "{" in text else text


def _character(match: re.Match[str]) -> str:
    named, short, long, unknown = match.groups()
    if unknown:
        raise TemplateError(f"a string has no escape '\\{unknown}'")
    if named:
        return _ESCAPED[named]
    code = int(short or long, 16)
    if code > LAST_CODE_POINT:
        raise TemplateError("an escape names no character")
    return chr(code)


def flush(pieces: list[Piece]) -> None:
    """Take the indentation that all lines have in common away from a heredoc's pieces; empty lines don't
    count."""
    starts: list[Text] = []
    common: int | None = None
    at_start = True
    for piece in pieces:
        if at_start:
            text = piece.text if isinstance(piece, Text) else ""
            bare = text.lstrip()
            if bare or not text.endswith("\n"):
                common = min(len(text) - len(bare), len(text) if common is None else common)
                if isinstance(piece, Text):
                    starts.append(piece)
        at_start = isinstance(piece, Text) and piece.text.endswith("\n")
    for start in starts:
        start.text = start.text[common:]


def tree(pieces: list[Piece]) -> Node:
    """The expression that a template's pieces make: a Literal where they are text only, else a Template.

    Raises TemplateError where an ``if`` or a ``for`` is not ended, or something is ended that did not begin.
    """
    parts, place, word = _sequence(pieces, 0)
    if word:
        raise TemplateError(f"'%{{ {word} }}' ends nothing here")
    assert place == len(pieces)
    return parts.parts[0] if _is_text(parts) else parts


def _is_text(template: Template) -> bool:
    return len(template.parts) == 1 and isinstance(template.parts[0], Literal)


def _sequence(pieces: list[Piece], place: int) -> tuple[Template, int, str]:
    """The template from ``place`` on, up to a word that ends or parts a directive; where that is, and the
    word."""
    parts: list[Node] = []
    while place < len(pieces):
        piece = pieces[place]
        place += 1
        if isinstance(piece, Text):
            _add(parts, Literal(piece.text))
        elif isinstance(piece, Code):
            _add(parts, piece.expression)
        elif piece.expression is None:
            return Template(tuple(parts or [Literal("")])), place, piece.word
        else:
            node, place = _directive(piece, pieces, place)
            parts.append(node)
    return Template(tuple(parts or [Literal("")])), place, ""


def _add(parts: list[Node], node: Node) -> None:
    """Append a part: neighbouring texts become one, the parts of a template in the template are parts of
    it."""
    if isinstance(node, Template):
        for part in node.parts:
            _add(parts, part)
    elif isinstance(node, Literal) and isinstance(node.value, str):
        before = parts[-1].value if parts and isinstance(parts[-1], Literal) else None
        if isinstance(before, str):
            parts[-1] = Literal(before + node.value)
        elif node.value:
            parts.append(node)
    else:
        parts.append(node)


def _directive(piece: Control, pieces: list[Piece], place: int) -> tuple[Node, int]:
    """The ``if`` or ``for`` whose opening is ``piece``, and the place after its end."""
    assert piece.expression is not None
    body, place, word = _sequence(pieces, place)
    if piece.word == "for":
        if word != "endfor":
            raise TemplateError("a '%{ for }' is not ended by '%{ endfor }'")
        return TemplateFor(piece.key, piece.value, piece.expression, body), place
    otherwise = Template((Literal(""),))
    if word == "else":
        otherwise, place, word = _sequence(pieces, place)
    if word != "endif":
        raise TemplateError("a '%{ if }' is not ended by '%{ endif }'")
    return TemplateIf(piece.expression, body, otherwise), place
