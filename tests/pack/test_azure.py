"""What Azure refuses or leaves open without a word, and no schema tells."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from spec2iac.architecture import Component, Link
from spec2iac.catalogue import catalogue
from spec2iac.pack.load import load
from spec2iac.pack.render import render
from spec2iac.pipeline import Options, compile_specification
from spec2iac.project.layout import Layout, lay_out

from .scenes import alone, scene


def built(
    *components: Component, links: tuple[Link, ...] = (), policy: dict[str, Any] | None = None
) -> Layout:
    made = scene(*components, links=links, policy=policy, target="azure")
    return lay_out(render(made, load("azure"), catalogue()).texts)


def text_of(layout: Layout, address: str) -> str:
    return next(placed.block.text for placed in layout.placed if placed.address == address)


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_the_firewall_of_a_database_is_on_the_subnet_that_it_stands_in(engine: str) -> None:
    database, app = alone("relational-database", {"engine": engine}), alone("container-service")
    layout = built(database, app, links=(Link(app.key, database.key, "uses", 5432),))
    addresses = {placed.address for placed in layout.resources()}
    assert f"azurerm_subnet.{engine}.id" in text_of(layout, f"azurerm_{engine}_flexible_server.trial")
    assert f"azurerm_subnet_network_security_group_association.{engine}" in addresses
    assert f"azurerm_network_security_rule.{engine}_nothing_else" in addresses
    rules = [
        placed.block.text
        for placed in layout.resources()
        if placed.type == "azurerm_network_security_rule" and "_from_" in placed.label
    ]
    assert any(f"azurerm_network_security_group.{engine}.name" in rule for rule in rules)


@pytest.mark.parametrize(
    ("policy", "replication", "tier"),
    [
        ({}, "ZRS", "tier_to_cold"),
        ({"second_region": True}, "GZRS", "tier_to_cold"),
        ({"zones": 1, "environment": "development"}, "LRS", "tier_to_archive"),
    ],
)
def test_only_accounts_in_one_zone_have_an_archive_tier(
    policy: dict[str, Any], replication: str, tier: str
) -> None:
    layout = built(alone("object-storage", {"archive_after": 90}), policy=policy)
    assert f'"{replication}"' in text_of(layout, "azurerm_storage_account.trial_bucket")
    assert tier in text_of(layout, "azurerm_storage_management_policy.trial_bucket")


def test_what_is_appended_to_is_never_moved_to_another_tier() -> None:
    layout = built(alone("audit-logging"), alone("object-storage", {"archive_after": 90}))
    rules = [
        inner.text
        for placed in layout.resources()
        if placed.type == "azurerm_storage_management_policy"
        for inner in placed.block.blocks
    ]
    appended = [rule for rule in rules if "appendBlob" in rule]
    assert appended and all("tier_to_" not in rule and "delete_after" in rule for rule in appended)


@pytest.mark.parametrize(
    "concept", ["container-service", "in-memory-cache", "alerting", "scheduled-job", "load-balancer"]
)
def test_every_subnet_has_a_group_of_rules_and_something_that_stands_in_it(concept: str) -> None:
    layout = built(alone(concept))
    subnets = {placed.label for placed in layout.resources() if placed.type == "azurerm_subnet"}
    closed = {placed.label for placed in layout.resources() if placed.type == "azurerm_subnet_network_security_group_association"}  # fmt: skip
    assert subnets
    assert subnets == closed
    assert not subnets & {"public", "private", "data"}


def test_a_subnet_that_is_asked_for_is_built_and_closed() -> None:
    addresses = {placed.address for placed in built(alone("private-subnet", {"cidr": "10.0.9.0/24"})).resources()}  # fmt: skip
    assert "azurerm_subnet.private" in addresses
    assert "azurerm_network_security_rule.private_nothing_else" in addresses


def test_what_is_reached_under_names_of_its_own_has_records_of_its_own() -> None:
    zone, edge, balancer = alone("dns-zone"), alone("cdn"), alone("load-balancer", {"public": True})
    layout = built(
        zone, edge, balancer, links=(Link(zone.key, edge.key, "resolves"), Link(zone.key, balancer.key, "resolves"))
    )  # fmt: skip
    assert 'name                = "static"' in text_of(layout, "azurerm_dns_a_record.trial_cdn")
    assert '"_dnsauth.static"' in text_of(layout, "azurerm_dns_txt_record.trial_cdn")
    assert 'name                = "@"' in text_of(layout, "azurerm_dns_a_record.trial_lb")


@pytest.mark.parametrize(("floor", "says"), [("1.2", "AppGwSslPolicy20220101S"), ("1.3", "TLSv1_3")])
def test_the_gateway_refuses_versions_below_the_floor(floor: str, says: str) -> None:
    layout = built(alone("load-balancer", {"public": True}), policy={"tls_min_version": floor})
    assert says in text_of(layout, "azurerm_application_gateway.trial")


def test_the_first_password_of_mysql_is_never_null_and_tests_can_apply() -> None:
    text = (
        b"# T\n\n## Functional Requirements\n\n- Infrastructure MUST provide a managed MySQL 8.0 database\n"
    )
    compilation = compile_specification(text, "spec.md", Options("azure"))
    assert compilation.build is not None
    files = compilation.build.files
    assert b'coalesce(var.mysql_database_first_password, "Aa1-${uuid()}")' in files["data.tf"]
    assert b'mysql_database_first_password = "' in files["tests/encryption.tftest.hcl"]


@pytest.mark.parametrize("target", ["aws", "azure", "gcp", "ibm"])
def test_a_setting_does_not_say_a_word_twice(target: str) -> None:
    text = b"# T\n\n## Functional Requirements\n\n- Containers behind a load balancer\n- A secrets store\n"
    compilation = compile_specification(text, "spec.md", Options(target))
    assert compilation.build is not None
    code = b"".join(content for path, content in compilation.build.files.items() if path.endswith(".tf"))
    assert b"SECRET_SECRET" not in code


def test_services_stand_in_the_range_that_a_statement_gives_their_tier() -> None:
    private = alone("private-subnet", {"cidr": "10.60.16.0/20"})
    data = replace(alone("private-subnet", {"cidr": "10.60.32.0/28"}), label="data")
    app, database = alone("container-service"), alone("relational-database")
    layout = built(private, data, app, database)
    assert 'cidrsubnet("10.60.16.0/20", 3, 0)' in text_of(layout, "azurerm_subnet.containers")
    # Too small to be shared: it stays as it is stated, and the service has a range of its own.
    assert "10.60.32.0/28" in text_of(layout, "azurerm_subnet.data")
    assert "10.60.32.0" not in text_of(layout, "azurerm_subnet.postgresql")
    # What else stands in the tier has a part of its own.
    assert 'cidrsubnet("10.60.16.0/20", 2, 3)' in text_of(layout, "azurerm_subnet.private")


def operations_of(*lines: str) -> str:
    text = "# T\n\n## Functional Requirements\n\n" + "".join(f"- {line}\n" for line in lines)
    compilation = compile_specification(text.encode(), "spec.md", Options("azure"))
    assert compilation.build is not None
    return compilation.build.files["operations.tf"].decode()


ENTRIES = [
    ("Containers behind a public load balancer", "AGWAccessLogs", "HttpStatus >= 500"),
    ("An API gateway in front of serverless functions", "ApiManagementGatewayLogs", "ResponseCode >= 500"),
]


@pytest.mark.parametrize(("entry", "table", "failed"), ENTRIES)
def test_the_error_budget_is_counted_in_the_table_that_the_entry_fills(
    entry: str, table: str, failed: str
) -> None:
    text = operations_of(entry, "Availability of 99.9 % per month", "Operators are alerted when something fails")  # fmt: skip
    rule = text.split('"azurerm_monitor_scheduled_query_rules_alert_v2" "burn_rate"')[1].split("\n}\n")[0]
    assert f"let requests = {table} |" in rule
    assert failed in rule
    assert "min_of(long_share, short_share)" in rule
    assert 'log_analytics_destination_type = "Dedicated"' in text
    # How many may fail is the budget's affair: no count of failed requests beside it.
    assert "_lb_errors" not in text


def test_failed_requests_alarm_at_the_stated_share_and_times_in_the_unit_of_the_metric() -> None:
    text = operations_of(
        "Containers behind a public load balancer", "Operators MUST be alerted when the error rate exceeds 2 %"
    )  # fmt: skip
    rule = text.split('"azurerm_monitor_scheduled_query_rules_alert_v2" "objective_errors"')[1]
    assert "= 2\n" in rule.split("\n}\n")[0].split(" threshold ")[1]
    assert "burn_rate" not in text


@pytest.mark.parametrize("existing", [False, True])
def test_stores_use_the_first_key_as_one_identity(existing: bool) -> None:
    first = alone("key-management", existing=existing)
    layout = built(
        first, replace(alone("key-management"), label="other"), alone("object-storage"), policy={"own_keys": True}
    )  # fmt: skip
    role = text_of(layout, "azurerm_role_assignment.encryption")
    assert ("var.existing_key_vault_id" if existing else "azurerm_key_vault.main.id") in role


def test_secrets_that_rotate_have_an_end() -> None:
    layout = built(alone("secrets-store", {"rotation": 90}))
    assert "maximumValidityInDays = { value = 90 }" in text_of(layout, "azurerm_resource_policy_assignment.trial_secret")  # fmt: skip
