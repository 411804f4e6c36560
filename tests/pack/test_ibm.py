"""What IBM Cloud builds for nobody, or leaves out, and no schema tells."""

from __future__ import annotations

import re

import pytest
from spec2iac.architecture import Component, Link
from spec2iac.catalogue import catalogue
from spec2iac.pack.load import load
from spec2iac.pack.render import render
from spec2iac.pipeline import Options, compile_specification
from spec2iac.project.layout import lay_out

from .scenes import alone, scene


def addresses(*components: Component, links: tuple[Link, ...] = ()) -> set[str]:
    architecture = scene(*components, links=links, target="ibm")
    layout = lay_out(render(architecture, load("ibm"), catalogue()).texts)
    return {placed.address for placed in layout.placed if placed.kind == "resource"}


@pytest.mark.parametrize("store", ["relational-database", "in-memory-cache", "document-database", "search-engine", "message-queue"])  # fmt: skip
def test_what_only_code_engine_uses_has_no_address_in_the_network(store: str) -> None:
    data, app = alone(store), alone("container-service")
    built = addresses(data, app, links=(Link(app.key, data.key, "uses", 5432),))
    assert "ibm_code_engine_app.trial_service" in built
    assert not [address for address in built if address.startswith("ibm_is_")]


@pytest.mark.parametrize("user", ["virtual-machine", "instance-group", "kubernetes-cluster"])
def test_what_stands_in_the_network_reaches_managed_services_there(user: str) -> None:
    data, app = alone("relational-database"), alone(user)
    built = addresses(data, app, links=(Link(app.key, data.key, "uses", 5432),))
    rules = {
        address for address in built if address.startswith("ibm_is_security_group_rule.trial_database_from_")
    }
    assert {"ibm_is_virtual_endpoint_gateway.trial_database", "ibm_is_public_gateway.main"} <= built
    assert len(rules) == 1


def test_subnets_and_networks_that_are_asked_for_are_built_though_nothing_stands_in_them() -> None:
    app = alone("container-service")
    assert "ibm_is_subnet.private" in addresses(alone("private-subnet"), app)
    assert "ibm_is_vpc.main" in addresses(alone("virtual-network"), app)
    assert "ibm_is_vpc.main" not in addresses(app)


def test_what_becomes_of_objects_stands_in_one_place() -> None:
    bucket = alone("object-storage", {"archive_after": 30, "expire_after": 400, "replication": True})
    architecture = scene(bucket, target="ibm")
    blocks = {placed.address: placed.block.text for placed in lay_out(render(architecture, load("ibm"), catalogue()).texts).placed}  # fmt: skip
    assert not [
        text for address, text in blocks.items() if address.startswith("ibm_cos_bucket.") and "_rule" in text
    ]
    rules = blocks["ibm_cos_bucket_lifecycle_configuration.trial_bucket"]
    assert rules.count("lifecycle_rule {") == 4
    assert "ibm_cos_bucket_lifecycle_configuration.trial_bucket_copy" in blocks


def test_a_gateway_stands_in_one_subnet() -> None:
    # values(…)[*].id[0] takes the first of each id's parts, not the first id.
    architecture = scene(alone("vpn-connection"), target="ibm")
    blocks = {placed.address: placed.block.text for placed in lay_out(render(architecture, load("ibm"), catalogue()).texts).placed}  # fmt: skip
    assert re.search(r"subnet\s+= element\(values\(ibm_is_subnet\.private\)\[\*\]\.id, 0\)", blocks["ibm_is_vpn_gateway.trial"])  # fmt: skip


def operations_of(*lines: str) -> dict[str, str]:
    text = "# T\n\n## Functional Requirements\n\n" + "".join(f"- {line}\n" for line in lines)
    compilation = compile_specification(text.encode(), "spec.md", Options("ibm"))
    assert compilation.build is not None
    return {path: content.decode() for path, content in compilation.build.files.items()}


