"""Where the boxes and lines of the diagram stand: tiers as panels from the edge down to the data, managed services beside them."""

from __future__ import annotations

from msgspec import Struct

from ..architecture import Architecture, Component, Tier

WIDTH, HEIGHT = 184, 58
GAP, MARGIN, HEAD = 26, 22, 30
MOST_IN_ROW = 4
MOST_BESIDE = 2
# What stands before the network, where the internet arrives.
EDGE = frozenset(["cdn", "dns-zone", "web-application-firewall", "ddos-protection", "global-load-balancer", "tls-certificate", "uptime-check", "static-website"])  # fmt: skip
TITLES = {Tier.PUBLIC: "Public", Tier.PRIVATE: "Private", Tier.DATA: "Data", Tier.NONE: "Managed services"}
# What carries the others, or says who may do what, is no box of the picture: it is in the lists below it.
CARRIERS = frozenset(
    ["virtual-network", "public-subnet", "private-subnet", "security-group", "service-identity", "resource-tags", "auto-scaling",
     "multi-zone", "encryption-at-rest", "encryption-in-transit", "log-aggregation"]
)  # fmt: skip


class Box(Struct, frozen=True):
    """A component's box; all places in pixels."""

    component: Component
    x: int
    y: int

    @property
    def middle(self) -> tuple[float, float]:
        """The box's centre."""
        return self.x + WIDTH / 2, self.y + HEIGHT / 2


class Panel(Struct, frozen=True):
    """A tier's area with its boxes."""

    title: str
    x: int
    y: int
    width: int
    height: int


class Line(Struct, frozen=True):
    """A link, from border to border: a cubic curve with its two control points."""

    source: str
    target: str
    verb: str
    port: int | None
    statements: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


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
    for title, unsorted in main:
        members = _near_their_peers(unsorted, boxes, architecture)
        rows = _fill(boxes, members, MARGIN, y, columns)
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
        rows = _fill(boxes, beside, right, MARGIN, count)
        height = max(HEAD + rows * (HEIGHT + GAP), (y - MARGIN - GAP) if width else 0)
        panels.append(Panel(TITLES[Tier.NONE], right, MARGIN, count * (WIDTH + GAP) + GAP, height))
        bottom = max(y, MARGIN + height + GAP)
        right += count * (WIDTH + GAP) + GAP
    else:
        right -= GAP
    lines = tuple(
        Line(
            link.source,
            link.target,
            link.verb,
            link.port,
            link.statements,
            _curve(boxes[link.source], boxes[link.target]),
        )
        for link in architecture.links
        if link.source in boxes and link.target in boxes and link.source != link.target
    )
    return Drawing(
        max(right + MARGIN, 2 * MARGIN),
        max(bottom - GAP + MARGIN, 2 * MARGIN),
        tuple(panels),
        tuple(boxes.values()),
        lines,
    )


def _fill(boxes: dict[str, Box], members: list[Component], x: int, y: int, columns: int) -> int:
    """Put components into rows; how many rows it took."""
    for number, member in enumerate(members):
        row, column = divmod(number, columns)
        boxes[member.key] = Box(member, x + GAP + column * (WIDTH + GAP), y + HEAD + row * (HEIGHT + GAP))
    return -(-len(members) // columns)


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


def _curve(source: Box, target: Box) -> tuple[tuple[float, float], ...]:
    """From the border of one box to the border of the other, leaving and arriving at a right angle."""
    (x1, y1), (x2, y2) = source.middle, target.middle
    if abs(y2 - y1) >= HEIGHT:
        down = 1 if y2 > y1 else -1
        start, end = (x1, y1 + down * HEIGHT / 2), (x2, y2 - down * HEIGHT / 2)
        bend = max(abs(end[1] - start[1]) / 2, 12)
        return start, (start[0], start[1] + down * bend), (end[0], end[1] - down * bend), end
    if abs(x2 - x1) > WIDTH + 2 * GAP:
        # Others stand between them in the row: the line goes below them.
        start, end = (x1, y1 + HEIGHT / 2), (x2, y2 + HEIGHT / 2)
        return start, (start[0], start[1] + GAP * 1.2), (end[0], end[1] + GAP * 1.2), end
    right = 1 if x2 > x1 else -1
    start, end = (x1 + right * WIDTH / 2, y1), (x2 - right * WIDTH / 2, y2)
    bend = max(abs(end[0] - start[0]) / 2, 8)
    return start, (start[0] + right * bend, start[1]), (end[0] - right * bend, end[1]), end
