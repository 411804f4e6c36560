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
            id="NFR-SEC-001",
        ),
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.audit",
            "rule[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_s3_bucket_server_side_encryption_configuration.product_images_bucket",
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
            "aws_db_instance.postgresql",
            "storage_encrypted",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
    ],
)
def test_database_encrypted(plan, address, path, expected):
    """Databases are encrypted at rest."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_db_instance.postgresql",
            "kms_key_id",
            True,
            id="NFR-SEC-001",
        ),
    ],
)
def test_database_own_key(plan, address, path, expected):
    """Databases are encrypted with the build's own key."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_elasticache_replication_group.redis",
            "at_rest_encryption_enabled",
            "true",
            id="NFR-SEC-001, SC-SEC-001",
        ),
    ],
)
def test_cache_encrypted_at_rest(plan, address, path, expected):
    """Caches are encrypted at rest."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_elasticache_replication_group.redis",
            "transit_encryption_enabled",
            True,
            id="NFR-SEC-002",
        ),
    ],
)
def test_cache_encrypted_in_transit(plan, address, path, expected):
    """Caches take encrypted connections only."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_sqs_queue.order_confirmations",
            "kms_master_key_id",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_sqs_queue.order_confirmations_dead_letter",
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
            "aws_cloudwatch_log_group.app_service",
            "kms_key_id",
            True,
            id="NFR-SEC-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.postgresql_database",
            "kms_key_id",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.redis_cache_slow",
            "kms_key_id",
            True,
            id="NFR-SEC-001, SC-SEC-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.waf",
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
        pytest.param(
            "aws_cloudwatch_log_group.flow_logs",
            "kms_key_id",
            True,
            id="NFR-SEC-001",
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
            "aws_lb_listener.web_https",
            "ssl_policy",
            [
                "ELBSecurityPolicy-TLS13-1-2-2021-06",
                "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
                "ELBSecurityPolicy-TLS13-1-3-2021-06",
                "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
                "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
            ],
            id="NFR-SEC-002",
        ),
    ],
)
def test_https_listener_tls_floor(plan, address, path, expected):
    """The load balancer refuses TLS versions below the floor."""
    check(plan, address, path, "one_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_lb_listener.web_http_redirect",
            "default_action[*].type",
            "redirect",
            id="NFR-SEC-002",
        ),
    ],
)
def test_http_redirected(plan, address, path, expected):
    """HTTP is redirected to HTTPS."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudfront_distribution.main",
            "default_cache_behavior[*].viewer_protocol_policy",
            ["redirect-to-https", "https-only"],
            id="NFR-SEC-002",
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
            id="NFR-SEC-002",
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
            id="FR-003",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "block_public_policy",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.product_images_bucket",
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
            id="FR-003",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.audit",
            "block_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_s3_bucket_public_access_block.product_images_bucket",
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
            "aws_s3_bucket_public_access_block.product_images_bucket",
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
            "aws_s3_bucket_public_access_block.product_images_bucket",
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
            "aws_db_instance.postgresql",
            "publicly_accessible",
            False,
            id="NFR-SEC-005",
        ),
    ],
)
def test_database_private(plan, address, path, expected):
    """Databases have no public address."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_ecs_service.app",
            "network_configuration[*].assign_public_ip",
            False,
            id="baseline",
        ),
    ],
)
def test_service_without_public_address(plan, address, path, expected):
    """Containers have no public address."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_subnet.data", "map_public_ip_on_launch", False, id="FR-002"),
        pytest.param(
            "aws_subnet.private",
            "map_public_ip_on_launch",
            False,
            id="FR-002, FR-011",
        ),
    ],
)
def test_subnet_private(plan, address, path, expected):
    """Private subnets hand out no public addresses."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_vpc_security_group_ingress_rule.app_service_from_web_lb_8080",
            "cidr_ipv4",
            ["0.0.0.0/0"],
            id="baseline",
        ),
        pytest.param(
            "aws_vpc_security_group_ingress_rule.redis_cache_from_app_service_6379",
            "cidr_ipv4",
            ["0.0.0.0/0"],
            id="baseline",
        ),
        pytest.param(
            "aws_vpc_security_group_ingress_rule.postgresql_database_from_app_service_5432",
            "cidr_ipv4",
            ["0.0.0.0/0"],
            id="baseline",
        ),
    ],
)
def test_no_open_ingress(plan, address, path, expected):
    """Nothing but a public load balancer is open to the internet."""
    check(plan, address, path, "none_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_vpc_security_group_ingress_rule.app_service_from_web_lb_8080",
            "cidr_ipv6",
            ["::/0"],
            id="baseline",
        ),
        pytest.param(
            "aws_vpc_security_group_ingress_rule.redis_cache_from_app_service_6379",
            "cidr_ipv6",
            ["::/0"],
            id="baseline",
        ),
        pytest.param(
            "aws_vpc_security_group_ingress_rule.postgresql_database_from_app_service_5432",
            "cidr_ipv6",
            ["::/0"],
            id="baseline",
        ),
    ],
)
def test_no_open_ingress_ipv6(plan, address, path, expected):
    """Nothing but a public load balancer is open to the internet over IPv6."""
    check(plan, address, path, "none_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_vpc_security_group_ingress_rule.web_lb_from_internet_80",
            "to_port",
            [22, 1433, 3306, 3389, 5432, 6379, 9200, 11211, 27017],
            id="baseline",
        ),
        pytest.param(
            "aws_vpc_security_group_ingress_rule.web_lb_from_internet_443",
            "to_port",
            [22, 1433, 3306, 3389, 5432, 6379, 9200, 11211, 27017],
            id="baseline",
        ),
    ],
)
def test_no_inner_port_open(plan, address, path, expected):
    """No port of databases, caches or administration is open to the internet."""
    check(plan, address, path, "none_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("var.availability_zones", "", 3, id="NFR-AVAIL-002"),
    ],
)
def test_zones(plan, address, path, expected):
    """The build spreads over enough zones."""
    check(plan, address, path, "count_at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_subnet.public", "availability_zone", 3, id="NFR-AVAIL-002"),
        pytest.param("aws_subnet.data", "availability_zone", 3, id="NFR-AVAIL-002"),
        pytest.param("aws_subnet.private", "availability_zone", 3, id="NFR-AVAIL-002"),
    ],
)
def test_subnets_over_zones(plan, address, path, expected):
    """Subnets spread over enough zones."""
    check(plan, address, path, "distinct_at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_db_instance.postgresql",
            "multi_az",
            True,
            id="FR-006, NFR-AVAIL-002",
        ),
    ],
)
def test_database_standby(plan, address, path, expected):
    """The database has a standby in another zone."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_elasticache_replication_group.redis",
            "automatic_failover_enabled",
            True,
            id="NFR-AVAIL-002, FR-007",
        ),
    ],
)
def test_cache_failover(plan, address, path, expected):
    """The cache fails over by itself."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_elasticache_replication_group.redis",
            "num_cache_clusters",
            2,
            id="FR-007",
        ),
    ],
)
def test_cache_replicas(plan, address, path, expected):
    """The cache has the stated number of replicas."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_ecs_service.app",
            "deployment_circuit_breaker[*].rollback",
            True,
            id="baseline",
        ),
    ],
)
def test_deployment_rolled_back(plan, address, path, expected):
    """A failed deployment of containers is rolled back."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_db_instance.postgresql",
            "deletion_protection",
            True,
            id="baseline",
        ),
    ],
)
def test_deletion_protected(plan, address, path, expected):
    """Databases can't be deleted by mistake."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_lb.web", "enable_deletion_protection", True, id="baseline"),
    ],
)
def test_load_balancer_deletion_protected(plan, address, path, expected):
    """Load balancers can't be deleted by mistake."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_appautoscaling_target.app_service",
            "min_capacity",
            3,
            id="FR-005, NFR-SCAL-001, SC-PERF-002",
        ),
    ],
)
def test_container_scaling_minimum(plan, address, path, expected):
    """Containers never fall below the stated number."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_appautoscaling_target.app_service",
            "max_capacity",
            30,
            id="FR-005, NFR-SCAL-001, SC-PERF-002",
        ),
    ],
)
def test_container_scaling_maximum(plan, address, path, expected):
    """Containers grow to the stated number."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_db_instance.postgresql",
            "backup_retention_period",
            35,
            id="NFR-AVAIL-004, SC-OPS-003, NFR-AVAIL-003",
        ),
    ],
)
def test_database_backup_retention(plan, address, path, expected):
    """Database backups are kept long enough."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_s3_bucket_versioning.access_logs",
            "versioning_configuration[*].status",
            "Enabled",
            id="NFR-AVAIL-004, SC-OPS-003",
        ),
        pytest.param(
            "aws_s3_bucket_versioning.audit",
            "versioning_configuration[*].status",
            "Enabled",
            id="NFR-AVAIL-004, SC-OPS-003",
        ),
        pytest.param(
            "aws_s3_bucket_versioning.product_images_bucket",
            "versioning_configuration[*].status",
            "Enabled",
            id="FR-008, NFR-AVAIL-004, SC-OPS-003",
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
            "var.region",
            "",
            "eu-west-1",
            id="DATA-001, SC-CODE-001, ASM-002",
        ),
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
            ["Project", "Environment", "CostCenter", "ManagedBy"],
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
            "aws_iam_role_policy.app_service_execution",
            "policy",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws_iam_role_policy.app_service",
            "policy",
            True,
            id="NFR-SEC-004, SC-SEC-003",
        ),
        pytest.param("aws_iam_role_policy.audit", "policy", True, id="baseline"),
        pytest.param("aws_iam_role_policy.flow_logs", "policy", True, id="baseline"),
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
            "aws_db_instance.postgresql",
            "iam_database_authentication_enabled",
            True,
            id="baseline",
        ),
    ],
)
def test_database_identity_login(plan, address, path, expected):
    """Workloads log in to the database with their identity."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_db_instance.postgresql",
            "manage_master_user_password",
            True,
            id="baseline",
        ),
    ],
)
def test_master_password_managed(plan, address, path, expected):
    """The database's master password is managed and rotated by the cloud."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_log_group.app_service",
            "retention_in_days",
            30,
            id="COST-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.postgresql_database",
            "retention_in_days",
            30,
            id="COST-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.waf",
            "retention_in_days",
            30,
            id="COST-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.logs",
            "retention_in_days",
            30,
            id="COST-001",
        ),
        pytest.param(
            "aws_cloudwatch_log_group.audit",
            "retention_in_days",
            30,
            id="NFR-SEC-006, COST-001",
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
            id="NFR-SEC-006",
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
            id="NFR-SEC-006",
        ),
    ],
)
def test_audit_trail_on(plan, address, path, expected):
    """Administrative actions are logged."""
    check(plan, address, path, "none_of", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_flow_log.main", "traffic_type", "ALL", id="baseline"),
    ],
)
def test_flows_logged(plan, address, path, expected):
    """What crosses the network is logged."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudtrail.main",
            "enable_log_file_validation",
            True,
            id="NFR-SEC-006",
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
            id="NFR-SEC-006",
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
            "aws_cloudwatch_metric_alarm.objective_latency_p95",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.objective_latency_p99",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.objective_errors",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.nat_port_errors",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.web_lb_errors",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.web_lb_own_errors",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.certificate_days_left",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.app_service_cpu",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.app_service_memory",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.app_service_tasks",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.redis_cache_engine_cpu",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.redis_cache_cpu",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.redis_cache_memory",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.postgresql_database_cpu",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.postgresql_database_storage",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.postgresql_database_free_memory",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.order_confirmations_queue_age",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.order_confirmations_queue_dead_letters",
            "alarm_actions",
            1,
            id="FR-014, SC-OPS-002",
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
            id="FR-014, SC-OPS-001",
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
            "aws_budgets_budget.main",
            "limit_amount",
            "4500",
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
            "aws_s3_bucket_lifecycle_configuration.product_images_bucket",
            "rule[*].transition[*].days",
            180,
            id="FR-008",
        ),
    ],
)
def test_archive_after(plan, address, path, expected):
    """Objects move to cheaper storage when stated."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_vpc.main", "cidr_block", "10.40.0.0/16", id="FR-001"),
    ],
)
def test_network_range(plan, address, path, expected):
    """The network has the stated address range."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_nat_gateway.main", "allocation_id", True, id="FR-011"),
    ],
)
def test_outbound_gateway(plan, address, path, expected):
    """Private subnets have a way out, and none in."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_route53_zone.main", "name", True, id="FR-013"),
    ],
)
def test_zone_of_names(plan, address, path, expected):
    """There is a zone for the domain."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_acm_certificate.main",
            "validation_method",
            "DNS",
            id="FR-013",
        ),
        pytest.param(
            "aws_acm_certificate.main_edge",
            "validation_method",
            "DNS",
            id="FR-013",
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
            "aws_wafv2_web_acl_association.web_lb",
            "web_acl_arn",
            True,
            id="NFR-SEC-003",
        ),
    ],
)
def test_firewall_before_load_balancer(plan, address, path, expected):
    """A web application firewall stands before the load balancer."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_wafv2_web_acl.main", "rule[*].name", 3, id="NFR-SEC-003"),
    ],
)
def test_firewall_rules(plan, address, path, expected):
    """The web application firewall knows the common attacks."""
    check(plan, address, path, "count_at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_cloudfront_distribution.main", "enabled", True, id="FR-009"),
    ],
)
def test_content_delivered(plan, address, path, expected):
    """The content delivery network is switched on."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_lb.web", "internal", False, id="FR-003"),
    ],
)
def test_load_balancer_public(plan, address, path, expected):
    """The load balancer is reached from the internet."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_lb_target_group.app_service",
            "health_check[*].path",
            "/healthz",
            id="FR-003",
        ),
    ],
)
def test_health_check_path(plan, address, path, expected):
    """Health is asked for at the stated path."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_ecs_task_definition.app", "cpu", 1024, id="FR-004"),
    ],
)
def test_container_cpu(plan, address, path, expected):
    """Containers have the stated processors."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_ecs_task_definition.app", "memory", 2048, id="FR-004"),
    ],
)
def test_container_memory(plan, address, path, expected):
    """Containers have the stated memory."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_db_instance.postgresql", "engine", "postgres", id="FR-006"),
    ],
)
def test_database_engine(plan, address, path, expected):
    """The database is of the stated engine."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_db_instance.postgresql",
            "allocated_storage",
            200,
            id="FR-006",
        ),
    ],
)
def test_database_storage(plan, address, path, expected):
    """The database has the stated storage."""
    check(plan, address, path, "at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_elasticache_replication_group.redis",
            "engine",
            "redis",
            id="FR-007",
        ),
    ],
)
def test_cache_engine(plan, address, path, expected):
    """The cache is of the stated engine."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_sqs_queue.order_confirmations",
            "redrive_policy",
            True,
            id="FR-010",
        ),
    ],
)
def test_queue_gives_up(plan, address, path, expected):
    """Messages that nobody can handle go to a queue of their own."""
    check(plan, address, path, "set", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_secretsmanager_secret.main",
            "recovery_window_in_days",
            7,
            id="FR-012",
        ),
    ],
)
def test_secret_there(plan, address, path, expected):
    """There is a secret for the credentials, which can be brought back when it was deleted."""
    check(plan, address, path, "at_least", expected)


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
            2,
            id="BUD-002",
        ),
    ],
)
def test_budget_notifies(plan, address, path, expected):
    """The budget alert notifies at each stated share."""
    check(plan, address, path, "count_at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_metric_alarm.burn_rate",
            "threshold",
            0.72,
            id="NFR-AVAIL-001, SLO-001, SLO-003",
        ),
    ],
)
def test_error_budget_alarmed(plan, address, path, expected):
    """An alarm tells when the error budget is used up too fast."""
    check(plan, address, path, "at_most", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_composite_alarm.burn_rate",
            "alarm_actions",
            1,
            id="NFR-AVAIL-001, SLO-001, SLO-003",
        ),
    ],
)
def test_error_budget_announced(plan, address, path, expected):
    """Somebody is told when the error budget is used up too fast."""
    check(plan, address, path, "count_at_least", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws_cloudwatch_metric_alarm.objective_latency_p95",
            "threshold",
            0.8,
            id="NFR-PERF-001, SLO-002",
        ),
        pytest.param(
            "aws_cloudwatch_metric_alarm.objective_latency_p99",
            "threshold",
            0.8,
            id="NFR-PERF-001, SLO-002",
        ),
    ],
)
def test_response_times_alarmed(plan, address, path, expected):
    """An alarm tells when clients wait longer than promised."""
    check(plan, address, path, "at_most", expected)


