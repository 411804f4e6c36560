"""The steps of drills: every one that a pack declares is a shell's, and is reached by some component."""

from __future__ import annotations

import subprocess

import pytest
from spec2iac.catalogue import catalogue
from spec2iac.pack.load import load, targets
from spec2iac.pack.render import render
from spec2iac.pack.steps import drills

from .scenes import alone, plain_value, scene

DECLARED = [
    pytest.param(target, concept, id=f"{target}-{concept}")
    for target in targets()
    for concept, form in load(target).concepts.items()
    if form["drills"]
]


@pytest.mark.parametrize("target, concept", DECLARED)
def test_the_steps_of_a_drill_are_a_shells(target: str, concept: str) -> None:
    pack = load(target)
    known = {name: plain_value(concept, name) for name in catalogue()[concept]["properties"]}
    full = {name: value for name, value in known.items() if value is not None}
    found: dict[str, None] = {}
    for properties in ({}, full, {**full, "read_replicas": 0}):
        # Snapshots are there where something makes them.
        architecture = scene(alone(concept, properties), alone("backup"), target=target)
        for name, steps in drills(render(architecture, pack, catalogue()).scene, pack).items():
            for step in steps:
                found[name] = None
                assert step["say"]
                done = subprocess.run(
                    ["bash", "-n"], input=step["run"], text=True, capture_output=True, check=False
                )
                assert done.returncode == 0, f"{name}: {done.stderr}\n{step['run']}"
    assert set(found) == {step["drill"] for step in pack.concepts[concept]["drills"]}
