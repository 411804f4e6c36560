"""Periods of time by name and by length."""

from __future__ import annotations

HOUR, DAY, WEEK, MONTH, QUARTER, YEAR = 3600.0, 86400.0, 604800.0, 2592000.0, 7776000.0, 31536000.0
PERIODS = {
    "hourly": HOUR,
    "daily": DAY,
    "weekly": WEEK,
    "monthly": MONTH,
    "quarterly": QUARTER,
    "yearly": YEAR,
}
_NAMES = {HOUR: "hour", DAY: "day", WEEK: "week", MONTH: "month", QUARTER: "quarter", YEAR: "year"}


def period_name(seconds: float) -> str | None:
    """The name of a period, None for a length that has none."""
    return _NAMES.get(seconds)


def seconds_in(period: str | float) -> float:
    """How long a period is, in s: one with a name, or one of so many hours."""
    return PERIODS[period] if isinstance(period, str) else period * HOUR
