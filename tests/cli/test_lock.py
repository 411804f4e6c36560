"""The lock of decisions: what it holds, what ``--diff`` shows, and what ``--locked`` refuses and lets through."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from spec2iac.data import data_root
from spec2iac.project.lock import LOCK

from ..builds import tree
from .running import Ended, spec2iac

SPEC = """# Shop

## Infrastructure Requirements

### Functional Requirements

- **FR-001**: Infrastructure MUST provide a managed PostgreSQL 16 database called "orders" (4 vCPU, 16 GB, 200 GB storage)
- **FR-002**: Infrastructure MUST provide object storage for invoices with versioning
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    place = tmp_path / "spec.md"
    place.write_text(SPEC)
    return place


def build(spec: Path, *options: str | Path) -> Ended:
    return spec2iac("build", spec, "--target", "aws", "--out", spec.parent / "out", *options)


def shown(spec: Path, *options: str | Path) -> dict[str, Any]:
    ended = build(spec, "--diff", "--format", "json", *options)
    content: dict[str, Any] = json.loads(ended.text)["targets"]["aws"]
    files = any(content["files"].values())
    assert ended.code == int(bool(content["decisions"] or files)), ended.stderr
    return content


def packs_with_other_sizes(folder: Path) -> Path:
    """A folder of packs in which the database that was chosen is no longer offered."""
    text = (data_root("targets") / "aws" / "sizes.yaml").read_text(encoding="utf-8")
    (folder / "aws").mkdir(parents=True)
    (folder / "aws" / "sizes.yaml").write_text(
        text.replace("db.m7g.xlarge", "db.m8g.xlarge"), encoding="utf-8"
    )
    return folder


def test_the_lock_says_what_each_statement_became_and_why(spec: Path) -> None:
    assert build(spec).code == 0
    lock = json.loads((spec.parent / "out" / LOCK).read_bytes())
    database = lock["components"]["relational-database.orders"]
    assert database["concept"] == "relational-database" and "FR-001" in database["terms"]
    assert any("PostgreSQL" in term for term in database["terms"]["FR-001"])
    assert "aws_db_instance.orders" in database["resources"]
    assert [size["type"] for size in database["sizes"]] == ["db.m7g.xlarge"]
    assert "FR-001" in database["sizes"][0]["reason"] and len(database["rule"]) == 16
    assert lock["policy"]["region"]["reason"] and lock["providers"]["aws"]["source"] == "hashicorp/aws"


def test_a_lock_knows_the_version_of_its_rules(spec: Path, tmp_path: Path) -> None:
    build(spec)
    before = json.loads((spec.parent / "out" / LOCK).read_bytes())
    packs = tmp_path / "packs"
    (packs / "aws" / "concepts").mkdir(parents=True)
    name = "aws/concepts/object-storage.tf.j2"
    shutil.copy(data_root("targets") / name, packs / name)
    with (packs / name).open("a") as stream:
        stream.write("{# the company's #}\n")
    build(spec, "--targets", packs)
    after = json.loads((spec.parent / "out" / LOCK).read_bytes())
    rules = {key: entry["rule"] for key, entry in after["components"].items()}
    changed = [key for key, rule in rules.items() if rule != before["components"][key]["rule"]]
    assert [key.split(".")[0] for key in changed] == ["object-storage"]
    assert after["rules"] == before["rules"]


def test_nothing_differs_right_after_a_build(spec: Path) -> None:
    build(spec)
    ended = build(spec, "--diff")
    assert (ended.code, ended.text) == (0, "")
    assert build(spec, "--locked").code == 0


def test_before_the_first_build_everything_is_new_and_nothing_is_written(spec: Path) -> None:
    content = shown(spec)
    assert "relational-database.orders" in [item["what"] for item in content["decisions"]]
    assert "main.tf" in content["files"]["created"] and not (spec.parent / "out").exists()


def test_what_a_changed_statement_asks_for_is_shown_and_let_through(spec: Path) -> None:
    build(spec)
    before = tree(spec.parent / "out")
    spec.write_text(SPEC.replace("4 vCPU, 16 GB", "8 vCPU, 32 GB"))
    decisions = {item["what"]: item for item in shown(spec)["decisions"]}
    size = decisions["relational-database.orders sizes"]
    assert size["asked"] and size["statements"] == ["FR-001"]
    assert size["before"][0]["type"] == "db.m7g.xlarge" and size["after"][0]["type"] == "db.m7g.2xlarge"
    assert tree(spec.parent / "out") == before
    assert build(spec, "--locked").code == 0
    assert tree(spec.parent / "out") != before


def test_another_rule_for_the_same_statement_is_refused(spec: Path, tmp_path: Path) -> None:
    build(spec)
    before = tree(spec.parent / "out")
    packs = packs_with_other_sizes(tmp_path / "packs")
    ended = build(spec, "--locked", "--targets", packs)
    assert ended.code == 1 and "S2I360" in ended.stderr
    assert "db.m7g.xlarge -> db.m8g.xlarge" in ended.stderr and tree(spec.parent / "out") == before
    assert [item["asked"] for item in shown(spec, "--targets", packs)["decisions"]] == [False]
    # A statement about something else asks for nothing of the database.
    spec.write_text(SPEC + "- **FR-003**: Infrastructure MUST provide a message queue for mails\n")
    ended = build(spec, "--locked", "--targets", packs)
    assert ended.code == 1 and "db.m8g.xlarge" in ended.stderr and "message-queue" not in ended.stderr


def test_another_region_by_an_option_is_refused(spec: Path) -> None:
    build(spec)
    ended = build(spec, "--locked", "--region", "eu-west-1")
    assert ended.code == 1 and "policy region: us-east-1 -> eu-west-1" in ended.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--locked"], "which is not there"),
        (["--diff", "--locked"], "leave one out"),
        (["--diff", "--validate"], "leave one out"),
        (["--format", "json"], "add --diff"),
    ],
)
def test_wrong_uses_are_told(spec: Path, options: list[str], words: str) -> None:
    ended = build(spec, *options)
    assert ended.code == 2 and words in ended.stderr


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": 2}', b"[" * 100_000, b"\xff"]
)
def test_a_defective_lock_is_told(spec: Path, content: bytes) -> None:
    build(spec)
    (spec.parent / "out" / LOCK).write_bytes(content)
    for option in ("--diff", "--locked"):
        ended = build(spec, option)
        assert ended.code == 2 and LOCK in ended.stderr and "Traceback" not in ended.stderr
