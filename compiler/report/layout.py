"""Where the boxes and lines of the diagram stand: tiers as panels from the edge down to the data, managed services beside them."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from ..architecture import Architecture, Component, Tier
from .boxes import GAP, HEAD, HEIGHT, MARGIN, WIDTH, Box, Panel
from .routing import Route, route

MOST_IN_ROW = 4
MOST_BESIDE = 2
# What stands before the network, where the internet arrives.
EDGE = frozenset(["cdn", "dns-zone", "web-application-firewall", "ddos-protection", "global-load-balancer", "tls-certificate", "uptime-check", "static-website"])  # fmt: skip
TITLES = {Tier.PUBLIC: "Public", Tier.PRIVATE: "Private", Tier.DATA: "Data", Tier.NONE: "Services"}
# What carries the others, or says who may do what, is no box of the picture: it is in the lists below it.
CARRIERS = frozenset(
    ["virtual-network", "public-subnet", "private-subnet", "security-group", "service-identity", "resource-tags", "auto-scaling",
     "multi-zone", "encryption-at-rest", "encryption-in-transit", "log-aggregation"]
)  # fmt: skip


class Line(Struct, frozen=True):
    """A link, from border to border, with its corners."""

    source: str
    target: str
    verb: str
    port: int | None
    statements: tuple[str, ...]
    points: Route


class Drawing(Struct, frozen=True):
    """The whole picture."""

    width: int
    height: int
    panels: tuple[Panel, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def lay_out(architecture: Architecture) -> Drawing:
    """The picture of an architecture. Pure and deterministic; boxes never overlap."""
    shown = [item for item in architecture.components if item.concept not in CARRIERS]
    linked = {end for link in architecture.links for end in (link.source, link.target)}
    tiers = {tier: [item for item in shown if item.tier is tier] for tier in TITLES}
    tiers[Tier.NONE].sort(key=lambda item: (item.key not in linked, item.concept, item.label))
    boxes: dict[str, Box] = {}
    panels = []
    y = MARGIN
    edge = [item for item in tiers[Tier.NONE] if item.concept in EDGE]
    tiers[Tier.NONE] = [item for item in tiers[Tier.NONE] if item.concept not in EDGE]
    stacked = [
        ("Edge", edge),
        *((TITLES[tier], tiers[tier]) for tier in (Tier.PUBLIC, Tier.PRIVATE, Tier.DATA)),
    ]
    main = [(title, members) for title, members in stacked if members]
    columns = min(MOST_IN_ROW, max((len(members) for _, members in main), default=0))
    width = columns * (WIDTH + GAP) + GAP if columns else 0
    channel = MARGIN + width + GAP / 2 if width and tiers[Tier.NONE] else None
    for title, unsorted in main:
        members = _near_their_peers(unsorted, boxes, architecture)
        rows = _fill(boxes, members, Place(title, MARGIN, y, columns, channel))
        height = HEAD + rows * (HEIGHT + GAP)
        panels.append(Panel(title, MARGIN, y, width, height))
        y += height + GAP
    beside = tiers[Tier.NONE]
    right = MARGIN + (width + GAP if width else 0)
    bottom = y
    if beside:
        # Beside the tiers as long as they are high enough, else in as many columns as it takes.
        rows_there = max((y - MARGIN - GAP - HEAD) // (HEIGHT + GAP), 1) if width else 1
        count = min(
            max(MOST_BESIDE if width else MOST_IN_ROW, -(-len(beside) // max(rows_there, 8))), len(beside)
        )
        rows = _fill(boxes, beside, Place(TITLES[Tier.NONE], right, MARGIN, count, channel))
        height = max(HEAD + rows * (HEIGHT + GAP), (y - MARGIN - GAP) if width else 0)
        panels.append(Panel(TITLES[Tier.NONE], right, MARGIN, count * (WIDTH + GAP) + GAP, height))
        bottom = max(y, MARGIN + height + GAP)
        right += count * (WIDTH + GAP) + GAP
    else:
        right -= GAP
    return Drawing(
        max(right + MARGIN, 2 * MARGIN),
        max(bottom - GAP + MARGIN, 2 * MARGIN),
        tuple(panels),
        tuple(boxes.values()),
        _lines(architecture, boxes),
    )


def _lines(architecture: Architecture, boxes: dict[str, Box]) -> tuple[Line, ...]:
    drawn = [
        link
        for link in architecture.links
        if link.source in boxes and link.target in boxes and link.source != link.target
    ]
    standing = tuple(boxes.values())
    return tuple(
        Line(
            link.source,
            link.target,
            link.verb,
            link.port,
            link.statements,
            route(boxes[link.source], boxes[link.target], standing, number),
        )
        for number, link in enumerate(drawn)
    )


class Place(NamedTuple):
    """Where a panel's boxes go."""

    title: str
    x: int
    y: int
    columns: int
    channel: float | None


def _fill(boxes: dict[str, Box], members: list[Component], place: Place) -> int:
    """Put components into rows; how many rows it took."""
    for number, member in enumerate(members):
        row, column = divmod(number, place.columns)
        y = place.y + HEAD + row * (HEIGHT + GAP)
        # Over the first row stands the panel's title: the gutter is the one above the panel.
        above = y - GAP / 2 if row else place.y - GAP / 2
        x = place.x + GAP + column * (WIDTH + GAP)
        boxes[member.key] = Box(member, x, y, place.title, above, place.channel)
    return -(-len(members) // place.columns)


def _near_their_peers(
    members: list[Component], boxes: dict[str, Box], architecture: Architecture
) -> list[Component]:
    """The members of a tier, below those that talk to them: that leaves fewer lines that cross."""

    def place(member: Component) -> tuple[float, str]:
        above = [
            boxes[link.source].x
            for link in architecture.links
            if link.target == member.key and link.source in boxes
        ]
        return (sum(above) / len(above) if above else float("inf"), member.key)

    return sorted(members, key=place)
