"""Concepts that are linked render together, and what they make fits the schema."""

from __future__ import annotations

import pytest
from spec2iac.catalogue import catalogue
from spec2iac.diagnostics import Severity
from spec2iac.hcl.gate import cross_read
from spec2iac.hcl.schema import check, load_schema
from spec2iac.pack.load import load, targets
from spec2iac.pack.render import render
from spec2iac.project.layout import lay_out
from spec2iac.project.variables import variable_values

from .pairs import designed, pairs

# Each pair on one cloud: on which one changes from pair to pair. `make matrix` tries them all, with Terraform.
CASES = [(targets()[number % len(targets())], *pair) for number, pair in enumerate(pairs())]


@pytest.mark.parametrize(("cloud", "source", "verb", "target"), CASES)
def test_a_linked_pair_fits_the_schema(cloud: str, source: str, verb: str, target: str) -> None:
    _, architecture = designed(source, verb, target, cloud)
    concepts = {component.key: component.concept for component in architecture.components}
    # Some verbs exclude each other: what takes messages from a queue does not send any to it, unless more is there.
    linked = {(concepts[link.source], concepts[link.target]) for link in architecture.links}
    # Containers beside a cluster run on it and are no component of their own.
    absent = {source, target} - set(concepts.values())
    assert (source, target) in linked or absent == {"container-service"}
    pack = load(cloud)
    layout = lay_out(render(architecture, pack, catalogue()).texts)
    cross_read([placed.block for placed in layout.placed])
    _, findings = variable_values(layout, pack, {})
    found = [*check(layout.graph, load_schema(pack.folders)), *findings]
    assert not [item for item in found if item.severity is Severity.ERROR]
