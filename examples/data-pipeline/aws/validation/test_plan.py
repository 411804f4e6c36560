"""Checks the plan (or the state) against what the specification demands.

terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json
pytest validation --plan plan.json
"""

import pytest
from plan import Added, check, check_added


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
        pytest.param("aws_iam_policy.mfa", "policy", True, id="baseline"),
    ],
)
def test_no_wildcard_actions_in_policies(plan, address, path, expected):
    """No managed policy allows all actions of a service."""
    check(plan, address, path, "no_wildcard_action", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_log_group.function",
            "retention_in_days",
            14,
            id="COST-002",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.second_function",
            "retention_in_days",
            14,
            id="COST-002",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.logs",
            "retention_in_days",
            14,
            id="COST-002",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.audit",
            "retention_in_days",
            14,
            id="NFR-SEC-004, COST-002",
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
            "enable_logging",
            [False],
            id="NFR-SEC-004",
        ),
    ],
)
def test_audit_trail_on(plan, address, path, expected):
    """Administrative actions are logged."""
    check(plan, address, path, "none_of", expected)


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


# What this build wrote of these types has tests of its own above.
OWN = [
    "aws_dynamodb_table.main",
    "aws_sns_topic.topic",
    "aws_kinesis_stream.main",
    "aws_sns_topic.alerts",
    "aws_cloudwatch_metric_alarm.function_errors",
    "aws_cloudwatch_metric_alarm.function_duration",
    "aws_cloudwatch_metric_alarm.function_throttles",
    "aws_cloudwatch_metric_alarm.second_function_errors",
    "aws_cloudwatch_metric_alarm.second_function_duration",
    "aws_cloudwatch_metric_alarm.second_function_throttles",
    "aws_cloudwatch_metric_alarm.backup_failures",
    "aws_cloudwatch_metric_alarm.table_throttles",
    "aws_cloudwatch_metric_alarm.table_errors",
    "aws_cloudwatch_metric_alarm.stream_lag",
    "aws_cloudwatch_metric_alarm.stream_throttled",
    "aws_cloudwatch_metric_alarm.queue_age",
    "aws_cloudwatch_metric_alarm.queue_dead_letters",
    "aws_cloudwatch_metric_alarm.topic_failed",
    "aws_cloudwatch_dashboard.main",
    "aws_iam_role_policy.function",
    "aws_iam_role_policy.second_function",
    "aws_secretsmanager_secret.main",
    "aws_kms_key.main",
    "aws_cloudtrail.main",
    "aws_iam_role_policy.audit",
    "aws_s3_bucket_public_access_block.audit",
    "aws_s3_bucket_server_side_encryption_configuration.audit",
    "aws_s3_bucket_versioning.audit",
    "aws_iam_policy.mfa",
    "aws_s3_bucket_public_access_block.bucket",
    "aws_s3_bucket_server_side_encryption_configuration.bucket",
    "aws_s3_bucket_versioning.bucket",
    "aws_s3_bucket_public_access_block.access_logs",
    "aws_s3_bucket_server_side_encryption_configuration.access_logs",
    "aws_s3_bucket_versioning.access_logs",
]

