"""How engineers state each property of each concept: case files, a heading a concept, each statement with what it says of it.

``=> engine=postgresql, version=16`` stands for each component of the concept that the statement names, in order; ``=> 'orders'
engine=…`` where it has a name of its own, ``=> nothing`` where it has no properties, no arrow where it is not asked for.
An item nested under another is a field of what that one names. Other concepts of the statement are not looked at: the cases in ``cases/`` do that.

``pytest tests/language --update-goldens`` writes what the compiler understands now; read the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from spec2iac.document import Kind
from spec2iac.language import as_json
from spec2iac.language.vocabulary import vocabulary

from .saying import say, value_text

CASES = sorted((Path(__file__).parent / "properties").glob("*.md"))
ARROW = "  => "
# What a property's value must be, by its type in the catalogue; any other type is a list of words or a unit.
PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "count": (int, float),
    "text": (str,),
    "cidr": (str,),
    "port": (int,),
    "layer": (int,),
    "list": (list,),
    "metrics": (list,),
    "percents": (list,),
    "period": (str, int, float),
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_properties_are_what_their_cases_say(path: Path, update_goldens: bool) -> None:
    written = path.read_text(encoding="utf-8").splitlines()
    understood = _understood(written)
    if update_goldens:
        path.write_text("\n".join(understood) + "\n", encoding="utf-8")
        return
    assert written == understood


def test_every_property_of_the_catalogue_is_stated_in_several_ways() -> None:
    stated: dict[tuple[str, str], int] = {}
    for path in CASES:
        concept = ""
        for text in path.read_text(encoding="utf-8").splitlines():
            concept = text[3:].strip() if text.startswith("## ") else concept
            if text.startswith(ARROW):
                for part in text.partition("=> ")[2].split(", "):
                    key = part.rpartition("' ")[2].partition("=")[0]
                    stated[concept, key] = stated.get((concept, key), 0) + 1
    few = {
        f"{concept}.{name}": stated.get((concept, name), 0)
        for concept, entry in vocabulary().concepts.items()
        for name in entry["properties"]
        if stated.get((concept, name), 0) < 3
    }
    assert not few


def _understood(written: list[str]) -> list[str]:
    shown: list[str] = []
    concept = lead = ""
    kind = Kind.REQUIREMENT
    for text in written:
        if text.startswith(ARROW):
            continue
        shown.append(text)
        if text.startswith("## "):
            concept = text[3:].strip()
            assert concept in vocabulary().concepts
        elif text.lstrip().startswith("- "):
            nested = text.startswith("  ")
            lead = lead if nested else text[2:]
            said = say([text.lstrip()[2:]], kind=kind, lead=lead if nested else None)
            statement = as_json(said)["statements"][0]
            wanted = [intent for intent in statement["intents"] if intent["concept"] == concept]
            shown.extend(ARROW + _shown(intent) for intent in wanted)
    return shown


def _shown(intent: dict[str, Any]) -> str:
    marks = [
        *(["not"] if intent["polarity"] == "exclude" else []),
        *(["existing"] if intent["existing"] else []),
        *([f"'{intent['name']}'"] if intent["name"] else []),
        *([f"[{intent['environment']}]"] if intent.get("environment") else []),
    ]
    properties = intent["properties"]
    types = vocabulary().concepts[intent["concept"]]["properties"]
    for name, value in properties.items():
        assert isinstance(value, PYTHON_TYPES.get(str(types[name]), (str, int, float, list))), (name, value)
    pairs = ", ".join(f"{name}={value_text(properties[name])}" for name in sorted(properties))
    return " ".join((*marks, pairs or "nothing"))
