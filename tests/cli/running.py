"""Runs commands in this process, as a shell would see them."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from spec2iac.cli import main

CLEAN = """# Shop

## Infrastructure Requirements

### Functional Requirements

- **FR-001**: Infrastructure MUST provide object storage for invoices with versioning
"""
PLACEHOLDER = CLEAN + "- **FR-002**: Infrastructure MUST [specific capability]\n"


@dataclass(frozen=True)
class Ended:
    code: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout.decode()


def spec2iac(*arguments: str | Path, stdin: bytes = b"", encoding: str = "utf-8") -> Ended:
    """What ``spec2iac ARGUMENTS`` prints and the code that it ends with."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with contextlib.ExitStack() as stack:
        for name, value in (
            ("argv", ["spec2iac", *map(str, arguments)]),
            ("stdout", out),
            ("stderr", err),
            ("stdin", given),
        ):
            stack.enter_context(mock.patch.object(sys, name, value))
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
    return Ended(code, out.buffer.getvalue(), err.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
