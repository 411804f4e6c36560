"""The value with which every station says what it found: a code, a place, what is wrong and what to write instead."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning only under ``--strict``, an info never."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Diagnostic(Struct, frozen=True):
    """One finding about a specification, a target pack or a build.

    ``line`` and the columns count from 1 and in code points of the source line; ``end_column`` is the column after
    the last one. ``line`` 0 means that the finding concerns the whole file. ``message`` is one sentence in lower case without a full
    stop; ``help`` says what to write instead. ``source`` names the file where it is not the specification.
    ``fix`` is the text that may replace the place without a change of meaning, where there is one.
    """

    code: str
    severity: Severity
    message: str
    line: int = 0
    column: int = 1
    end_column: int = 1
    help: str | None = None
    statement: str | None = None
    source: str | None = None
    fix: str | None = None


def by_place(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings in reading order, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.source or "", d.line, d.column, d.code, d.message)))
