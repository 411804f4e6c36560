"""The boxes and panels of the diagram; all places in pixels."""

from __future__ import annotations

from msgspec import Struct

from ..architecture import Component

WIDTH, HEIGHT = 184, 58
GAP, MARGIN, HEAD = 26, 22, 30


class Panel(Struct, frozen=True):
    """A tier's area with its boxes."""

    title: str
    x: int
    y: int
    width: int
    height: int


class Box(Struct, frozen=True):
    """A component's box; ``panel`` is the title of the panel that it stands in, ``above`` the middle of the gutter over its row.

    ``channel`` is the middle of the free space beside its panels, where there are others beside.
    """

    component: Component
    x: int
    y: int
    panel: str
    above: float
    channel: float | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """The box's centre."""
        return self.x + WIDTH / 2, self.y + HEIGHT / 2

    @property
    def below(self) -> float:
        """The middle of the gutter under its row."""
        return self.y + HEIGHT + GAP / 2
