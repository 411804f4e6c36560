"""Fills in what the specification leaves open about components, from ``defaults.yaml``, each value with its reason."""

from __future__ import annotations

from typing import Any

from ..architecture import Setting
from .infer import known
from .merge import titled
from .plan import Draft, Gap, Plan
from .policy import of_environment
from .rules import concepts, rules
from .values import said, same, written

# The catalogue's units that a reader sees behind a number.
UNITS = {"GiB": " GiB", "MiB": " MiB", "s": " s", "d": " days", "h": " hours", "ms": " ms", "percent": "%"}


def fill(plan: Plan, environment: str) -> None:
    """Give every component that is built its defaults."""
    data = rules()["defaults"]["components"]
    for key in sorted(plan.drafts):
        draft = plan.drafts[key]
        if draft.existing:
            continue
        listed: dict[str, list[str]] = {}
        for name, entry in data.get(draft.concept, {}).items():
            if (
                draft.settings.get(name) is None
                and _set(plan, draft, name, entry, environment)
                and entry.get("listed")
            ):
                listed.setdefault(entry["because"], []).append(name)
        for because, names in listed.items():
            _tell(plan, draft, names, because)


def _set(plan: Plan, draft: Draft, name: str, entry: dict[str, Any], environment: str) -> bool:
    """Set a default, where it applies; whether it does."""
    if not all(same(known(draft, other), wanted) for other, wanted in entry.get("only", {}).items()):
        return False
    value = of_environment(entry["value"], environment)
    twin = draft.settings.get(entry.get("like", ""))
    if twin is not None and twin.value is not None:
        draft.settings[name] = twin
    elif isinstance(value, dict):
        setting = plan.policy.get(value["policy"])
        if setting is None or setting.value is None:
            return False
        statements = () if "because" in entry else setting.statements
        draft.settings[name] = Setting(setting.value, statements, entry.get("because") or setting.reason)
    else:
        for other, factor in entry.get("times", {}).items():
            base = draft.value(other)
            if isinstance(base, int | float):
                value = max(int(base * factor), int(base) + 1)
        draft.settings[name] = Setting(
            tuple(value) if isinstance(value, list) else value, (), entry["because"]
        )
    _bound(draft, name)
    return True


def _bound(draft: Draft, name: str) -> None:
    """An assumed least number is not above the greatest that is stated."""
    low, high = draft.settings["min"] if name == "min" else None, draft.settings.get("max")
    if low and high and isinstance(low.value, int) and isinstance(high.value, int) and low.value > high.value:
        # A least number that other statements gave (so many nodes) is the greatest's then, with what is behind that.
        draft.settings["min"] = Setting(high.value, (), low.reason) if low.reason else high


def _tell(plan: Plan, draft: Draft, names: list[str], because: str) -> None:
    """Note the assumption of one or more values for one reason."""
    subject = titled(draft)
    if draft.name is None and len(plan.by_concept[draft.concept]) > 1:
        subject = f"{subject} '{draft.label}'"
    values = ", ".join(f"{said(name)} {_shown(draft, name)}" for name in names)
    titles = " and ".join(said(name) for name in names)
    plan.gaps.append(
        Gap(
            f"{subject[0].upper()}{subject[1:]}: {values}",
            because,
            f"a requirement that states {titles}, or the variables",
            (),
            draft.key,
        )
    )


def _shown(draft: Draft, name: str) -> str:
    unit = concepts().get(draft.concept, {}).get("properties", {}).get(name)
    return written(draft.settings[name].value) + UNITS.get(unit if isinstance(unit, str) else "", "")
