"""What statements become: every file in ``cases/`` states some and what the architect makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from spec2iac.architect import DesignOptions, design
from spec2iac.architecture import Architecture

from .builder import as_value, specification

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    architecture = design(specification(case["statements"]), DesignOptions(**case.get("options", {})))
    expected = case["expect"]
    assert expected, "a case expects something"
    for name in expected:
        CHECKS[name](architecture, expected[name])


def components(architecture: Architecture, expected: dict[str, dict[str, Any] | None]) -> None:
    there = {component.key: component for component in architecture.components}
    for key, wanted in expected.items():
        assert key in there, f"{key} is not among {sorted(there)}"
        component = there[key]
        for name, value in (wanted or {}).items():
            if name == "settings":
                for setting, setting_value in value.items():
                    assert component.settings[setting].value == as_value(setting_value), f"{key}: {setting}"
            elif name == "from":
                for setting, statements in value.items():
                    assert list(component.settings[setting].statements) == statements, f"{key}: {setting}"
            elif name == "without":
                assert not set(value) & component.settings.keys(), key
            elif name == "statements":
                assert list(component.statements) == value, key
            else:
                assert getattr(component, name) == value, f"{key}: {name}"


def all_components(architecture: Architecture, expected: list[str]) -> None:
    assert [component.key for component in architecture.components] == expected


def absent(architecture: Architecture, expected: list[str]) -> None:
    there = {name for component in architecture.components for name in (component.key, component.concept)}
    assert not there & set(expected)


def written_links(architecture: Architecture) -> list[str]:
    return [
        f"{link.source} {link.verb}{f':{link.port}' if link.port else ''} {link.target}"
        for link in architecture.links
    ]


def links(architecture: Architecture, expected: list[str]) -> None:
    there = written_links(architecture)
    assert [link for link in expected if link not in there] == [], there


def no_links(architecture: Architecture, expected: list[str]) -> None:
    there = written_links(architecture)
    assert [link for link in expected if link in there] == []


def policy(architecture: Architecture, expected: dict[str, Any]) -> None:
    settings = architecture.policy.settings
    assert {name: settings[name].value for name in expected} == {
        name: as_value(value) for name, value in expected.items()
    }


def policy_from(architecture: Architecture, expected: dict[str, list[str]]) -> None:
    settings = architecture.policy.settings
    assert {name: list(settings[name].statements) for name in expected} == expected


def findings(architecture: Architecture, expected: list[str]) -> None:
    found = [
        f"{item.code} {item.statement}" if item.statement else item.code for item in architecture.diagnostics
    ]
    assert found == expected, architecture.diagnostics


def assumptions(architecture: Architecture, expected: list[str]) -> None:
    there = [assumption.what for assumption in architecture.assumptions]
    assert [what for what in expected if what not in there] == [], there


def trace(architecture: Architecture, expected: dict[str, list[str]]) -> None:
    assert {name: list(architecture.trace.get(name, ())) for name in expected} == expected


def excluded(architecture: Architecture, expected: dict[str, list[str]]) -> None:
    assert {name: list(statements) for name, statements in architecture.excluded.items()} == expected


CHECKS = {
    "components": components,
    "all_components": all_components,
    "absent": absent,
    "links": links,
    "no_links": no_links,
    "policy": policy,
    "policy_from": policy_from,
    "findings": findings,
    "assumptions": assumptions,
    "trace": trace,
    "excluded": excluded,
}
