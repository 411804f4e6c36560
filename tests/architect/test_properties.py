"""What holds for every specification: nothing raises, ends of links exist, the order of statements changes nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spec2iac.architect import design
from spec2iac.architect.finish import slug_of
from spec2iac.architect.forms import problems
from spec2iac.architect.policy import KEYS
from spec2iac.architect.rules import concepts, rules
from spec2iac.architecture import Architecture
from spec2iac.pack.views import POLICY_KEYS

from .builder import specification

CASES = [
    case["statements"]
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
LABEL = re.compile(r"^[a-z][a-z0-9_]*$")

NAMES = st.sampled_from(
    [None, None, None, "orders", "web", "Côte d'Azur", "1st", "的", "", "../x", "${y}", "a" * 300]
)


def value_of(unit: Any) -> st.SearchStrategy[Any]:
    if isinstance(unit, list):
        return st.sampled_from(unit)
    if unit == "bool":
        return st.booleans()
    if unit == "metrics":
        return st.just([{"metric": "cpu", "threshold": 70}])
    if unit in ("list", "percents"):
        return st.lists(st.sampled_from(["a", "b", 80, 443]), max_size=3)
    if unit in ("text", "cidr", "period", "layer", "quantity"):
        return st.sampled_from(["web", "1.2", "daily", "10.0.0.0/16", "x", 7])
    return st.integers(0, 10**6) | st.floats(0, 1e6)


@st.composite
def intents(draw: st.DrawFn) -> dict[str, Any]:
    concept = draw(st.sampled_from(sorted(concepts())))
    known = concepts()[concept]["properties"]
    names = draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=4)) if known else []
    return {
        "concept": concept,
        "name": draw(NAMES),
        "polarity": draw(st.sampled_from(["want"] * 9 + ["exclude"])),
        "existing": draw(st.sampled_from([False] * 9 + [True])),
        "environment": draw(st.sampled_from([None, None, "prod", "dev", "moon"])),
        "properties": {name: draw(value_of(known[name])) for name in names},
    }


@st.composite
def statements(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(0, 14))):
        metric = draw(st.sampled_from(["availability", "latency", "rpo", "rto", "budget", "other"]))
        found.append(
            {
                "id": f"FR-{number}",
                "text": draw(st.sampled_from(["a database for orders", "the queue (or a stream)", "for", "x", "visitors"])),
                "kind": draw(st.sampled_from(["requirement"] * 6 + ["criterion", "exclusion", "dependency", "objective", "context"])),
                "modality": draw(st.sampled_from(["must", "must", "should", "may", "none", "must-not"])),
                "intents": draw(st.lists(intents(), max_size=3)),
                "measures": draw(st.sampled_from([[], [{"metric": metric, "value": draw(st.floats(0, 1e5)), "per": "month"}]])),
                "constraints": draw(st.sampled_from([[], [], [["framework", "HIPAA"]], [["residency", "eu"]], [["region", "x"]]])),
            }
        )  # fmt: skip
    return found


def check(architecture: Architecture) -> None:
    keys = [component.key for component in architecture.components]
    assert len(set(keys)) == len(keys)
    assert all(
        LABEL.match(component.label) and len(component.label) <= 48 for component in architecture.components
    )
    assert all({link.source, link.target} <= set(keys) for link in architecture.links)
    assert all(link.verb in rules()["links"]["verbs"] for link in architecture.links)
    assert len({(link.source, link.target, link.verb) for link in architecture.links}) == len(
        architecture.links
    )
    assert all(set(led) <= {*keys, "policy"} for led in architecture.trace.values())
    assert architecture.policy.settings.keys() >= set(KEYS)
    assert not {component.concept for component in architecture.components if not component.existing} & {
        concept for concept in architecture.excluded if concept not in NEEDED
    }
    for component in architecture.components:
        for name, setting in component.settings.items():
            assert name in concepts()[component.concept]["properties"], f"{component.key}: {name}"
            assert setting.statements or setting.reason, f"{component.key}: {name} comes from nowhere"


NEEDED = {rule["add"] for rule in rules()["inference"]["foundation"] if rule.get("needed")}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(statements())
def test_any_statements_make_an_architecture_that_holds_together(entries: list[dict[str, Any]]) -> None:
    check(design(specification(entries)))


@pytest.mark.parametrize("entries", CASES)
def test_every_case_holds_together(entries: list[dict[str, Any]]) -> None:
    check(design(specification(entries)))


def addresses(architecture: Architecture) -> tuple[Any, ...]:
    """What a plan would show a change of: components with their settings, and links."""
    return (
        [(item.key, item.tier, {name: item.settings[name].value for name in item.settings}) for item in architecture.components],
        [(link.source, link.target, link.verb, link.port) for link in architecture.links],
    )  # fmt: skip


@pytest.mark.parametrize("entries", CASES)
def test_the_order_of_statements_changes_nothing(entries: list[dict[str, Any]]) -> None:
    assert addresses(design(specification(entries))) == addresses(design(specification(entries[::-1])))


@pytest.mark.parametrize("entries", CASES)
def test_other_ids_change_no_address(entries: list[dict[str, Any]]) -> None:
    renamed = [{**entry, "id": f"X-{number}"} for number, entry in enumerate(entries)]
    assert addresses(design(specification(entries))) == addresses(design(specification(renamed)))


def test_the_same_on_any_hash_seed() -> None:
    program = (
        "from tests.architect.test_properties import CASES, specification, design\n"
        "print([repr(design(specification(entries))) for entries in CASES])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1 and outputs != {b""}


def test_the_data_files_are_well_formed() -> None:
    assert problems() == []


def test_a_broken_data_file_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from spec2iac.architect import forms

    for path in forms.FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    placement = tmp_path / "placement.yaml"
    placement.write_text(placement.read_text() + "\nteapot: {label: main}\n")
    defaults = tmp_path / "defaults.yaml"
    defaults.write_text(
        defaults.read_text().replace("  cdn:", "  cdn2:")
        + "\n  cdn:\n    colour: {value: red, because: it is a nice colour}\n"
    )
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    assert problems() == [
        "defaults.yaml: 'cdn' has no property 'colour'",
        "placement.yaml: 'teapot' is no concept",
    ]


def test_every_component_of_the_catalogue_has_its_place() -> None:
    components = {name for name, entry in concepts().items() if entry["kind"] == "component"}
    assert components <= rules()["placement"].keys()


def test_the_policy_has_the_keys_that_templates_know() -> None:
    assert set(KEYS) == set(POLICY_KEYS)


def test_sixty_statements_take_a_few_milliseconds() -> None:
    entries = [
        {**entry, "id": f"FR-{number}"}
        for number, entry in enumerate(entry for case in CASES for entry in case)
    ][:60]
    spec = specification(entries)
    design(spec)
    times = []
    for _ in range(10):
        start = time.process_time()
        design(spec)
        times.append(time.process_time() - start)
    # Fifteen are promised; a machine that is busy with other things may take twice as long.
    assert min(times) < 0.03


@pytest.mark.parametrize("name", [None, "x"])
def test_many_statements_take_linear_time(name: str | None) -> None:
    def seconds(number: int) -> float:
        entries = [
            {"id": f"F-{item}", "text": f"a database for {item}", "intents": [{"concept": "relational-database", "name": name and f"{name}{item}"}, "backup"]}
            for item in range(number)
        ]  # fmt: skip
        spec = specification(entries)
        start = time.process_time()
        design(spec)
        return time.process_time() - start

    seconds(50)
    assert seconds(2400) < 8 * max(seconds(600), 0.02)


@pytest.mark.parametrize(
    "title, slug",
    [
        ("A", "infrastructure"),
        ("Q: Ledger", "ledger"),
        ("The Ledger of 7", "the-ledger-of-7"),
        ("7 Up", "up"),
        ("日本", "infrastructure"),
    ],
)
def test_the_short_name_is_one_that_clouds_take(title: str, slug: str) -> None:
    assert slug_of("", title) == slug
