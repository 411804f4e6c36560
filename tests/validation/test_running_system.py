"""The tests of a running system: what is generated, and whether it measures rightly what stands in front of it."""

from __future__ import annotations

import ast
import json
import shutil
import ssl
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from spec2iac.objectives import BURN_RATES, objectives
from spec2iac.pipeline import Options, compile_specification
from spec2iac.statements import Measure
from spec2iac.validation.dynamic import dynamic_tests
from spec2iac.validation.running_tests import running_files

HERE = Path(__file__).parent / "running"
KEPT = ("validation/test_running.py", "validation/load.js", "validation/drills/failover.sh", "validation/drills/restore.sh", "slo/openslo.yaml")  # fmt: skip


def files(name: str, target: str = "aws") -> dict[str, bytes]:
    compilation = compile_specification((HERE / name).read_bytes(), name, Options(target))
    assert compilation.build is not None
    return compilation.build.files


def test_what_is_generated(update_goldens: bool) -> None:
    found = files("spec.md")
    for path in KEPT:
        place = HERE / "expected" / path.replace("/", "_")
        if update_goldens:
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(found[path])
        assert place.read_bytes() == found[path], path


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    found = files("hostile.md")
    tree = ast.parse(found["validation/test_running.py"])
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    assert called <= {"check_load", "check_drill", "check_tls", "check_cost", "check_answers"}
    assert not any(isinstance(node, ast.Import) and node.names[0].name != "pytest" for node in ast.walk(tree))
    script = tmp_path / "restore.sh"
    script.write_bytes(found["validation/drills/restore.sh"])
    assert b"pwned" not in found["validation/drills/restore.sh"] + found["validation/load.js"]
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert all(isinstance(document, dict) for document in yaml.safe_load_all(found["slo/openslo.yaml"]))


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not there to read the load test")
@pytest.mark.parametrize("name", ["spec.md", "hostile.md"])
def test_the_load_test_is_javascript(tmp_path: Path, name: str) -> None:
    script = tmp_path / "load.mjs"
    script.write_bytes(files(name)["validation/load.js"])
    assert subprocess.run(["node", "--check", str(script)], check=False).returncode == 0


# ---- objectives -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "measure, name, minutes",
    [
        (("availability", "=", 99.95, "%"), "availability-99-95", 21.6),
        (("availability", ">=", 99.9, "%"), "availability-99-9", 43.2),
        (("error-rate", "<", 0.1, "%"), "availability-99-9", 43.2),
        (("latency", "<", 0.3, "s", "p95"), "latency-p95-0-3s", 2160),
        (("latency", "<", 0.3, "s"), "latency-p95-0-3s", 2160),
        (("latency", "<", 900, "s", "p95"), None, None),
        (("availability", "=", 100, "%"), None, None),
        (("availability", "<", 99, "%"), None, None),
        (("rto", "<", 60, "s"), None, None),
    ],
)
def test_the_objective_of_a_measure(
    measure: tuple[Any, ...], name: str | None, minutes: float | None
) -> None:
    metric, op, value, unit, *statistic = measure
    given = Measure(metric, op, value, unit, (0, 1), *statistic)
    found = objectives([("NFR-001", given)])
    assert [(one.name, one.budget_minutes) for one in found] == ([(name, minutes)] if name else [])


def test_who_promises_the_same_stands_together_and_the_strictest_is_first() -> None:
    measures = [("A", Measure("availability", "=", 99.0, "%", (0, 1))), ("B", Measure("availability", "=", 99.9, "%", (0, 1))),
                ("C", Measure("error-rate", "<", 0.1, "%", (0, 1)))]  # fmt: skip
    assert [one.statements for one in objectives(measures)] == [("B", "C"), ("A",)]


