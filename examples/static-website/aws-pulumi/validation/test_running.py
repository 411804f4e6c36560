"""What only a running system or a person can show: a test that lacks what it needs is skipped, and says what that is.

BASE_URL=https://… pytest validation/test_running.py    (the load test also needs k6)
COST_JSON=cost.json pytest validation/test_running.py   (infracost breakdown --path . --format json > cost.json)
"""

import pytest
from running import check_answers, check_cost, check_load, check_tls


def test_fr_002():
    """Infrastructure MUST deliver all pages through a content delivery network with a cache lifetime of o…."""
    check_answers("FR-002", "/")


def test_nfr_perf_001():
    """Pages load with p95 latency < 200 ms in Europe."""
    check_load("NFR-PERF-001", "p95", "<", 0.2)


def test_nfr_perf_002():
    """Support 800 requests per second on the day of the programme."""
    check_load("NFR-PERF-002", "requests_per_second", ">=", 800)


def test_nfr_sec_001():
    """HTTPS only, TLS 1.2 or newer."""
    check_tls("NFR-SEC-001", "1.2", accepted=True)
    check_tls("NFR-SEC-001", "1.1", accepted=False)


def test_nfr_sec_003():
    """Storage MUST NOT be publicly accessible; only the content delivery network reads it."""
    check_answers("NFR-SEC-003", "/")


def test_slo_002():
    """Latency: 95th percentile < 200 ms."""
    check_load("SLO-002", "p95", "<", 0.2)


def test_bud_001():
    """No more than $50 per month."""
    check_cost("BUD-001", "<=", 50)


def test_sc_code_001():
    """All resources are deployed to eu-north-1, but for what the content delivery network needs elsewhere."""
    check_answers("SC-CODE-001", "/")


def test_sc_sec_003():
    """TLS 1.2 is the lowest version that is accepted."""
    check_tls("SC-SEC-003", "1.2", accepted=True)
    check_tls("SC-SEC-003", "1.1", accepted=False)


def test_sc_perf_001():
    """A load test holds 800 requests per second for ten minutes."""
    check_load("SC-PERF-001", "requests_per_second", ">=", 800)


@pytest.mark.skip(
    reason="NFR-SCAL-001: Answer the question, or state it in terms that the compiler knows, and build again."
)
def test_nfr_scal_001():
    """No manual work when traffic grows a hundredfold."""
    pytest.fail("not filled in yet: attach the amended specification")


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
    reason="SC-SEC-001: Show that the statement holds, and say how it was shown."
)
def test_sc_sec_001():
    """No bucket is publicly accessible."""
    pytest.fail("not filled in yet: attach a short record with date and name")


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
