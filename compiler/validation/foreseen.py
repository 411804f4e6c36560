"""Demands that a build can be seen not to meet, before any tool runs: a check whose value stands in the code and is not as demanded.

A pack keeps values within what its cloud allows. Where that is not what was asked, the build's own tests fail, and the build says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..diagnostics import Diagnostic, Severity
from ..hcl.expression import Binary, Conditional, Literal, Node, traversal
from ..hcl.graph import Block
from ..project.layout import Placed
from .checks import BoundCheck

UNKNOWN: Any = object()
# The operations that compare one number or one text; the others are about lists and references.
COMPARE = {
    "equal": lambda value, wanted: value == wanted,
    "at_least": lambda value, wanted: value >= wanted,
    "at_most": lambda value, wanted: value <= wanted,
}


def foreseen(
    bound: Iterable[BoundCheck], placed: Iterable[Placed], lines: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """A warning for each demand of a statement that the code doesn't meet; ``lines`` are those of the statements."""
    blocks = {item.address: item.block for item in placed}
    defaults = {
        address: block.attributes["default"].value
        for address, block in blocks.items()
        if block.kind == "variable" and "default" in block.attributes and block.attributes["default"].literal
    }
    said: set[tuple[str, str]] = set()
    for check in bound:
        if check.operation not in COMPARE or not check.statements or check.address not in blocks:
            continue
        value = _value(blocks[check.address], check.path, defaults)
        if not _is_like(value, check.operand) or COMPARE[check.operation](value, check.operand):
            continue
        if (check.id, check.statements[0]) in said:
            continue
        said.add((check.id, check.statements[0]))
        words = check.operation.replace("_", " ").replace("equal", "")
        wanted = f"{words} {check.operand}".strip()
        yield Diagnostic(
            "S2I373",
            Severity.WARNING,
            f"{', '.join(check.statements)}: asked for {wanted}, built with {value}"
            f" ({check.title.lower()}: {check.address}.{check.path})",
            lines.get(check.statements[0], 0),
            help="ask for what is possible, or meet the demand in another way; until then the build's own test of it fails",
        )


def _is_like(value: Any, wanted: Any) -> bool:
    """Whether two values can be compared: two numbers, or two texts."""
    numbers = all(isinstance(item, int | float) and not isinstance(item, bool) for item in (value, wanted))
    return numbers or (isinstance(value, str) and isinstance(wanted, str))


def _value(block: Block, path: str, defaults: Mapping[str, Any]) -> Any:
    """The value at a path below a block where the code tells it; UNKNOWN where it doesn't, or where there are several."""
    *above, last = [step.removesuffix("[*]") for step in path.split(".")]
    for step in above:
        inner = block.nested(step)
        if len(inner) != 1:
            return UNKNOWN
        block = inner[0]
    item = block.attributes.get(last)
    return UNKNOWN if item is None else _known(item.node, defaults)


def _known(node: Node, defaults: Mapping[str, Any]) -> Any:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Conditional):
        condition = _known(node.condition, defaults)
        return (
            UNKNOWN if condition is UNKNOWN else _known(node.then if condition else node.otherwise, defaults)
        )
    if isinstance(node, Binary) and node.operator in ("==", "!="):
        left, right = _known(node.left, defaults), _known(node.right, defaults)
        return UNKNOWN if UNKNOWN in (left, right) else (left == right) is (node.operator == "==")
    reference = traversal(node)
    if reference is not None and not reference.steps:
        return defaults.get(reference.address, UNKNOWN)
    return UNKNOWN
