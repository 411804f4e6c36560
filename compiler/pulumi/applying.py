"""Writes the functions that are applied to Outputs, and finds words for what they are given."""

from __future__ import annotations

import re
from typing import Protocol

from .code import Atom, Bracket, Code, Item, Loop, Prefixed, Suffixed, call, flat
from .values import Kind, Scope, Value, closed, plural, python_name, singular

_IDENTIFIER = re.compile(r"\b[A-Za-z_]\w*\b")


class Uses(Protocol):
    """Whoever wants to know which modules the code needs."""

    def use(self, module: str) -> None:
        """Notes that the code needs a module."""


def as_output(value: Value, program: Uses) -> Code:
    """A value as an Output, whatever it is made of."""
    if value.kind is Kind.OUTPUT:
        return value.code
    program.use("pulumi")
    if isinstance(value.code, Loop) and value.code.open == "[":
        return call("pulumi.Output.all", Item(value.code, "*"))
    return call("pulumi.Output.from_input", value.code)


def applied_to(source: Code, name: str, body: Code, scope: Scope) -> Code:
    """``source.apply(lambda name: body)``.

    A function sees the variables of the loops around it as they are when it runs, which is after the loops: those that it uses are
    bound to it where it is made.
    """
    if isinstance(body, Bracket) and body.head == Atom("str") and flat(body) == f"str({name})":
        return call(Suffixed(closed(source), ".apply"), Atom("str"))
    used = frozenset(_IDENTIFIER.findall(flat(body)))
    loops = {flat(value.code) for value in scope.names.values() if isinstance(value.code, Atom)}
    bound = "".join(f", {word}={word}" for word in sorted(loops & used - {name}))
    return call(Suffixed(closed(source), ".apply"), Prefixed(f"lambda {name}{bound}: ", body))


def word_for(code: Code) -> str:
    """A word for what some code gives: its last name, or the key that it is taken by."""
    match code:
        case Suffixed(source, after):
            words = after.strip(".")
            return python_name(words) if words.isidentifier() else word_for(source)
        case Bracket((Item(Atom(key)),), "[", head=head) if head is not None:
            word = key.strip("\"'")
            return python_name(word) if word != key and word.isidentifier() else word_for(head)
        case Loop(element):
            return plural(word_for(element.value))
        case Bracket(_, "(", head=Suffixed(source, ".values")):
            return word_for(source)
        case Atom(words) if words.replace(".", "").isidentifier():
            return python_name(words.rsplit(".", 1)[-1])
        case _:
            return "value"


def one_of(words: str) -> str:
    """A name for the variable of a loop over what is called so."""
    name = "".join(letter if letter.isalnum() or letter == "_" else "" for letter in words)
    return python_name(singular(name)) if name else "item"
