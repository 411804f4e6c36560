"""Every pair of concepts that can be linked, each as a specification of two statements."""

from __future__ import annotations

from spec2iac.architect import DesignOptions, design
from spec2iac.architect.rules import rules
from spec2iac.architecture import Architecture
from spec2iac.pack.load import load
from spec2iac.pack.region import place_in_region
from spec2iac.statements import Specification

from ..architect.builder import specification


def pairs() -> list[tuple[str, str, str]]:
    """``(source, verb, target)`` for every pair that a rule of ``links.yaml`` may link, each once, in the rules' order."""
    found: dict[tuple[str, str, str], None] = {}
    for rule in rules()["links"]["rules"]:
        for source in (concept for group in rule["from"] for concept in group):
            for target in (concept for group in rule["to"] for concept in group):
                found[source, rule["verb"], target] = None
    return list(found)


def wanted(source: str, verb: str, target: str) -> Specification:
    """A specification of two statements that ask for one each and speak of both, with the settings that the rule asks of each.

    Servers call each other where one faces clients and the other stands behind it: their names say so.
    """
    where: dict[str, dict[str, object]] = {}
    words: list[str] = []
    for rule in rules()["links"]["rules"]:
        sides = [{concept for group in rule[side] for concept in group} for side in ("from", "to")]
        if rule["verb"] == verb and source in sides[0] and target in sides[1]:
            where = rule.get("where", {})
            words = rule.get("words", [])
            break
    ends = [(source, "web"), (target, "app")] if verb == "calls" else [(source, None), (target, None)]
    said = [f"the {concept.replace('-', ' ')}" for concept, _ in ends]
    together = f"{said[0]} {words[0] if words else 'with'} {said[1]}"
    statements = [
        {
            "id": f"FR-{number:03d}",
            "text": together,
            "intents": [{"concept": concept, "name": name, "properties": where.get(concept, {})}],
        }
        for number, (concept, name) in enumerate(dict.fromkeys(ends), 1)
    ]
    return specification(statements, f"{source} {target}")


def designed(source: str, verb: str, target: str, cloud: str) -> tuple[Specification, Architecture]:
    """The pair's specification and its architecture on a cloud, in the cloud's default region."""
    wishes = wanted(source, verb, target)
    return wishes, place_in_region(design(wishes, DesignOptions()), load(cloud), None)[0]
