"""The Rego policy: what is written, and, where OPA is installed, that it decides as the other tests do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from spec2iac.pack.load import load
from spec2iac.pipeline import Options, compile_specification
from spec2iac.validation.checks import BoundCheck, load_checks
from spec2iac.validation.policies import holds_everywhere, policies

HERE = Path(__file__).parent
OPA = os.environ.get("OPA") or shutil.which("opa")
needs_opa = pytest.mark.skipif(
    OPA is None, reason="opa is not installed: put it on the PATH, or its path into OPA"
)

WIDE = json.dumps({"Statement": [{"Effect": "Allow", "Action": ["s3:*"]}]})
NARROW = json.dumps(
    {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject"}, {"Effect": "Deny", "Action": "*"}]}
)

# A resource's values, the path, the operation, what is demanded, and whether the check passes.
CASES: list[tuple[dict[str, Any], str, str, Any, bool]] = [
    ({"encrypted": True}, "encrypted", "equal", True, True),
    ({"encrypted": False}, "encrypted", "equal", True, False),
    ({}, "encrypted", "equal", True, False),
    ({"encrypted": None}, "encrypted", "equal", True, False),
    ({"rule": [{"by": [{"name": "kms"}]}]}, "rule[*].by[*].name", "one_of", ["kms", "aes"], True),
    ({"rule": [{"by": [{"name": "kms"}]}, {"by": [{"name": "no"}]}]}, "rule[*].by[*].name", "one_of", ["kms"], False),
    ({"rule": []}, "rule[*].by[*].name", "one_of", ["kms"], False),
    ({"rule": [{"cidr": "10.0.0.0/8"}]}, "rule[*].cidr", "none_of", ["0.0.0.0/0"], True),
    ({"rule": [{"cidr": "0.0.0.0/0"}]}, "rule[*].cidr", "none_of", ["0.0.0.0/0"], False),
    ({"rule": []}, "rule[*].cidr", "none_of", ["0.0.0.0/0"], True),
    ({"days": 30}, "days", "at_least", 30, True),
    ({"days": "29"}, "days", "at_least", 30, False),
    ({"days": None}, "days", "at_least", 30, False),
    ({"size": 5}, "size", "at_most", 4, False),
    ({"size": "4"}, "size", "at_most", 4, True),
    ({"key": "arn"}, "key", "set", True, True),
    ({"key": ""}, "key", "set", True, False),
    ({"key": None}, "key", "set", True, False),
    ({"zones": ["a", "b"]}, "zones", "count_at_least", 2, True),
    ({"zones": ["a"]}, "zones", "count_at_least", 2, False),
    ({"logs": ["a", "b"]}, "logs", "contains_all", ["a"], True),
    ({"logs": ["b"]}, "logs", "contains_all", ["a"], False),
    ({"policy": NARROW}, "policy", "no_wildcard_action", True, True),
    ({"policy": WIDE}, "policy", "no_wildcard_action", True, False),
]  # fmt: skip


def bound(
    address: str, path: str, operation: str, operand: Any, statements: tuple[str, ...] = ("NFR-001",)
) -> BoundCheck:
    return BoundCheck(
        "a-check", "A title", "encryption", address, path, None, operation, operand, False, statements
    )


def plan(*resources: tuple[str, dict[str, Any]], unknown: dict[str, Any] | None = None) -> dict[str, Any]:
    rows = [
        {"address": address, "mode": "managed", "type": address.split(".")[-2], "values": values}
        for address, values in resources
    ]
    changes = [{"address": address, "change": {"after_unknown": unknown or {}}} for address, _ in resources]
    return {
        "planned_values": {"root_module": {"resources": rows}},
        "resource_changes": changes,
        "variables": {"zones": {"value": ["a", "b"]}},
    }


def denied(folder: Path, checks: list[BoundCheck], document: dict[str, Any]) -> list[str]:
    for path, text in policies(load("aws"), checks).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    (folder / "plan.json").write_text(json.dumps(document))
    command = [
        str(OPA),
        "eval",
        "--format",
        "raw",
        "--data",
        str(folder / "policy"),
        "--input",
        str(folder / "plan.json"),
        "data.main.deny",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    found: list[str] = json.loads(done.stdout)
    return found


@needs_opa
@pytest.mark.parametrize("values, path, operation, operand, passes", CASES)
def test_a_check_decides(
    tmp_path: Path, values: dict[str, Any], path: str, operation: str, operand: Any, passes: bool
) -> None:
    found = denied(tmp_path, [bound("kind.name", path, operation, operand)], plan(("kind.name", values)))
    assert bool(found) != passes, found
    assert passes or found[0].startswith("NFR-001: A title (kind.name")


@needs_opa
def test_what_is_known_after_the_apply_only_is_not_decided(tmp_path: Path) -> None:
    document = plan(("kind.name", {}), unknown={"key": True})
    assert denied(tmp_path, [bound("kind.name", "key", "set", True)], document) == []


@needs_opa
def test_a_resource_that_is_gone_is_told(tmp_path: Path) -> None:
    assert denied(tmp_path, [bound("kind.name", "key", "set", True)], plan()) == [
        "NFR-001: A title (kind.name is not in the plan)"
    ]


@needs_opa
def test_every_instance_and_every_module_counts(tmp_path: Path) -> None:
    document = plan(('kind.name["a"]', {"on": True}), ('kind.name["b"]', {"on": False}))
    assert len(denied(tmp_path, [bound("kind.name", "on", "equal", True)], document)) == 1


@needs_opa
def test_variables_are_looked_at(tmp_path: Path) -> None:
    assert denied(tmp_path, [bound("var.zones", "", "count_at_least", 2)], plan()) == []
    assert len(denied(tmp_path, [bound("var.zones", "", "count_at_least", 3)], plan())) == 1


@needs_opa
def test_resources_that_somebody_added_are_held_to_the_same(tmp_path: Path) -> None:
    form = next(form for form in load_checks(load("aws")) if form["id"] == "bucket-private")
    check = BoundCheck(
        form["id"],
        form["title"],
        "exposure",
        f"{form['looks_at']}.own",
        form["value"],
        None,
        "equal",
        True,
        False,
        ("NFR-001",),
    )
    document = plan(
        (f"{form['looks_at']}.own", {form["value"]: True}),
        (f"{form['looks_at']}.added", {form["value"]: False}),
    )
    (message,) = denied(tmp_path, [check], document)
    assert f"{form['looks_at']}.added" in message


@needs_opa
@pytest.mark.parametrize("name", ["spec.md", "hostile.md"])
def test_the_policy_of_a_build_is_valid_and_formatted(tmp_path: Path, name: str) -> None:
    compilation = compile_specification((HERE / "running" / name).read_bytes(), name, Options("aws"))
    assert compilation.build is not None
    for path in ("policy/plan.rego", "policy/checks.rego"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(compilation.build.files[path])
    assert (
        subprocess.run([str(OPA), "check", "--strict", str(tmp_path / "policy")], check=False).returncode == 0
    )
    formatted = subprocess.run(
        [str(OPA), "fmt", "--diff", str(tmp_path / "policy")], capture_output=True, text=True, check=False
    )
    assert formatted.stdout == ""


def test_only_what_says_the_same_of_every_resource_holds_for_others() -> None:
    for form in load_checks(load("aws")):
        if holds_everywhere(form):
            assert "this" not in json.dumps(form["when"] or "")
            assert form["looks_at"].startswith("aws_")


def test_every_check_is_in_the_policy() -> None:
    checks = [bound("kind.one", "a", "equal", True), bound("kind.two", "b[*].c", "at_least", 3, ())]
    text = policies(load("aws"), checks)["policy/checks.rego"]
    rows = json.loads(
        "[" + text.split("checks := [", 1)[1].rstrip().removesuffix("]").rstrip().removesuffix(",") + "]"
    )
    assert [(row["address"], row["path"], row["statements"]) for row in rows] == [
        ("kind.one", ["a"], "NFR-001"),
        ("kind.two", ["b", "c"], "baseline"),
    ]
