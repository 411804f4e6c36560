"""Wishes that save money arrive in the builds of the four clouds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SPEC = """# Feature Specification: Ticket shop

## Requirements

### Functional Requirements

- **FR-001**: System MUST provide an instance group of web servers (2 vCPU, 8 GB, minimum 3, maximum 9)
- **FR-002**: Logs are collected centrally

### Cost Constraints

- **COST-001**: Use reserved instances for the baseline, 3-year term
- **COST-002**: Scale down to 1 instance during off-peak hours (8 PM - 6 AM) Europe/Berlin
- **COST-003**: Archive logs after 45 days
"""
EXPECTED = {
    "aws": ('resource "aws_autoscaling_schedule" "app_group_off_peak"', '"0 20 * * *"', "GLACIER"),
    "azure": ("W. Europe Standard Time", "hours    = [20]", "total_retention_in_days"),
    "gcp": ('schedule              = "0 6 * * *"', "duration_sec          = 50400", '"ARCHIVE"'),
    "ibm": ('resource "ibm_is_instance_group_manager_action"', '"0 19 * * *"', "ACCELERATED"),
}


@pytest.mark.parametrize("cloud", sorted(EXPECTED))
def test_hours_archive_and_commitment_are_built(cloud: str, tmp_path: Path) -> None:
    spec, out = tmp_path / "spec.md", tmp_path / "out"
    spec.write_text(SPEC, encoding="utf-8")
    command = [sys.executable, "-m", "spec2iac", "build", str(spec), "--target", cloud, "--out", str(out)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    code = "".join(path.read_text("utf-8") for path in sorted(out.glob("*.tf")))
    assert [words for words in EXPECTED[cloud] if words not in code] == []
    assert "# COST-002" in code and "# COST-003" in code
    readme = (out / "README.md").read_text("utf-8")
    assert "COST-001" in readme and "for 3 years" in readme
    tests = "".join(path.read_text("utf-8") for path in sorted((out / "tests").glob("*.hcl")))
    assert "quiet-hours" in tests and "logs-archived: COST-003, FR-002" in tests
