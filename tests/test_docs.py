"""The documentation is true: pages made from data are current, every code has a page, links lead somewhere, commands work."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from spec2iac.explanations import FOLDER, explanations

from .builds import ROOT
from .cli.running import spec2iac

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SECTIONS = ("## Example", "## Write instead")


def makers() -> ModuleType:
    """docs/make.py."""
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "docs" / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made_pages() -> dict[str, Callable[[], str]]:
    """The functions of docs/make.py by the page that they make."""
    pages: dict[str, Callable[[], str]] = makers().PAGES
    return pages


def test_the_table_of_clouds_is_current(update_goldens: bool) -> None:
    page = ROOT / "README.md"
    made = makers().readme(page.read_text(encoding="utf-8"))
    if update_goldens:
        page.write_text(made, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == made, "make docs"


@pytest.mark.parametrize("name", made_pages())
def test_pages_made_from_data_are_current(name: str, update_goldens: bool) -> None:
    made, page = made_pages()[name](), ROOT / "docs" / name
    if update_goldens:
        page.write_text(made, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == made, "make docs"


def codes_in_use() -> set[str]:
    """The codes in programs and data, but for help texts and docstrings, which only mention some."""
    sources = [path for path in (ROOT / "compiler").rglob("*.py") if path.parent.name != "cli"]
    programs = "\n".join(re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8")) for path in sources)
    data = [path for room in ("compiler", "grammars") for path in (ROOT / room).rglob("*.yaml")]
    return set(
        re.findall(r"\bS2I\d{3}\b", programs + "\n".join(path.read_text(encoding="utf-8") for path in data))
    )


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    used, explained = codes_in_use(), {page.code for page in explanations()}
    assert sorted(used - explained) == [], "codes without a page in compiler/explain/"
    assert sorted(explained - used) == [], "pages of codes that nothing finds"


@pytest.mark.parametrize("page", explanations(), ids=lambda page: page.code)
def test_a_page_has_its_parts(page: object) -> None:
    text = re.sub(r"^```[\s\S]*?^```", "code", page.page, flags=re.MULTILINE)  # type: ignore[attr-defined]
    assert tuple(re.findall(r"^#+ .*", text, re.MULTILINE)[1:]) == SECTIONS
    meaning, example, instead = re.split(r"^## .*\n", text, flags=re.MULTILINE)
    assert len(meaning.split()) > 15, "say what it means and why it matters"
    assert example.strip() and instead.strip()
    assert len(list(FOLDER.glob(f"{page.code}*"))) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not re.match(r"https?:", target):
            assert (page.parent / target).exists(), target


def commands(page: Path) -> list[str]:
    """The spec2iac commands in a page's shell blocks."""
    blocks = re.findall(r"```sh\n([\s\S]*?)```", page.read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.startswith("spec2iac ")]


@pytest.mark.parametrize("line", commands(ROOT / "README.md"))
def test_the_readmes_commands_work(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(
        "PATH", str(tmp_path)
    )  # --validate finds nothing to run: what the tools say is not tested here
    (tmp_path / "spec.md").write_bytes((ROOT / "examples" / "ecommerce" / "spec.md").read_bytes())
    (tmp_path / "plan.json").write_text('{"planned_values": {"root_module": {}}}', encoding="utf-8")
    arguments = shlex.split(line.split(" > ")[0].split(" | ")[0], comments=True)[1:]
    ended = spec2iac(*arguments)
    assert ended.code == 0 or "--strict" in arguments, ended.stderr


def test_the_readme_shows_a_finding_as_it_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = re.search(r"```text\n(spec\.md:[\s\S]*?)```", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert found is not None
    number, line = re.findall(r"^ (\d+) \| (.*)", found[1], re.MULTILINE)[0]
    lines = ["# Shop", "", "## Infrastructure Requirements", ""]
    assert int(number) == len(lines) + 1
    Path("spec.md").write_text("\n".join([*lines, line, ""]), encoding="utf-8")
    assert found[1] in spec2iac("check", "spec.md").stderr


def test_make_targets_that_pages_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", text))
    assert {"example", "test"} <= named <= targets
