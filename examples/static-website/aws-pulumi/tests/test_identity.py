"""Checks what the program registers against what the specification demands: identity."""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:iam/rolePolicy:RolePolicy.audit",
            "policy",
            True,
            id="baseline",
        ),
    ],
)
def test_no_wildcard_actions(plan, address, path, expected):
    """No policy allows all actions of a service."""
    check(plan, address, path, "no_wildcard_action", expected)