def test_every_document_has_what_openslo_demands() -> None:
    """The required fields and the enumerations of OpenSLO v1 (github.com/OpenSLO/OpenSLO, README, "Object Types")."""
    documents = list(yaml.safe_load_all(files("spec.md")["slo/openslo.yaml"]))
    named = {(document["kind"], document["metadata"]["name"]) for document in documents}
    assert len(named) == len(documents)
    for document in documents:
        spec = document["spec"]
        assert document["apiVersion"] == "openslo/v1"
        assert len(spec.get("description", "")) <= 1050
        if document["kind"] == "SLO":
            assert ("Service", spec["service"]) in named
            assert ("SLI", spec["indicatorRef"]) in named
            assert spec["budgetingMethod"] in ("Occurrences", "Timeslices", "RatioTimeslices")
            assert len(spec["timeWindow"]) == 1
            assert all(0 <= one["target"] < 1 for one in spec["objectives"])
            assert all(
                ("AlertPolicy", one["alertPolicyRef"]) in named for one in spec.get("alertPolicies", [])
            )
        elif document["kind"] == "SLI":
            ratio = spec["ratioMetric"]
            assert ("raw" in ratio and ratio["rawType"] == "success") or {"bad", "total"} <= ratio.keys()
        elif document["kind"] == "AlertPolicy":
            (condition,) = spec["conditions"]
            assert condition["spec"]["condition"]["op"] in ("lte", "gte", "lt", "gt")
            assert all(
                ("AlertNotificationTarget", one["targetRef"]) in named for one in spec["notificationTargets"]
            )


def test_burn_rates_use_up_the_shares_of_the_budget_that_they_should() -> None:
    window = 30 * 86400
    assert [round(rate.factor * rate.long / window, 3) for rate in BURN_RATES] == [0.02, 0.05, 0.1]


# ---- the generated helpers --------------------------------------------------------------------------------------


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/": 200, "/login": 401, "/broken": 500}.get(self.path, 404))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the tests' output."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that speaks TLS 1.2 and later."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is needed for a certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    listening = HTTPServer(("127.0.0.1", 0), Answer)
    listening.socket = context.wrap_socket(listening.socket, server_side=True)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{listening.server_port}"
    listening.shutdown()


