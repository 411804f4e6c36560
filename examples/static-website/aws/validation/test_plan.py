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
            "aws_cloudwatch_log_group.logs",
            "retention_in_days",
            1,
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
