"""What only a running system or a person can show: a test that lacks what it needs is skipped, and says what that is.

BASE_URL=https://… pytest validation/test_running.py    (the load test also needs k6)
COST_JSON=cost.json pytest validation/test_running.py   (infracost breakdown --path . --format json > cost.json)
bash validation/drills/restore.sh, then pytest validation/test_running.py
"""

import pytest
from running import check_answers, check_cost, check_drill, check_load, check_tls


def test_fr_009():
    """Infrastructure MUST deliver product images through a content delivery network."""
    check_answers("FR-009", "/healthz")


def test_nfr_perf_001():
    """Page requests answered with p95 latency < 300 ms and p99 < 800 ms."""
    check_load("NFR-PERF-001", "p95", "<", 0.3)
    check_load("NFR-PERF-001", "p99", "<", 0.8)


def test_nfr_perf_002():
    """Support 1,200 requests per second at peak."""
    check_load("NFR-PERF-002", "requests_per_second", ">=", 1200)


def test_nfr_perf_003():
    """Handle 15,000 concurrent sessions."""
    check_load("NFR-PERF-003", "users", ">=", 15000)


def test_nfr_avail_003():
    """RTO < 1 hour, RPO < 15 minutes."""
    check_drill("NFR-AVAIL-003", "restore", "seconds", "<", 3600)
    check_drill("NFR-AVAIL-003", "restore", "lost_seconds", "<", 900)


def test_nfr_sec_002():
    """TLS 1.2+ for all communications, HTTP redirected to HTTPS."""
    check_tls("NFR-SEC-002", "1.2", accepted=True)
    check_tls("NFR-SEC-002", "1.1", accepted=False)


def test_slo_002():
    """Latency: 95th percentile response time < 300 ms."""
    check_load("SLO-002", "p95", "<", 0.3)


def test_slo_003():
    """Error rate: less than 0.1% failed requests."""
    check_load("SLO-003", "failed_percent", "<", 0.1)


def test_bud_001():
    """Monthly operating: $4,500 ± 10%."""
    check_cost("BUD-001", "<=", 4950)


def test_sc_perf_001():
    """A load test holds 1,200 requests per second for 30 minutes."""
    check_load("SC-PERF-001", "requests_per_second", ">=", 1200)


@pytest.mark.skip(
    reason="SC-CODE-003: Run `spec2iac build … --validate` in the pipeline."
)
def test_sc_code_003():
    """The code passes terraform validate."""
    pytest.fail("not filled in yet: attach the pipeline's log")


@pytest.mark.skip(
    reason="NFR-SCAL-001: Double the load at once and stop the time until the new capacity takes requests. Target: scale-time <= 90 s."
)
def test_nfr_scal_001():
    """New containers take requests within 90 seconds."""
    pytest.fail("not filled in yet: attach the scaling activity's history with times")


@pytest.mark.skip(
    reason="SC-SEC-002: Show that the statement holds, and say how it was shown."
)
def test_sc_sec_002():
    """No database is reachable from the public internet."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="NFR-AVAIL-001: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.95 %."
)
def test_nfr_avail_001():
    """99.95% uptime (4.38 hours downtime/year)."""
    pytest.fail(
        "not filled in yet: attach the monitoring's availability report for the window"
    )


@pytest.mark.skip(
    reason="SLO-001: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.95 %."
)
def test_slo_001():
    """Availability: 99.95% of requests succeed over a 30-day rolling window."""
    pytest.fail(
        "not filled in yet: attach the monitoring's availability report for the window"
    )


@pytest.mark.skip(
    reason="REG-001: Walk through the framework's controls with this build's trace."
)
def test_reg_001():
    """PCI-DSS applies to the payment redirect."""
    pytest.fail(
        "not filled in yet: attach the control matrix with links to the evidence"
    )
