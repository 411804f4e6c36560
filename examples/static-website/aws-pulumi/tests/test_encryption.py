"""Checks what the program registers against what the specification demands: encryption."""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration.access-logs",
            "rules[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration.audit",
            "rules[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration.press-photos-bucket",
            "rules[*].apply_server_side_encryption_by_default[*].sse_algorithm",
            ["aws:kms", "AES256"],
            id="NFR-SEC-002, SC-SEC-002",
        ),
        pytest.param(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration.site",
            "rules[*].apply_server_side_encryption_by_default[*].sse_algorithm",
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
        pytest.param(
            "aws:sns/topic:Topic.alerts",
            "kms_master_key_id",
            True,
            id="baseline",
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
            "aws:cloudwatch/logGroup:LogGroup.logs",
            "kms_key_id",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:cloudwatch/logGroup:LogGroup.audit",
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
        pytest.param(
            "aws:kms/key:Key.main",
            "enable_key_rotation",
            True,
            id="baseline",
        ),
    ],
)
def test_key_rotated(plan, address, path, expected):
    """Keys rotate by themselves."""
    check(plan, address, path, "equal", expected)


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:kms/key:Key.main",
            "rotation_period_in_days",
            365,
            id="baseline",
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
            "aws:cloudfront/distribution:Distribution.main",
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
            "aws:cloudfront/distribution:Distribution.main",
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
            "aws:acm/certificate:Certificate.main-edge",
            "validation_method",
            "DNS",
            id="FR-003",
        ),
    ],
)
def test_certificate(plan, address, path, expected):
    """There is a certificate for the domain."""
    check(plan, address, path, "equal", expected)
