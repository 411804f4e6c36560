"""The one place where a check becomes code: an HCL condition for ``terraform test`` and a call for pytest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..hcl.escape import literal


def values(address: str, path: str, repeated: str | None) -> str:
    """The HCL expression of the list of all values at ``path`` below a resource.

    ``repeated`` is ``"for_each"`` or ``"count"`` where the resource has that argument, else None.
    """
    start = {"for_each": f"values({address})", "count": address, None: f"[{address}]"}[repeated]
    steps = path.split("[*].") if path else []
    if len(steps) == 1 and repeated is None and "[*]" not in path:
        return f"[{address}.{path}]"
    inner = ""
    names = ["resource", *(f"item{number}" if number else "item" for number in range(len(steps)))]
    for depth in reversed(range(len(steps))):
        step = steps[depth].removesuffix("[*]")
        source = f"{names[depth]}.{step}" if step else names[depth]
        last = depth == len(steps) - 1
        inner = source if last else f"[for {names[depth + 1]} in {source} : {inner}]"
    return f"flatten([for resource in {start} : {inner}])" if steps else start


def condition(address: str, path: str, repeated: str | None, operation: str, operand: Any) -> str:
    """The HCL condition that is true where the check passes; an empty list of values never passes a demand.

    The operand of ``given`` is an expression of HCL, that of all other operations a value.
    """
    wanted = _operand(operand) if operation == "given" else literal(operand)
    single = repeated is None and "[*]" not in path
    place = f"{address}.{path}" if path else address
    if address.startswith("local."):
        place = f"keys({place})"
    if single and operation in _SINGLE:
        return _SINGLE[operation].format(value=place, operand=wanted)
    everything = values(address, path, repeated)
    if operation in ("count_at_least", "distinct_at_least"):
        counted = everything if everything.startswith("flatten(") else f"flatten({everything})"
        counted = f"distinct({counted})" if operation == "distinct_at_least" else counted
        return f"length({counted}) >= {literal(operand)}"
    steps = path.split("[*].")
    if repeated is None and len(steps) == 2 and not path.endswith("[*]"):
        listed = f"{address}.{steps[0]}"
        test = _SINGLE[operation].format(value=f"{_singular(steps[0])}.{steps[1]}", operand=wanted)
        every = f"alltrue([for {_singular(steps[0])} in {listed} : {test}])"
        return every if operation in ("none_of", "no_wildcard_action") else f"length({listed}) > 0 && {every}"
    each = _SINGLE[operation].format(value="value", operand=wanted)
    every = f"alltrue([for value in {everything} : {each}])"
    return every if operation in ("none_of", "no_wildcard_action") else f"length({everything}) > 0 && {every}"


def all_carry(carried: Sequence[str], keys: Sequence[str], texts: bool) -> str:
    """The HCL condition that each of the tags in these lists has all keys: they are maps or, with ``texts``, texts "key:value"."""
    wanted = literal(list(keys))
    has = 'anytrue([for tag in tags : startswith(tag, "${key}:")])'
    every = f"length(setsubtract({wanted}, keys(tags))) == 0"
    every = f"alltrue([for key in {wanted} : {has}])" if texts else every
    singles = "".join(f"{item},\n" for item in carried if "[*]" not in item)
    repeated = "".join(f"{item},\n" for item in carried if "[*]" in item)
    return f"alltrue([\nfor tags in concat(\n[\n{singles}],\n{repeated}) :\n{every}\n])"


def _operand(expression: str) -> str:
    """An expression as it stands beside ``==``: in parentheses where it has an operator of its own."""
    return f"({expression})" if _OPERATOR.search(expression) else expression


def _singular(block: str) -> str:
    """A name for one of several blocks that is no keyword: the last word of the blocks' name."""
    return (
        f"{block.rsplit('.', 1)[-1].rsplit('_', 1)[-1]}_item"
        if "_" not in block
        else block.rsplit("_", 1)[-1]
    )


_OPERATOR = re.compile(r" (?:\?|&&|\|\||[=!]=|[<>]=?|[-+*/%]) ")
_WILDCARD = (
    "alltrue([for statement in jsondecode({value}).Statement : "
    'alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) '
    '|| try(statement.Effect, "Allow") == "Deny"])'
)

_SINGLE = {
    "equal": "{value} == {operand}",
    "given": "{value} == {operand}",
    # contains() fails on null, so a value that is not set would end the run instead of the check.
    "one_of": "try(contains({operand}, {value}), false)",
    "none_of": "!try(contains({operand}, {value}), false)",
    "at_least": "{value} >= {operand}",
    "at_most": "{value} <= {operand}",
    "set": '{value} != null && {value} != ""',
    "contains_all": "length(setsubtract({operand}, {value})) == 0",
    "no_wildcard_action": _WILDCARD,
}
