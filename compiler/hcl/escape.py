"""Turns values of strangers into HCL: as a literal, as a comment, as a label, never as code.

Every text of a specification that reaches generated code passes one of these functions.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

COMMENT_LENGTH = 100
IDENTIFIER_LENGTH = 40
LINE_WIDTH = 100

# Words that mean something of their own where a label is used in an expression or as the name of a variable.
_RESERVED = frozenset(
    (
        *(
            "count",
            "data",
            "depends_on",
            "each",
            "else",
            "endfor",
            "endif",
            "ephemeral",
            "false",
            "for",
            "for_each",
        ),
        *(
            "if",
            "in",
            "lifecycle",
            "local",
            "locals",
            "module",
            "null",
            "output",
            "path",
            "provider",
            "providers",
        ),
        *("resource", "self", "source", "terraform", "true", "var", "variable", "version"),
    )
)
_NAMED_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Control, format (bidirectional overrides among them), private and unassigned characters: what a reader can't
# see.
_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_UNSAFE = re.compile(r'["\\\x00-\x1f\x7f]|[^\x00-\x7f]')
_OPENER = re.compile(r"[$%](?=\{)")
_OPENERS = re.compile(r"[$%]++(?=\{)")


def literal(value: object) -> str:
    """The HCL literal of a plain Python value; what a string holds can never become code.

    Strings, booleans, finite numbers, None, lists, tuples and mappings (with string keys) are plain. A list
    is put on one line where it fits, a mapping on a line for each key. Raises TypeError for other types (sets
    have no order) and ValueError for numbers that HCL can't write.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return _tuple(value)
    raise TypeError(f"a value of type {type(value).__name__} has no HCL literal")


def comment(text: str) -> str:
    """``text`` on one line of at most 100 characters, without anything that could end a ``#`` comment.

    What would open a string, an escape or a template is replaced by a look-alike, so the result also stands
    safely between the quotes of a string, as in a description that quotes the specification.
    """
    plain = "".join(" " if unicodedata.category(char) in _INVISIBLE else char for char in text)
    plain = plain.replace('"', "'").replace("\\", "/").replace("*/", "* /").replace("/*", "/ *")
    plain = _OPENERS.sub("", plain)
    plain = " ".join(plain.split()).lstrip("#@ ")
    if len(plain) > COMMENT_LENGTH:
        plain = plain[: COMMENT_LENGTH - 1].rstrip() + "…"
    return plain.rstrip("$")


def identifier(text: str) -> str:
    """A label made of ``text``: ``[a-z][a-z0-9_]*``, at most 40 characters, never empty.

    It is never a word of the language. Accents are dropped. A text that is cut, or of which nothing is left,
    gets a short digest of the whole, so that different texts keep different labels.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    label = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not label:
        return f"item_{_digest(text)}"
    if label[0].isdigit():
        label = f"n{label}"
    if label in _RESERVED:
        label = f"{label}_item"
    if len(label) > IDENTIFIER_LENGTH:
        digest = _digest(text)
        label = f"{label[: IDENTIFIER_LENGTH - len(digest) - 1].rstrip('_')}_{digest}"
    return label


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _quoted(text: str) -> str:
    """A quoted string: ``${`` and ``%{`` are doubled, invisible characters written as code points."""
    return f'"{_OPENER.sub(lambda match: match[0] * 2, _UNSAFE.sub(_escape, text))}"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[char]
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    if category not in _INVISIBLE:
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _number(value: int | float | Decimal) -> str:
    if not math.isfinite(value):
        raise ValueError(f"HCL has no number {value}")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _tuple(values: list[object] | tuple[object, ...]) -> str:
    items = [literal(value) for value in values]
    line = f"[{', '.join(items)}]"
    if len(line) <= LINE_WIDTH and "\n" not in line:
        return line
    return "[\n" + "".join(f"{_indented(item)},\n" for item in items) + "]"


def _object(values: Mapping[object, object]) -> str:
    if not values:
        return "{}"
    lines = [f"{_indented(f'{_key(key)} = {literal(value)}')}\n" for key, value in values.items()]
    return "{\n" + "".join(lines) + "}"


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a mapping with a key of type {type(key).__name__} has no HCL literal")
    return key if _BARE_KEY.match(key) and key not in _RESERVED else _quoted(key)


def _indented(text: str) -> str:
    """The text two blanks deeper; strings of ours hold no line breaks, so every line is a line of code."""
    return "\n".join(f"  {line}" for line in text.split("\n"))
