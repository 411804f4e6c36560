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
from spec2iac.validation.checks import BoundCheck, Everywhere, everywhere
from spec2iac.validation.generated.plan import FAILED, Added, Plan, check_added, findings
from spec2iac.validation.policies import policies

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
    # Text, numbers, yes and no alike; null.
    ({"on": "true"}, "on", "equal", True, True),
    ({"on": None}, "on", "equal", False, True),
    ({"on": 1}, "on", "equal", True, False),
    ({"port": "6380"}, "port", "equal", 6380, True),
    ({"size": 5.0}, "size", "equal", "5", True),
    ({"mode": "5"}, "mode", "one_of", [4, 5], True),
    ({"days": None}, "days", "at_most", 30, False),
    ({"days": True}, "days", "at_most", 30, False),
    ({"days": "some"}, "days", "at_least", 30, False),
    ({"mode": None}, "mode", "none_of", ["open"], True),
    # Blocks and lists that are there, or not.
    ({"block": []}, "block[*].on", "equal", True, False),
    ({"block": [{"on": True}]}, "block.on", "equal", True, False),
    ({"block": [{"inner": []}]}, "block[*].inner[*].on", "none_of", ["x"], True),
    ({"block": [{}]}, "block[*].on", "equal", False, True),
    ({"block": [{"names": ["a", "b"]}]}, "block[*].names", "one_of", ["a", "b"], True),
    ({"block": [{"names": ["a", "b"]}]}, "block[*].names", "one_of", ["a"], False),
    ({"names": ["a", "b"]}, "names[*]", "none_of", ["b"], False),
    ({"map": {"a": 1}}, "map.a", "at_least", 1, True),
    ({"map": {"a": 1}}, "map[*].a", "at_least", 1, False),
    ({"zones": ["a", None, ""]}, "zones", "count_at_least", 2, False),
    ({}, "zones", "count_at_least", 1, False),
    # What must be in a list, a map or a list of texts with a colon.
    ({"tags": {"owner": "x"}}, "tags", "contains_all", ["owner"], True),
    ({"tags": {"owner": "x"}}, "tags", "contains_all", ["owner", "cost"], False),
    ({"tags": ["owner:x", "cost:y"]}, "tags", "contains_all", ["owner", "cost"], True),
    ({"tags": ["ownership:x"]}, "tags", "contains_all", ["owner"], False),
    ({"rule": [{"logs": ["a"]}, {"logs": ["b"]}]}, "rule[*].logs", "contains_all", ["a", "b"], True),
    # Policies in all their forms.
    ({"policy": '{"Statement": {"Effect": "Allow", "Action": "*"}}'}, "policy", "no_wildcard_action", True, False),
    ({"policy": '{"Statement": {"Effect": "Allow", "NotAction": "iam:*"}}'}, "policy", "no_wildcard_action", True, False),
    ({"policy": '{"Statement": {"Effect": "Deny", "NotAction": "iam:*"}}'}, "policy", "no_wildcard_action", True, True),
    ({"policy": "not JSON"}, "policy", "no_wildcard_action", True, True),
    ({"policy": '{"Version": "1"}'}, "policy", "no_wildcard_action", True, True),
    ({"policy": '{"Statement": ["text"]}'}, "policy", "no_wildcard_action", True, True),
    ({"policy": None}, "policy", "no_wildcard_action", True, True),
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


CODE = {"root_module": {"resources": [{"address": "kind.name", "expressions": {"written": {}}}]}}


