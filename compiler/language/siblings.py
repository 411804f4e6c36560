"""Numbers that leave out what the number before them says: unit, rate and bound, where one sentence gives several of a kind."""

from __future__ import annotations

from itertools import pairwise

from .environments import named_environments, numbers_of
from .items import Quantity
from .reading import Reading

_MACHINES = frozenset(("n:instances", "n:nodes"))
_GROWS = frozenset(
    ("scal", "scale", "grow", "ris", "rise", "increas", "expand", "burst", "ramp", "stretch", "go")
)
_WITHIN = frozenset(("in", "within", "under", "below"))
_BOUNDS = frozenset(("<", "<=", ">", ">="))
# So many words on, growth is still that of the number before.
GROWTH_REACH = 12
NEAR_ENVIRONMENT = 3


def complete_numbers(reading: Reading) -> None:
    """Give numbers the unit, rate and bound that they share with another number of the statement."""
    quantities = list(reading.quantities())
    if len(quantities) < 2:
        return
    _growth(reading, quantities)
    _pairs(reading, quantities)
    _environments(reading, quantities)


def _growth(reading: Reading, quantities: list[Quantity]) -> None:
    """ "2 to 4 instances, scaling to 9", "3 nodes that grow to 12": the last number is the most, the first one the least."""
    for one, other in pairwise(quantities):
        if one.dimension not in _MACHINES or other.dimension not in (None, one.dimension):
            continue
        if other.high is not None or other.op not in (None, "<=") or other.first - one.last > GROWTH_REACH:
            continue
        to = other.first - 1 if other.op is None else other.first
        led = other.op == "<=" or reading.stem(to) == "to"
        before = {reading.stem(at) for at in range(max(to - 3, one.last), to)}
        if not led or before.isdisjoint(_GROWS) or _parted(reading, one.last, other.first):
            continue
        one.high, one.op = max(other.low * (1 if other.dimension else one.factor), one.low), "range"
        other.used, other.dimension, other.terms = True, None, None
        reading.use(to, other.last)


def _pairs(reading: Reading, quantities: list[Quantity]) -> None:
    """ "99.9 % in under 5 seconds, 99 % in under 2": a time without its unit behind a share has that of the time before."""
    timed: Quantity | None = None
    for share, time in pairwise(quantities):
        if share.dimension != "percent" or reading.clauses[share.first] != reading.clauses[time.first]:
            continue
        limited = time.op in ("<", "<=") or reading.stem(time.first - 1) in _WITHIN
        if time.dimension == "time":
            timed = time
        elif timed is not None and time.dimension is None and limited and time.first - share.last <= 2:
            _take_over(timed, time)


def _environments(reading: Reading, quantities: list[Quantity]) -> None:
    """ "dev at most 200 USD a month, prod 4,000", "2 nodes in dev and 6 in prod": what the environments have of one kind."""
    places = named_environments(reading)
    if len({name for _, name in places}) < 2:
        return
    whose = numbers_of(reading, places)
    owned = [q for q in quantities if (q.first, q.last) in whose]
    for number, quantity in enumerate(owned):
        others = [*reversed(owned[:number]), *owned[number + 1 :]]
        mine = whose[quantity.first, quantity.last]
        model = next((o for o in others if o.dimension and whose[o.first, o.last] != mine), None)
        if model is None:
            continue
        bare = quantity.dimension is None and quantity.counted is None and quantity.rate is None
        if bare and quantity.raw and _beside(reading, quantity, places):
            _take_over(model, quantity)
        if quantity.op is None and quantity.dimension == model.dimension and model.op in _BOUNDS:
            joined = not _parted(reading, model.last, quantity.first)
            if model.last <= quantity.first and joined and quantity.high is None:
                quantity.op = model.op


def _beside(reading: Reading, quantity: Quantity, places: list[tuple[int, str]]) -> bool:
    """Whether an environment's name stands directly at a number."""
    behind = reading.words[quantity.last].kind if quantity.last < len(reading.words) else "mark"
    for at, _ in places:
        if 0 < quantity.first - at <= NEAR_ENVIRONMENT and (
            behind == "mark" or reading.stem(quantity.last) in ("and", "or")
        ):
            return True
        if 0 < at - quantity.last <= 2 and reading.stem(quantity.last) in ("in", "for", "on", "(", "at"):
            return True
    return False


def _parted(reading: Reading, first: int, last: int) -> bool:
    """Whether a new thought begins between two words."""
    return reading.clauses[min(first, len(reading.words) - 1)] != reading.clauses[last]


def _take_over(model: Quantity, quantity: Quantity) -> None:
    """Read a bare number in the unit of another one."""
    for name in ("dimension", "unit", "factor", "rate", "countable", "currency", "terms"):
        setattr(quantity, name, getattr(model, name))
    quantity.low *= model.factor
    if quantity.high is not None:
        quantity.high *= model.factor
