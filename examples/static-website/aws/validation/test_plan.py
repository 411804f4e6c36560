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
            "aws_s3_bucket_server_side_encryption_configuration.access_logs",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.audit",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.press_photos_bucket",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="NFR-SEC-002, SC-SEC-002",
        ),
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.site",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="baseline",
        ),
    ],
)
def test_bucket_encrypted(plan, address, path, expected):
    """Buckets are encrypted by default."""
    check(plan, address, path, "one_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_sns_topic.alerts", "kms_master_key_id", True, id="baseline"),
    ],
)
def test_topic_encrypted(plan, address, path, expected):
    """Topics are encrypted at rest."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_log_group.logs",
            "kms_key_id",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.audit",
            "kms_key_id",
            True,
            id="baseline",
        ),
    ],
)
def test_log_group_encrypted(plan, address, path, expected):
    """Log groups are encrypted with the build's own key."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_kms_key.main", "enable_key_rotation", True, id="baseline"),
    ],
)
def test_key_rotated(plan, address, path, expected):
    """Keys rotate by themselves."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_kms_key.main", "rotation_period_in_days", 365, id="baseline"),
    ],
)
def test_key_rotation_period(plan, address, path, expected):
    """Keys rotate in the stated period."""
    check(plan, address, path, "at_most", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudfront_distribution.main",
            "default_cache_behavior[*].viewer_protocol_policy",
            ["redirect-to-https", "https-only"],
            id="NFR-SEC-001, SC-SEC-003",
        ),
    ],
)
def test_cdn_https_only(plan, address, path, expected):
    """The content delivery network serves HTTPS only."""
    check(plan, address, path, "one_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudfront_distribution.main",
            "viewer_certificate[*].minimum_protocol_version",
            ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"],
            id="NFR-SEC-001, SC-SEC-003",
        ),
    ],
)
def test_cdn_tls_floor(plan, address, path, expected):
    """The content delivery network refuses TLS versions below the floor."""
    check(plan, address, path, "one_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_public_access_block.access_logs",
            "block_public_policy",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "block_public_policy",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.press_photos_bucket",
            "block_public_policy",
            True,
            id="NFR-SEC-003",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.site",
            "block_public_policy",
            True,
            id="baseline",
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
            "aws_s3_bucket_public_access_block.access_logs",
            "block_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "block_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.press_photos_bucket",
            "block_public_acls",
            True,
            id="NFR-SEC-003",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.site",
            "block_public_acls",
            True,
            id="baseline",
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
            "aws_s3_bucket_public_access_block.access_logs",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.press_photos_bucket",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.site",
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
            "aws_s3_bucket_public_access_block.access_logs",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.press_photos_bucket",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.site",
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
            "aws_s3_bucket_versioning.access_logs",
            "versioning_configuration[*].status",
            "Enabled",
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_versioning.audit",
            "versioning_configuration[*].status",
            "Enabled",
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_versioning.press_photos_bucket",
            "versioning_configuration[*].status",
            "Enabled",
            id="FR-005",
        ),
        pytest.param(
            "aws_s3_bucket_versioning.site",
            "versioning_configuration[*].status",
            "Enabled",
            id="baseline",
        ),
    ],
)
def test_bucket_versioned(plan, address, path, expected):
    """Buckets keep earlier versions."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("var.region", "", "eu-north-1", id="SC-CODE-001"),
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
            ["Project", "Environment", "ManagedBy"],
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
            "aws_cloudwatch_log_group.waf_edge",
            "retention_in_days",
            90,
            id="COST-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.logs",
            "retention_in_days",
            90,
            id="COST-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.audit",
            "retention_in_days",
            90,
            id="COST-001",
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
            id="COST-001",
        ),
    ],
)
def test_audit_trail_everywhere(plan, address, path, expected):
    """Administrative actions are logged in every region."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_cloudtrail.main", "enable_logging", [False], id="COST-001"),
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
            id="COST-001",
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
            365,
            id="COST-001",
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
            "aws_budgets_budget.main",
            "limit_amount",
            "50",
            id="BUD-001, BUD-002",
        ),
    ],
)
def test_budget_amount(plan, address, path, expected):
    """The budget alert watches the stated amount."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_route53_zone.main",
            "name",
            True,
            id="FR-003, FR-004, DEP-001",
        ),
    ],
)
def test_zone_of_names(plan, address, path, expected):
    """There is a zone for the domain."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_acm_certificate.main_edge",
            "validation_method",
            "DNS",
            id="FR-003",
        ),
    ],
)
def test_certificate(plan, address, path, expected):
    """There is a certificate for the domain."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_wafv2_web_acl.main_edge",
            "rule[*].name",
            3,
            id="NFR-SEC-004",
        ),
    ],
)
def test_firewall_rules(plan, address, path, expected):
    """The web application firewall knows the common attacks."""
    check(plan, address, path, "count_at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudfront_distribution.main",
            "enabled",
            True,
            id="FR-002, NFR-SEC-003, SC-CODE-001",
        ),
    ],
)
def test_content_delivered(plan, address, path, expected):
    """The content delivery network is switched on."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudfront_origin_access_control.main",
            "signing_behavior",
            "always",
            id="baseline",
        ),
    ],
)
def test_site_served(plan, address, path, expected):
    """The site's bucket answers the content delivery network only."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_budgets_budget.main",
            "notification[*].threshold",
            1,
            id="BUD-002",
        ),
    ],
)
def test_budget_notifies(plan, address, path, expected):
    """The budget alert notifies at each stated share."""
    check(plan, address, path, "count_at_least", expected)


