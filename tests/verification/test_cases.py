"""Plans of our own builds and of code that other people wrote, right and wrong, held against their specifications.

``cases/NAME``: the specification, the code, its plans (``record.py`` makes them) and the expected texts; ``NAME`` starts with the cloud.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from spec2iac.pipeline import Compilation, Options, compile_specification
from spec2iac.verification import Report, Verdict, verify
from spec2iac.verification.machine import as_json
from spec2iac.verification.text import as_text
from spec2iac.verification.verify import NoPlanError, read_plan

CASES = Path(__file__).resolve().parent / "cases"
RECORDED = sorted(path for path in CASES.glob("*/*.json") if path.stem in ("right", "wrong"))
FOREIGN = sorted(path.parent.name for path in CASES.glob("*/wrong"))

# What each wrong module has wrong: every fault that was planted, by check and resource. Nothing else may fail.
FAULTS = {
    "aws-shop": {
        "audit-trail-everywhere aws_cloudtrail.everything",
        "bucket-versioned aws_s3_bucket_versioning.pictures",
        "cache-encrypted-at-rest aws_elasticache_replication_group.sessions",
        "cache-encrypted-in-transit aws_elasticache_replication_group.sessions",
        "database-backup-retention aws_db_instance.pg",
        "database-encrypted aws_db_instance.pg",
        "database-private aws_db_instance.pg",
        "database-standby aws_db_instance.pg",
        "database-storage aws_db_instance.pg",
        "http-redirected aws_lb_listener.plain",
        "https-listener-tls-floor aws_lb_listener.secure",
        "load-balancer-public aws_lb.front",
        "no-open-ingress-in-groups aws_security_group.front",
        "no-open-ingress-rules aws_security_group_rule.pg_from_front",
        "region var.region",
        "required-tags local.tags",
        "subnet-private module.network.aws_subnet.private",
    },
    "aws-events": {
        "archive-after aws_s3_bucket_lifecycle_configuration.invoices",
        "bucket-versioned aws_s3_bucket_versioning.kept",
        "function-memory aws_lambda_function.reader",
        "function-timeout aws_lambda_function.reader",
        "key-rotation-period aws_kms_key.events",
        "no-wildcard-actions aws_iam_role_policy.reader",
        "queue-gives-up aws_sqs_queue.in",
        "queue-retention aws_sqs_queue.in",
        "table-encrypted aws_dynamodb_table.positions",
        "table-point-in-time aws_dynamodb_table.positions",
    },
    "azure-files": {
        "no-owner-roles azurerm_role_assignment.reader",
        "objects-not-public azurerm_storage_account.contracts",
        "storage-https-only azurerm_storage_account.contracts",
        "storage-not-public azurerm_storage_account.contracts",
        "storage-tls-floor azurerm_storage_account.contracts",
        "storage-without-account-keys azurerm_storage_account.contracts",
        "tags local.tags",
    },
    "gcp-ledger": {
        "bucket-versioned google_storage_bucket.statements",
        "database-backup-retention google_sql_database_instance.book",
        "database-private google_sql_database_instance.book",
        "network-without-default-subnets google_compute_network.ledger",
        "no-open-ingress google_compute_firewall.within",
        "no-primitive-roles google_project_iam_member.reader",
        "region var.region",
    },
}  # fmt: skip


@cache
def compiled(case: str) -> Compilation:
    return compile_specification(
        (CASES / case / "spec.md").read_bytes(), "spec.md", Options(case.split("-")[0])
    )


def plan_of(case: str, variant: str = "right") -> dict[str, Any]:
    document = json.loads((CASES / case / f"{variant}.json").read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def failures(report: Report) -> set[str]:
    results = [*report.baseline, *(item for row in report.statements for item in row.results)]
    return {f"{item.check} {item.address}" for item in results if item.verdict is Verdict.FAIL}


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_report_of_a_recorded_plan(path: Path, update_goldens: bool) -> None:
    report = verify(compiled(path.parent.name), json.loads(path.read_text(encoding="utf-8")))
    expected = path.with_suffix(".txt")
    if update_goldens:
        expected.write_text(as_text(report), encoding="utf-8")
    assert as_text(report) == expected.read_text(encoding="utf-8")
    assert report.own == path.parent.name.endswith("-own")


@pytest.mark.parametrize("case", FOREIGN)
def test_right_code_of_others_raises_no_alarm_and_every_planted_fault_is_found(case: str) -> None:
    assert failures(verify(compiled(case), plan_of(case))) == set()
    assert failures(verify(compiled(case), plan_of(case, "wrong"))) == FAULTS[case]


def test_every_state_of_things_is_in_the_machine_form() -> None:
    made = as_json(verify(compiled("aws-shop"), plan_of("aws-shop", "wrong")))
    assert json.loads(json.dumps(made)) == made
    row = next(row for row in made["statements"] if row["id"] == "NFR-SEC-003")
    assert (row["verdict"], row["line"]) == ("fail", 19)
    assert row["results"][0] == {
        "check": "database-private",
        "title": "Databases have no public address",
        "verdict": "fail",
        "address": "aws_db_instance.pg",
        "place": "aws_db_instance.pg.publicly_accessible",
        "value": True,
        "operation": "equal",
        "operand": False,
        "reason": "",
        "components": ["relational-database.orders"],
    }


def of_type(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """The first resource of a type in a plan, to be changed."""
    resources = document["planned_values"]["root_module"]["resources"]
    found = next(item for item in resources if item["type"] == kind)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("kind", "values", "check"),
    [
        ("aws_s3_bucket_public_access_block", {"block_public_policy": False}, "bucket-private"),
        ("aws_s3_bucket_versioning", {"versioning_configuration": [{"status": "Suspended"}]}, "bucket-versioned"),
        ("aws_s3_bucket_server_side_encryption_configuration", {"rule": []}, "bucket-encrypted"),
        ("aws_sqs_queue", {"message_retention_seconds": 60}, "queue-retention"),
        ("aws_kms_key", {"enable_key_rotation": False}, "key-rotated"),
        ("aws_s3_bucket", {"tags_all": {"Owner": "x"}}, "required-tags"),
    ],
)  # fmt: skip
def test_faults_in_the_own_build(kind: str, values: dict[str, Any], check: str) -> None:
    document = copy.deepcopy(plan_of("aws-own"))
    for item in document["planned_values"]["root_module"]["resources"]:
        if item["type"] == kind:
            item["values"] |= values
    report = verify(compiled("aws-own"), document)
    assert check in {failure.split()[0] for failure in failures(report)}


def test_what_was_taken_out_of_the_own_build_is_missed() -> None:
    document = copy.deepcopy(plan_of("aws-own"))
    for part in (document["planned_values"]["root_module"], document["configuration"]["root_module"]):
        part["resources"] = [
            item for item in part["resources"] if item["type"] != "aws_s3_bucket_public_access_block"
        ]
    found = failures(verify(compiled("aws-own"), document))
    assert any(failure.startswith("bucket-private ") for failure in found)


def test_what_was_added_by_hand_to_the_own_build_counts_though_no_statement_calls_for_it() -> None:
    document = copy.deepcopy(plan_of("aws-own"))
    resources = document["planned_values"]["root_module"]["resources"]
    resources.append({"address": "aws_security_group_rule.mine", "type": "aws_security_group_rule", "mode": "managed",
                      "values": {"type": "ingress", "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}})  # fmt: skip
    assert failures(verify(compiled("aws-own"), document)) == {
        "no-open-ingress-rules aws_security_group_rule.mine"
    }


def test_a_state_is_read_too_and_secrets_are_not_shown() -> None:
    document = plan_of("aws-events", "wrong")
    state = {"format_version": "1.0", "values": document["planned_values"]}
    of_type({"planned_values": state["values"]}, "aws_iam_role_policy")["sensitive_values"] = {"policy": True}
    report = verify(compiled("aws-events"), state)
    # A state has no code, so what only a provider block says is not in it.
    assert failures(report) >= FAULTS["aws-events"] - {"queue-gives-up aws_sqs_queue.in"}
    assert "sqs:*" not in as_text(report) and "(sensitive)" in as_text(report)


def test_an_empty_plan_passes_nothing() -> None:
    report = verify(compiled("aws-shop"), {"planned_values": {"root_module": {}}})
    assert {row.verdict for row in report.statements} == {Verdict.NOT_SHOWN}
    assert all(row.reason for row in report.statements)


@pytest.mark.parametrize(
    "document", [{}, [], "x", {"planned_values": {"root_module": {"resources": [{}]}}}, {"values": 7}]
)
def test_what_is_no_plan_is_refused(document: Any) -> None:
    with pytest.raises(NoPlanError):
        read_plan(document)


@pytest.mark.parametrize("threshold, verdict", [(0.3, Verdict.NOT_SHOWN), (3, Verdict.FAIL)])
def test_an_alarm_alone_does_not_show_that_clients_are_answered_in_time(
    threshold: float, verdict: Verdict
) -> None:
    text = "# T\n\n## Functional Requirements\n\n- Containers behind a public load balancer, with monitoring and alerts\n\n## Performance\n\n- **NFR-001**: p95 response time below 300 ms\n"
    alarm = {
        "address": "aws_cloudwatch_metric_alarm.objective_latency_p95",
        "mode": "managed",
        "type": "aws_cloudwatch_metric_alarm",
        "name": "objective_latency_p95",
        "values": {"threshold": threshold, "alarm_actions": ["arn"]},
    }
    document = {"planned_values": {"root_module": {"resources": [alarm]}}}
    report = verify(compile_specification(text.encode(), "spec.md", Options("aws")), document)
    (row,) = [row for row in report.statements if row.id == "NFR-001"]
    assert row.results
    assert row.verdict is verdict
