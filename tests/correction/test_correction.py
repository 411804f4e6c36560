"""``check --fix``: what it changes, and that it changes nothing else."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec2iac.correction import correct
from spec2iac.language import understand
from spec2iac.language.machine_form import as_json
from spec2iac.reader import read

CASES = sorted((Path(__file__).parent / "cases").glob("*[a-z].md"))
WORDS = ["RDS", "an S3 bucket", "a database", "SQS", "MUST", "provide", "CloudFront", "**", "`", "|", "[TBD]", "Redis", "é", "50 GB", ":", "a", "An"]  # fmt: skip


@pytest.mark.parametrize(
    "path", [path for path in CASES if not path.stem.endswith("-fixed")], ids=lambda path: path.stem
)
def test_a_case_becomes_its_fixed_form(path: Path, update_goldens: bool) -> None:
    fixed = path.with_name(f"{path.stem}-fixed.md")
    found = correct(path.read_bytes(), path.name)
    if update_goldens:
        fixed.write_bytes(found.data)
    assert found.data == fixed.read_bytes()
    assert found.edits and not found.left_out


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_marks_stay(mark: bytes, end: str) -> None:
    text = end.join(["# T", "", "## Functional Requirements", "", "-\tRDS \twith backups  ", "", "end"])
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-8"
    found = correct(mark + text.encode(encoding), "x")
    expected = text.replace("-\tRDS", "-\t**FR-001**: Managed relational database")
    assert found.data == mark + expected.encode(encoding)


def test_bytes_that_are_no_text_are_left_alone() -> None:
    data = b"# T\n\n## Functional Requirements\n\n- RDS \xff\n"
    assert correct(data, "x").data == data


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["- ", "* ", "1. ", "- [ ] ", "", "> - ", "### "]),
            st.lists(st.sampled_from(WORDS), max_size=6),
        ),
        max_size=8,
    )
)
def test_nothing_but_the_edits_changes_and_a_second_run_finds_nothing(
    lines: list[tuple[str, list[str]]],
) -> None:
    body = "\n".join(mark + " ".join(words) for mark, words in lines)
    data = f"# T\n\n## Functional Requirements\n\n{body}\n".encode()
    found = correct(data, "x")
    again = correct(found.data, "x")
    assert again.data == found.data
    assert meanings(found.data) == meanings(data)
    old, new = data.decode().split("\n"), found.data.decode().split("\n")
    assert len(old) == len(new)
    touched = {edit.line - 1 for edit in found.edits}
    assert all(
        before == after
        for number, (before, after) in enumerate(zip(old, new, strict=True))
        if number not in touched
    )


def meanings(data: bytes) -> list[tuple[object, ...]]:
    """What every statement says, without its text and the places in it."""
    shown = as_json(understand(read(data, "x")))
    return [
        (
            item["id"],
            item["kind"],
            item["status"],
            [(i["concept"], i["polarity"], i["properties"]) for i in item["intents"]],
        )
        for item in shown["statements"]
    ]


def test_a_name_that_only_shows_when_another_is_mended() -> None:
    data = b"# T\n\n## Functional Requirements\n\n- RDS ` ` RDS\n"
    once = correct(data, "x").data
    assert correct(once, "x").data == once
