"""What no schedule can hold is said, and nothing is said of what was read whole."""

from __future__ import annotations

import pytest

from .saying import say

CASES = [
    ("A report job runs daily at 06:00 Berlin time", "Berlin time"),
    ("Backups of reports are exported by a scheduled job at 2 AM EST", "EST"),
    ("A report job runs on the first Monday of each month at 6 am", "each month"),
    ("A batch job runs every 90 minutes", "90 minutes"),
    ("A scheduled job runs every 5 hours", "5 hours"),
    ("A report job runs daily at 06:00 UTC", None),
    ("A report job runs daily at 06:00", None),
    ("A scheduled job runs monthly on the 3rd", None),
    ("A scheduled job runs every 30 minutes", None),
    ("A scheduled job runs weekly on Monday at 6 am", None),
    ("Metrics are collected every 90 seconds", None),
    ("Development is stopped from 8 PM to 6 AM Berlin time", None),
]


@pytest.mark.parametrize(("text", "about"), CASES)
def test_what_no_schedule_can_hold_is_said(text: str, about: str | None) -> None:
    found = [item for item in say([text]).diagnostics if item.code == "S2I106"]
    if about is None:
        assert found == []
        return
    (finding,) = found
    assert text[finding.column - 1 : finding.end_column - 1] == about
