"""The vocabulary files: each line has the form that it must have; an error names the file and the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec2iac.language.vocabulary import compile_vocabulary, vocabulary
from spec2iac.language.vocabulary_check import check_vocabulary

from .saying import lines, say


def test_the_vocabulary_is_sound() -> None:
    assert check_vocabulary() == []


def test_an_unknown_property_is_found_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("cdn:\n  - content network\n  - {say: edge, colour: red}\n", encoding="utf-8")
    problems = check_vocabulary((path,))
    assert len(problems) == 1
    assert problems[0].startswith("terms.yaml:3: ")
    assert "colour" in problems[0]


def test_an_unknown_concept_is_found(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("teapot:\n  - tea\n", encoding="utf-8")
    assert check_vocabulary((path,)) == ["terms.yaml:1: there is no concept 'teapot'"]


def test_a_phrase_without_words_is_found(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("cdn:\n  - ''\n", encoding="utf-8")
    assert check_vocabulary((path,))[0].startswith("terms.yaml:2: ")


def test_what_the_cache_gives_is_what_the_files_say() -> None:
    compiled = compile_vocabulary()
    for name in ("hard", "soft", "frames"):
        branches = getattr(vocabulary(), name)
        assert compiled[name] == {word: branches[word] for word in branches}


@pytest.mark.parametrize("concept", sorted(vocabulary().concepts))
def test_every_concept_is_found_by_its_title(concept: str) -> None:
    title = vocabulary().concepts[concept]["title"]
    understood = lines(say([f"Infrastructure MUST provide {title.lower()}"]))[0]
    assert concept in understood
