"""Fills in what the specification leaves open about components, from ``defaults.yaml``, each value with its reason."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..architecture import Setting
from ..catalogue import catalogue
from .infer import known
from .merge import described
from .plan import Draft, Gap, Plan
from .policy import of_environment
from .rules import rules
from .values import same, written

# The catalogue's units that a reader sees behind a number.
UNITS = {"GiB": " GiB", "MiB": " MiB", "s": " s", "d": " days", "h": " hours", "ms": " ms", "percent": "%"}
TITLES = {
    "vcpus": "vCPUs",
    "cidr": "address range",
    "os": "operating system",
    "min": "least number",
    "max": "greatest number",
}


@cache
def concepts() -> dict[str, dict[str, Any]]:
    """The catalogue, read once."""
    return catalogue()


def fill(plan: Plan, environment: str) -> None:
    """Give every component that is built its defaults."""
    data = rules()["defaults"]["components"]
    for key in sorted(plan.drafts):
        draft = plan.drafts[key]
        if draft.existing:
            continue
        for name, entry in data.get(draft.concept, {}).items():
            if draft.settings.get(name) is None:
                _set(plan, draft, name, entry, environment)


def _set(plan: Plan, draft: Draft, name: str, entry: dict[str, Any], environment: str) -> None:
    if not all(same(known(draft, other), wanted) for other, wanted in entry.get("only", {}).items()):
        return
    value = of_environment(entry["value"], environment)
    if isinstance(value, dict):
        setting = plan.policy.get(value["policy"])
        if setting is None or setting.value is None:
            return
        reason = entry.get("because") or setting.reason
        draft.settings[name] = Setting(
            setting.value, setting.statements if "because" not in entry else (), reason
        )
        if entry.get("listed"):
            _bound(draft, name)
            _tell(plan, draft, name, entry)
        return
    for other, factor in entry.get("times", {}).items():
        base = draft.value(other)
        if isinstance(base, int | float):
            value = max(int(base * factor), int(base) + 1)
    draft.settings[name] = Setting(tuple(value) if isinstance(value, list) else value, (), entry["because"])
    _bound(draft, name)
    if entry.get("listed"):
        _tell(plan, draft, name, entry)


def _bound(draft: Draft, name: str) -> None:
    """An assumed least number is not above the greatest that is stated."""
    low, high = draft.settings["min"] if name == "min" else None, draft.settings.get("max")
    if low and high and isinstance(low.value, int) and isinstance(high.value, int) and low.value > high.value:
        draft.settings["min"] = Setting(high.value, (), low.reason)


def _tell(plan: Plan, draft: Draft, name: str, entry: dict[str, Any]) -> None:
    unit = concepts().get(draft.concept, {}).get("properties", {}).get(name)
    value = written(draft.settings[name].value) + UNITS.get(unit if isinstance(unit, str) else "", "")
    title = TITLES.get(name, name.replace("_", " "))
    subject = described(draft)
    if draft.name is None and sum(1 for other in plan.drafts.values() if other.concept == draft.concept) > 1:
        subject = f"{subject} '{draft.label}'"
    plan.gaps.append(
        Gap(
            f"{title[0].upper()}{title[1:]} of {subject} is {value}",
            entry["because"],
            f"a requirement that states it, or the variable for it: {title}",
            (),
            draft.key,
        )
    )
