"""Checks what the program registers against what the specification demands: tags."""

import pytest
from plan import check


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
