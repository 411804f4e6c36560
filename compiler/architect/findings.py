"""What the architect has to say about a specification, each finding at the place of the statement that it concerns."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Severity
from ..statements import Span, Statement

CONFLICT = "S2I201"
WISH_AND_EXCLUSION = "S2I202"
CRITERION_UNBACKED = "S2I203"
EXCLUDED_BUT_NEEDED = "S2I204"
REQUIREMENT_UNTESTED = "S2I205"
OPTION_LEFT_OUT = "S2I206"
TARGET_OUT_OF_REACH = "S2I207"
BACKUPS_TOO_RARE = "S2I208"
RANGE_UPSIDE_DOWN = "S2I209"
LED_TO_NOTHING = "S2I210"
FRAMEWORK_UNKNOWN = "S2I211"
SETTING_UNREADABLE = "S2I212"
NOBODY_USES_IT = "S2I213"
PUBLIC_DATA = "S2I214"
ALTERNATIVES = "S2I215"
TOO_MANY = "S2I216"
FRAMEWORK_WANTS_MORE = "S2I217"
OTHER_ENVIRONMENT = "S2I218"
SAID_TWICE = "S2I219"
BUDGETS_DISAGREE = "S2I221"
RANGES_CLASH = "S2I222"

SEVERITIES = {
    CONFLICT: Severity.WARNING,
    WISH_AND_EXCLUSION: Severity.WARNING,
    CRITERION_UNBACKED: Severity.WARNING,
    EXCLUDED_BUT_NEEDED: Severity.WARNING,
    REQUIREMENT_UNTESTED: Severity.INFO,
    OPTION_LEFT_OUT: Severity.INFO,
    TARGET_OUT_OF_REACH: Severity.WARNING,
    BACKUPS_TOO_RARE: Severity.WARNING,
    RANGE_UPSIDE_DOWN: Severity.ERROR,
    LED_TO_NOTHING: Severity.INFO,
    FRAMEWORK_UNKNOWN: Severity.INFO,
    SETTING_UNREADABLE: Severity.ERROR,
    NOBODY_USES_IT: Severity.INFO,
    PUBLIC_DATA: Severity.WARNING,
    ALTERNATIVES: Severity.INFO,
    TOO_MANY: Severity.ERROR,
    FRAMEWORK_WANTS_MORE: Severity.WARNING,
    OTHER_ENVIRONMENT: Severity.INFO,
    SAID_TWICE: Severity.INFO,
    BUDGETS_DISAGREE: Severity.WARNING,
    RANGES_CLASH: Severity.ERROR,
}


def finding(
    code: str, message: str, *, at: Statement | None = None, span: Span | None = None, help: str | None = None
) -> Diagnostic:
    """A finding at a span of a statement, at the statement as a whole, or about the file."""
    severity = SEVERITIES[code]
    if at is None:
        return Diagnostic(code, severity, message, help=help)
    line, column = at.passage.place(span[0] if span else 0)
    last_line, end = at.passage.place(span[1] if span else len(at.passage.text))
    if last_line != line or end <= column:
        end = column + 1
    return Diagnostic(code, severity, message, line, column, end, help, at.id)
