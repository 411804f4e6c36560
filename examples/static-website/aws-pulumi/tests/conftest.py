"""Options of these tests: ``pytest tests --stack prod``. No cloud, no credentials, no Pulumi engine."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from plan import Plan  # noqa: E402
from registered import as_plan, run  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    """The stack whose configuration the program runs with."""
    parser.addoption("--stack", default="prod", help="a stack with a Pulumi.STACK.yaml")


@pytest.fixture(scope="session")
def plan(pytestconfig: pytest.Config) -> Plan:
    """What the program registers."""
    return as_plan(*run(str(pytestconfig.getoption("--stack"))))
