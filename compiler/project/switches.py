"""Switches for what an environment lacks: its resources are made only where a variable says so, and who refers to them copes.

Each block of the component gets a ``count`` (or keeps its ``for_each``, emptied), references among them take the one instance, and
what stands outside either refers to it where nothing is a value too, or goes with it. Where neither holds there is no switch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..hcl.graph import Block
from ..hcl.tokens import BRACKETS, IDENTIFIER, Token, tokenize
from .layout import Layout, Placed, with_text

# Components whose blocks are about other components: they go where those go.
FOLLOWING = frozenset(("alerting", "security-group", "backup", "network-flow-logs", "service-identity"))
# Components that only show others: what is not there has this name in them.
SHOWING = frozenset(("dashboard",))
ABSENT = '"absent"'
# Arguments in which a resource stands as a whole, with or without instances.
WHOLE = frozenset(("depends_on",))


def switched(
    layout: Layout, component: str, variable: str, schema: dict[str, Any]
) -> dict[str, Placed] | None:
    """The changed blocks by address, for one component that ``var.<variable>`` switches; None where that can't be done."""
    members = {
        placed.address: placed
        for placed in layout.placed
        if placed.component == component and placed.kind in ("resource", "data")
    }
    outside = _outside(layout, members, schema)
    if not members or outside is None:
        return None
    single = {address for address, placed in members.items() if "for_each" not in placed.block.attributes}
    if any("count" in placed.block.attributes for placed in members.values()):
        return None
    changed: dict[str, Placed] = {}
    for address, placed in members.items():
        text = _spliced(placed.block, single, inside=True)
        emptied = _emptied(placed.block, text, variable)
        if emptied is None:
            return None
        changed[address] = with_text(placed, emptied)
    for placed in outside:
        changed[placed.address] = with_text(
            placed, _spliced(placed.block, single, inside=False, shows=_shows(placed))
        )
    return changed


def _outside(layout: Layout, members: dict[str, Placed], schema: dict[str, Any]) -> list[Placed] | None:
    """The blocks that refer to members and stay, which then have to do without; members grow by those that go along."""
    while True:
        staying: list[Placed] = []
        grown = False
        for placed in layout.placed:
            if placed.address in members or not members.keys() & set(placed.block.references()):
                continue
            if placed.kind == "output" or _shows(placed) or _does_without(placed, members, schema):
                staying.append(placed)
            elif placed.kind == "resource" and (placed.component or "").split(".")[0] in FOLLOWING:
                members[placed.address] = placed
                grown = True
            else:
                return None
        if not grown:
            return staying


def _shows(placed: Placed) -> bool:
    return placed.kind == "resource" and (placed.component or "").split(".")[0] in SHOWING


def _does_without(placed: Placed, members: dict[str, Placed], schema: dict[str, Any]) -> bool:
    """Whether a block refers to members only in arguments of its own that may be null, each by nothing but a path."""
    if placed.kind != "resource":
        return False
    known = schema.get("resources", {}).get(placed.type, {}).get("attributes", {})
    if any(members.keys() & set(inner.references()) for inner in placed.block.blocks):
        return False
    for name, expression in placed.block.attributes.items():
        hits = members.keys() & set(expression.references)
        if hits and name not in WHOLE:
            target = members[next(iter(hits))]
            plain = (
                expression.text.startswith(f"{target.address}.")
                and expression.text.count(".") == target.address.count(".") + 1
            )
            if not (
                plain and known.get(name, {}).get("optional") and "for_each" not in target.block.attributes
            ):
                return False
    return True


def _emptied(block: Block, text: str, variable: str) -> str | None:
    """The block's text, made as often as the variable says."""
    repeated = block.attributes.get("for_each")
    if repeated is None:
        head, brace, rest = text.partition("{")
        return f"{head}{brace}\n  count = var.{variable} ? 1 : 0\n{'' if rest.startswith(chr(10) * 2) else chr(10)}{rest.lstrip(chr(10))}"
    written = repeated.text
    if written.startswith("toset("):
        emptied = f"var.{variable} ? {written} : toset([])"
    else:
        emptied = f"{{ for key, value in {written} : key => value if var.{variable} }}"
    place = text.find(written)
    return None if place < 0 else text[:place] + emptied + text[place + len(written) :]


def _spliced(block: Block, single: set[str], *, inside: bool, shows: bool = False) -> str:
    """The block's text with its references to ``single`` resources led to their only instance, or to null where there is none."""
    text, parts, at = block.text, [], 0
    for start, end, tail in _references(text, single):
        if inside:
            parts += [text[at:end], "[0]"]
            at = end
        else:
            path = (
                f"try({text[start:end]}[0]{text[end:tail]}, {ABSENT})"
                if shows
                else f"one({text[start:end]}[*]{text[end:tail]})"
            )
            parts += [text[at:start], path]
            at = tail
    return "".join([*parts, text[at:]])


def _references(text: str, single: set[str]) -> Iterator[tuple[int, int, int]]:
    """Where the addresses stand in a text: begin, end, and the end of the path behind; those of whole resources left out."""
    tokens = tokenize(text)
    whole_until = -1
    for index, token in enumerate(tokens):
        if token.kind == IDENTIFIER and token.text in WHOLE and tokens[index + 1].kind == "=":
            whole_until = _closing(tokens, index + 2)
        if index <= whole_until or token.kind != IDENTIFIER or tokens[index - 1].kind == ".":
            continue
        words = 3 if token.text == "data" else 2
        steps = tokens[index : index + 2 * words - 1]
        if len(steps) < 2 * words - 1 or any(step.kind != "." for step in steps[1::2]):
            continue
        if ".".join(step.text for step in steps[::2]) not in single:
            continue
        last = index + 2 * words - 2
        tail = last
        while tokens[tail + 1].kind == "." and tokens[tail + 2].kind == IDENTIFIER:
            tail += 2
        yield token.start, _end(tokens[last]), _end(tokens[tail])


def _closing(tokens: list[Token], place: int) -> int:
    depth = 0
    for index in range(place, len(tokens)):
        depth += BRACKETS.get(tokens[index].kind, 0)
        if depth == 0:
            return index
    return len(tokens)


def _end(token: Token) -> int:
    return token.start + len(token.text)
