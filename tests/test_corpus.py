"""The labels of the corpus fit their specifications, and the catalogue has every word that they use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from spec2iac.data import data_root
from spec2iac.document import Kind
from spec2iac.reader import read
from spec2iac.statements import Modality, Polarity, Status

from .corpus_labels import HALVES, Label, Specimen, pair, specimens
from .corpus_scores import compare, same_value

SPECIMENS = [specimen for half in HALVES for specimen in specimens(half)]
CONSTRAINTS = {
    "region",
    "residency",
    "naming",
    "framework",
    "account",
    "tooling",
    "schedule",
    "purchase",
    "log-archive",
    "environment",
}
OPERATORS = {"<", "<=", "=", ">=", ">", "range", "~"}
STATEMENT_KEYS = {
    "line",
    "id",
    "kind",
    "modality",
    "status",
    "environment",
    "optional",
    "says",
    "intents",
    "measures",
    "constraints",
}


def each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def catalogue() -> dict[str, Any]:
    concepts: dict[str, Any] = yaml.safe_load((data_root("grammars") / "concepts.yaml").read_text("utf-8"))
    return concepts


def intents(specimen: Specimen) -> Iterator[tuple[int, Label]]:
    for label in specimen.labels:
        for intent in label.get("intents", ()):
            yield label["line"], intent


def bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.name)
def test_labels_are_well_formed(specimen: Specimen) -> None:
    for label in specimen.labels:
        assert label.keys() <= STATEMENT_KEYS, label["line"]
        assert {Kind(kind) for kind in each(label["kind"])}
        assert {Modality(modality) for modality in each(label["modality"])}
        assert {Status(status) for status in each(label["status"])}
        for measure in label.get("measures", ()):
            assert set(each(measure["op"])) <= OPERATORS, label["line"]
            assert isinstance(measure["value"], list) == (measure["op"] == "range"), label["line"]
        for constraint in label.get("constraints", ()):
            assert set(each(constraint["constraint"])) <= CONSTRAINTS, label["line"]


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.name)
def test_the_catalogue_has_every_concept_and_property(specimen: Specimen) -> None:
    concepts = catalogue()
    for line, intent in intents(specimen):
        assert Polarity(intent.get("polarity", "want"))
        known: set[str] = set()
        for concept in (intent["concept"], *intent.get("or", ())):
            assert concept in concepts, line
            known |= concepts[concept]["properties"].keys()
        assert intent.get("properties", {}).keys() | intent.get("may", {}).keys() <= known, line


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.name)
def test_every_labelled_line_says_what_the_label_says(specimen: Specimen) -> None:
    lines = specimen.path.read_text(encoding="utf-8").split("\n")
    for label in specimen.labels:
        assert bare(label["says"]) in bare(lines[label["line"] - 1]), label["line"]


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.name)
def test_every_statement_has_a_label_and_every_label_a_statement(specimen: Specimen) -> None:
    document = read(specimen.path.read_bytes(), specimen.path.name)
    forms = [{"line": p.line, "id": p.id, "text": p.text} for p in document.passages]
    for label, form in pair(specimen.labels, forms):
        assert label is not None, form
        assert form is not None or label.get("optional"), label
        if form is not None:
            written, heard = bare(label["says"]), bare(form["text"])
            # The reader takes the id, the check box and the marks away; the label keeps the line's beginning.
            assert heard[:12] in written or written[-12:] in heard, (label, form)


STATEMENT = {
    "kind": "requirement",
    "modality": "must",
    "status": "mapped",
    "environment": None,
    "id": "FR-001",
}
WANTED = {
    "concept": "relational-database",
    "properties": {"engine": "postgresql", "storage": 500},
    "may": {"zones": 2},
}
LABEL = {**STATEMENT, "line": 3, "says": "FR-001", "intents": [WANTED]}


def form(**changes: Any) -> dict[str, Any]:
    intent = {
        "concept": "relational-database",
        "polarity": "want",
        "existing": False,
        "properties": {"engine": "postgresql", "storage": 500},
    }
    intent.update(changes)
    return {**STATEMENT, "line": 3, "text": "a", "intents": [intent], "measures": [], "constraints": []}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, []),
        ({"properties": {"engine": "postgresql", "storage": 500, "zones": 2}}, []),
        ({"properties": {"engine": "mysql", "storage": 500}}, ["wrong property"]),
        ({"properties": {"engine": "postgresql"}}, ["missing property"]),
        ({"properties": {"engine": "postgresql", "storage": 500, "pitr": True}}, ["false property"]),
        ({"polarity": "exclude"}, ["wrong polarity"]),
        ({"concept": "data-lake", "properties": {}}, ["missing concept", "false concept"]),
        ({"existing": True}, ["wrong existing"]),
    ],
)
def test_the_scorer_tells_errors_apart(changes: dict[str, Any], errors: list[str]) -> None:
    assert [finding.kind for finding in compare(LABEL, form(**changes)).findings] == errors


def test_a_measure_that_repeats_a_property_is_left_open() -> None:
    size = {"metric": "capacity", "statistic": None, "op": "=", "value": 500, "unit": "GiB"}
    other = {**size, "value": 501}
    assert compare(LABEL, {**form(), "measures": [size]}).findings == []
    assert [f.kind for f in compare(LABEL, {**form(), "measures": [other]}).findings] == ["false measure"]


@pytest.mark.parametrize(
    ("wanted", "got", "same"),
    [
        ("AES-256", "aes256", True),
        ("python3.12", "Python 3.12", True),
        ("1.2", "1.3", False),
        (0.1, 0.1 + 1e-9, True),
        (0.1, 0.1001, False),
        ([80, 443], [443, 80], True),
        ([80], [80, 443], False),
        ({"any": ["redis", "valkey"]}, "valkey", True),
        ([{"metric": "cpu", "threshold": 70}], [{"metric": "cpu", "threshold": 70}], True),
        (True, 1, False),
    ],
)
def test_values_are_the_same(wanted: Any, got: Any, same: bool) -> None:
    assert same_value(wanted, got) is same
