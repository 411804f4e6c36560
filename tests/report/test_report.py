"""The page and its diagram: nothing overlaps, nothing is lost, hostile text stays text, and a real browser shows it without a complaint."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from spec2iac.architecture import Architecture, Component, Link, Policy, Tier
from spec2iac.cli import cli
from spec2iac.pack.load import load
from spec2iac.pipeline import Options, compile_specification
from spec2iac.report.boxes import HEIGHT, WIDTH
from spec2iac.report.layout import CARRIERS, Drawing, lay_out
from spec2iac.report.page import page
from spec2iac.report.routing import is_clear
from spec2iac.report.svg import anchor, svg

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
CASES = Path(__file__).resolve().parent.parent / "trace" / "cases"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


def made(path: Path, target: str = "aws") -> str:
    compilation = compile_specification(path.read_bytes(), "spec.md", Options(target))
    return page(compilation, load(target), {})


SPECIFICATIONS = [*sorted(EXAMPLES.glob("*/spec.md")), CASES / "claims.md", CASES / "hostile.md"]

# ---- the diagram --------------------------------------------------------------------------------------------------


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    count = draw(st.integers(0, 60))
    components = tuple(
        Component(
            "object-storage",
            f"c{number}",
            draw(st.text(max_size=40)),
            tier=draw(st.sampled_from(list(Tier))),
            existing=draw(st.booleans()),
        )
        for number in range(count)
    )
    ends = st.integers(0, max(count - 1, 0))
    links = tuple(
        Link(
            f"object-storage.c{draw(ends)}",
            f"object-storage.c{draw(ends)}",
            "uses",
            draw(st.sampled_from([None, 443])),
        )
        for _ in range(draw(st.integers(0, 30)) if count else 0)
    )
    return Architecture("x", draw(st.text(max_size=20)), components, links, Policy({}))


def check(drawing: Drawing, architecture: Architecture) -> None:
    places = [(box.x, box.y) for box in drawing.boxes]
    for (x1, y1), (x2, y2) in combinations(places, 2):
        assert abs(x1 - x2) >= WIDTH or abs(y1 - y2) >= HEIGHT, "two boxes overlap"
    assert all(
        x >= 0 and x + WIDTH <= drawing.width and y >= 0 and y + HEIGHT <= drawing.height for x, y in places
    )
    for panel, other in combinations(drawing.panels, 2):
        apart_x = panel.x + panel.width <= other.x or other.x + other.width <= panel.x
        assert apart_x or panel.y + panel.height <= other.y or other.y + other.height <= panel.y
    shown = {item.key for item in architecture.components if item.concept not in CARRIERS}
    assert {box.component.key for box in drawing.boxes} == shown
    for line in drawing.lines:
        assert is_clear(line.points, drawing.boxes), "a line runs behind a box"
        assert all(x >= 0 and y >= 0 for x, y in line.points)
    assert len(drawing.lines) == sum(
        1 for link in architecture.links if {link.source, link.target} <= shown and link.source != link.target
    )


@given(architectures())
@settings(deadline=None, max_examples=30)
def test_boxes_never_overlap_and_nothing_is_lost(architecture: Architecture) -> None:
    drawing = lay_out(architecture)
    check(drawing, architecture)
    text = svg(architecture, {}, alone=True)
    assert text == svg(architecture, {}, alone=True)
    ElementTree.fromstring(text)


@pytest.mark.parametrize("path", SPECIFICATIONS, ids=lambda path: path.parent.name + path.stem)
def test_the_diagram_of_a_specification(path: Path) -> None:
    compilation = compile_specification(path.read_bytes(), "spec.md", Options("aws"))
    check(lay_out(compilation.architecture), compilation.architecture)
    names = {item.key: anchor(item.key) for item in compilation.architecture.components}
    assert len(set(names.values())) == len(names)
    assert all(re.fullmatch(r"c-[A-Za-z0-9-]+", value) for value in names.values())


def test_the_expected_diagram(update_goldens: bool) -> None:
    compilation = compile_specification(
        (EXAMPLES / "ecommerce" / "spec.md").read_bytes(), "spec.md", Options("aws")
    )
    services = {concept: str(form["service"]) for concept, form in load("aws").concepts.items()}
    text = svg(compilation.architecture, services, alone=True)
    place = Path(__file__).parent / "ecommerce.svg"
    if update_goldens:
        place.write_text(text, encoding="utf-8")
    assert text == place.read_text(encoding="utf-8")


# ---- the page -----------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a browser would make of the page, as far as these tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("path", SPECIFICATIONS, ids=lambda path: path.parent.name + path.stem)
def test_the_page_loads_nothing_and_is_built_well(path: Path) -> None:
    text = made(path)
    found = Page(text)
    assert text == made(path)
    assert not {name for name, _ in found.tags} & {
        "script",
        "img",
        "iframe",
        "link",
        "object",
        "embed",
        "form",
        "input",
    }
    assert all((link["href"] or "").startswith("#") for link in found.all("a"))
    assert not any(
        name.startswith("on") or name == "style" for _, attributes in found.tags for name in attributes
    )
    identities = [attributes["id"] for _, attributes in found.tags if attributes.get("id")]
    assert len(identities) == len(set(identities))
    assert {(link["href"] or "")[1:] for link in found.all("a")} <= set(identities)
    levels = [int(name[1]) for name, _ in found.tags if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(cell.get("scope") in ("col", "row") for cell in found.all("th"))
    assert found.all("html")[0]["lang"] == "en"
    assert {"header", "main", "nav", "footer"} <= {name for name, _ in found.tags}


def test_every_line_of_the_specification_is_on_the_page() -> None:
    text = made(EXAMPLES / "ecommerce" / "spec.md")
    lines = (EXAMPLES / "ecommerce" / "spec.md").read_text(encoding="utf-8").splitlines()
    assert text.count('<span class="number">') == len(lines)


def test_hostile_text_stays_text() -> None:
    text = made(CASES / "hostile.md")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    "ink, paper",
    [("ink", "paper"), ("soft", "paper"), ("soft", "panel"), ("link", "paper"), ("good", "goodbg"), ("bad", "badbg"), ("open", "openbg"),
     ("measure", "measurebg"), ("ink", "goodbg"), ("ink", "badbg"), ("ink", "openbg"), ("ink", "measurebg"), ("good", "paper"), ("bad", "paper")],
)  # fmt: skip
def test_text_can_be_read(scheme: int, ink: str, paper: str) -> None:
    """Contrast of at least 4.5 (WCAG 2.2, 1.4.3), in the light and in the dark scheme."""
    style = (EXAMPLES.parent / "compiler" / "report" / "style.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root\{([^}]*)\}", style)
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", blocks[scheme]))
    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_command(tmp_path: Path) -> None:
    spec = str(EXAMPLES / "static-website" / "spec.md")
    done = CliRunner().invoke(cli, ["report", spec, "--out", str(tmp_path / "report.html")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (
        CliRunner().invoke(cli, ["report", spec, "--format", "svg", "--out", "-"]).output.startswith("<svg")
    )
    assert (
        CliRunner()
        .invoke(cli, ["report", spec, "--out", str(tmp_path / "no" / "such" / "place.html")])
        .exit_code
        == 3
    )


def test_a_plans_results_stand_on_the_page(tmp_path: Path) -> None:
    case = CASES.parent.parent / "verification" / "cases" / "aws-shop"
    out = tmp_path / "report.html"
    CliRunner().invoke(
        cli, ["report", str(case / "spec.md"), "--plan", str(case / "wrong.json"), "--out", str(out)]
    )
    assert '<td class="fail">fail</td>' in out.read_text(encoding="utf-8")


# ---- a real browser -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
@pytest.mark.parametrize("width", [500, 1280])
def test_a_browser_shows_it(tmp_path: Path, width: int) -> None:
    """Without a complaint, without a request, without scrolling sideways; and it can be printed."""
    place = tmp_path / "report.html"
    # The page may run no script: a copy without its policy measures itself.
    text = made(EXAMPLES / "ecommerce" / "spec.md")
    place.write_text(text, encoding="utf-8")
    measured = tmp_path / "measured.html"
    script = "<script>document.title=[document.documentElement.scrollWidth>innerWidth,performance.getEntriesByType('resource').length].join(' ')</script>"
    measured.write_text(
        re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", f"{script}</body>"), encoding="utf-8"
    )
    base = [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}",
            f"--window-size={width},900", "--virtual-time-budget=4000"]  # fmt: skip
    seen = subprocess.run(
        [*base, "--dump-dom", measured.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    assert "<title>false 0</title>" in seen.stdout
    shown = subprocess.run(
        [*base, f"--print-to-pdf={tmp_path / 'report.pdf'}", place.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "CONSOLE" not in shown.stderr, shown.stderr
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
