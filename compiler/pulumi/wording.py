"""Says in Pulumi's words what a pack says of Terraform: in comments, descriptions and the steps that are left to people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol


class Known(Protocol):
    """What a resource is in the program."""

    @property
    def token(self) -> str:
        """Its type's token."""

    @property
    def logical(self) -> str:
        """Its name in the stack's state."""


_TARGET = re.compile(r"terraform apply -target=(\w+\.\w+)")
_SECRET = re.compile(r"TF_VAR_(\w+)")
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"terraform output -raw (?=\w)"), "pulumi stack output "),
    (re.compile(r"terraform output -json (?=\w)"), "pulumi stack output --json "),
    (re.compile(r"terraform output\b"), "pulumi stack output"),
    (re.compile(r"terraform apply\b"), "pulumi up"),
    (re.compile(r"terraform plan\b"), "pulumi preview"),
    (re.compile(r"Terraform\b"), "Pulumi"),
)


def reworded(words: str, resources: Mapping[str, Known] | None = None) -> str:
    """``words`` for the reader of a Pulumi program; ``resources`` are the program's by Terraform's address."""
    words = _TARGET.sub(_target(resources or {}), words)
    words = _SECRET.sub(r"pulumi config set --secret \1", words)
    for pattern, instead in _WORDS:
        words = pattern.sub(instead, words)
    return words


def _target(resources: Mapping[str, Known]) -> Callable[[re.Match[str]], str]:
    def written(found: re.Match[str]) -> str:
        known = resources.get(found[1])
        return f"pulumi up --target '**{known.token}::{known.logical}'" if known else "pulumi up"

    return written
