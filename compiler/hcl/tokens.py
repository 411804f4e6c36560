"""Cuts HCL text into tokens: the one place that knows where strings, templates, heredocs and comments end."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_DEPTH = 64

# Kinds of tokens. A bracket, an operator or a separator is its own kind ("{", "==", "=").
NEWLINE = "newline"
COMMENT = "comment"
IDENTIFIER = "identifier"
NUMBER = "number"
STRING = "string"  # a whole quoted string without templates, with its quotes
QUOTE_OPEN = "quote-open"  # the opening quote of a string with templates
QUOTE_CLOSE = "quote-close"
HEREDOC_OPEN = "heredoc-open"  # "<<-EOT" with its line break
HEREDOC_CLOSE = "heredoc-close"  # the end marker with the blanks before it
TEXT = "text"  # a literal piece of a template
INTERPOLATION = "${"
CONTROL = "%{"
SEQUENCE_END = "}$"
END = "end"


# What a token does to the number of open brackets.
BRACKETS = {"{": 1, "[": 1, "(": 1, INTERPOLATION: 1, CONTROL: 1, "}": -1, "]": -1, ")": -1, SEQUENCE_END: -1}


class Token(NamedTuple):
    """A piece of the text: its kind, its characters, its line (from 1) and its offset."""

    kind: str
    text: str
    line: int
    start: int


class HclSyntaxError(ValueError):
    """The text is not HCL; ``line`` and ``column`` (both from 1) say where that shows in what ``template``
    rendered."""

    def __init__(self, message: str, line: int, column: int, template: str = "") -> None:
        place = f"line {line}, column {column}"
        super().__init__(
            f"{template}, {place} of what it rendered: {message}" if template else f"{place}: {message}"
        )
        self.message = message
        self.line = line
        self.column = column
        self.template = template


def syntax_error(text: str, place: int, message: str) -> HclSyntaxError:
    """The error that ``message`` tells of the character at the offset ``place`` of ``text``."""
    start = text.rfind("\n", 0, place) + 1
    return HclSyntaxError(message, text.count("\n", 0, place) + 1, place - start + 1)


# "$${" is a dollar sign and a brace, and so is "$$${" but for one dollar sign more: a run of two or more
# never opens a template. All repetitions are possessive, so matching takes linear time whatever the text is.
_PIECE = r"\$\$++\{?|%%++\{?|[$%](?!\{)"
# The most frequent kinds come first; the order of the rest decides nothing but for the strings and quotes.
_CODE = re.compile(
    r"[ \t]*+(?:"
    r"([^\W\d][\w-]*+)"
    r"|(\r?\n)"
    r"|(=[=>]?|\.(?:\.\.)?|,|[:]{1,2}|[!<>]=|[?!>]|<(?!<-?[^\W\d])|&&|\|\||[+*%-]|/(?![/*]))"
    rf'|("(?:[^"\\\n$%]|\\[^\n]|{_PIECE})*+")'
    r"|([{}\[\]()]|~\})"
    r"|(\d++(?:\.\d++)?(?:[eE][+-]?\d++)?)"
    r"|((?:#|//)[^\n]*+|/\*)"
    r'|(")'
    r"|(<<-?[^\W\d][\w-]*+\r?\n)"
    r")"
)
_KINDS = ("", IDENTIFIER, NEWLINE, "operator", STRING, "bracket", NUMBER, COMMENT, QUOTE_OPEN, HEREDOC_OPEN)
_STRING_TEXT = re.compile(rf'(?:[^"\\\n$%]|\\[^\n]|{_PIECE})++')
_HEREDOC_TEXT = re.compile(rf"(?:[^$%\n]|{_PIECE})++")
_OPENING = {")": "(", "]": "[", "}": "{"}


class _Template(NamedTuple):
    """A template that code was entered from: ``marker`` is the heredoc's, None for a quoted string."""

    marker: re.Pattern[str] | None


def tokenize(text: str) -> list[Token]:
    """All tokens of ``text`` but blanks, an END token last. Brackets and templates are balanced.

    Raises HclSyntaxError where the text is not HCL. Takes time linear in the text.
    """
    return _Tokenizer(text).run()


