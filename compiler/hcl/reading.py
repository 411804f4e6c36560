"""Reads expressions from tokens: operators by their precedence, everything else by what it begins with."""

from __future__ import annotations

from math import isfinite

from .expression import (
    Attribute,
    Binary,
    Call,
    Conditional,
    Element,
    ForList,
    ForObject,
    Index,
    ListOf,
    Literal,
    Name,
    Node,
    ObjectOf,
    Splat,
    Unary,
)
from .templates import Code, Control, Piece, TemplateError, Text, flush, tree, undoubled, unescaped
from .tokens import (
    COMMENT,
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
    HclSyntaxError,
    Token,
    syntax_error,
    tokenize,
)

PRECEDENCE = {
    **{"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4},
    **{"+": 5, "-": 5, "*": 6, "/": 6, "%": 6},
}
LONGEST_NUMBER = 60
_WORDS = {"true": True, "false": False, "null": None}


def read_expression(text: str) -> Node:
    """The expression that ``text`` is. Raises HclSyntaxError where it is none."""
    reader = ExpressionReader(text, tokenize(text))
    node = reader.expression()
    reader.expect_end()
    return node


class ExpressionReader:
    """A place in the tokens of a text, moved on by reading an expression."""

    __slots__ = ("place", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], place: int = 0) -> None:
        self.text = text
        self.tokens = tokens
        self.place = place

    def expect_end(self) -> None:
        """Raises HclSyntaxError where something stands after the expression."""
        self._skip(True)
        if self.tokens[self.place].kind != END:
            raise self.error("an expression ends before this")

    def expression(self, lines: bool = False) -> Node:
        """The expression that begins here; with ``lines`` it may go over line breaks, as it may in
        brackets."""
        node = self._operation(1, lines)
        if self._kind(lines) != "?":
            return node
        self.place += 1
        then = self.expression(lines)
        self._take(":", lines)
        return Conditional(node, then, self.expression(lines))

    def error(self, message: str) -> HclSyntaxError:
        """The error that ``message`` tells of this place."""
        return syntax_error(self.text, self.tokens[self.place].start, message)

    def _skip(self, lines: bool) -> None:
        """Go past comments, and past line breaks where they mean nothing."""
        tokens, place = self.tokens, self.place
        while (kind := tokens[place].kind) == COMMENT or (lines and kind == NEWLINE):
            place += 1
        self.place = place

    def _kind(self, lines: bool) -> str:
        """The kind of the next token that means something."""
        kind = self.tokens[self.place].kind
        if kind == COMMENT or (lines and kind == NEWLINE):
            self._skip(lines)
            kind = self.tokens[self.place].kind
        return kind

    def _take(self, kind: str, lines: bool) -> Token:
        """The next token, which has to be of this kind."""
        if self._kind(lines) != kind:
            raise self.error(f"'{kind}' is missing here")
        self.place += 1
        return self.tokens[self.place - 1]

    def _is_word(self, word: str, lines: bool) -> bool:
        return self._kind(lines) == IDENTIFIER and self.tokens[self.place].text == word

    def _operation(self, weakest: int, lines: bool) -> Node:
        """Operands joined by operators that bind at least as tightly as ``weakest``."""
        left = self._operand(lines)
        while True:
            operator = self._kind(lines)
            precedence = PRECEDENCE.get(operator, 0)
            if precedence < weakest:
                return left
            self.place += 1
            left = Binary(operator, left, self._operation(precedence + 1, lines))

    def _operand(self, lines: bool) -> Node:
        kind = self._kind(lines)
        if kind in ("!", "-"):
            self.place += 1
            return Unary(kind, self._operand(lines))
        return self._steps(self._term(kind), lines)

    def _term(self, kind: str) -> Node:
        token = self.tokens[self.place]
        self.place += 1
        if kind == STRING:
            return Literal(self._unescaped(token.text[1:-1], token))
        if kind == IDENTIFIER:
            return self._word(token)
        if kind == NUMBER:
            return self._number(token)
        if kind == QUOTE_OPEN:
            return self._quoted(token)
        if kind == HEREDOC_OPEN:
            return self._heredoc(token)
        if kind == "[":
            return self._list()
        if kind == "{":
            return self._object()
        if kind == "(":
            node = self.expression(True)
            self._take(")", True)
            return node
        self.place -= 1
        raise self.error("an expression is missing here")

    def _number(self, token: Token) -> Node:
        text = token.text
        if len(text) > LONGEST_NUMBER or not isfinite(number := int(text) if text.isdigit() else float(text)):
            raise syntax_error(self.text, token.start, "a number is too large")
        return Literal(number)

    def _word(self, token: Token) -> Node:
        """A constant, a function's call, or the first word of a traversal."""
        function = token.text
        while self.tokens[self.place].kind == "::":
            self.place += 1
            function += f"::{self._take(IDENTIFIER, False).text}"
        if self.tokens[self.place].kind == "(":
            return self._call(function)
        if function in _WORDS and self.tokens[self.place].kind not in (".", "["):
            return Literal(_WORDS[function])
        return Name(function)

    def _call(self, function: str) -> Node:
        self.place += 1
        arguments: list[Node] = []
        expanded = False
        while self._kind(True) != ")":
            arguments.append(self.expression(True))
            if self._kind(True) == "...":
                self.place += 1
                expanded = True
                break
            if self._kind(True) != ")":
                self._take(",", True)
        self._take(")", True)
        return Call(function, tuple(arguments), expanded)

    def _steps(self, node: Node, lines: bool) -> Node:
        """What is reached from ``node`` by dots, brackets and splats."""
        while True:
            kind = self._kind(lines)
            if kind == "[":
                self.place += 1
                if self._kind(True) == "*" and self._after_star() == "]":
                    self.place += 2
                    return Splat(node, self._steps(Element(), lines))
                node = Index(node, self.expression(True))
                self._take("]", True)
            elif kind == ".":
                self.place += 1
                if self._kind(lines) == "*":
                    self.place += 1
                    node = Splat(node, self._names(lines))
                else:
                    node = self._dotted(node, lines)
            else:
                return node

    def _after_star(self) -> str:
        return self.tokens[self.place + 1].kind

    def _names(self, lines: bool) -> Node:
        """The attributes after the older splat ``.*``, which takes no index with it."""
        node: Node = Element()
        while self._kind(lines) == "." and self.tokens[self.place + 1].kind == IDENTIFIER:
            self.place += 1
            node = self._dotted(node, lines)
        return node

    def _dotted(self, node: Node, lines: bool) -> Node:
        kind = self._kind(lines)
        token = self.tokens[self.place]
        self.place += 1
        if kind == IDENTIFIER:
            return Attribute(node, token.text)
        if kind == NUMBER:
            for digits in token.text.split("."):
                node = Index(node, Literal(int(digits)))
            return node
        self.place -= 1
        raise self.error("an attribute's name is missing here")

    def _list(self) -> Node:
        if self._is_word("for", True):
            key, value, collection = self._for_head()
            self._take(":", True)
            result = self.expression(True)
            condition = self._for_condition()
            self._take("]", True)
            return ForList(key, value, collection, result, condition)
        items: list[Node] = []
        while self._kind(True) != "]":
            items.append(self.expression(True))
            if self._kind(True) != "]":
                self._take(",", True)
        self._take("]", True)
        return ListOf(tuple(items))

    def _object(self) -> Node:
        if self._is_word("for", True) and self.tokens[self.place + 1].kind == IDENTIFIER:
            return self._for_object()
        items: list[tuple[Node, Node]] = []
        while self._kind(True) != "}":
            key = self._object_key()
            if self._kind(False) not in ("=", ":"):
                raise self.error("'=' is missing here")
            self.place += 1
            items.append((key, self.expression()))
            kind = self._kind(False)
            if kind not in (",", NEWLINE, "}"):
                raise self.error("a line break or ',' is missing here")
            self.place += kind != "}"
        self._take("}", True)
        return ObjectOf(tuple(items))

    def _object_key(self) -> Node:
        """A bare word is its own text; anything else is an expression."""
        token = self.tokens[self.place]
        if token.kind == IDENTIFIER and self.tokens[self.place + 1].kind in ("=", ":"):
            self.place += 1
            return Literal(token.text)
        return self.expression()

    def _for_object(self) -> Node:
        key, value, collection = self._for_head()
        self._take(":", True)
        result_key = self.expression(True)
        self._take("=>", True)
        result = self.expression(True)
        grouped = self._kind(True) == "..."
        self.place += grouped
        condition = self._for_condition()
        self._take("}", True)
        return ForObject(key, value, collection, result_key, result, grouped, condition)

    def _for_head(self) -> tuple[str | None, str, Node]:
        """``for key, value in collection``."""
        self.place += 1
        key, value = None, self._take(IDENTIFIER, True).text
        if self._kind(True) == ",":
            self.place += 1
            key, value = value, self._take(IDENTIFIER, True).text
        if not self._is_word("in", True):
            raise self.error("'in' is missing here")
        self.place += 1
        return key, value, self.expression(True)

    def _for_condition(self) -> Node | None:
        if not self._is_word("if", True):
            return None
        self.place += 1
        return self.expression(True)

    def _heredoc(self, opening: Token) -> Node:
        pieces = self._pieces(HEREDOC_CLOSE)
        if opening.text.startswith("<<-"):
            flush(pieces)
        return self._tree(pieces, opening)

    def _quoted(self, opening: Token) -> Node:
        pieces = self._pieces(QUOTE_CLOSE)
        if len(pieces) == 1 and isinstance(pieces[0], Code):
            return pieces[0].expression
        return self._tree(pieces, opening)

    def _tree(self, pieces: list[Piece], opening: Token) -> Node:
        try:
            return tree(pieces)
        except TemplateError as error:
            raise syntax_error(self.text, opening.start, str(error)) from None

    def _pieces(self, closing: str) -> list[Piece]:
        """The pieces of a template up to the token that closes it, without what ``~`` takes away."""
        pieces: list[Piece] = []
        trims = False
        while True:
            token = self.tokens[self.place]
            self.place += 1
            if token.kind == closing:
                return pieces
            if token.kind == TEXT:
                text = self._unescaped(token.text, token) if closing == QUOTE_CLOSE else undoubled(token.text)
                pieces.append(Text(text.lstrip() if trims else text))
                trims = False
                continue
            if token.text.endswith("~") and pieces and isinstance(before := pieces[-1], Text):
                before.text = before.text.rstrip()
            pieces.append(Code(self.expression(True)) if token.kind == INTERPOLATION else self._control())
            trims = self._take(SEQUENCE_END, True).text == "~}"

    def _control(self) -> Control:
        """The inside of ``%{ … }``."""
        token = self._take(IDENTIFIER, True)
        if token.text in ("else", "endif", "endfor"):
            return Control(token.text)
        if token.text == "if":
            return Control("if", self.expression(True))
        self.place -= 1
        if token.text != "for":
            raise self.error("'if', 'else', 'endif', 'for' or 'endfor' is missing here")
        key, value, collection = self._for_head()
        return Control("for", collection, key, value)

    def _unescaped(self, text: str, token: Token) -> str:
        try:
            return unescaped(text)
        except TemplateError as error:
            raise syntax_error(self.text, token.start, str(error)) from None