def test_an_error_budget_is_watched_over_both_windows() -> None:
    files = operations_of("Containers behind a public load balancer", "Availability of 99.9 % per month", "Operators are alerted when something fails")  # fmt: skip
    text = files["operations.tf"]
    parts = text.split('"ibm_logs_alert_definition" "burn_rate"')[1].split("\n}\n")[0]
    assert re.search(r"threshold\s+= each.value.share\n", parts)
    assert re.search(r"phantom_mode\s+= true", parts)
    both = text.split('"ibm_logs_alert_definition" "error_budget"')[1].split("\n}\n")[0]
    assert re.search(r"fast = 3600000\s+slow = 21600000", both)
    assert "and_or_unspecified" in both and "ibm_logs_outgoing_webhook.alarms.external_id" in both
    assert re.search(
        r'fast-short = \{ factor = 14.4, share = 0.0144, window = "minutes_5_or', files["locals.tf"]
    )
    assert "status.numeric:[500 TO 599]" in files["variables.tf"]


def test_failed_requests_alarm_at_the_stated_share() -> None:
    text = operations_of("Containers behind a public load balancer", "Operators MUST be alerted when the error rate exceeds 2 %")["operations.tf"]  # fmt: skip
    rule = text.split('"ibm_logs_alert_definition" "objective_errors"')[1].split("\n}\n")[0]
    assert re.search(r"threshold = 0\.02\n", rule)
    assert "burn_rate" not in text


def test_nothing_is_counted_where_nothing_logs_requests() -> None:
    text = operations_of("A static website", "Availability of 99.9 % per month", "Operators are alerted when something fails")["operations.tf"]  # fmt: skip
    assert "ibm_logs_alert_definition" not in text


def test_only_the_network_reaches_the_data_of_databases_that_only_it_uses() -> None:
    data, machine, app = alone("relational-database"), alone("virtual-machine"), alone("container-service")
    inside = addresses(data, machine, links=(Link(machine.key, data.key, "uses", 5432),))
    assert {"ibm_cbr_zone.network", "ibm_cbr_rule.trial_database"} <= inside
    # The addresses that Code Engine calls from are those of other customers too.
    links = (Link(machine.key, data.key, "uses", 5432), Link(app.key, data.key, "uses", 5432))
    assert not [address for address in addresses(data, machine, app, links=links) if "ibm_cbr" in address]


@pytest.mark.parametrize("verb, role, resources", [("consumes", "Reader", ["cluster", "group", "topic"]), ("sends", "Writer", ["cluster", "topic"])])  # fmt: skip
def test_clients_of_a_stream_use_its_topic_alone(verb: str, role: str, resources: list[str]) -> None:
    stream, app = alone("event-stream"), alone("container-service")
    architecture = scene(stream, app, links=(Link(app.key, stream.key, verb),), target="ibm")
    blocks = {placed.address: placed.block.text for placed in lay_out(render(architecture, load("ibm"), catalogue()).texts).placed}  # fmt: skip
    policies = [
        text
        for address, text in blocks.items()
        if address.startswith(f"ibm_iam_trusted_profile_policy.trial_service_{verb}")
    ]
    found = {re.findall(r'value = "(cluster|group|topic)"', text)[0]: text for text in policies}
    assert sorted(found) == resources
    assert "ibm_event_streams_topic.trial.name" in found["topic"] and f'"{role}"' in found["topic"]
    assert all('"Reader"' in text for kind, text in found.items() if kind != "topic")


def test_a_machine_whose_image_is_not_there_is_not_made_of_nothing() -> None:
    text = "".join(placed.block.text for placed in lay_out(render(scene(alone("virtual-machine"), target="ibm"), load("ibm"), catalogue()).texts).placed)  # fmt: skip
    assert "null)" not in text and '"no-public-image-is-called-ibm-ubuntu-24-04"' in text
