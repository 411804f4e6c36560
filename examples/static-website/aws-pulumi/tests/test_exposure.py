"""Checks what the program registers against what the specification demands: exposure."""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.access-logs",
            "block_public_policy",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.audit",
            "block_public_policy",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.press-photos-bucket",
            "block_public_policy",
            True,
            id="NFR-SEC-003",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.site",
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
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.access-logs",
            "block_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.audit",
            "block_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.press-photos-bucket",
            "block_public_acls",
            True,
            id="NFR-SEC-003",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.site",
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
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.access-logs",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.audit",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.press-photos-bucket",
            "ignore_public_acls",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.site",
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
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.access-logs",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.audit",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.press-photos-bucket",
            "restrict_public_buckets",
            True,
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock.site",
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
            "aws:wafv2/webAcl:WebAcl.main-edge",
            "rules[*].name",
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
            "aws:cloudfront/originAccessControl:OriginAccessControl.main",
            "signing_behavior",
            "always",
            id="baseline",
        ),
    ],
)
def test_site_served(plan, address, path, expected):
    """The site's bucket answers the content delivery network only."""
    check(plan, address, path, "equal", expected)
