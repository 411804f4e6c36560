"""What only a running system or a person can show: a test that lacks what it needs is skipped, and says what that is.

BASE_URL=https://… pytest validation/test_running.py    (the load test also needs k6)
COST_JSON=cost.json pytest validation/test_running.py   (infracost breakdown --path . --format json > cost.json)
bash validation/drills/restore.sh, then pytest validation/test_running.py
"""

import pytest
from running import check_answers, check_cost, check_drill, check_load, check_tls


def test_fr_002():
    """A serverless function with 512 MB of memory and a timeout of 60 seconds MUST validate and enrich re…."""
    check_answers("FR-002", "/")


def test_fr_007():
    """A second serverless function MUST process the queue of failed readings."""
    check_answers("FR-007", "/")


def test_nfr_perf_001():
    """Process 2,000 readings per second at peak."""
    check_load("NFR-PERF-001", "requests_per_second", ">=", 2000)


def test_nfr_avail_002():
    """RPO < 5 minutes, RTO < 4 hours."""
    check_drill("NFR-AVAIL-002", "restore", "lost_seconds", "<", 300)
    check_drill("NFR-AVAIL-002", "restore", "seconds", "<", 14400)


def test_nfr_sec_002():
    """TLS 1.2 or higher for everything in transit."""
    check_tls("NFR-SEC-002", "1.2", accepted=True)
    check_tls("NFR-SEC-002", "1.1", accepted=False)


def test_nfr_scal_001():
    """Grow from 1 million to 10 million readings a day without redesign."""
    check_load("NFR-SCAL-001", "requests_per_second", "<=", 115.740740741)


def test_slo_003():
    """Error rate: fewer than 0.5% of readings rejected."""
    check_load("SLO-003", "failed_percent", "<", 0.5)


def test_bud_001():
    """At most €900 per month."""
    check_cost("BUD-001", "<=", 900)


def test_cost_002():
    """Keep function logs for 14 days."""
    check_answers("COST-002", "/")


def test_sc_perf_001():
    """A load test sends 2,000 readings per second for one hour."""
    check_load("SC-PERF-001", "requests_per_second", ">=", 2000)


def test_sc_ops_001():
    """A dashboard shows stream, functions and queues."""
    check_answers("SC-OPS-001", "/")


@pytest.mark.skip(
    reason="SC-OPS-003: Answer the question, or state it in terms that the compiler knows, and build again."
)
def test_sc_ops_003():
    """Replaying failed readings is rehearsed."""
    pytest.fail("not filled in yet: attach the amended specification")


@pytest.mark.skip(
    reason="FR-010: Show that the statement holds, and say how it was shown."
)
def test_fr_010():
    """No virtual machines are needed."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="NFR-PERF-002: Run the load test at the expected peak for 30 minutes and read the stated percentile at the public endpoint. Target: latency <= 300 s."
)
def test_nfr_perf_002():
    """Readings are available within 5 minutes of being sent."""
    pytest.fail(
        "not filled in yet: attach the load test's report with the percentile and the request rate"
    )


@pytest.mark.skip(
    reason="NFR-PERF-003: Run the load test at the expected peak for 30 minutes and read the stated percentile at the public endpoint. Target: latency p99 <= 60 s."
)
def test_nfr_perf_003():
    """Single function runs end within 60 seconds at p99."""
    pytest.fail(
        "not filled in yet: attach the load test's report with the percentile and the request rate"
    )


@pytest.mark.skip(
    reason="SC-SEC-002: Show that the statement holds, and say how it was shown."
)
def test_sc_sec_002():
    """No bucket is public."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="NFR-AVAIL-001: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.9 %."
)
def test_nfr_avail_001():
    """99.9% availability of ingestion."""
    pytest.fail(
        "not filled in yet: attach the monitoring's availability report for the window"
    )


@pytest.mark.skip(
    reason="SLO-001: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.9 %."
)
def test_slo_001():
    """Availability: 99.9% measured over 30 days."""
    pytest.fail(
        "not filled in yet: attach the monitoring's availability report for the window"
    )


@pytest.mark.skip(
    reason="SLO-002: Compare the age of the newest readable record with the stated time over the window. Target: freshness p95 <= 300 s."
)
def test_slo_002():
    """Freshness: 95% of readings are available within 5 minutes."""
    pytest.fail(
        "not filled in yet: attach the dashboard's graph of the age of the newest record"
    )


@pytest.mark.skip(
    reason="REG-001: Walk through the framework's controls with this build's trace."
)
def test_reg_001():
    """ISO 27001."""
    pytest.fail(
        "not filled in yet: attach the control matrix with links to the evidence"
    )
