"""The functions of the language: what they take and give, from ``functions.json``.

The file has what ``terraform metadata functions -json`` says of Terraform 1.11, without ``ephemeralasnull``, which
OpenTofu 1.10 lacks. Where that leaves the result's type open and it is always of one kind, the kind is put in by hand.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Function(NamedTuple):
    """A function: the types of its parameters, of any further arguments (None: there are none), and of its result.

    Types are those of ``types.py``.
    """

    parameters: list[Any]
    rest: Any
    returns: Any


@cache
def functions() -> dict[str, Function]:
    """All functions by name."""
    content = json.loads(Path(__file__).with_name("functions.json").read_text(encoding="utf-8"))
    return {name: Function(**entry) for name, entry in content.items()}


def result_type(function: str) -> Any:
    """The type of what a function gives; "dynamic" where that depends on its arguments or is not known."""
    known = functions().get(function.removeprefix("core::"))
    return known.returns if known else "dynamic"
