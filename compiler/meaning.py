"""When two wishes are the same wish: what a statement says, without the places in its text."""

from __future__ import annotations

from .statements import Constraint, Intent, Measure, Statement

# Numbers that agree in so many digits are the same number, written and read ("200 ms" is 0.2 s).
DIGITS = 9


def meaning_of_intent(intent: Intent) -> tuple[object, ...]:
    """All that an intent says."""
    return (
        intent.concept,
        intent.polarity,
        intent.existing,
        intent.name,
        intent.environment,
        intent.properties,
    )


def meaning_of_measure(measure: Measure) -> tuple[object, ...]:
    """All that a measure says; what it is about is a place in the text."""
    return (
        measure.metric,
        measure.op,
        _number(measure.value),
        measure.unit,
        measure.statistic,
        _number(measure.window),
        measure.per,
        measure.environment,
    )


def meaning_of_constraint(constraint: Constraint) -> tuple[object, ...]:
    """All that a constraint says."""
    return (constraint.constraint, constraint.value)


def wishes_of(statement: Statement) -> tuple[list[tuple[object, ...]], ...]:
    """What a statement's intents, measures and constraints say, in their order."""
    return (
        [meaning_of_intent(item) for item in statement.intents],
        [meaning_of_measure(item) for item in statement.measures],
        [meaning_of_constraint(item) for item in statement.constraints],
    )


def _number(value: float | tuple[float, float] | None) -> object:
    if isinstance(value, tuple):
        return tuple(_number(item) for item in value)
    return None if value is None else float(f"{value:.{DIGITS}g}")
