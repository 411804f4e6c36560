"""Checks what the program registers against what the specification demands: recovery."""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:s3/bucketVersioning:BucketVersioning.access-logs",
            "versioning_configuration[*].status",
            "Enabled",
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketVersioning:BucketVersioning.audit",
            "versioning_configuration[*].status",
            "Enabled",
            id="baseline",
        ),
        pytest.param(
            "aws:s3/bucketVersioning:BucketVersioning.press-photos-bucket",
            "versioning_configuration[*].status",
            "Enabled",
            id="FR-005",
        ),
        pytest.param(
            "aws:s3/bucketVersioning:BucketVersioning.site",
            "versioning_configuration[*].status",
            "Enabled",
            id="baseline",
        ),
    ],
)
def test_bucket_versioned(plan, address, path, expected):
    """Buckets keep earlier versions."""
    check(plan, address, path, "equal", expected)