class _Tokenizer:
    """The state of one run: the tokens so far and what is open around the current place."""

    __slots__ = ("line", "nesting", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.line = 1
        # Open brackets by their character; a _Template where "${" or "%{" is open, with its template to
        # return to.
        self.nesting: list[str | _Template] = []

    def run(self) -> list[Token]:
        place = self._code(0)
        if self.nesting:
            raise self._error("something is not closed at the end", place)
        self.tokens.append(Token(END, "", self.line, place))
        return self.tokens

    def _code(self, place: int) -> int:
        """Tokens of code from ``place`` to the end of the text; templates are followed where they open."""
        text, append, match, new = self.text, self.tokens.append, _CODE.match, tuple.__new__
        while True:
            found = match(text, place)
            if found is None:
                rest = text[place:].strip(" \t")
                if rest:
                    raise self._error(f"the character {rest[0]!r} means nothing here", len(text) - len(rest))
                return len(text)
            kind = _KINDS[found.lastindex or 0]
            word, place = found[0].lstrip(" \t"), found.end()
            start = place - len(word)
            if kind == "bracket":
                place = self._bracket(word, start, place)
                continue
            if word == "/*":
                place = self._block_comment(start)
                continue
            append(new(Token, (word if kind == "operator" else kind, word, self.line, start)))
            if kind == NEWLINE:
                self.line += 1
            elif kind == QUOTE_OPEN:
                place = self._template(_Template(None), place)
            elif kind == HEREDOC_OPEN:
                self.line += 1
                marker = re.escape(word.strip().lstrip("<-"))
                place = self._template(_Template(re.compile(rf"[ \t]*+{marker}[ \t]*+(?=\r?\n|\Z)")), place)

    def _block_comment(self, start: int) -> int:
        end = self.text.find("*/", start + 2)
        if end < 0:
            raise self._error("a comment is not closed", start)
        word = self.text[start : end + 2]
        self.tokens.append(Token(COMMENT, word, self.line, start))
        self.line += word.count("\n")
        return end + 2

    def _bracket(self, word: str, start: int, place: int) -> int:
        """A bracket opens or closes. Returns the place after it, or after what it takes up again."""
        if word in "{[(":
            self._open(word, start)
        else:
            opened = self.nesting.pop() if self.nesting else None
            if isinstance(opened, _Template) and word in ("}", "~}"):
                self.tokens.append(Token(SEQUENCE_END, word, self.line, start))
                return self._template(opened, place)
            if opened != _OPENING.get(word):
                raise self._error(f"'{word}' closes nothing that is open", start)
        self.tokens.append(Token(word, word, self.line, start))
        return place

    def _open(self, bracket: str | _Template, start: int) -> None:
        if len(self.nesting) >= MAX_DEPTH:
            raise self._error("this is nested too deeply", start)
        self.nesting.append(bracket)

    def _template(self, template: _Template, place: int) -> int:
        """The pieces of a template up to its end or to the next code in it; returns the place after."""
        text = self.text
        while place < len(text):
            if template.marker is not None and text[place - 1] == "\n":
                end = template.marker.match(text, place)
                if end:
                    self.tokens.append(Token(HEREDOC_CLOSE, end[0], self.line, place))
                    return end.end()
            elif template.marker is None and text[place] == '"':
                self.tokens.append(Token(QUOTE_CLOSE, '"', self.line, place))
                return place + 1
            if text.startswith(("${", "%{"), place):
                width = 3 if text.startswith("~", place + 2) else 2
                kind = INTERPOLATION if text[place] == "$" else CONTROL
                self._open(template, place)
                self.tokens.append(Token(kind, text[place : place + width], self.line, place))
                return place + width
            place = self._piece(template, place)
        raise self._error("a string or heredoc is not closed", place)

    def _piece(self, template: _Template, place: int) -> int:
        """One literal piece; in a heredoc it ends with its line."""
        text = self.text
        found = (_STRING_TEXT if template.marker is None else _HEREDOC_TEXT).match(text, place)
        end = found.end() if found else place
        breaks = template.marker is not None and text.startswith("\n", end)
        if breaks:
            end += 1
        if end == place:
            raise self._error("a quoted string ends at its line's end", place)
        self.tokens.append(Token(TEXT, text[place:end], self.line, place))
        self.line += breaks
        return end

    def _error(self, message: str, place: int) -> HclSyntaxError:
        return syntax_error(self.text, place, message)