def run(folder: Path, body: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a test that uses the generated helpers, as a user's pytest does."""
    compilation = compile_specification((HERE / "spec.md").read_bytes(), "spec.md", Options("aws"))
    tests = dynamic_tests(compilation.specification, compilation.architecture)
    for path, text in running_files(tests, {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / "validation" / "test_it.py").write_text(
        f"from running import *\n\n\ndef test_it():\n    {body}\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "validation/test_it.py"]
    environment = {"PATH": f"{folder}:/usr/bin:/bin", **settings}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_floor_of_tls_is_found(server: str, tmp_path: Path) -> None:
    assert "1 passed" in run(tmp_path, 'check_tls("FR-003", "1.2", accepted=True)', BASE_URL=server).stdout
    missed = run(tmp_path, 'check_tls("FR-003", "1.2", accepted=False)', BASE_URL=server).stdout
    assert "FR-003: TLS 1.2 is accepted" in missed
    old = run(tmp_path, 'check_tls("FR-003", "1.1", accepted=False)', BASE_URL=server).stdout
    assert "1 passed" in old or "does not speak TLS 1.1" in old


def test_nothing_passes_without_a_system(tmp_path: Path) -> None:
    for body in ('check_tls("FR-003", "1.2", accepted=True)', 'check_load("FR-003", "p95", "<", 1)',
                 'check_answers("FR-003", "/")', 'check_drill("FR-003", "restore", "seconds", "<", 1)', 'check_cost("FR-003", "<", 1)'):  # fmt: skip
        said = run(tmp_path, body).stdout
        assert "1 skipped" in said, said
        assert "FR-003: " in said


@pytest.fixture(scope="module")
def plain_server() -> Iterator[str]:
    """A server that answers at / and nowhere else."""
    listening = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()


@pytest.mark.parametrize(
    "path, said",
    [("/", "1 passed"), ("/login", "1 passed"), ("/broken", "answers 500"), ("/gone", "answers 404")],
)
def test_whether_the_entry_answers(plain_server: str, tmp_path: Path, path: str, said: str) -> None:
    assert said in run(tmp_path, f'check_answers("FR-001", "{path}")', BASE_URL=plain_server).stdout


def test_nobody_at_the_address_fails(tmp_path: Path) -> None:
    said = run(tmp_path, 'check_tls("FR-003", "1.2", accepted=True)', BASE_URL="https://127.0.0.1:1").stdout
    assert "1 failed" in said
    assert "can't be reached" in said


@pytest.mark.parametrize(
    "what, op, limit, passes",
    [("p95", "<", 0.3, True), ("p95", "<", 0.2, False), ("failed_percent", "<", 1, True), ("failed_percent", "<", 0.1, False),
     ("requests_per_second", ">=", 1200, True), ("requests_per_second", ">=", 1300, False), ("users", ">=", 50, True), ("users", ">=", 100, False)],
)  # fmt: skip
def test_the_load_test_is_read(tmp_path: Path, what: str, op: str, limit: float, passes: bool) -> None:
    metrics = {"http_req_duration": {"values": {"p(95)": 250.0}}, "http_req_failed": {"values": {"rate": 0.005}},
               "http_reqs": {"values": {"rate": 1199.2}}, "vus_max": {"values": {"value": 50}}}  # fmt: skip
    k6 = tmp_path / "k6"
    k6.write_text(f"#!/bin/sh\ncat >\"$SUMMARY\" <<'E'\n{json.dumps({'metrics': metrics})}\nE\nexit 99\n")
    k6.chmod(k6.stat().st_mode | stat.S_IEXEC)
    done = run(tmp_path, f'check_load("NFR-001", "{what}", "{op}", {limit})', BASE_URL="https://127.0.0.1:1")
    assert ("1 passed" if passes else "1 failed") in done.stdout, done.stdout
    assert passes or "NFR-001: " in done.stdout


@pytest.mark.parametrize("seconds, passes", [(1800, True), (7200, False)])
def test_a_drill_is_read(tmp_path: Path, seconds: int, passes: bool) -> None:
    (tmp_path / "validation" / "drills").mkdir(parents=True)
    (tmp_path / "validation" / "drills" / "restore.json").write_text(
        json.dumps({"seconds": seconds, "lost_seconds": None})
    )
    done = run(tmp_path, 'check_drill("NFR-001", "restore", "seconds", "<", 3600)')
    assert ("1 passed" if passes else "1 failed") in done.stdout
    assert "1 skipped" in run(tmp_path, 'check_drill("NFR-001", "restore", "lost_seconds", "<", 60)').stdout


@pytest.mark.parametrize("price, passes", [("1999.50", True), ("2400", False)])
def test_the_price_of_a_plan_is_read(tmp_path: Path, price: str, passes: bool) -> None:
    (tmp_path / "cost.json").write_text(json.dumps({"totalMonthlyCost": price}))
    done = run(tmp_path, 'check_cost("SC-003", "<", 2000)', COST_JSON=str(tmp_path / "cost.json"))
    assert ("1 passed" if passes else "1 failed") in done.stdout


def test_a_failover_drill_measures_how_long_the_service_is_away(tmp_path: Path) -> None:
    """Against commands that stand in: a service that is away for three seconds, and a state with one variable."""
    shell = files("spec.md")["validation/drills/failover.sh"].decode()
    shell = shell.replace("good >= 60", "good >= 2")
    drill = tmp_path / "validation" / "drills" / "failover.sh"
    drill.parent.mkdir(parents=True)
    drill.write_text(shell)
    commands = {
        "terraform": "echo '\"test\"'",
        "curl": f'n=$(cat {tmp_path}/n 2>/dev/null || echo 0); echo $((n + 1)) >{tmp_path}/n; [ "$n" -lt 2 ] || [ "$n" -ge 5 ]',
        "aws": "true",
        "sleep": "/bin/sleep 1",
    }
    for name, text in commands.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "BASE_URL": "https://service.test", "WATCH": "30"}
    done = subprocess.run(["bash", str(drill)], cwd=tmp_path, env=environment, input="test\n\n\n", capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert 3 <= json.loads((drill.parent / "failover.json").read_text())["seconds"] <= 5
    refused = subprocess.run(["bash", str(drill)], cwd=tmp_path, env=environment, input="other\n", capture_output=True, text=True, check=False)  # fmt: skip
    assert refused.returncode == 1
    assert "nothing was done" in refused.stderr