# What every resource of a type must hold, whoever added it.
ADDED = [
    Added(
        "aws_s3_bucket_server_side_encryption_configuration",
        "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
        "one_of",
        ["aws:kms", "AES256"],
        "NFR-SEC-001, SC-SEC-001: Buckets are encrypted by default",
    ),
    Added(
        "aws_db_instance",
        "storage_encrypted",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-001: Databases are encrypted at rest",
    ),
    Added(
        "aws_rds_cluster",
        "storage_encrypted",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-001: Database clusters are encrypted at rest",
    ),
    Added(
        "aws_docdb_cluster",
        "storage_encrypted",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-001: Document databases are encrypted at rest",
    ),
    Added(
        "aws_elasticache_replication_group",
        "at_rest_encryption_enabled",
        "equal",
        "true",
        "NFR-SEC-001, SC-SEC-001: Caches are encrypted at rest",
    ),
    Added(
        "aws_elasticache_replication_group",
        "transit_encryption_enabled",
        "equal",
        True,
        "NFR-SEC-002: Caches take encrypted connections only",
    ),
    Added(
        "aws_efs_file_system",
        "encrypted",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-001: File systems are encrypted at rest",
    ),
    Added(
        "aws_ebs_volume",
        "encrypted",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-001: Volumes are encrypted at rest",
    ),
    Added(
        "aws_instance",
        "root_block_device[*].encrypted",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-001: Root volumes are encrypted at rest",
    ),
    Added(
        "aws_launch_template",
        "block_device_mappings[*].ebs[*].encrypted",
        "equal",
        "true",
        "NFR-SEC-001, SC-SEC-001: The volumes of scaled instances are encrypted at rest",
    ),
    Added(
        "aws_dynamodb_table",
        "server_side_encryption[*].enabled",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-001: Tables are encrypted with the build's own key",
    ),
    Added(
        "aws_sns_topic",
        "kms_master_key_id",
        "set",
        True,
        "NFR-SEC-001, SC-SEC-001: Topics are encrypted at rest",
        without=["uptime"],
    ),
    Added(
        "aws_kinesis_stream",
        "encryption_type",
        "equal",
        "KMS",
        "NFR-SEC-001, SC-SEC-001: Streams are encrypted at rest",
    ),
    Added(
        "aws_kms_key",
        "enable_key_rotation",
        "equal",
        True,
        "NFR-SEC-001: Keys rotate by themselves",
    ),
    Added(
        "aws_lb_listener",
        "ssl_policy",
        "one_of",
        [
            "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            "ELBSecurityPolicy-TLS13-1-3-2021-06",
            "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
        ],
        "NFR-SEC-002: The load balancer refuses TLS versions below the floor",
        where={"protocol": ["HTTPS"]},
    ),
    Added(
        "aws_lb_listener",
        "default_action[*].type",
        "equal",
        "redirect",
        "NFR-SEC-002: HTTP is redirected to HTTPS",
        where={"protocol": ["HTTP"]},
    ),
    Added(
        "aws_cloudfront_distribution",
        "default_cache_behavior[*].viewer_protocol_policy",
        "one_of",
        ["redirect-to-https", "https-only"],
        "NFR-SEC-002: The content delivery network serves HTTPS only",
    ),
    Added(
        "aws_s3_bucket_public_access_block",
        "block_public_policy",
        "equal",
        True,
        "baseline: No bucket can be made public",
    ),
    Added(
        "aws_s3_bucket_public_access_block",
        "block_public_acls",
        "equal",
        True,
        "baseline: No object can be made public",
    ),
    Added(
        "aws_s3_bucket_public_access_block",
        "ignore_public_acls",
        "equal",
        True,
        "baseline: Public access lists of buckets have no effect",
    ),
    Added(
        "aws_s3_bucket_public_access_block",
        "restrict_public_buckets",
        "equal",
        True,
        "baseline: Only this account and its services reach the buckets",
    ),
    Added(
        "aws_db_instance",
        "publicly_accessible",
        "equal",
        False,
        "baseline: Databases have no public address",
    ),
    Added(
        "aws_ecs_service",
        "network_configuration[*].assign_public_ip",
        "equal",
        False,
        "baseline: Containers have no public address",
    ),
    Added(
        "aws_vpc_security_group_ingress_rule",
        "cidr_ipv4",
        "none_of",
        ["0.0.0.0/0"],
        "baseline: Nothing but a public load balancer is open to the internet",
        without=["from_internet"],
        where_not={"to_port": [80, 443]},
    ),
    Added(
        "aws_vpc_security_group_ingress_rule",
        "cidr_ipv6",
        "none_of",
        ["::/0"],
        "baseline: Nothing but a public load balancer is open to the internet over IPv6",
        without=["from_internet"],
        where_not={"to_port": [80, 443]},
    ),
    Added(
        "aws_security_group",
        "ingress[*].cidr_blocks",
        "none_of",
        ["0.0.0.0/0"],
        "baseline: Nothing but web servers is open to the internet",
        where_not={"ingress[*].to_port": [80, 443]},
    ),
    Added(
        "aws_security_group",
        "ingress[*].ipv6_cidr_blocks",
        "none_of",
        ["::/0"],
        "baseline: Nothing but web servers is open to the internet over IPv6",
        where_not={"ingress[*].to_port": [80, 443]},
    ),
    Added(
        "aws_security_group_rule",
        "cidr_blocks",
        "none_of",
        ["0.0.0.0/0"],
        "baseline: Nothing but web servers is open to the internet",
        where={"type": ["ingress"]},
        where_not={"to_port": [80, 443]},
    ),
    Added(
        "aws_eks_cluster",
        "vpc_config[*].endpoint_public_access",
        "equal",
        False,
        "baseline: The cluster's endpoint is not public",
    ),
    Added(
        "aws_instance",
        "metadata_options[*].http_tokens",
        "equal",
        "required",
        "baseline: Machines hand out credentials to session-oriented requests only",
    ),
    Added(
        "aws_launch_template",
        "metadata_options[*].http_tokens",
        "equal",
        "required",
        "baseline: Scaled machines hand out credentials to session-oriented requests only",
    ),
    Added(
        "aws_ecs_service",
        "deployment_circuit_breaker[*].rollback",
        "equal",
        True,
        "baseline: A failed deployment of containers is rolled back",
    ),
    Added(
        "aws_dynamodb_table",
        "point_in_time_recovery[*].enabled",
        "equal",
        True,
        "FR-005, NFR-AVAIL-003, NFR-AVAIL-002: Tables can be restored to any point in time",
    ),
    Added(
        "aws_s3_bucket_versioning",
        "versioning_configuration[*].status",
        "equal",
        "Enabled",
        "FR-005, NFR-AVAIL-003: Buckets keep earlier versions",
    ),
    Added(
        "aws_iam_role_policy",
        "policy",
        "no_wildcard_action",
        True,
        "NFR-SEC-003, SC-SEC-003: No policy allows all actions of a service",
    ),
    Added(
        "aws_iam_policy",
        "policy",
        "no_wildcard_action",
        True,
        "NFR-SEC-003, SC-SEC-003: No managed policy allows all actions of a service",
    ),
    Added(
        "aws_db_instance",
        "manage_master_user_password",
        "equal",
        True,
        "FR-008: The database's master password is managed and rotated by the cloud",
    ),
    Added(
        "aws_cloudtrail",
        "is_multi_region_trail",
        "equal",
        True,
        "NFR-SEC-004: Administrative actions are logged in every region",
    ),
    Added(
        "aws_cloudtrail",
        "enable_logging",
        "none_of",
        [False],
        "NFR-SEC-004: Administrative actions are logged",
    ),
    Added(
        "aws_flow_log",
        "traffic_type",
        "equal",
        "ALL",
        "baseline: What crosses the network is logged",
    ),
    Added(
        "aws_cloudtrail",
        "enable_log_file_validation",
        "equal",
        True,
        "NFR-SEC-004: The audit trail shows when it was changed",
    ),
    Added(
        "aws_cloudwatch_metric_alarm",
        "alarm_actions",
        "count_at_least",
        1,
        "FR-009, SC-OPS-002: Alarms notify somebody",
        without=["burn_rate"],
    ),
    Added(
        "aws_cloudwatch_dashboard",
        "dashboard_name",
        "set",
        True,
        "FR-009, SC-OPS-001: There is a dashboard",
    ),
    Added(
        "aws_nat_gateway",
        "allocation_id",
        "set",
        True,
        "baseline: Private subnets have a way out, and none in",
    ),
    Added(
        "aws_route53_zone",
        "name",
        "set",
        True,
        "baseline: There is a zone for the domain",
    ),
    Added(
        "aws_acm_certificate",
        "validation_method",
        "equal",
        "DNS",
        "baseline: There is a certificate for the domain",
    ),
    Added(
        "aws_wafv2_web_acl_association",
        "web_acl_arn",
        "set",
        True,
        "baseline: A web application firewall stands before the load balancer",
    ),
    Added(
        "aws_wafv2_web_acl",
        "rule[*].name",
        "count_at_least",
        3,
        "baseline: The web application firewall knows the common attacks",
    ),
    Added(
        "aws_cloudfront_distribution",
        "enabled",
        "equal",
        True,
        "baseline: The content delivery network is switched on",
    ),
    Added(
        "aws_dynamodb_table",
        "hash_key",
        "set",
        True,
        "FR-005, NFR-AVAIL-003: There is a table, and its key is fixed",
    ),
    Added(
        "aws_secretsmanager_secret",
        "recovery_window_in_days",
        "at_least",
        7,
        "FR-008: There is a secret for the credentials, which can be brought back when it was deleted",
    ),
    Added(
        "aws_cloudfront_origin_access_control",
        "signing_behavior",
        "equal",
        "always",
        "baseline: The site's bucket answers the content delivery network only",
    ),
    Added(
        "aws_cloudwatch_composite_alarm",
        "alarm_actions",
        "count_at_least",
        1,
        "NFR-AVAIL-001, SLO-001, SLO-003: Somebody is told when the error budget is used up too fast",
    ),
]


def test_added_by_hand(plan):
    """What somebody added is held to the same."""
    check_added(plan, OWN, ADDED)
