"""The cases of the language: Markdown files, each statement with what it means behind an arrow; behind a table, its rows in order.

``pytest tests/language --update-goldens`` writes what the compiler understands now; read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spec2iac.document import Form, Kind

from .saying import lines, say, say_table

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
ARROW = "  => "


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_statements_mean_what_their_cases_say(path: Path, update_goldens: bool) -> None:
    written = path.read_text(encoding="utf-8").splitlines()
    understood = _understood(written)
    if update_goldens:
        path.write_text("\n".join(understood) + "\n", encoding="utf-8")
        return
    assert written == understood


def test_there_are_cases() -> None:
    assert len(CASES) >= 8


def _understood(written: list[str]) -> list[str]:
    """The case file with the meaning behind each statement: a heading "kind: section" sets what follows."""
    shown: list[str] = []
    kind, section, form = Kind.REQUIREMENT, (), Form.ITEM
    table: list[str] = []
    for text in (*(text for text in written if not text.startswith(ARROW)), ""):
        if table and not text.startswith("|"):
            shown.extend(ARROW + row for row in lines(say_table(table, section)))
            table = []
        if text.startswith("|"):
            table.append(text)
        shown.append(text)
        if text.startswith("## "):
            name, _, title = text[3:].partition(":")
            kind, section = (
                Kind(name.strip()),
                tuple(part.strip() for part in title.split(">") if part.strip()),
            )
            form = Form.ITEM
        elif text.startswith("- "):
            shown.append(ARROW + lines(say([text[2:]], kind=kind, section=section, form=form))[0])
    return shown[:-1]
