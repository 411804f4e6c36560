"""The older ways of writing that ``terraform fmt`` replaces, besides setting blanks.

Labels without quotes get them, a template that is nothing but one expression becomes that expression, and the
types of variables lose the quotes of the language's first version.
"""

from __future__ import annotations

from .tokens import (
    BRACKETS,
    COMMENT,
    END,
    IDENTIFIER,
    INTERPOLATION,
    NEWLINE,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SEQUENCE_END,
    STRING,
    TEXT,
    Token,
    syntax_error,
)

_TYPES = {
    '"string"': "string",
    '"list"': "list(string)",
    '"map"': "map(string)",
    "list": "list(any)",
    "map": "map(any)",
    "set": "set(any)",
}


def modernized(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens of ``text`` with older ways of writing replaced; offsets of replaced tokens are those of
    what they replace.
    """
    made: list[Token] = []
    headers: list[str] = []  # the types of the blocks that are open
    index = 0
    while tokens[index].kind != END:
        token = tokens[index]
        if token.kind != IDENTIFIER:
            if token.kind == "}":
                headers.pop()
            elif token.kind not in (NEWLINE, COMMENT):
                raise syntax_error(text, token.start, "neither an argument nor a block begins so")
            made.append(token)
            index += 1
        elif tokens[equals := _after_comments(tokens, index + 1)].kind == "=":
            made += tokens[index : equals + 1]
            end = _end_of_expression(tokens, equals + 1)
            value = tokens[equals + 1 : end]
            typed = token.text == "type" and headers == ["variable"]
            made += _type(value) if typed else _unwrapped(value)
            index = end
        else:
            headers.append(token.text)
            index = _header(text, tokens, index, made)
    made.append(tokens[index])
    return made


def _after_comments(tokens: list[Token], index: int) -> int:
    """The index of the first token from ``index`` on that is no comment inside its line."""
    while tokens[index].kind == COMMENT:
        index += 1
    return index


def _header(text: str, tokens: list[Token], index: int, made: list[Token]) -> int:
    """A block's type and labels, the labels quoted, up to and with its brace; returns the index after it."""
    made.append(tokens[index])
    index += 1
    while tokens[index].kind in (IDENTIFIER, STRING, COMMENT):
        label = tokens[index]
        if label.kind == IDENTIFIER:
            label = label._replace(kind=STRING, text=f'"{label.text}"')
        made.append(label)
        index += 1
    if tokens[index].kind != "{":
        raise syntax_error(text, tokens[index].start, "an equals sign or an opening brace is missing")
    made.append(tokens[index])
    return index + 1


def _end_of_expression(tokens: list[Token], index: int) -> int:
    """The index of the token that ends the expression which begins at ``index``."""
    depth = 0
    while True:
        kind = tokens[index].kind
        if depth == 0 and (
            kind in (NEWLINE, "}", END) or (kind == COMMENT and tokens[index + 1].kind == NEWLINE)
        ):
            return index
        depth += BRACKETS.get(kind, 0)
        index += 1


def _type(value: list[Token]) -> list[Token]:
    """A variable's type without the quotes or with the element type that it once went without."""
    if len(value) == 1 and value[0].text in _TYPES:
        return [value[0]._replace(kind=IDENTIFIER, text=_TYPES[value[0].text])]
    return value


def _unwrapped(value: list[Token]) -> list[Token]:
    """What stands in a template that is nothing but one interpolation; in brackets where it has several
    lines.
    """
    edges = (QUOTE_OPEN, INTERPOLATION, SEQUENCE_END, QUOTE_CLOSE)
    if len(value) < 5 or tuple(token.kind for token in (*value[:2], *value[-2:])) != edges:
        return value
    inside = value[2:-2]
    quotes = 0
    for token in inside:
        quotes += (token.kind == QUOTE_OPEN) - (token.kind == QUOTE_CLOSE)
        if not quotes and token.kind in (INTERPOLATION, SEQUENCE_END, TEXT):
            return value
    while inside and inside[0].kind == NEWLINE:
        inside = inside[1:]
    while inside and inside[-1].kind == NEWLINE:
        inside = inside[:-1]
    bracketed = bool(inside) and inside[0].kind == "(" and inside[-1].kind == ")"
    if not bracketed and any(token.kind == NEWLINE for token in inside):
        return [value[0]._replace(kind="(", text="("), *inside, value[-1]._replace(kind=")", text=")")]
    return _unwrapped(inside)