# What this build wrote of these types has tests of its own above.
OWN = [
    "aws_ecs_service.app",
    "aws_db_instance.postgresql",
    "aws_elasticache_replication_group.redis",
    "aws_s3_bucket_public_access_block.access_logs",
    "aws_s3_bucket_server_side_encryption_configuration.access_logs",
    "aws_s3_bucket_versioning.access_logs",
    "aws_lb_listener.web_https",
    "aws_lb_listener.web_http_redirect",
    "aws_cloudfront_distribution.main",
    "aws_cloudfront_origin_access_control.main",
    "aws_route53_zone.main",
    "aws_acm_certificate.main",
    "aws_acm_certificate.main_edge",
    "aws_wafv2_web_acl.main",
    "aws_wafv2_web_acl_association.web_lb",
    "aws_nat_gateway.main",
    "aws_sns_topic.alerts",
    "aws_cloudwatch_metric_alarm.objective_latency_p95",
    "aws_cloudwatch_metric_alarm.objective_latency_p99",
    "aws_cloudwatch_metric_alarm.burn_rate",
    "aws_cloudwatch_composite_alarm.burn_rate",
    "aws_cloudwatch_metric_alarm.objective_errors",
    "aws_cloudwatch_metric_alarm.nat_port_errors",
    "aws_cloudwatch_metric_alarm.web_lb_errors",
    "aws_cloudwatch_metric_alarm.web_lb_own_errors",
    "aws_cloudwatch_metric_alarm.certificate_days_left",
    "aws_cloudwatch_metric_alarm.app_service_cpu",
    "aws_cloudwatch_metric_alarm.app_service_memory",
    "aws_cloudwatch_metric_alarm.app_service_tasks",
    "aws_cloudwatch_metric_alarm.redis_cache_engine_cpu",
    "aws_cloudwatch_metric_alarm.redis_cache_cpu",
    "aws_cloudwatch_metric_alarm.redis_cache_memory",
    "aws_cloudwatch_metric_alarm.postgresql_database_cpu",
    "aws_cloudwatch_metric_alarm.postgresql_database_storage",
    "aws_cloudwatch_metric_alarm.postgresql_database_free_memory",
    "aws_cloudwatch_metric_alarm.order_confirmations_queue_age",
    "aws_cloudwatch_metric_alarm.order_confirmations_queue_dead_letters",
    "aws_cloudwatch_dashboard.main",
    "aws_security_group.web_lb",
    "aws_security_group.app_service",
    "aws_security_group.redis_cache",
    "aws_security_group.postgresql_database",
    "aws_vpc_security_group_ingress_rule.app_service_from_web_lb_8080",
    "aws_vpc_security_group_ingress_rule.redis_cache_from_app_service_6379",
    "aws_vpc_security_group_ingress_rule.postgresql_database_from_app_service_5432",
    "aws_vpc_security_group_ingress_rule.web_lb_from_internet_80",
    "aws_vpc_security_group_ingress_rule.web_lb_from_internet_443",
    "aws_iam_role_policy.app_service_execution",
    "aws_iam_role_policy.app_service",
    "aws_secretsmanager_secret.main",
    "aws_kms_key.main",
    "aws_cloudtrail.main",
    "aws_iam_role_policy.audit",
    "aws_s3_bucket_public_access_block.audit",
    "aws_s3_bucket_server_side_encryption_configuration.audit",
    "aws_s3_bucket_versioning.audit",
    "aws_flow_log.main",
    "aws_iam_role_policy.flow_logs",
    "aws_iam_policy.mfa",
    "aws_s3_bucket_public_access_block.product_images_bucket",
    "aws_s3_bucket_server_side_encryption_configuration.product_images_bucket",
    "aws_s3_bucket_versioning.product_images_bucket",
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
        "NFR-AVAIL-003, NFR-AVAIL-004, SC-OPS-003: Tables can be restored to any point in time",
    ),
    Added(
        "aws_s3_bucket_versioning",
        "versioning_configuration[*].status",
        "equal",
        "Enabled",
        "NFR-AVAIL-004, SC-OPS-003: Buckets keep earlier versions",
    ),
    Added(
        "aws_iam_role_policy",
        "policy",
        "no_wildcard_action",
        True,
        "NFR-SEC-004, SC-SEC-003: No policy allows all actions of a service",
    ),
    Added(
        "aws_iam_policy",
        "policy",
        "no_wildcard_action",
        True,
        "NFR-SEC-004, SC-SEC-003: No managed policy allows all actions of a service",
    ),
    Added(
        "aws_db_instance",
        "manage_master_user_password",
        "equal",
        True,
        "FR-012: The database's master password is managed and rotated by the cloud",
    ),
    Added(
        "aws_cloudtrail",
        "is_multi_region_trail",
        "equal",
        True,
        "NFR-SEC-006: Administrative actions are logged in every region",
    ),
    Added(
        "aws_cloudtrail",
        "enable_logging",
        "none_of",
        [False],
        "NFR-SEC-006: Administrative actions are logged",
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
        "NFR-SEC-006: The audit trail shows when it was changed",
    ),
    Added(
        "aws_cloudwatch_metric_alarm",
        "alarm_actions",
        "count_at_least",
        1,
        "FR-014, SC-OPS-002: Alarms notify somebody",
        without=["burn_rate"],
    ),
    Added(
        "aws_cloudwatch_dashboard",
        "dashboard_name",
        "set",
        True,
        "FR-014, SC-OPS-001: There is a dashboard",
    ),
    Added(
        "aws_nat_gateway",
        "allocation_id",
        "set",
        True,
        "FR-011: Private subnets have a way out, and none in",
    ),
    Added(
        "aws_route53_zone",
        "name",
        "set",
        True,
        "FR-013: There is a zone for the domain",
    ),
    Added(
        "aws_acm_certificate",
        "validation_method",
        "equal",
        "DNS",
        "FR-013: There is a certificate for the domain",
    ),
    Added(
        "aws_wafv2_web_acl_association",
        "web_acl_arn",
        "set",
        True,
        "NFR-SEC-003: A web application firewall stands before the load balancer",
    ),
    Added(
        "aws_wafv2_web_acl",
        "rule[*].name",
        "count_at_least",
        3,
        "NFR-SEC-003: The web application firewall knows the common attacks",
    ),
    Added(
        "aws_cloudfront_distribution",
        "enabled",
        "equal",
        True,
        "FR-009: The content delivery network is switched on",
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
        "FR-012: There is a secret for the credentials, which can be brought back when it was deleted",
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
