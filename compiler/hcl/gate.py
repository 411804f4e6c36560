"""The second reader: python-hcl2 reads what templates rendered, and has to find the same blocks and arguments
as ours.

A text that it has read once is remembered by its hash, so a rebuild reads only what changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from ..cache import remembered_texts
from .graph import Block
from .tokens import HclSyntaxError


def cross_read(blocks: Sequence[Block]) -> None:
    """Raises HclSyntaxError where python-hcl2 does not read a block, or reads other arguments in it than we
    did."""
    digests = [hashlib.sha256(block.text.encode()).hexdigest()[:20] for block in blocks]
    with remembered_texts("hcl") as known:
        unread = [
            (block, digest) for block, digest in zip(blocks, digests, strict=True) if digest not in known
        ]
        if unread:
            _read([block for block, _ in unread])
            known.update(digest for _, digest in unread)


def _read(blocks: Sequence[Block]) -> None:
    import hcl2

    for block in blocks:
        try:
            content = hcl2.loads(block.text + "\n")
        except (
            Exception
        ) as error:  # the library's parser raises many kinds; each means that it can't read the block
            words = " ".join(str(error).split())[:200]
            raise HclSyntaxError(f"python-hcl2 can't read {block.address}: {words}", block.line, 1) from None
        inner = content[block.kind][0]
        for label in block.labels:
            inner = inner[label] if label in inner else inner[json.dumps(label)]
        names = {name for name in inner if not name.startswith("__")}
        ours = set(block.attributes) | {nested.kind for nested in block.blocks}
        if names != ours:
            raise HclSyntaxError(
                f"python-hcl2 finds {sorted(names ^ ours)} elsewhere in {block.address}", block.line, 1
            )
