"""The second reader: python-hcl2 reads what templates rendered, and has to find the same blocks and arguments
as ours.

A text that two readers, written apart from each other, understand alike holds nothing that hides from one of
them. One that was read is remembered by its hash, so a rebuild reads only what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ..cache import remembered_texts
from .graph import Block
from .tokens import HclSyntaxError

if TYPE_CHECKING:
    from lark import Token, Tree

MESSAGE_LENGTH = 200


def cross_read(blocks: Sequence[Block]) -> None:
    """Have python-hcl2 read the blocks.

    Raises HclSyntaxError, naming template and line, where it can't read one or finds other arguments or
    blocks in it.
    """
    digests = [hashlib.sha256(block.text.encode()).hexdigest()[:20] for block in blocks]
    with remembered_texts("hcl") as known:
        unread = [
            (block, digest) for block, digest in zip(blocks, digests, strict=True) if digest not in known
        ]
        if unread:
            _read([block for block, _ in unread])
            known.update(digest for _, digest in unread)


# A body as both readers have to see it: each argument's and each nested block's name with its labels, in
# order, and for a block what is in it.
Outline: TypeAlias = "tuple[tuple[str, Outline | None], ...]"


def _read(blocks: Sequence[Block]) -> None:
    import hcl2
    from lark.exceptions import LarkError

    for block in blocks:
        try:
            tree = hcl2.parses_to_tree(block.text)
        except (LarkError, RecursionError) as error:
            words = " ".join(str(error).split())[:MESSAGE_LENGTH]
            raise _refusal(block, f"python-hcl2 can't read {block.address}: {words}") from None
        found, ours = _outline(tree.children[0]), ((_name(block), _own_outline(block)),)
        if found != ours:
            names = sorted(set(_names(found)) ^ set(_names(ours))) or ["the same names in another order"]
            quoted = ", ".join(f"'{name}'" for name in names)
            raise _refusal(
                block,
                f"python-hcl2 finds {quoted} in {block.address} where this program does not, or the reverse",
            )


def _refusal(block: Block, message: str) -> HclSyntaxError:
    return HclSyntaxError(message, block.line, 1, block.template)


def _name(block: Block) -> str:
    return " ".join((block.kind, *block.labels))


def _own_outline(block: Block) -> Outline:
    """What is in a block as we read it: its arguments by name, then its blocks in order."""
    return (
        *((name, None) for name in sorted(block.attributes)),
        *((_name(inner), _own_outline(inner)) for inner in block.blocks),
    )


def _outline(body: Tree[Token]) -> Outline:
    """What is in a body as python-hcl2 read it, in the same form."""
    arguments, blocks = [], []
    for child in _trees(body):
        if child.data == "attribute":
            arguments.append(_text(child.children[0]))
        elif child.data == "block":
            *head, inner = _trees(child)
            blocks.append((" ".join(map(_text, head)), _outline(inner)))
    return (*((name, None) for name in sorted(arguments)), *blocks)


def _trees(tree: Tree[Token]) -> Iterator[Tree[Token]]:
    return (child for child in tree.children if not isinstance(child, str))


def _text(part: Tree[Token] | Token) -> str:
    """The characters of an identifier or of a label, the latter without its quotes."""
    tokens = [part] if isinstance(part, str) else list(part.scan_values(lambda value: True))
    return "".join(tokens).strip('"')


def _names(outline: Outline) -> Iterator[str]:
    for name, inner in outline:
        yield name
        yield from _names(inner or ())
