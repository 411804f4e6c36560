"""Writes literals, texts and operations as Python: what needs no more than the code of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..hcl.expression import Attribute, Binary, Literal, Name, Node
from ..hcl.types import DYNAMIC, Type
from .code import Atom, Code, Operation, Prefixed, Suffixed, call, flat, text
from .values import FRACTION, NOT, OPERATORS, Kind, Parts, Value, closed

MODULE = Attribute(Name("path"), "module")
_OPERATORS = {"&&": "and", "||": "or"}
# Digits that a product of fractions keeps: Terraform computes with decimal ones, Python doesn't.
DIGITS = 10
# How such a number is written in a text: a whole one without a fraction.
EXACT = f":.{DIGITS}g"
_SCALARS = {bool: "bool", int: "number", float: "number", str: "string"}


def literal_value(value: Any, wanted: Type | Parts) -> Value:
    """A literal as the type that its place wants it to be."""
    if wanted == "string" and isinstance(value, bool):
        value = str(value).lower()
    elif wanted == "string" and isinstance(value, int | float):
        value = str(int(value)) if float(value).is_integer() else str(value)
    elif wanted == "number" and isinstance(value, str):
        value = float(value) if "." in value else int(value)
    elif wanted == "bool" and isinstance(value, str):
        value = value == "true"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    code = Atom(text(value) if isinstance(value, str) else repr(value))
    return Value(
        code, Kind.PLAIN, FRACTION if isinstance(value, float) else _SCALARS.get(type(value), DYNAMIC)
    )


def relative(parts: Sequence[Node]) -> Sequence[Node]:
    """A path below the module's folder as one below the program's, which is where a program runs."""
    if len(parts) > 1 and parts[0] == MODULE and isinstance(parts[1], Literal):
        return (Literal(str(parts[1].value).removeprefix("/")), *parts[2:])
    return parts


def formatted(parts: Sequence[Node], values: Sequence[Value]) -> Code:
    """A text with values in it, all of them there."""
    pieces = [
        (not isinstance(part, Literal), str(part.value) if isinstance(part, Literal) else _in_text(value))
        for part, value in zip(parts, values, strict=True)
    ]
    if len(pieces) == 1:
        return _operand(parts[0], values[0])
    if any(is_code and ('f"' in words or set(words) & set("'\\{")) for is_code, words in pieces):
        # Quotes within quotes are hard to read, and older versions of Python don't take them.
        operands = [_operand(part, value) for part, value in zip(parts, values, strict=True)]
        return Operation("+", tuple(operands))
    quote = "'" if _wants_single(pieces) else '"'
    inner = "".join(
        "{" + words.replace('"', "'") + (EXACT if value.type == FRACTION else "") + "}"
        if is_code
        else _quoted(words, quote)
        for (is_code, words), value in zip(pieces, values, strict=True)
    )
    return Atom(f"f{quote}{inner}{quote}")


def _wants_single(pieces: Sequence[tuple[bool, str]]) -> bool:
    """Whether single quotes around a text need no escapes, where double ones would; as formatters choose."""
    texts = "".join(words for is_code, words in pieces if not is_code)
    code = "".join(words for is_code, words in pieces if is_code)
    return '"' in texts and "'" not in texts and '"' not in code


def _operand(part: Node, value: Value) -> Code:
    """A part of a text that is put together with plus signs."""
    if isinstance(part, Literal):
        return Atom(text(str(part.value)))
    if value.type == "string":
        return closed(value.code, 11)
    return (
        call("format", value.code, Atom(text(EXACT[1:])))
        if value.type == FRACTION
        else call("str", value.code)
    )


def _in_text(value: Value) -> str:
    """A value's code as a part of a text."""
    if value.type == "bool":
        return flat(call(Suffixed(call("str", value.code), ".lower")))
    return flat(value.code)


def _quoted(words: str, quote: str) -> str:
    """A text between the quotes of an f-string."""
    written = text(words)[1:-1].replace("\\'", "'").replace('\\"', '"')
    return written.replace(quote, f"\\{quote}").replace("{", "{{").replace("}", "}}")


def pattern_of(node: Node, value: Value) -> Code:
    """A pattern as a raw text, in which backslashes stand for themselves."""
    if (
        isinstance(node, Literal)
        and isinstance(node.value, str)
        and "\\" in node.value
        and '"' not in node.value
    ):
        return Atom(f'r"{node.value}"')
    return value.code


def unary(operator: str, operand: Value) -> Value:
    """``!value`` or ``-value``."""
    if operator == "!":
        return Value(Prefixed("not ", closed(operand.code, NOT)), Kind.PLAIN, "bool")
    return Value(Prefixed("-", closed(operand.code)), Kind.PLAIN, "number")


def binary(operator: str, left: Value, right: Value, node: Binary) -> Value:
    """An operation with both values there; what is true anyway is left out of it."""
    is_null = isinstance(node.right, Literal) and node.right.value is None
    word = _OPERATORS.get(operator, operator)
    if is_null and operator in ("==", "!="):
        word = "is" if operator == "==" else "is not"
    if word in ("and", "or"):
        kept = [
            value for value in (left, right) if flat(value.code) != ("True" if word == "and" else "False")
        ]
        if len(kept) < 2:
            return kept[0] if kept else left
        between = _between(left.code, right.code) if word == "and" else None
        if between:
            return Value(between, Kind.PLAIN, "bool")
    if operator == "==" and flat(left.code) == flat(right.code):
        return Value(Atom("True"), Kind.PLAIN, "bool")
    level = OPERATORS[word]
    comparison = level == OPERATORS["=="]
    first, second = closed(left.code, level + comparison), closed(right.code, level + 1)
    type_: Type = "bool" if level <= OPERATORS["=="] else "number"
    if type_ == "number" and FRACTION in (left.type, right.type):
        exact = call("round", Operation(word, (first, second)), Atom(str(DIGITS)))
        return Value(exact, Kind.PLAIN, FRACTION)
    if word == "/":
        type_ = FRACTION
    if isinstance(first, Operation) and first.operator == word and not comparison:
        return Value(Operation(word, (*first.operands, second)), Kind.PLAIN, type_)
    return Value(Operation(word, (first, second)), Kind.PLAIN, type_)


def _between(left: Code, right: Code) -> Code | None:
    """``low <= x and x <= high`` as Python writes it in one."""
    match left, right:
        case Operation(">=" | ">" as low, (subject, least)), Operation("<=" | "<" as high, (other, most)) if (
            subject == other and low[1:] == high[1:]
        ):
            return Operation(high, (least, subject, most))
        case Operation("and", (*before, last)), _ if found := _between(last, right):
            return Operation("and", (*before, found))
        case _:
            return None
