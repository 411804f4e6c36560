"""What only a running system or a person can show: a test that lacks what it needs is skipped, and says what that is.

BASE_URL=https://… pytest validation/test_running.py    (the load test also needs k6)
COST_JSON=cost.json pytest validation/test_running.py   (infracost breakdown --path . --format json > cost.json)
bash validation/drills/restore.sh, then pytest validation/test_running.py
"""

import pytest
from running import check_answers, check_cost, check_drill, check_load, check_tls


def test_fr_002():
    """Infrastructure MUST run the booking API as a managed container service behind a public load balancer."""
    check_answers("FR-002", "/")


def test_env_007():
    """In production a web application firewall MUST protect the load balancer."""
    check_answers("ENV-007", "/")


def test_nfr_perf_001():
    """API response latency p95 < 250 ms."""
    check_load("NFR-PERF-001", "p95", "<", 0.25)


def test_nfr_perf_002():
    """Support 300 requests per second in production."""
    check_load("NFR-PERF-002", "requests_per_second", ">=", 300)


def test_nfr_avail_002():
    """RTO < 4 hours, RPO < 1 hour in production."""
    check_drill("NFR-AVAIL-002", "restore", "seconds", "<", 14400)
    check_drill("NFR-AVAIL-002", "restore", "lost_seconds", "<", 3600)


def test_nfr_sec_002():
    """TLS 1.2 or later for all connections."""
    check_tls("NFR-SEC-002", "1.2", accepted=True)
    check_tls("NFR-SEC-002", "1.1", accepted=False)


def test_bud_001():
    """Monthly budget of $2,500 in production with an alert at 80%."""
    check_cost("BUD-001", "<=", 2500)


@pytest.mark.skip(
    reason="ENV-008: Open the dashboard and see that every panel has data."
)
def test_env_008():
    """No dashboard is needed in dev."""
    pytest.fail("not filled in yet: attach a screenshot of the dashboard")


@pytest.mark.skip(
    reason="REQ-001: Show that the statement holds, and say how it was shown."
)
def test_req_001():
    """dev | 1 | 2."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="REQ-002: Show that the statement holds, and say how it was shown."
)
def test_req_002():
    """staging | 2 | 4."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="ENV-002: Show that the statement holds, and say how it was shown."
)
def test_env_002():
    """In staging the database MUST have 2 vCPU, 8 GB and 50 GB storage."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="ENV-003: Show that the statement holds, and say how it was shown."
)
def test_env_003():
    """In dev the database MUST have 2 vCPU, 4 GB and 20 GB storage."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="SC-002: Show that the statement holds, and say how it was shown."
)
def test_sc_002():
    """The database is not public."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="SC-004: Show that the statement holds, and say how it was shown."
)
def test_sc_004():
    """In production at least three containers run."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="NFR-AVAIL-001: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.9 %."
)
def test_nfr_avail_001():
    """99.9% uptime in production."""
    pytest.fail(
        "not filled in yet: attach the monitoring's availability report for the window"
    )
