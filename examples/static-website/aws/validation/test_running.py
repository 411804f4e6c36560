"""What only a running system or a person can show: each test is skipped, with its reason, until it is filled in."""

import pytest


@pytest.mark.skip(
    reason="NFR-SCAL-001: Answer the question, or state it in terms that the compiler knows, and build again."
)
def test_nfr_scal_001():
    """No manual work when traffic grows a hundredfold."""
    pytest.fail("not filled in yet: attach the amended specification")


@pytest.mark.skip(
    reason="BUD-001: Price the plan with the provider's calculator or a cost tool and compare; compare the bill after the first month. Target: budget <= 50 USD."
)
def test_bud_001():
    """No more than $50 per month."""
    pytest.fail("not filled in yet: attach the estimate and the first month's bill")


@pytest.mark.skip(
    reason="SC-OPS-001: Send a test notification and put one alarm into its alarm state by hand."
)
def test_sc_ops_001():
    """An alarm is sent by e-mail when more than 5% of requests fail."""
    pytest.fail("not filled in yet: attach the notification as it was received")


@pytest.mark.skip(
    reason="FR-001: Show that the statement holds, and say how it was shown."
)
def test_fr_001():
    """Infrastructure MUST provide static website hosting with index.html as the index page and 404.html a…."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="FR-006: Show that the statement holds, and say how it was shown."
)
def test_fr_006():
    """No database is needed."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="NFR-PERF-001: Run the load test at the expected peak for 30 minutes and read the stated percentile at the public endpoint. Target: latency p95 < 0.2 s."
)
def test_nfr_perf_001():
    """Pages load with p95 latency < 200 ms in Europe."""
    pytest.fail(
        "not filled in yet: attach the load test's report with the percentile and the request rate"
    )


@pytest.mark.skip(
    reason="NFR-PERF-002: Raise the load to the stated rate and hold it for 15 minutes without errors above the stated rate. Target: throughput = 800 1/s."
)
def test_nfr_perf_002():
    """Support 800 requests per second on the day of the programme."""
    pytest.fail(
        "not filled in yet: attach the load test's report with rate and error share over time"
    )


@pytest.mark.skip(
    reason="SLO-002: Run the load test at the expected peak for 30 minutes and read the stated percentile at the public endpoint. Target: latency p95 < 0.2 s."
)
def test_slo_002():
    """Latency: 95th percentile < 200 ms."""
    pytest.fail(
        "not filled in yet: attach the load test's report with the percentile and the request rate"
    )


@pytest.mark.skip(
    reason="SC-SEC-001: Show that the statement holds, and say how it was shown."
)
def test_sc_sec_001():
    """No bucket is publicly accessible."""
    pytest.fail("not filled in yet: attach a short record with date and name")


@pytest.mark.skip(
    reason="SC-PERF-001: Raise the load to the stated rate and hold it for 15 minutes without errors above the stated rate. Target: throughput = 800 1/s."
)
def test_sc_perf_001():
    """A load test holds 800 requests per second for ten minutes."""
    pytest.fail(
        "not filled in yet: attach the load test's report with rate and error share over time"
    )


@pytest.mark.skip(
    reason="NFR-AVAIL-001: Take the uptime of the public endpoint over the stated window from the monitoring. Target: availability = 99.9 %."
)
def test_nfr_avail_001():
    """99.9% uptime."""
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
