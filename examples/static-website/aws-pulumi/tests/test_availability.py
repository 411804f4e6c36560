"""Checks what the program registers against what the specification demands: availability."""

import pytest
from plan import check


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param(
            "aws:cloudfront/distribution:Distribution.main",
            "enabled",
            True,
            id="FR-002, NFR-SEC-003, SC-CODE-001",
        ),
    ],
)
def test_content_delivered(plan, address, path, expected):
    """The content delivery network is switched on."""
    check(plan, address, path, "equal", expected)
