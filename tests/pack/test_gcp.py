"""What Google Cloud refuses or closes without a word, and no schema tells."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from spec2iac.architecture import Link
from spec2iac.catalogue import catalogue
from spec2iac.pack.load import load
from spec2iac.pack.render import render
from spec2iac.project.layout import lay_out
from spec2iac.statements import Measure

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


@pytest.mark.parametrize(
    ("concept", "properties", "address", "expected"),
    [
        # The provider refuses a write-only secret that is null, so there is always one: the author's, or one that nobody knows.
        ("vpn-connection", {}, "google_compute_vpn_tunnel.trial", "shared_secret_wo "),
        ("relational-database", {"engine": "sqlserver"}, "google_sql_database_instance.trial", "root_password_wo "),
        ("in-memory-cache", {"engine": "redis"}, "google_memorystore_instance.trial", 'authorization_mode = "IAM_AUTH"'),
        ("in-memory-cache", {"engine": "valkey"}, "google_memorystore_instance.trial", 'authorization_mode = "IAM_AUTH"'),
    ],
)  # fmt: skip
def test_no_secret_stands_in_the_state(
    concept: str, properties: dict[str, str], address: str, expected: str
) -> None:
    rendering = render(scene(alone(concept, properties), target="gcp"), load("gcp"), catalogue())
    text = {placed.address: placed.block.text for placed in lay_out(rendering.texts).placed}[address]
    lines = [re.sub(r" +", " ", line.strip()) for line in text.splitlines()]
    found = [line for line in lines if line.startswith(expected)]
    assert found
    assert all("coalesce(" in line and "uuid()" in line for line in found if "_wo " in line)


def test_a_subnet_is_built_for_what_stands_in_it() -> None:
    """A database stands in a network of Google's, a cache has an address of ours."""
    subnets = {}
    for concept in ("relational-database", "in-memory-cache"):
        app, store = alone("container-service"), alone(concept)
        architecture = scene(app, store, links=(Link(app.key, store.key, "uses", 5432),), target="gcp")
        placed = lay_out(render(architecture, load("gcp"), catalogue()).texts).placed
        subnets[concept] = {block.label for block in placed if block.type == "google_compute_subnetwork"}
    assert "private" in subnets["relational-database"]
    assert "data" not in subnets["relational-database"]
    assert "data" in subnets["in-memory-cache"]


@pytest.mark.parametrize(("target", "budget"), [(99.9, 1.0), (99.995, 0.5)])
def test_an_error_budget_is_watched_over_both_windows(target: float, budget: float) -> None:
    available = Measure(metric="availability", op=">=", value=target, unit="%", span=(0, 0))
    waiting = Measure(metric="latency", op="<", value=0.4, unit="s", span=(0, 0), statistic="p95")
    components = (alone("load-balancer", {"public": True}), alone("container-service"), alone("alerting"))
    links = (Link(components[0].key, components[1].key, "routes"),)
    architecture = scene(*components, links=links, target="gcp")
    architecture = replace(architecture, measures=(("A-1", available), ("A-2", waiting)))
    layout = lay_out(render(architecture, load("gcp"), catalogue()).texts)
    text = {placed.address: placed.block.text for placed in layout.placed}
    kept = {address: block for address, block in text.items() if address.startswith("google_monitoring_slo.")}
    assert len(kept) == 2
    goal = min(target, 99.99) / 100
    assert f"goal                = {goal:g}" in "".join(kept.values())
    assert "max = 400" in "".join(kept.values())
    alarm = next(block for address, block in text.items() if ".burn_rate_availability" in address)
    assert f"factor = {14.4 * budget:g}, long = 3600, short = 300" in alarm
    assert alarm.count("select_slo_burn_rate") == 2 and 'combiner              = "AND"' in alarm