def document(
    *resources: tuple[str, dict[str, Any]],
    unknown: dict[str, Any] | None = None,
    code: dict[str, Any] | None = None,
    variables: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return plan(*resources, unknown=unknown) | {"configuration": code or {}, "variables": variables or {}}


TAGS: dict[str, Any] = {"owner": "x"}
# A plan, an address and what is demanded there: the operation and its operand.
PLANS: dict[str, tuple[dict[str, Any], str, str, str, Any]] = {
    "tags of any cloud": (
        document(("kind.a", {"tags_all": TAGS}), ("kind.b", {"tags_all": TAGS, "tags": None}), ("kind.c", {"tags": ["owner:x"]})),
        "local.tags", "", "contains_all", ["owner"]),
    "a tag dropped": (
        document(("kind.a", {"tags_all": TAGS}), ("kind.b", {"tags": {"other": "x"}})),
        "local.tags", "", "contains_all", ["owner"]),
    "a label dropped": (
        document(("kind.a", {"effective_labels": TAGS}), ("kind.b", {"terraform_labels": {"other": "x"}})),
        "local.labels", "", "contains_all", ["owner"]),
    "tags are no labels": (
        document(("kind.a", {"effective_labels": TAGS}), ("kind.b", {"tags": None})), "local.labels", "", "contains_all", ["owner"]),
    "the provider's tags come first": (
        document(("kind.a", {"tags_all": TAGS, "tags": None})), "local.tags", "", "contains_all", ["owner"]),
    "no tags at all": (document(("kind.a", {"tags": None})), "local.tags", "", "contains_all", ["owner"]),
    "tags known later": (document(("kind.a", {}), unknown={"tags_all": True}), "local.tags", "", "contains_all", ["owner"]),
    "tags of which each is known": (
        document(("kind.a", {"tags": ["owner:x"]}), unknown={"tags": [False]}), "local.tags", "", "contains_all", ["owner"]),
    "tags of which each is known, one dropped": (
        document(("kind.a", {"tags": ["cost:x"]}), unknown={"tags": [False]}), "local.tags", "", "contains_all", ["owner"]),
    "a tag in a list known later": (
        document(("kind.a", {"tags": ["cost:x", None]}), unknown={"tags": [False, True]}), "local.tags", "", "contains_all", ["owner"]),
    "a tag's value known later": (
        document(("kind.a", {"tags": {"cost": "x"}}), unknown={"tags": {"owner": True}}), "local.tags", "", "contains_all", ["owner"]),
    "a tag dropped beside one whose value is known later": (
        document(("kind.a", {"tags": None}), unknown={"tags": {"cost": True}}), "local.tags", "", "contains_all", ["owner"]),
    "tags of nothing": (document(("kind.a", {})), "local.tag_values", "", "contains_all", ["owner"]),
    "unknown": (document(("kind.name", {}), unknown={"key": True}), "kind.name", "key", "equal", "x"),
    "unknown and set": (
        document(("kind.name", {}), unknown={"written": True}, code=CODE), "kind.name", "written", "set", True),
    "unknown and left to the cloud": (
        document(("kind.name", {}), unknown={"key": True}, code=CODE), "kind.name", "key", "set", True),
    "an unknown block": (
        document(("kind.name", {}), unknown={"block": True}), "kind.name", "block[*].on", "equal", True),
    "an unknown argument of one block": (
        document(("kind.name", {"block": [{"on": True}, {}]}), unknown={"block": [{}, {"on": True}]}),
        "kind.name", "block[*].on", "equal", True),
    "one block unknown, the other wrong": (
        document(("kind.name", {"block": [{"on": False}, {}]}), unknown={"block": [{}, {"on": True}]}),
        "kind.name", "block[*].on", "equal", True),
    "unknown elements count": (
        document(("kind.name", {"zones": [None, None]}), unknown={"zones": [True, True]}), "kind.name", "zones", "count_at_least", 2),
    "too few elements, known or not": (
        document(("kind.name", {"zones": [None]}), unknown={"zones": [True]}), "kind.name", "zones", "count_at_least", 2),
    "an unknown list may be long enough": (
        document(("kind.name", {}), unknown={"zones": True}), "kind.name", "zones", "count_at_least", 2),
    "instances count together": (
        document(('kind.name["a"]', {"zone": "a"}), ('kind.name["b"]', {"zone": "b"})), "kind.name", "zone", "count_at_least", 2),
    "instances in two zones": (
        document(('kind.name["a"]', {"zone": "a"}), ('kind.name["b"]', {"zone": "b"})), "kind.name", "zone", "distinct_at_least", 2),
    "instances in one zone": (
        document(('kind.name["a"]', {"zone": "a"}), ('kind.name["b"]', {"zone": "a"})), "kind.name", "zone", "distinct_at_least", 2),
    "instances in zones known later": (
        document(("kind.name", {"zones": ["a", None]}), unknown={"zones": [False, True]}), "kind.name", "zones", "distinct_at_least", 2),
    "all zones known later": (
        document(("kind.name", {"zones": [None, None]}), unknown={"zones": [True, True]}), "kind.name", "zones", "distinct_at_least", 2),
    "instances have all together": (
        document(("kind.name[0]", {"log": "a"}), ("kind.name[1]", {"log": "b"})), "kind.name", "log", "contains_all", ["a", "b"]),
    "a key with a bracket": (document(('kind.name["a]b"]', {"on": True})), "kind.name", "on", "equal", True),
    "in a module": (
        document(('module.m["x"].kind.name', {"on": False})), "module.m.kind.name", "on", "equal", True),
    "code without an instance": (document(code=CODE), "kind.name", "on", "equal", True),
    "nothing of it": (document(), "kind.name", "on", "equal", True),
    "a variable": (document(variables={"zones": {"value": ["a"]}}), "var.zones", "", "count_at_least", 2),
    "a variable without a value": (document(variables={"name": {}}), "var.name", "", "set", True),
    "no such variable": (document(), "var.zones", "", "count_at_least", 2),
    "a variable, asked of a state": ({"values": {}}, "var.zones", "", "count_at_least", 2),
    "a value that looks like the tree": (
        document(("kind.name", {"resources": [{"mode": "managed", "address": "kind.other", "values": {}}]})),
        "kind.other", "on", "equal", True),
    "a state": (
        {"values": {"root_module": {"child_modules": [{"resources": [
            {"address": "module.m.kind.name", "mode": "managed", "type": "kind", "values": {"on": False}}]}]}}},
        "module.m.kind.name", "on", "equal", True),
}  # fmt: skip


def denied(
    folder: Path, checks: list[BoundCheck], document: dict[str, Any], added: tuple[Everywhere, ...] = ()
) -> list[str]:
    for path, text in policies(checks, added).items():
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


@pytest.mark.parametrize("values, path, operation, operand, passes", CASES)
def test_the_generated_tests_decide_the_same(
    values: dict[str, Any], path: str, operation: str, operand: Any, passes: bool
) -> None:
    found = findings(Plan(plan(("kind.name", values))), "kind.name", path, operation, operand)
    assert any(finding.status == FAILED for finding in found) != passes


@needs_opa
@pytest.mark.parametrize("name", PLANS)
def test_a_policy_denies_what_fails_in_the_generated_tests(tmp_path: Path, name: str) -> None:
    holds, address, path, operation, operand = PLANS[name]
    found = findings(Plan(holds), address, path, operation, operand)
    assert bool(denied(tmp_path, [bound(address, path, operation, operand)], holds)) == any(
        finding.status == FAILED for finding in found
    )


@needs_opa
def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    holds = plan(("kind.name", {"password": "hidden"}))
    holds["planned_values"]["root_module"]["resources"][0]["sensitive_values"] = {"password": True}
    (message,) = denied(tmp_path, [bound("kind.name", "password", "equal", "x")], holds)
    assert "(sensitive)" in message and "hidden" not in message


@needs_opa
def test_a_resource_that_is_gone_is_told(tmp_path: Path) -> None:
    assert denied(tmp_path, [bound("kind.name", "key", "set", True)], plan()) == [
        "NFR-001: A title (kind.name is not in the plan)"
    ]


@needs_opa
def test_every_instance_and_every_module_counts(tmp_path: Path) -> None:
    holds = plan(('kind.name["a"]', {"on": True}), ('kind.name["b"]', {"on": False}))
    assert len(denied(tmp_path, [bound("kind.name", "on", "equal", True)], holds)) == 1


@needs_opa
def test_variables_are_looked_at(tmp_path: Path) -> None:
    assert denied(tmp_path, [bound("var.zones", "", "count_at_least", 2)], plan()) == []
    assert len(denied(tmp_path, [bound("var.zones", "", "count_at_least", 3)], plan())) == 1


ON = Everywhere(
    "on", "It is on", "kind", "on", "equal", True, ("NFR-001",), ("public",), {"side": ["in"]}, {"port": [80]}
)


@needs_opa
@pytest.mark.parametrize(
    "label, values, denies",
    [
        ("more", {"on": False, "side": "in"}, True),
        ("more", {"on": True, "side": "in"}, False),
        ("more", {"on": False, "side": "out"}, False),
        ("more", {"on": False, "side": "in", "port": "80"}, False),
        ("more_public", {"on": False, "side": "in"}, False),
        ("own", {"on": False, "side": "in"}, False),
    ],
)
def test_resources_that_somebody_added_are_held_to_the_same(
    tmp_path: Path, label: str, values: dict[str, Any], denies: bool
) -> None:
    holds = plan((f"kind.{label}", values), ("kind.own", values))
    found = denied(tmp_path, [bound("kind.own", "side", "set", True)], holds, (ON,))
    assert [message.startswith(f"NFR-001: It is on (kind.{label}") for message in found] == [True] * denies
    row = Added("kind", "on", "equal", True, "NFR-001: It is on", ON.without, ON.where, ON.where_not)
    if denies:
        with pytest.raises(AssertionError, match="NFR-001: It is on"):
            check_added(Plan(holds), ["kind.own"], [row])
    elif label != "own":
        check_added(Plan(holds), ["kind.own"], [row])


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
    compilation = compile_specification(
        (HERE / "running" / "spec.md").read_bytes(), "spec.md", Options("aws")
    )
    rows = everywhere(load("aws"), compilation.specification, compilation.architecture)
    found = {row.id: row for row in rows}
    assert found["bucket-private"].type == "aws_s3_bucket_public_access_block"
    assert found["no-open-ingress"].without == ("from_internet",)
    # These depend on a component's settings, or on what a label says.
    assert not {"database-standby", "audit-retention", "region"} & found.keys()


def test_every_check_is_in_the_policy() -> None:
    checks = [bound("kind.one", "a", "equal", True), bound("kind.two", "b[*].c", "at_least", 3, ())]
    text = policies(checks)["policy/checks.rego"]
    rows = json.loads(
        "[" + text.split("checks := [", 1)[1].rstrip().removesuffix("]").rstrip().removesuffix(",") + "]"
    )
    assert [(row["address"], row["path"], row["statements"]) for row in rows] == [
        ("kind.one", "a", "NFR-001"),
        ("kind.two", "b[*].c", "baseline"),
    ]
