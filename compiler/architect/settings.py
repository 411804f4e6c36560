"""Settings of the whole build that the user gives by hand, which win over everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import off_peak
from ..architecture import Setting
from ..statements import PropertyValue
from .findings import SETTING_UNREADABLE, finding
from .plan import Plan
from .policy import BY_HAND, KEYS

if TYPE_CHECKING:
    from . import DesignOptions

NUMBERS = (
    "zones",
    "log_retention",
    "audit_retention",
    "backup_retention",
    "budget",
    "availability",
    "rto",
    "rpo",
    "log_archive_after",
    "log_archive_keep",
)
SWITCHES = ("own_keys", "pitr", "second_region", "mfa", "off_peak_applies")
PURCHASES = (
    "reserved",
    "reserved 1",
    "reserved 3",
    "savings-plan",
    "savings-plan 1",
    "savings-plan 3",
    "committed-use",
    "committed-use 1",
    "committed-use 3",
    "on-demand",
)
LISTS = ("tags", "residency", "frameworks")
WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
# No number of days, zones or seconds is larger than this.
LARGEST = 10**9


def by_hand(plan: Plan, options: DesignOptions) -> None:
    """Set what the options give."""
    given = dict(options.settings)
    if options.region is not None:
        given["region"] = options.region
    for key in sorted(given):
        value = _read(key, given[key])
        if value is None:
            plan.findings.append(
                finding(
                    SETTING_UNREADABLE, f"'{key}' can't be set to '{given[key][:40]}'", help=_expected(key)
                )
            )
            continue
        plan.policy[key] = Setting(value, (), BY_HAND)


def _read(key: str, text: str) -> PropertyValue | None:
    if key in NUMBERS:
        try:
            number = float(text)
        except ValueError:
            return None
        if not 0 < number <= LARGEST:
            return None
        return int(number) if number.is_integer() else None if key == "zones" else number
    if key in SWITCHES:
        return WORDS.get(text.strip().lower())
    if key == "off_peak":
        return text.strip() if off_peak.read(text.strip()) else None
    if key == "purchase":
        return text.strip() if text.strip() in PURCHASES else None
    if key in LISTS:
        return tuple(part.strip() for part in text.split(",") if part.strip()) or None
    return text.strip() or None if key in KEYS else None


def _expected(key: str) -> str:
    if key in NUMBERS:
        return "give a number above 0, such as 3"
    if key in SWITCHES:
        return "give true or false"
    if key == "off_peak":
        return (
            "write such as 'scale to 1 20:00-06:00 UTC' or 'stop outside Mon-Fri 07:00-19:00 Europe/Berlin'"
        )
    if key == "purchase":
        return f"the ways are {', '.join(PURCHASES)}"
    return "give a list such as a,b" if key in LISTS else f"the settings are {', '.join(KEYS)}"
