"""Checks the calls in expressions: that there is such a function, and that it takes such arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .expression import Call, Node, walk
from .functions import functions
from .types import Type, mismatch


def wrong_calls(node: Node, type_of: Callable[[Node], Type]) -> Iterator[str]:
    """What is wrong with the calls in an expression, in words. Functions of providers are not known and not judged."""
    for inner in walk(node):
        if isinstance(inner, Call) and not inner.function.startswith("provider::"):
            yield from _wrong_call(inner, type_of)


def _wrong_call(call: Call, type_of: Callable[[Node], Type]) -> Iterator[str]:
    function = functions().get(call.function.removeprefix("core::"))
    if function is None:
        yield f"there is no function '{call.function}'"
        return
    least, given = len(function.parameters), len(call.arguments)
    if not call.expanded and (given < least or (given > least and function.rest is None)):
        wanted = (
            f"{least} argument{'' if least == 1 else 's'}{' or more' if function.rest is not None else ''}"
        )
        yield f"'{call.function}' takes {wanted}, not {given}"
        return
    fixed = call.arguments[:-1] if call.expanded else call.arguments
    for number, argument in enumerate(fixed):
        type_ = function.parameters[number] if number < least else function.rest
        words = mismatch(argument, type_, type_of) if type_ is not None else None
        if words:
            yield f"argument {number + 1} of '{call.function}' {words}"
