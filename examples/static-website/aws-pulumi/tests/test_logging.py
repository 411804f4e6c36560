"""Checks what the program registers against what the specification demands: logging."""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:cloudwatch/logGroup:LogGroup.waf-edge",
            "retention_in_days",
            90,
            id="COST-001",
        ),
        pytest.param(
            "aws:cloudwatch/logGroup:LogGroup.logs",
            "retention_in_days",
            90,
            id="COST-001",
        ),
        pytest.param(
            "aws:cloudwatch/logGroup:LogGroup.audit",
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
            "aws:cloudtrail/trail:Trail.main",
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
            "aws:cloudtrail/trail:Trail.main",
            "enable_logging",
            [False],
            id="COST-001",
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
            "aws:cloudtrail/trail:Trail.main",
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
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration.audit",
            "rules[*].expiration[*].days",
            365,
            id="COST-001",
        ),
    ],
)
def test_audit_retention(plan, address, path, expected):
    """Audit logs are kept as long as stated."""
    check(plan, address, path, "at_least", expected)
