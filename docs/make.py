"""Writes the pages that are made from what the program knows: ``make docs``. A test holds the committed pages to it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from spec2iac.catalogue import catalogue
from spec2iac.cli import COMMANDS, cli
from spec2iac.explanations import explanations
from spec2iac.pack.load import load, targets
from spec2iac.pack.matrix import support_matrix

DOCS = Path(__file__).resolve().parent
MATRIX = ("<!-- concepts and clouds: made by `make docs` -->", "<!-- end of the table -->")
MADE = "<!-- Made by `make docs`: change the sources, not this page. -->\n"
BLOCKS = {
    "0": "Reading",
    "1": "Understanding",
    "2": "Architecture",
    "3": "Building",
    "4": "Command line and output",
}


def diagnostics() -> str:
    """All pages of ``compiler/explain/``, one after the other, with a table to find them by."""
    pages = explanations()
    text = [MADE, "# Diagnostics\n", "`spec2iac explain CODE` shows each of these pages in the terminal.\n"]
    for block, title in BLOCKS.items():
        listed = [page for page in pages if page.code[3] == block]
        if listed:
            text.append(f"## {title}\n")
            text.append("| code | severity | finding |\n| --- | --- | --- |")
            text.append(
                "\n".join(
                    f"| [{page.code}](#{_anchor(page.code, page.name)}) | {page.severity.value} | {page.name} |"
                    for page in listed
                )
                + "\n"
            )
    for page in pages:
        text.append(_two_levels_down(page.page))
    return "\n".join(text)


def _two_levels_down(page: str) -> str:
    """A page with its headings two levels deeper; what looks like one in a block of code is none."""
    fenced, lines = False, []
    for line in page.rstrip().splitlines():
        fenced ^= line.startswith("```")
        lines.append(f"##{line}" if line.startswith("#") and not fenced else line)
    return "\n".join(lines) + "\n"


def _anchor(code: str, name: str) -> str:
    """The anchor that GitHub gives the heading: lower case, blanks as hyphens, no other signs."""
    return "".join(
        "-" if letter == " " else letter
        for letter in f"{code}: {name}".lower()
        if letter.isalnum() or letter in " -_"
    )


def commands() -> str:
    """The help of every command, as the terminal shows it."""
    text = [MADE, "# Commands\n", _help("spec2iac", cli)]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli, info_name="spec2iac"), name)
        assert command is not None
        text += [f"## {name}\n", _help(f"spec2iac {name}", command)]
    return "\n".join(text)


def _help(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path, terminal_width=100, help_option_names=["-h", "--help"])
    return f"```text\n{command.get_help(context)}\n```\n"


def concepts() -> str:
    """Every concept of the vocabulary, its properties with their units, and what each cloud has for it."""
    packs = [load(name) for name in targets()]
    text = [
        MADE,
        "# Concepts\n",
        "What a specification can ask for, with the properties that are understood, and how each cloud's pack supports it:",
        "*full* (every property arrives), *nearest* (another service stands in) or nothing.\n",
        f"| concept | properties | {' | '.join(pack.title for pack in packs)} |",
        f"| --- | --- |{' --- |' * len(packs)}",
    ]
    for name, entry in catalogue().items():
        properties = ", ".join(_property(*item) for item in (entry.get("properties") or {}).items())
        support = [pack.concepts.get(name) for pack in packs]
        cells = [f"{form['service']} ({form['support']})" if form else "" for form in support]
        text.append(
            f"| {name} | {properties} | {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
        )
    return "\n".join(text) + "\n"


def _property(name: str, form: object) -> str:
    """A property with its unit or the values that it may have."""
    if isinstance(form, list):
        return f"`{name}` ({', '.join(map(str, form))})"
    return f"`{name}`" if form in ("text", "bool", "list", "count", name) else f"`{name}` ({form})"


PAGES = {"diagnostics.md": diagnostics, "commands.md": commands, "concepts.md": concepts}


def matrix() -> str:
    """The table of the README: each concept's support on each cloud."""
    packs = [load(name) for name in targets()]
    rows = support_matrix(packs, catalogue())
    counts = (Counter(cells[index] for _, cells in rows) for index in range(len(packs)))
    totals = (f"{count['full']} full, {count['nearest']} nearest" for count in counts)
    lines = [
        f"| concept | {' | '.join(pack.title for pack in packs)} |",
        f"| --- |{' --- |' * len(packs)}",
        *(f"| {concept} | {' | '.join(cells)} |" for concept, cells in rows),
        f"| **of {len(rows)}** | {' | '.join(totals)} |",
    ]
    return "\n".join(lines)


def readme(text: str) -> str:
    """The README with its table of concepts and clouds made anew."""
    before, mark, rest = text.partition(MATRIX[0])
    _, end, after = rest.partition(MATRIX[1])
    assert mark and end, "the README has lost the marks of its table"
    return f"{before}{mark}\n{matrix()}\n{end}{after}"


def main() -> int:
    """Write every page."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
    page = DOCS.parent / "README.md"
    page.write_text(readme(page.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
