"""What only a running system or a person can show: each test is skipped, with its reason, until it is filled in."""

import pytest


@pytest.mark.skip(
    reason="BUD-001: Price the plan with the provider's calculator or a cost tool and compare; compare the bill after the first month. Target: budget <= 900 EUR."
)
def test_bud_001():
    """At most €900 per month."""
    pytest.fail("not filled in yet: attach the estimate and the first month's bill")


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
    reason="NFR-PERF-001: Raise the load to the stated rate and hold it for 15 minutes without errors above the stated rate. Target: throughput = 2000 1/s."
)
def test_nfr_perf_001():
    """Process 2,000 readings per second at peak."""
    pytest.fail(
        "not filled in yet: attach the load test's report with rate and error share over time"
    )


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
    reason="NFR-AVAIL-002: Write a marked record, wait, restore to the latest possible point and look for the record. Target: rpo < 300 s; rto < 14400 s."
)
def test_nfr_avail_002():
    """RPO < 5 minutes, RTO < 4 hours."""
    pytest.fail(
        "not filled in yet: attach the drill's record with the age of the newest record that was restored"
    )


@pytest.mark.skip(
    reason="NFR-SEC-002: Show that the statement holds, and say how it was shown."
)
def test_nfr_sec_002():
    """TLS 1.2 or higher for everything in transit."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="NFR-SCAL-001: Raise the load to the stated rate and hold it for 15 minutes without errors above the stated rate. Target: throughput between 11.57407407–115.7407407 1/s."
)
def test_nfr_scal_001():
    """Grow from 1 million to 10 million readings a day without redesign."""
    pytest.fail(
        "not filled in yet: attach the load test's report with rate and error share over time"
    )


@pytest.mark.skip(
    reason="SC-SEC-002: Show that the statement holds, and say how it was shown."
)
def test_sc_sec_002():
    """No bucket is public."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="SC-PERF-001: Raise the load to the stated rate and hold it for 15 minutes without errors above the stated rate. Target: throughput = 2000 1/s."
)
def test_sc_perf_001():
    """A load test sends 2,000 readings per second for one hour."""
    pytest.fail(
        "not filled in yet: attach the load test's report with rate and error share over time"
    )


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
    reason="SLO-003: Compare failed with all requests over the stated window. Target: error-rate < 0.5 %."
)
def test_slo_003():
    """Error rate: fewer than 0.5% of readings rejected."""
    pytest.fail(
        "not filled in yet: attach the dashboard's graph of failed and all requests over the window"
    )


@pytest.mark.skip(
    reason="REG-001: Walk through the framework's controls with this build's trace."
)
def test_reg_001():
    """ISO 27001."""
    pytest.fail(
        "not filled in yet: attach the control matrix with links to the evidence"
    )
