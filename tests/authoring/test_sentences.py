"""Every concept and every property that the data words is read back as just what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from spec2iac.authoring.request import stated_intent
from spec2iac.authoring.sentences import wording
from spec2iac.catalogue import catalogue
from spec2iac.statements import Intent, PropertyValue

KEPT = yaml.safe_load((Path(__file__).parent / "kept.yaml").read_text(encoding="utf-8"))
HERE = (0, 0)
# Values to try by the catalogue's unit.
VALUES: dict[str, tuple[PropertyValue, ...]] = {
    "bool": (True, False),
    "count": (2, 3, 12),
    "GiB": (8, 100, 2048),
    "MiB": (256, 512),
    "d": (7, 30, 90),
    "h": (4, 12),
    "s": (30, 300, 7200),
    "ms": (50, 200),
    "bit/s": (1_000_000_000, 500_000_000),
    "period": (6, 12),
    "percent": (50, 80),
}


def tried() -> list[tuple[str, str, PropertyValue]]:
    """Every concept's property with the values that it is tried with."""
    cases: list[tuple[str, str, PropertyValue]] = []
    for concept, entry in catalogue().items():
        for name, unit in entry.get("properties", {}).items():
            values = unit if isinstance(unit, list) else VALUES.get(unit, ())
            cases += [(concept, name, value) for value in values]
            phrase = wording()["phrases"].get(f"{concept}.{name}", wording()["phrases"].get(name))
            if unit == "text" and isinstance(phrase, dict):
                cases += [(concept, name, value) for value in phrase]
    return cases


def said(concept: str, **properties: PropertyValue) -> str | None:
    return stated_intent(Intent(concept, HERE, properties=properties))


@pytest.mark.parametrize("concept", sorted(catalogue()))
def test_every_concept_has_a_sentence_that_reads_back(concept: str) -> None:
    assert said(concept) is not None


@pytest.mark.parametrize(("concept", "name", "value"), tried())
def test_every_property_reads_back_or_is_known_to_keep_its_authors_words(
    concept: str, name: str, value: PropertyValue
) -> None:
    kept = KEPT.get(f"{concept}.{name}", ())
    assert (said(concept, **{name: value}) is None) == (value in kept)
