"""The findings of the checks on a configuration: what is wrong with which block, and at which line of the
rendered text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..diagnostics import Diagnostic, Severity
from .graph import Block
from .places import template_line

HELP = "this is a defect of the target pack, not of the specification"


class Finding(NamedTuple):
    """One defect: its code, what is wrong, the top-level block that it is in, its line in the rendered text
    (0: the block's)."""

    code: str
    message: str
    block: Block
    line: int = 0
    severity: Severity = Severity.ERROR
    help: str = HELP


def diagnostic(finding: Finding, folders: Sequence[Path]) -> Diagnostic:
    """The finding as a diagnostic that names template and line; ``folders`` are those that templates are
    looked up in."""
    block = finding.block
    line = template_line(folders, block, finding.line or block.line) if block.template else 0
    return Diagnostic(
        finding.code,
        finding.severity,
        finding.message,
        line=line,
        help=finding.help,
        source=block.template or None,
    )
