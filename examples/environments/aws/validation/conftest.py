"""Options of these tests: ``pytest validation --plan plan.json`` (or ``--state state.json``)."""

import json
from pathlib import Path

import pytest
from plan import Plan


def pytest_addoption(parser: pytest.Parser) -> None:
    """The file to look at: the output of ``terraform show -json`` for a plan or a state."""
    parser.addoption(
        "--plan", default="plan.json", help="output of terraform show -json PLAN"
    )
    parser.addoption(
        "--state", default=None, help="output of terraform show -json, without a plan"
    )


@pytest.fixture(scope="session")
def plan(pytestconfig: pytest.Config) -> Plan:
    """The plan or state under test; without one, the tests are skipped and say so."""
    path = Path(pytestconfig.getoption("--state") or pytestconfig.getoption("--plan"))
    if not path.is_file():
        pytest.skip(f"{path} is not there: make it with terraform show -json")
    return Plan(json.loads(path.read_text(encoding="utf-8")))
