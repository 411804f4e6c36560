"""Checklists as CSV for issue trackers: columns that GitHub's, GitLab's and Jira's importers take or map."""

from __future__ import annotations

from collections.abc import Sequence

from ..validation.checklist import ChecklistItem
from .forms import table
from .requirements import Item

HEAD = ("title", "description", "labels", "assignee role", "phase", "statement")
LONGEST_TITLE = 120


def of_checklist(items: Sequence[ChecklistItem]) -> str:
    """An issue for each item of the review checklist; those that tests tick are left out."""
    rows: list[tuple[object, ...]] = []
    for item in items:
        if item.automated:
            continue
        test = f" Test: {item.test} (needs {item.needs})." if item.test else ""
        description = f"{item.text} | How: {item.how}{test} | Attach: {item.evidence}"
        labels = f"infrastructure,{item.phase.replace(' ', '-')}"
        rows.append(
            (
                f"{item.id} {_title(item.text)}",
                description,
                labels,
                item.who,
                item.phase,
                item.statement or "",
            )
        )
    return table(HEAD, rows)


def of_requirements(items: Sequence[Item]) -> str:
    """An issue for each question that is not met or is for a reader."""
    rows: list[tuple[object, ...]] = [
        (
            f"{item.id} {_title(item.ask)}",
            item.evidence,
            f"specification,{item.dimension.lower()}",
            "specification's author",
            "specification",
            "",
        )
        for item in items
        if not item.met
    ]
    return table(HEAD, rows)


def _title(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= LONGEST_TITLE else f"{folded[: LONGEST_TITLE - 1]}…"
