"""Every concept of every pack renders alone, with each of its properties and looked up where it is there already."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from spec2iac.architecture import Component, Policy, Setting
from spec2iac.catalogue import catalogue
from spec2iac.diagnostics import Diagnostic, Severity
from spec2iac.hcl.gate import cross_read
from spec2iac.hcl.schema import check, load_schema
from spec2iac.pack.load import load, targets
from spec2iac.pack.render import render
from spec2iac.pack.steps import steps
from spec2iac.project.layout import Layout, lay_out
from spec2iac.project.variables import variable_values

from .scenes import AROUND, alone, plain_value, scene

AROUND_IT = {concept for concept, _, _ in AROUND}
CASES = [(target, concept) for target in targets() for concept in load(target).concepts]


def built(target: str, component: Component) -> tuple[Layout, list[Diagnostic]]:
    """What the pack makes of one component, and the defects that its schema finds."""
    pack = load(target)
    rendering = render(scene(component, target=target), pack, catalogue())
    assert all(step for moment in steps(rendering.scene, pack).values() for step in moment)
    layout = lay_out(rendering.texts)
    cross_read([placed.block for placed in layout.placed])
    _, findings = variable_values(layout, pack, {})
    found = [*check(layout.graph, load_schema(pack.folders)), *findings]
    return layout, [item for item in found if item.severity is Severity.ERROR]


@pytest.mark.parametrize(("target", "concept"), CASES)
def test_a_concept_alone_fits_the_schema(target: str, concept: str) -> None:
    _, defects = built(target, alone(concept))
    assert not defects


@pytest.mark.parametrize(("target", "concept"), CASES)
def test_a_concept_that_is_there_already_creates_nothing(target: str, concept: str) -> None:
    component = alone(concept, existing=True)
    layout, defects = built(target, component)
    assert not defects
    made = [placed.address for placed in layout.resources() if placed.component == component.key]
    assert not made, "what is there already is looked up, not created"


PROPERTIES = [
    (target, concept, name) for target, concept in CASES for name in catalogue()[concept]["properties"]
]


@pytest.mark.parametrize(("target", "concept", "name"), PROPERTIES)
def test_a_property_fits_the_schema(target: str, concept: str, name: str) -> None:
    value = plain_value(concept, name)
    if value is None:
        pytest.skip(f"no value of '{name}' stands for all engines")
    _, defects = built(target, alone(concept, {name: value}))
    assert not defects


@pytest.mark.parametrize(("target", "concept"), CASES)
def test_the_pack_accounts_for_every_property(target: str, concept: str) -> None:
    known: dict[str, Any] = catalogue()[concept]["properties"]
    declared = load(target).concepts[concept]["properties"]
    assert set(declared) == set(known), (
        "each property of the vocabulary names its argument, or says why there is none"
    )


def leaves_work(target: str, concept: str) -> bool:
    """Whether a concept alone leaves something to people, whatever its properties are."""
    steps_of = load(target).concepts[concept]["steps"]
    return any(step["when"] in (None, "not this.existing") for step in steps_of)


@pytest.mark.parametrize(("target", "concept"), [case for case in CASES if leaves_work(*case)])
def test_what_is_there_already_leaves_no_work(target: str, concept: str) -> None:
    pack = load(target)
    around = steps(render(scene(target=target), pack, catalogue()).scene, pack)
    new = steps(render(scene(alone(concept), target=target), pack, catalogue()).scene, pack)
    assert new != around or concept in AROUND_IT, "what is made leaves something to people"
    there = render(scene(alone(concept, existing=True), target=target), pack, catalogue()).scene
    left = [step for moment in steps(there, pack).values() for step in moment]
    if pack.concepts[concept]["steps"][0]["when"]:
        assert not set(left) - {step for moment in around.values() for step in moment}


@pytest.mark.parametrize("asked", [True, False])
def test_what_a_form_cannot_follow_is_told_where_it_was_asked_for(asked: bool) -> None:
    forms = [(target, concept) for target, concept in CASES if load(target).concepts[concept]["lacks"]]
    assert forms
    for target, concept in forms:
        plain = scene(alone(concept), target=target)
        keys = Setting(True, ("NFR-001",) if asked else ())
        wished = replace(plain, policy=Policy(plain.policy.settings | {"own_keys": keys}))
        told = [
            item
            for item in render(wished, load(target), catalogue()).diagnostics
            if "own_keys" in item.message
        ]
        assert [item.statement for item in told] == (["NFR-001"] if asked else []), (target, concept)
