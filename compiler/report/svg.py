"""Draws the layout as SVG; colours and fonts are the page's style's, or the few that the picture brings when it stands alone."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from ..architecture import Architecture, Component
from .boxes import HEIGHT, WIDTH, Box, Panel
from .layout import Drawing, Line, lay_out
from .routing import Route

LETTERS = 24
RADIUS = 6
MOST_SETTINGS = 12
ALONE = """<style>
.panel{fill:none;stroke:#888;stroke-dasharray:5 4}.tier{font:600 13px sans-serif;fill:#555}.box rect{fill:#fff;stroke:#345;stroke-width:1.3}
.box.existing rect{stroke-dasharray:6 3}.box text{font:12px sans-serif;fill:#123}.box .service{font-size:10px;fill:#456}
.line{fill:none;stroke:#678;stroke-width:1.3}.arrow{fill:#678}
</style>"""


def svg(architecture: Architecture, services: Mapping[str, str], *, alone: bool = False) -> str:
    """The picture. ``services`` are what the cloud calls each concept's service; ``alone``: with a style of its own, without links."""
    drawing = lay_out(architecture)
    names = {box.component.key: box.component.name for box in drawing.boxes}
    title = f"Architecture of {architecture.title}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" role="{"img" if alone else "group"}" '
        f"aria-label={_attribute(title)}"
        + (f' width="{drawing.width}" height="{drawing.height}"' if alone else "")
        + ">",
        f"<title>{_text(title)}</title>",
        ALONE if alone else "",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
        '<path class="arrow" d="M0 0L8 4L0 8z"/></marker></defs>',
        *(_panel(panel) for panel in drawing.panels),
        *(_line(line, names) for line in drawing.lines),
        *(_box(box, services, drawing, alone) for box in drawing.boxes),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def anchor(key: str) -> str:
    """The id of a component's part of the page: of letters that no markup gives a meaning."""
    return "c-" + "".join(
        letter if letter.isascii() and (letter.isalnum() or letter == "-") else "-"
        for letter in key.replace(".", "--").replace("_", "-")
    )


def _panel(panel: Panel) -> str:
    return (
        f'<rect class="panel" x="{panel.x}" y="{panel.y}" width="{panel.width}" height="{panel.height}" rx="8"/>'
        f'<text class="tier" x="{panel.x + 12}" y="{panel.y + 20}">{_text(panel.title)}</text>'
    )


def _line(line: Line, names: Mapping[str, str]) -> str:
    said = f"{names[line.source]} {line.verb.replace('-', ' ')} {names[line.target]}" + (
        f" on port {line.port}" if line.port else ""
    )
    said += f" ({', '.join(line.statements)})" if line.statements else ""
    return f'<path class="line" marker-end="url(#arrow)" d="{_rounded(line.points)}"><title>{_text(said)}</title></path>'


def _rounded(corners: Route) -> str:
    """The path along the corners, each rounded as far as its pieces are long enough."""
    (x, y) = corners[0]
    path = f"M{x:g} {y:g}"
    for before, corner, behind in zip(corners, corners[1:], corners[2:], strict=False):
        start, end = _towards(corner, before), _towards(corner, behind)
        path += f"L{start[0]:g} {start[1]:g}Q{corner[0]:g} {corner[1]:g} {end[0]:g} {end[1]:g}"
    (x, y) = corners[-1]
    return f"{path}L{x:g} {y:g}"


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The point at which the rounding of a corner begins: RADIUS away, or half of the way."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max(abs(dx), abs(dy))
    part = min(RADIUS, length / 2) / length if length else 0
    return round(corner[0] + dx * part, 2), round(corner[1] + dy * part, 2)


def _box(box: Box, services: Mapping[str, str], drawing: Drawing, alone: bool) -> str:
    component = box.component
    lines = _wrapped(component.name)
    first = box.y + (20 if len(lines) == 2 else 26)
    words = "".join(
        f'<text x="{box.x + 10}" y="{first + 15 * number}">{_text(line)}</text>'
        for number, line in enumerate(lines)
    )
    service = textwrap.shorten(
        services.get(component.concept, component.concept), LETTERS + 8, placeholder="…"
    )
    body = (
        f"<title>{_text(_told(component))}</title>"
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>{words}'
        f'<text class="service" x="{box.x + 10}" y="{box.y + HEIGHT - 8}">{_text(service)}</text>'
    )
    kind = "box existing" if component.existing else "box"
    if alone:
        return f'<g class="{kind}">{body}</g>'
    return f'<a class="{kind}" href="#{anchor(component.key)}">{body}</a>'


def _wrapped(name: str) -> list[str]:
    lines = textwrap.wrap(" ".join(name.split()), LETTERS) or [""]
    return (
        lines
        if len(lines) <= 2
        else [lines[0], textwrap.shorten(" ".join(lines[1:]), LETTERS, placeholder="…")]
    )


def _told(component: Component) -> str:
    """What hovering over a box tells: its settings with their origin, and the statements."""
    from ..architect.values import said, written

    lines = [component.name + (" (there already)" if component.existing else "")]
    for name, setting in list(component.settings.items())[:MOST_SETTINGS]:
        origin = ", ".join(setting.statements) or "assumed"
        lines.append(f"{said(name)}: {written(setting.value)} ({origin})")
    lines.append(
        f"because of {', '.join(component.statements)}"
        if component.statements
        else f"because {component.reason or 'a rule adds it'}"
    )
    return "\n".join(lines)


def _text(text: str) -> str:
    return escape("".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text))


def _attribute(text: str) -> str:
    return quoteattr("".join(letter if letter.isprintable() else " " for letter in text))
