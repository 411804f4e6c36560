"""Checks the plan (or the state) against what the specification demands.

terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json
pytest validation --plan plan.json
"""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.audit",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.bucket",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.access_logs",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="NFR-SEC-001, SC-SEC-001",
        ),
    ],
)
def test_bucket_encrypted(plan, address, path, expected):
    """Buckets are encrypted by default."""
    check(plan, address, path, "one_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_dynamodb_table.main",
            "server_side_encryption[*].enabled",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
    ],
)
def test_table_encrypted(plan, address, path, expected):
    """Tables are encrypted with the build's own key."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_sqs_queue.function_failures",
            "kms_master_key_id",
            True,
            id="NFR-SEC-001",
        ),
        pytest.param(
            "aws_sqs_queue.main",
            "kms_master_key_id",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_sqs_queue.main_dead_letter",
            "kms_master_key_id",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
    ],
)
def test_queue_encrypted(plan, address, path, expected):
    """Queues are encrypted at rest."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_sns_topic.topic",
            "kms_master_key_id",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_sns_topic.alerts",
            "kms_master_key_id",
            True,
            id="NFR-SEC-001",
        ),
    ],
)
def test_topic_encrypted(plan, address, path, expected):
    """Topics are encrypted at rest."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_kinesis_stream.main",
            "encryption_type",
            "KMS",
            id="NFR-SEC-001, SC-SEC-001",
        ),
    ],
)
def test_stream_encrypted(plan, address, path, expected):
    """Streams are encrypted at rest."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_log_group.function",
            "kms_key_id",
            True,
            id="NFR-SEC-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.second_function",
            "kms_key_id",
            True,
            id="NFR-SEC-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.logs",
            "kms_key_id",
            True,
            id="NFR-SEC-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.audit",
            "kms_key_id",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
    ],
)
def test_log_group_encrypted(plan, address, path, expected):
    """Log groups are encrypted with the build's own key."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_kms_key.main", "enable_key_rotation", True, id="NFR-SEC-001"),
    ],
)
def test_key_rotated(plan, address, path, expected):
    """Keys rotate by themselves."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_kms_key.main",
            "rotation_period_in_days",
            365,
            id="NFR-SEC-001",
        ),
    ],
)
def test_key_rotation_period(plan, address, path, expected):
    """Keys rotate in the stated period."""
    check(plan, address, path, "at_most", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "block_public_policy",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.bucket",
            "block_public_policy",
            True,
            id="NFR-SEC-005",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.access_logs",
            "block_public_policy",
            True,
            id="NFR-SEC-005",
        ),
    ],
)
def test_bucket_private(plan, address, path, expected):
    """No bucket can be made public."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "block_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.bucket",
            "block_public_acls",
            True,
            id="NFR-SEC-005",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.access_logs",
            "block_public_acls",
            True,
            id="NFR-SEC-005",
        ),
    ],
)
def test_bucket_acls_blocked(plan, address, path, expected):
    """No object can be made public."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.bucket",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.access_logs",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
    ],
)
def test_bucket_ignores_acls(plan, address, path, expected):
    """Public access lists of buckets have no effect."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.bucket",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.access_logs",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
    ],
)
def test_bucket_restricted(plan, address, path, expected):
    """Only this account and its services reach the buckets."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_dynamodb_table.main",
            "deletion_protection_enabled",
            True,
            id="baseline",
        ),
    ],
)
def test_table_deletion_protected(plan, address, path, expected):
    """Tables can't be deleted by mistake."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_dynamodb_table.main",
            "point_in_time_recovery[*].enabled",
            True,
            id="FR-005, NFR-AVAIL-003, NFR-AVAIL-002",
        ),
    ],
)
def test_table_point_in_time(plan, address, path, expected):
    """Tables can be restored to any point in time."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_versioning.audit",
            "versioning_configuration[*].status",
            "Enabled",
            id="FR-005, NFR-AVAIL-003",
        ),
        pytest.param(
            "aws_s3_bucket_versioning.bucket",
            "versioning_configuration[*].status",
            "Enabled",
            id="FR-005, NFR-AVAIL-003",
        ),
        pytest.param(
            "aws_s3_bucket_versioning.access_logs",
            "versioning_configuration[*].status",
            "Enabled",
            id="FR-005, NFR-AVAIL-003",
        ),
    ],
)
def test_bucket_versioned(plan, address, path, expected):
    """Buckets keep earlier versions."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_backup_plan.main",
            "rule[*].lifecycle[*].delete_after",
            30,
            id="NFR-AVAIL-003, FR-005",
        ),
    ],
)
def test_backup_plan_retention(plan, address, path, expected):
    """The backup plan keeps copies long enough."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_sqs_queue.main",
            "message_retention_seconds",
            1209600,
            id="FR-003",
        ),
    ],
)
def test_queue_retention(plan, address, path, expected):
    """Messages wait as long as stated."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_kinesis_stream.main", "retention_period", 48, id="FR-001"),
    ],
)
def test_stream_retention(plan, address, path, expected):
    """The stream keeps events as long as stated."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("var.region", "", "eu-west-1", id="DATA-001, SC-CODE-001"),
    ],
)
def test_region(plan, address, path, expected):
    """Everything stands in the chosen region."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "local.tags",
            "",
            ["Owner", "DataClass", "Project", "Environment", "ManagedBy"],
            id="SC-CODE-002",
        ),
    ],
)
def test_required_tags(plan, address, path, expected):
    """Every resource has the required tags."""
    check(plan, address, path, "contains_all", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_iam_role_policy.function",
            "policy",
            True,
            id="NFR-SEC-003, SC-SEC-003",
        ),
        pytest.param(
            "aws_iam_role_policy.second_function",
            "policy",
            True,
            id="NFR-SEC-003, SC-SEC-003",
        ),
        pytest.param("aws_iam_role_policy.audit", "policy", True, id="baseline"),
    ],
)
def test_no_wildcard_actions(plan, address, path, expected):
    """No policy allows all actions of a service."""
    check(plan, address, path, "no_wildcard_action", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_log_group.function",
            "retention_in_days",
            1,
            id="COST-002",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.second_function",
            "retention_in_days",
            1,
            id="COST-002",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.logs",
            "retention_in_days",
            1,
            id="COST-002",
        ),
    ],
)
def test_log_retention(plan, address, path, expected):
    """Logs are kept as long as stated."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudtrail.main",
            "is_multi_region_trail",
            True,
            id="NFR-SEC-004",
        ),
    ],
)
def test_audit_trail_everywhere(plan, address, path, expected):
    """Administrative actions are logged in every region."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudtrail.main",
            "enable_log_file_validation",
            True,
            id="NFR-SEC-004",
        ),
    ],
)
def test_audit_trail_tamper_evident(plan, address, path, expected):
    """The audit trail shows when it was changed."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_lifecycle_configuration.audit",
            "rule[*].expiration[*].days",
            730,
            id="NFR-SEC-004",
        ),
    ],
)
def test_audit_retention(plan, address, path, expected):
    """Audit logs are kept as long as stated."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_metric_alarm.function_errors",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.function_duration",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.function_throttles",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.second_function_errors",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.second_function_duration",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.second_function_throttles",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.backup_failures",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.table_throttles",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.table_errors",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.stream_lag",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.stream_throttled",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.queue_age",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.queue_dead_letters",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.topic_failed",
            "alarm_actions",
            1,
            id="FR-009, SC-OPS-002",
        ),
    ],
)
def test_alarms_notify(plan, address, path, expected):
    """Alarms notify somebody."""
    check(plan, address, path, "count_at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_dashboard.main",
            "dashboard_name",
            True,
            id="FR-009, SC-OPS-001",
        ),
    ],
)
def test_dashboard_there(plan, address, path, expected):
    """There is a dashboard."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_lifecycle_configuration.bucket",
            "rule[*].transition[*].days",
            90,
            id="FR-004, COST-001",
        ),
    ],
)
def test_archive_after(plan, address, path, expected):
    """Objects move to cheaper storage when stated."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_lifecycle_configuration.bucket",
            "rule[*].expiration[*].days",
            2555,
            id="FR-004",
        ),
    ],
)
def test_expire_after(plan, address, path, expected):
    """Objects are deleted when stated."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_lambda_function.main", "memory_size", 512, id="FR-002"),
        pytest.param("aws_lambda_function.second", "memory_size", 256, id="baseline"),
    ],
)
def test_function_memory(plan, address, path, expected):
    """Functions have the stated memory."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_lambda_function.main", "timeout", 60, id="FR-002"),
        pytest.param("aws_lambda_function.second", "timeout", 30, id="baseline"),
    ],
)
def test_function_timeout(plan, address, path, expected):
    """Functions may run as long as stated."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_sqs_queue.main",
            "redrive_policy",
            True,
            id="FR-003, FR-009, FR-007, SC-OPS-001, SC-OPS-002",
        ),
    ],
)
def test_queue_gives_up(plan, address, path, expected):
    """Messages that nobody can handle go to a queue of their own."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_kinesis_stream.main", "shard_count", 4, id="FR-001"),
    ],
)
def test_stream_partitions(plan, address, path, expected):
    """The stream has the stated partitions."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_dynamodb_table.main",
            "hash_key",
            True,
            id="FR-005, NFR-AVAIL-003",
        ),
    ],
)
def test_table_by_key(plan, address, path, expected):
    """There is a table, and its key is fixed."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_sns_topic.topic", "name", True, id="FR-006"),
    ],
)
def test_topic_there(plan, address, path, expected):
    """There is a topic to publish to."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_secretsmanager_secret.main",
            "recovery_window_in_days",
            7,
            id="FR-008",
        ),
    ],
)
def test_secret_there(plan, address, path, expected):
    """There is a secret for the credentials, which can be brought back when it was deleted."""
    check(plan, address, path, "at_least", expected)
