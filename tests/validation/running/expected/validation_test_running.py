"""What only a running system or a person can show: a test that lacks what it needs is skipped, and says what that is.

BASE_URL=https://… pytest validation/test_running.py    (the load test also needs k6)
COST_JSON=cost.json pytest validation/test_running.py   (infracost breakdown --path . --format json > cost.json)
bash validation/drills/failover.sh, then pytest validation/test_running.py
bash validation/drills/restore.sh, then pytest validation/test_running.py
"""

import pytest
from running import check_answers, check_cost, check_drill, check_load, check_tls


def test_fr_001():
    """System MUST run containers on port 8080 behind a public load balancer, with at least 2 and at most …."""
    check_answers("FR-001", "/")


def test_fr_003():
    """Connections MUST use TLS 1.2 or later."""
    check_tls("FR-003", "1.2", accepted=True)
    check_tls("FR-003", "1.1", accepted=False)


def test_nfr_perf_001():
    """p95 response time < 300 ms and p99 < 800 ms."""
    check_load("NFR-PERF-001", "p95", "<", 0.3)
    check_load("NFR-PERF-001", "p99", "<", 0.8)


def test_nfr_perf_002():
    """Throughput of 1,200 requests per second."""
    check_load("NFR-PERF-002", "requests_per_second", ">=", 1200)


def test_nfr_perf_003():
    """Error rate below 0.1 %."""
    check_load("NFR-PERF-003", "failed_percent", "<", 0.1)


def test_nfr_avail_002():
    """RTO < 1 hour, RPO < 15 minutes."""
    check_drill("NFR-AVAIL-002", "restore", "seconds", "<", 3600)
    check_drill("NFR-AVAIL-002", "restore", "lost_seconds", "<", 900)


def test_nfr_avail_003():
    """Failover of the database completes in under 60 seconds."""
    check_drill("NFR-AVAIL-003", "failover", "seconds", "<", 60)


def test_sc_001():
    """The API answers with p95 latency under 300 ms at 1,200 requests per second."""
    check_load("SC-001", "p95", "<", 0.3)
    check_load("SC-001", "requests_per_second", ">=", 1200)


def test_sc_003():
    """Monthly costs below $2,000."""
    check_cost("SC-003", "<", 2000)


@pytest.mark.skip(
    reason="NFR-AVAIL-001: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.95 %."
)
def test_nfr_avail_001():
    """Availability of 99.95 % per month."""
    pytest.fail(
        "not filled in yet: attach the monitoring's availability report for the window"
    )


@pytest.mark.skip(
    reason="SC-002: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.9 %."
)
def test_sc_002():
    """99.9 % of requests succeed over 28 days."""
    pytest.fail(
        "not filled in yet: attach the monitoring's availability report for the window"
    )
