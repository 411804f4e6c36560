"""Measures the running system for the tests beside it; what can't be measured here and now is skipped, with the reason."""

import functools
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
COMPARE = {
    "<": lambda found, limit: found < limit,
    "<=": lambda found, limit: found <= limit,
    ">": lambda found, limit: found > limit,
    # A load generator misses a constant rate by a hair: one percent less is that rate.
    ">=": lambda found, limit: found >= limit * 0.99,
}
VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


def setting(statement: str, name: str, meaning: str) -> str:
    """A setting from the environment; without it, the test is skipped."""
    value = os.environ.get(name, "")
    if not value:
        pytest.skip(f"{statement}: set {name} to {meaning}")
    return value


def _within(statement: str, what: str, found: float, op: str, limit: float) -> None:
    assert COMPARE[op](found, limit), (
        f"{statement}: {what} is {found:g}; demanded: {op} {limit:g}"
    )


def check_load(statement: str, what: str, op: str, limit: float) -> None:
    """Fails where the load test misses a limit on a percentile of the response time in seconds ("p95"), "failed_percent",
    "requests_per_second" or "users". The load test runs once for all."""
    address = setting(statement, "BASE_URL", "the address of the system under test")
    if shutil.which("k6") is None:
        pytest.skip(f"{statement}: k6 is not installed (grafana.com/docs/k6)")
    _within(statement, what, _load_value(_load_test(address), what), op, limit)


def _load_value(metrics: dict[str, Any], what: str) -> float:
    if what == "failed_percent":
        return 100 * metrics["http_req_failed"]["values"]["rate"]
    if what == "requests_per_second":
        return metrics["http_reqs"]["values"]["rate"]
    if what == "users":
        return metrics["vus_max"]["values"]["value"]
    name = f"p({what[1:]})" if what.startswith("p") else what
    return metrics["http_req_duration"]["values"][name] / 1000


@functools.cache
def _load_test(address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        summary = Path(folder) / "load.json"
        # k6 ends with 99 where its own thresholds are broken; the tests say by which statement.
        done = subprocess.run(
            ["k6", "run", "--quiet", str(HERE / "load.js")],
            env={**os.environ, "BASE_URL": address, "SUMMARY": str(summary)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert summary.is_file(), f"k6 failed: {done.stderr.strip()[-500:]}"
        return json.loads(summary.read_text(encoding="utf-8"))["metrics"]


def check_tls(statement: str, version: str, *, accepted: bool) -> None:
    """Fails where the system takes connections with this version of TLS (and no other) and should not, or the other way round."""
    taken = _takes(statement, version)
    assert taken == accepted, (
        f"{statement}: TLS {version} is {'accepted' if taken else 'refused'}"
    )


def check_answers(statement: str, path: str) -> None:
    """Fails where the system does not answer at a path, or with an error."""
    address = setting(statement, "BASE_URL", "the address of the system under test")
    place = address.rstrip("/") + path
    try:
        with urllib.request.urlopen(place, timeout=10) as answer:
            assert answer.status < 400, f"{statement}: {place} answers {answer.status}"
    except urllib.error.HTTPError as error:
        # Asking for a login is an answer; an error of the server is none.
        assert error.code in (401, 403), f"{statement}: {place} answers {error.code}"
    except OSError as error:
        pytest.fail(f"{statement}: {place} can't be reached: {error}")


def _takes(statement: str, version: str) -> bool:
    address = setting(statement, "BASE_URL", "the address of the system under test")
    parts = urlsplit(address)
    place = (parts.hostname or address, parts.port or 443)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        # The oldest versions are only spoken at the lowest level of security.
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = VERSIONS[version]
        context.maximum_version = VERSIONS[version]
    except (ssl.SSLError, ValueError):
        pytest.skip(f"{statement}: this machine's OpenSSL does not speak TLS {version}")
    try:
        with socket.create_connection(place, timeout=10) as plain:
            try:
                with context.wrap_socket(plain, server_hostname=place[0]):
                    return True
            except (ssl.SSLError, ConnectionResetError, EOFError) as error:
                if "NO_CIPHERS_AVAILABLE" in str(error) or "NO_PROTOCOLS" in str(error):
                    pytest.skip(
                        f"{statement}: this machine's OpenSSL does not speak TLS {version}"
                    )
                return False
    except OSError as error:
        pytest.fail(f"{statement}: {place[0]}:{place[1]} can't be reached: {error}")


def check_drill(statement: str, name: str, what: str, op: str, limit: float) -> None:
    """Fails where the last drill missed a limit on "seconds" until the service was back, or on "lost_seconds" of data."""
    result = HERE / "drills" / f"{name}.json"
    if not result.is_file():
        pytest.skip(f"{statement}: run validation/drills/{name}.sh first")
    found = json.loads(result.read_text(encoding="utf-8")).get(what)
    if found is None:
        pytest.skip(f"{statement}: the last {name} drill did not measure {what}")
    _within(statement, what, float(found), op, limit)


def check_cost(statement: str, op: str, limit: float) -> None:
    """Fails where the price of the plan for a month, as infracost estimates it, is not within its limit."""
    path = setting(
        statement, "COST_JSON", "the output of `infracost breakdown --format json`"
    )
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    found = document.get("totalMonthlyCost")
    if found is None:
        pytest.skip(f"{statement}: {path} has no totalMonthlyCost")
    _within(statement, "the price of a month", float(found), op, limit)
