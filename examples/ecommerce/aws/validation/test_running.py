"""What only a running system or a person can show: each test is skipped, with its reason, until it is filled in."""

import pytest


@pytest.mark.skip(
    reason="BUD-001: Price the plan with the provider's calculator or a cost tool and compare; compare the bill after the first month. Target: budget between 4050–4950 USD."
)
def test_bud_001():
    """Monthly operating: $4,500 ± 10%."""
    pytest.fail("not filled in yet: attach the estimate and the first month's bill")


@pytest.mark.skip(
    reason="SC-CODE-003: Run `spec2iac build … --validate` in the pipeline."
)
def test_sc_code_003():
    """The code passes terraform validate."""
    pytest.fail("not filled in yet: attach the pipeline's log")


@pytest.mark.skip(
    reason="NFR-PERF-001: Run the load test at the expected peak for 30 minutes and read the stated percentile at the public endpoint. Target: latency p95 < 0.3 s; latency p99 < 0.8 s."
)
def test_nfr_perf_001():
    """Page requests answered with p95 latency < 300 ms and p99 < 800 ms."""
    pytest.fail(
        "not filled in yet: attach the load test's report with the percentile and the request rate"
    )


@pytest.mark.skip(
    reason="NFR-PERF-002: Raise the load to the stated rate and hold it for 15 minutes without errors above the stated rate. Target: throughput = 1200 1/s."
)
def test_nfr_perf_002():
    """Support 1,200 requests per second at peak."""
    pytest.fail(
        "not filled in yet: attach the load test's report with rate and error share over time"
    )


@pytest.mark.skip(
    reason="NFR-PERF-003: Open the stated number of connections or sessions and hold them for 15 minutes. Target: concurrency = 15000."
)
def test_nfr_perf_003():
    """Handle 15,000 concurrent sessions."""
    pytest.fail(
        "not filled in yet: attach the load test's report and the graph of open connections"
    )


@pytest.mark.skip(
    reason="NFR-AVAIL-003: Restore the latest backup into an empty environment and stop the time until the service answers. Target: rto < 3600 s; rpo < 900 s."
)
def test_nfr_avail_003():
    """RTO < 1 hour, RPO < 15 minutes."""
    pytest.fail(
        "not filled in yet: attach the drill's record with start, end and what was restored"
    )


@pytest.mark.skip(
    reason="NFR-SCAL-001: Double the load at once and stop the time until the new capacity takes requests. Target: scale-time <= 90 s."
)
def test_nfr_scal_001():
    """New containers take requests within 90 seconds."""
    pytest.fail("not filled in yet: attach the scaling activity's history with times")


@pytest.mark.skip(
    reason="SLO-002: Run the load test at the expected peak for 30 minutes and read the stated percentile at the public endpoint. Target: latency p95 < 0.3 s."
)
def test_slo_002():
    """Latency: 95th percentile response time < 300 ms."""
    pytest.fail(
        "not filled in yet: attach the load test's report with the percentile and the request rate"
    )


@pytest.mark.skip(
    reason="SC-SEC-002: Show that the statement holds, and say how it was shown."
)
def test_sc_sec_002():
    """No database is reachable from the public internet."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="SC-PERF-001: Raise the load to the stated rate and hold it for 15 minutes without errors above the stated rate. Target: throughput = 1200 1/s."
)
def test_sc_perf_001():
    """A load test holds 1,200 requests per second for 30 minutes."""
    pytest.fail(
        "not filled in yet: attach the load test's report with rate and error share over time"
    )


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
    reason="SLO-003: Compare failed with all requests over the stated window. Target: error-rate < 0.1 %."
)
def test_slo_003():
    """Error rate: less than 0.1% failed requests."""
    pytest.fail(
        "not filled in yet: attach the dashboard's graph of failed and all requests over the window"
    )


@pytest.mark.skip(
    reason="REG-001: Walk through the framework's controls with this build's trace."
)
def test_reg_001():
    """PCI-DSS applies to the payment redirect."""
    pytest.fail(
        "not filled in yet: attach the control matrix with links to the evidence"
    )
