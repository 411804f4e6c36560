"""Checks what the program registers against what the specification demands: cost."""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:budgets/budget:Budget.main",
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
            "aws:budgets/budget:Budget.main",
            "notifications[*].threshold",
            1,
            id="BUD-002",
        ),
    ],
)
def test_budget_notifies(plan, address, path, expected):
    """The budget alert notifies at each stated share."""
    check(plan, address, path, "count_at_least", expected)
