"""Whether a downtime that is named agrees with its availability: the texts, and what the finding says the availability allows."""

from __future__ import annotations

import pytest
from spec2iac.document import Kind

from .saying import say


@pytest.mark.parametrize(
    ("text", "allows"),
    [
        ("99.95 % (4.38 hours a year)", None),
        ("99.95% uptime (4.38 hours downtime/year)", None),
        ("99.9% uptime (max 43 minutes of downtime a month)", None),
        ("99.9% availability, i.e. no more than 9 hours a year", None),
        ("99.99% (52 minutes downtime per year)", None),
        ("99.95% per month (22 min)", None),
        ("99.5 % (50 minutes a week)", None),
        ("99.9% over a 30-day rolling window", None),
        ("99.9% availability and RTO of 4 hours", None),
        ("99.9% of requests succeed, p95 under 2 seconds", None),
        ("99.9 % (4.38 hours)", "8.76 hours a year or 43.2 minutes a month"),
        ("99.9% uptime (4.38 hours downtime/year)", "8.76 hours a year"),
        ("Maximum downtime 43 minutes per month (99.99%)", "4.32 minutes a month"),
        ("99.99 % availability (45 minutes of downtime a month)", "4.32 minutes a month"),
        ("99.5 % (10 minutes a week)", "50.4 minutes a week"),
    ],
)
def test_a_downtime_follows_from_its_availability(text: str, allows: str | None) -> None:
    found = [each for each in say([text], kind=Kind.OBJECTIVE).diagnostics if each.code == "S2I110"]
    assert [each.help for each in found] == ([f"that availability allows {allows}"] if allows else [])
