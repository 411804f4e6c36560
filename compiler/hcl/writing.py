"""Writes expressions back as HCL, each on one line: what is read from it again is the same expression."""

from __future__ import annotations

import re

from .escape import literal
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
    Template,
    TemplateFor,
    TemplateIf,
    Unary,
)
from .reading import PRECEDENCE

_WORD = re.compile(r"[A-Za-z_][\w-]*\Z")
# A dollar sign right before "${" would make a plain text of what is meant to be code.
_LAST = {"$": "\\u0024", "%": "\\u0025"}
_TIGHTEST = max(PRECEDENCE.values()) + 1


def write_expression(node: Node) -> str:
    """``node`` as HCL on one line."""
    return _write(node, 0)


def _write(node: Node, around: int) -> str:
    """``node`` for a place that wants operators to bind at least as tightly as ``around``; else in
    brackets."""
    match node:
        case Literal(value):
            return literal(value)
        case Template(parts):
            return f'"{"".join(map(_piece, parts))}"'
        case Name(name):
            return name
        case Attribute() | Index() | Splat() | Element():
            return _steps(node)
        case Call(function, arguments, expanded):
            return f"{function}({', '.join(map(write_expression, arguments))}{'...' if expanded else ''})"
        case Unary(operator, operand):
            return f"{operator}{_write(operand, _TIGHTEST)}"
        case Binary(operator, left, right):
            own = PRECEDENCE[operator]
            return _bracketed(f"{_write(left, own)} {operator} {_write(right, own + 1)}", own < around)
        case Conditional(condition, then, otherwise):
            text = f"{_write(condition, 1)} ? {_write(then, 0)} : {_write(otherwise, 0)}"
            return _bracketed(text, around > 0)
        case ForList():
            return f"[{_for(node)} : {write_expression(node.result)}{_condition(node)}]"
        case ForObject():
            pair = f"{write_expression(node.result_key)} => {write_expression(node.result)}"
            return f"{{ {_for(node)} : {pair}{'...' if node.grouped else ''}{_condition(node)} }}"
        case ListOf(items):
            return f"[{', '.join(map(write_expression, items))}]"
        case ObjectOf(items):
            pairs = ", ".join(f"{_key(key)} = {write_expression(value)}" for key, value in items)
            return f"{{ {pairs} }}" if pairs else "{}"
        case TemplateIf() | TemplateFor():
            return f'"{_piece(node)}"'


def _bracketed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _piece(node: Node) -> str:
    """A part of a template, as it stands between the quotes."""
    match node:
        case Literal(str() as text):
            written = literal(text)[1:-1]
            return written[:-1] + _LAST[written[-1]] if written[-1:] in _LAST else written
        case Template(parts):
            return "".join(map(_piece, parts))
        case TemplateIf(condition, then, otherwise):
            other = _piece(otherwise)
            middle = f"%{{else}}{other}" if other else ""
            return f"%{{if {write_expression(condition)}}}{_piece(then)}{middle}%{{endif}}"
        case TemplateFor():
            return f"%{{{_for(node)}}}{_piece(node.body)}%{{endfor}}"
        case _:
            return f"${{{write_expression(node)}}}"


def _steps(node: Node) -> str:
    """A traversal; what stands before the first dot or bracket is put in brackets where it is no
    traversal."""
    match node:
        case Attribute(source, name):
            return f"{_closed(source)}.{name}"
        case Index(source, key):
            return f"{_closed(source)}[{write_expression(key)}]"
        case Splat(source, each):
            return f"{_closed(source)}[*]{_steps(each)}"
        case Element():
            return ""
        case Name() | Call():
            return _write(node, 0)
        case _:
            return f"({_write(node, 0)})"


def _closed(source: Node) -> str:
    """What a step is taken from. A splat takes all steps after it along, so one that is over stands in
    brackets."""
    return f"({_steps(source)})" if isinstance(source, Splat) else _steps(source)


def _for(node: ForList | ForObject | TemplateFor) -> str:
    names = f"{node.key}, {node.value}" if node.key else node.value
    return f"for {names} in {write_expression(node.collection)}"


def _condition(node: ForList | ForObject) -> str:
    return f" if {write_expression(node.condition)}" if node.condition is not None else ""


def _key(key: Node) -> str:
    if isinstance(key, Literal) and isinstance(key.value, str):
        return key.value if _WORD.match(key.value) and key.value != "for" else literal(key.value)
    return f"({write_expression(key)})"
