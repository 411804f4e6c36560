"""Checks what the program registers against what the specification demands: placement."""

import pytest
from plan import check


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
            "aws:route53/zone:Zone.main",
            "name",
            True,
            id="FR-003, FR-004, DEP-001",
        ),
    ],
)
def test_zone_of_names(plan, address, path, expected):
    """There is a zone for the domain."""
    check(plan, address, path, "set", expected)