# What this build wrote of these types has tests of its own above.
OWN = [
    "aws_cloudfront_distribution.main",
    "aws_cloudfront_origin_access_control.main",
    "aws_s3_bucket_public_access_block.access_logs",
    "aws_s3_bucket_server_side_encryption_configuration.access_logs",
    "aws_s3_bucket_versioning.access_logs",
    "aws_route53_zone.main",
    "aws_acm_certificate.main_edge",
    "aws_wafv2_web_acl.main_edge",
    "aws_sns_topic.alerts",
    "aws_kms_key.main",
    "aws_cloudtrail.main",
    "aws_iam_role_policy.audit",
    "aws_s3_bucket_public_access_block.audit",
    "aws_s3_bucket_server_side_encryption_configuration.audit",
    "aws_s3_bucket_versioning.audit",
    "aws_s3_bucket_public_access_block.press_photos_bucket",
    "aws_s3_bucket_server_side_encryption_configuration.press_photos_bucket",
    "aws_s3_bucket_versioning.press_photos_bucket",
    "aws_s3_bucket_public_access_block.site",
    "aws_s3_bucket_server_side_encryption_configuration.site",
    "aws_s3_bucket_versioning.site",
]

# What every resource of a type must hold, whoever added it.
ADDED = [
    Added(
        "aws_s3_bucket_server_side_encryption_configuration",
        "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
        "one_of",
        ["aws:kms", "AES256"],
        "NFR-SEC-002, SC-SEC-002: Buckets are encrypted by default",
    ),
    Added(
        "aws_db_instance",
        "storage_encrypted",
        "equal",
        True,
        "NFR-SEC-002, SC-SEC-002: Databases are encrypted at rest",
    ),
    Added(
        "aws_rds_cluster",
        "storage_encrypted",
        "equal",
        True,
        "NFR-SEC-002, SC-SEC-002: Database clusters are encrypted at rest",
    ),
    Added(
        "aws_docdb_cluster",
        "storage_encrypted",
        "equal",
        True,
        "NFR-SEC-002, SC-SEC-002: Document databases are encrypted at rest",
    ),
    Added(
        "aws_elasticache_replication_group",
        "at_rest_encryption_enabled",
        "equal",
        "true",
        "NFR-SEC-002, SC-SEC-002: Caches are encrypted at rest",
    ),
    Added(
        "aws_elasticache_replication_group",
        "transit_encryption_enabled",
        "equal",
        True,
        "NFR-SEC-001, SC-SEC-003: Caches take encrypted connections only",
    ),
    Added(
        "aws_efs_file_system",
        "encrypted",
        "equal",
        True,
        "NFR-SEC-002, SC-SEC-002: File systems are encrypted at rest",
    ),
    Added(
        "aws_ebs_volume",
        "encrypted",
        "equal",
        True,
        "NFR-SEC-002, SC-SEC-002: Volumes are encrypted at rest",
    ),
    Added(
        "aws_instance",
        "root_block_device[*].encrypted",
        "equal",
        True,
        "NFR-SEC-002, SC-SEC-002: Root volumes are encrypted at rest",
    ),
    Added(
        "aws_launch_template",
        "block_device_mappings[*].ebs[*].encrypted",
        "equal",
        "true",
        "NFR-SEC-002, SC-SEC-002: The volumes of scaled instances are encrypted at rest",
    ),
    Added(
        "aws_dynamodb_table",
        "server_side_encryption[*].enabled",
        "equal",
        True,
        "NFR-SEC-002, SC-SEC-002: Tables are encrypted with the build's own key",
    ),
    Added(
        "aws_sns_topic",
        "kms_master_key_id",
        "set",
        True,
        "NFR-SEC-002, SC-SEC-002: Topics are encrypted at rest",
        without=["uptime"],
    ),
    Added(
        "aws_kinesis_stream",
        "encryption_type",
        "equal",
        "KMS",
        "NFR-SEC-002, SC-SEC-002: Streams are encrypted at rest",
    ),
    Added(
        "aws_kms_key",
        "enable_key_rotation",
        "equal",
        True,
        "baseline: Keys rotate by themselves",
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
        "NFR-SEC-001, SC-SEC-003: The load balancer refuses TLS versions below the floor",
        where={"protocol": ["HTTPS"]},
    ),
    Added(
        "aws_lb_listener",
        "default_action[*].type",
        "equal",
        "redirect",
        "NFR-SEC-001, SC-SEC-003: HTTP is redirected to HTTPS",
        where={"protocol": ["HTTP"]},
    ),
    Added(
        "aws_cloudfront_distribution",
        "default_cache_behavior[*].viewer_protocol_policy",
        "one_of",
        ["redirect-to-https", "https-only"],
        "NFR-SEC-001, SC-SEC-003: The content delivery network serves HTTPS only",
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
        "baseline: Tables can be restored to any point in time",
    ),
    Added(
        "aws_s3_bucket_versioning",
        "versioning_configuration[*].status",
        "equal",
        "Enabled",
        "baseline: Buckets keep earlier versions",
    ),
    Added(
        "aws_iam_role_policy",
        "policy",
        "no_wildcard_action",
        True,
        "baseline: No policy allows all actions of a service",
    ),
    Added(
        "aws_iam_policy",
        "policy",
        "no_wildcard_action",
        True,
        "baseline: No managed policy allows all actions of a service",
    ),
    Added(
        "aws_db_instance",
        "manage_master_user_password",
        "equal",
        True,
        "baseline: The database's master password is managed and rotated by the cloud",
    ),
    Added(
        "aws_cloudtrail",
        "is_multi_region_trail",
        "equal",
        True,
        "COST-001: Administrative actions are logged in every region",
    ),
    Added(
        "aws_cloudtrail",
        "enable_logging",
        "none_of",
        [False],
        "COST-001: Administrative actions are logged",
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
        "COST-001: The audit trail shows when it was changed",
    ),
    Added(
        "aws_cloudwatch_metric_alarm",
        "alarm_actions",
        "count_at_least",
        1,
        "SC-OPS-001: Alarms notify somebody",
        without=["burn_rate"],
    ),
    Added(
        "aws_cloudwatch_dashboard",
        "dashboard_name",
        "set",
        True,
        "baseline: There is a dashboard",
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
        "FR-003, FR-004, DEP-001: There is a zone for the domain",
    ),
    Added(
        "aws_acm_certificate",
        "validation_method",
        "equal",
        "DNS",
        "FR-003: There is a certificate for the domain",
    ),
    Added(
        "aws_wafv2_web_acl_association",
        "web_acl_arn",
        "set",
        True,
        "NFR-SEC-004: A web application firewall stands before the load balancer",
    ),
    Added(
        "aws_wafv2_web_acl",
        "rule[*].name",
        "count_at_least",
        3,
        "NFR-SEC-004: The web application firewall knows the common attacks",
    ),
    Added(
        "aws_cloudfront_distribution",
        "enabled",
        "equal",
        True,
        "FR-002, NFR-SEC-003, SC-CODE-001: The content delivery network is switched on",
    ),
    Added(
        "aws_dynamodb_table",
        "hash_key",
        "set",
        True,
        "baseline: There is a table, and its key is fixed",
    ),
    Added(
        "aws_secretsmanager_secret",
        "recovery_window_in_days",
        "at_least",
        7,
        "baseline: There is a secret for the credentials, which can be brought back when it was deleted",
    ),
    Added(
        "aws_cloudfront_origin_access_control",
        "signing_behavior",
        "equal",
        "always",
        "FR-001: The site's bucket answers the content delivery network only",
    ),
    Added(
        "aws_cloudwatch_composite_alarm",
        "alarm_actions",
        "count_at_least",
        1,
        "NFR-AVAIL-001, SLO-001: Somebody is told when the error budget is used up too fast",
    ),
]


def test_added_by_hand(plan):
    """What somebody added is held to the same."""
    check_added(plan, OWN, ADDED)
