"""Whether the downtime that a statement names is what its availability allows: "99.95 % (4.38 hours a year)"."""

from __future__ import annotations

from collections.abc import Iterator

from ..statements import Measure
from .items import Quantity
from .periods import DAY, MONTH, QUARTER, WEEK, YEAR, period_name
from .reading import Reading
from .windows import is_window, window_of

# How far the named downtime may be off: people round, and months have 28 to 31 days.
TOLERANCE = 0.06
REACH = 4
_PERIODS = (YEAR, QUARTER, MONTH, WEEK, DAY)
_THAT_IS = frozenset(
    (
        "(",
        "=",
        "≈",
        "~",
        "equal",
        "mean",
        "e",
        "allow",
        "allows",
        "correspond",
        "downtim",
        "outag",
        "[",
        "roughly",
    )
)


def downtime_remark(reading: Reading, found: list[Measure]) -> tuple[Quantity, dict[str, float]] | None:
    """A named downtime that doesn't follow: the number, and by period the seconds that the availability really allows."""
    share = next((m for m in found if m.metric == "availability"), None)
    if share is None or not isinstance(share.value, int | float) or not 0 < share.value < 100:
        return None
    for quantity in _allowances(reading, share, found):
        given = quantity.rate or window_of(reading, quantity) or share.window
        allowed = {
            period_name(period) or f"{period / DAY:g} days": (100 - share.value) / 100 * period
            for period in ((given,) if given else _PERIODS)
        }
        if all(abs(quantity.low - really) > TOLERANCE * really for really in allowed.values()):
            return quantity, allowed
    return None


def _allowances(reading: Reading, share: Measure, found: list[Measure]) -> Iterator[Quantity]:
    """The times that say how long the service may be down."""
    promised = [measure.span for measure in found if measure.metric != "downtime"]
    for quantity in reading.quantities():
        if quantity.dimension != "time" or quantity.used or is_window(reading, quantity):
            continue
        start, end = reading.span(quantity.first, quantity.last)
        if any(start < last and first < end for first, last in promised):
            continue
        near = {reading.stem(index) for index in range(quantity.first - REACH, quantity.first)}
        near |= {
            reading.stem(index)
            for index in range(quantity.last, quantity.last + REACH)
            if index < len(reading.words)
        } & {"downtim", "outag"}
        same = any(word.start >= share.span[0] for word in reading.words[: quantity.first + 1])
        if (same and near & _THAT_IS) or "downtim" in near:
            yield quantity
