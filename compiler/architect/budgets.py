"""Whether the sums of one specification go together: what a month and what a year may cost."""

from __future__ import annotations

from collections.abc import Iterable

from ..statements import Measure, Statement
from .findings import BUDGETS_DISAGREE, finding
from .plan import Plan

MONTHS = 12
# Sums are rounded, and a year may have a reserve: only what is further apart is a contradiction.
TOLERANCE = 0.1


def compare_budgets(plan: Plan) -> None:
    """Add a finding for each sum of a year that is not twelve of the month's sum for the same thing."""
    months: dict[tuple[str | None, ...], tuple[Statement, Measure]] = {}
    years: list[tuple[tuple[str | None, ...], Statement, Measure]] = []
    for statement, measure in _sums(plan.statements.values()):
        key: tuple[str | None, ...] = (
            measure.unit,
            measure.environment or statement.environment,
            measure.subject,
            _row(statement),
        )
        if measure.per == "month":
            months.setdefault(key, (statement, measure))
        elif measure.per == "year":
            years.append((key, statement, measure))
    for key, statement, measure in years:
        if key not in months or _agree(months[key][1], measure):
            continue
        other, month = months[key]
        low, high = (round(bound * MONTHS) for bound in _bounds(month))
        wanted = f"{high:,}" if low == high else f"{low:,} to {high:,}"
        plan.findings.append(
            finding(
                BUDGETS_DISAGREE,
                f"this year's sum does not go with the month's sum in {other.id}, which makes {wanted} {month.unit} a year",
                at=statement,
                span=measure.span,
                help="change one of the two sums, or say what each is for",
            )
        )


def _sums(statements: Iterable[Statement]) -> Iterable[tuple[Statement, Measure]]:
    return (
        (statement, measure)
        for statement in statements
        for measure in statement.measures
        if measure.metric == "budget"
    )


def _row(statement: Statement) -> str:
    """What a table's row is about: sums of different rows are for different things."""
    cells = statement.passage.cells
    return statement.passage.text[cells[0].start : cells[0].end].lower() if cells else ""


def _bounds(measure: Measure) -> tuple[float, float]:
    value = measure.value
    return (value, value) if isinstance(value, int | float) else (value[0], value[1])


def _agree(month: Measure, year: Measure) -> bool:
    (low, high), (least, most) = _bounds(month), _bounds(year)
    return low * MONTHS * (1 - TOLERANCE) <= most and least <= high * MONTHS * (1 + TOLERANCE)
