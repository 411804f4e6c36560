"""What a verification hands on: a result for each value that was looked at, and a verdict for each statement."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from msgspec import Struct


class Verdict(StrEnum):
    """What the plan says of a demand; NOT_SHOWN always comes with a reason."""

    PASS = "pass"
    FAIL = "fail"
    NOT_SHOWN = "not shown"


class Result(Struct, frozen=True):
    """One check on one value. ``place`` is the resource's address with the value's path; ``value`` is JSON, as found.

    ``statements`` call for the check (none: it is a baseline of this compiler's); ``components`` are those that the resource may be.
    """

    check: str
    title: str
    topic: str
    verdict: Verdict
    address: str
    place: str
    value: Any
    operation: str
    operand: Any
    reason: str
    statements: tuple[str, ...]
    components: tuple[str, ...]

    @property
    def demanded(self) -> str:
        """The demand in words."""
        return demand_in_words(self.operation, self.operand)


class StatementResult(Struct, frozen=True):
    """A demand of the specification with the results of all checks that it calls for.

    ``reason`` says why it is not shown, or what of it these checks can't show; empty where there is nothing to say.
    """

    id: str
    line: int
    text: str
    verdict: Verdict
    reason: str
    results: tuple[Result, ...]


class Report(Struct, frozen=True):
    """All demands in the specification's order. ``own``: the plan is of this compiler's build, as far as its addresses tell.

    ``baseline`` are the results that no statement calls for.
    """

    title: str
    target: str
    own: bool
    statements: tuple[StatementResult, ...]
    baseline: tuple[Result, ...]

    @property
    def failed(self) -> bool:
        """Whether anything that counts is not as demanded."""
        verdicts = [item.verdict for item in self.statements] + [item.verdict for item in self.baseline]
        return Verdict.FAIL in verdicts

    def count(self, verdict: Verdict) -> int:
        """How many statements have the verdict."""
        return sum(item.verdict is verdict for item in self.statements)


def demand_in_words(operation: str, operand: Any) -> str:
    """``at least 30``: an operation and its operand as the end of a sentence."""
    shown = json.dumps(operand, ensure_ascii=False)
    listed = (
        ", ".join(json.dumps(item, ensure_ascii=False) for item in operand)
        if isinstance(operand, list)
        else shown
    )
    return {
        "equal": shown,
        "one_of": f"one of {listed}",
        "none_of": f"none of {listed}",
        "at_least": f"at least {shown}",
        "at_most": f"at most {shown}",
        "set": "that it is set",
        "count_at_least": f"at least {shown} of them",
        "distinct_at_least": f"at least {shown} different ones",
        "contains_all": f"all of {listed}",
        "no_wildcard_action": "no action with a wildcard for a whole service",
    }[operation]
