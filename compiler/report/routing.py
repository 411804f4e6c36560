"""Leads the lines of the diagram around its boxes: along the gutters between rows and columns, from border to border."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .boxes import GAP, HEIGHT, WIDTH, Box

Point = tuple[float, float]
Route = tuple[Point, ...]
# Lines that share a gutter run beside each other: so many lanes, so many pixels apart.
LANES, APART = 5, 4


def route(source: Box, target: Box, boxes: Sequence[Box], number: int) -> Route:
    """The corners of the line from one box to another; it crosses no box. ``number`` chooses its lane in the gutters."""
    lane = (number * 2 % LANES - LANES // 2) * APART
    tried = [*_simple(source, target, lane), _around(source, target, lane)]
    return next((corners for corners in tried if is_clear(corners, boxes)), tried[-1])


def is_clear(corners: Route, boxes: Sequence[Box]) -> bool:
    """Whether no piece of a line runs through the inside of a box."""
    return not any(_crosses(first, second, box) for first, second in pairwise(corners) for box in boxes)


def _crosses(first: Point, second: Point, box: Box) -> bool:
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(first, second, strict=True))
    return left < box.x + WIDTH and right > box.x and top < box.y + HEIGHT and bottom > box.y


def _simple(source: Box, target: Box, lane: float) -> Iterator[Route]:
    """The ways with at most two corners: beside each other, one below the other, down and across."""
    (x1, y1), (x2, y2) = source.middle, target.middle
    if source.y == target.y:
        right = 1 if x2 > x1 else -1
        yield (x1 + right * WIDTH / 2, y1 + lane), (x2 - right * WIDTH / 2, y2 + lane)
    x1, x2 = x1 + lane, x2 + lane
    down = target.y > source.y
    start = (x1, float(source.y + (HEIGHT if down else 0)))
    end = (x2, float(target.y + (0 if down else HEIGHT)))
    if x1 == x2:
        yield start, end
    across = (target.above if down else target.below) + lane
    yield start, (x1, across), (x2, across), end


def _around(source: Box, target: Box, lane: float) -> Route:
    """Into the gutter below the source's row, along the nearest gutter between columns, and down to the target from above."""
    x1, x2 = source.middle[0] + lane, target.middle[0] + lane
    out = source.below + lane
    into = target.above + lane
    beside = source.x + WIDTH + GAP / 2 if target.x <= source.x else target.x - GAP / 2
    if source.channel is not None and target.panel != source.panel:
        beside = source.channel
    beside += lane
    return (
        (x1, float(source.y + HEIGHT)),
        (x1, out),
        (beside, out),
        (beside, into),
        (x2, into),
        (x2, float(target.y)),
    )
