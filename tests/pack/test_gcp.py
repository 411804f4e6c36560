"""What Google Cloud refuses or closes without a word, and no schema tells."""

from __future__ import annotations

import re

import pytest
from spec2iac.architecture import Link
from spec2iac.catalogue import catalogue
from spec2iac.pack.load import load
from spec2iac.pack.render import render
from spec2iac.project.layout import lay_out

from .scenes import alone, scene


@pytest.mark.parametrize(
    ("concept", "engine", "port"),
    [
        ("in-memory-cache", "redis", 6379),
        ("in-memory-cache", "memcached", 11211),
        ("relational-database", "postgresql", 5432),
        ("relational-database", "mysql", 3306),
    ],
)
def test_the_firewall_lets_through_the_port_that_the_application_is_told(
    concept: str, engine: str, port: int
) -> None:
    store, app = alone(concept, {"engine": engine}), alone("container-service")
    architecture = scene(store, app, links=(Link(app.key, store.key, "uses", port),), target="gcp")
    layout = lay_out(render(architecture, load("gcp"), catalogue()).texts)
    text = {placed.address: placed.block.text for placed in layout.placed}
    told = re.search(r'_PORT"\s+value\s+=\s+"?(\d+)', text["google_cloud_run_v2_service.trial"])
    assert told
    allowed = [rule for address, rule in text.items() if ".trial_service_to_trial_" in address]
    assert [re.search(r'ports\s+=\s+\["(\d+)"\]', rule)[1] for rule in allowed] == [told[1]]  # type: ignore[index]
