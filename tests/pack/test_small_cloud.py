"""A whole cloud by a user, `examples/small-cloud`: it is without defects, and every command works with it as with a built-in one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from spec2iac.data import data_root
from spec2iac.pack import forms

from ..builds import ROOT
from ..cli.running import spec2iac

PACKS = ROOT / "examples" / "small-cloud"
SPEC = PACKS / "shop.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the build said, and where it stands."""
    place = tmp_path_factory.mktemp("small") / "out"
    ended = spec2iac("build", SPEC, "--targets", PACKS, "--target", "hetzner", "--out", place)
    assert ended.code == 0, ended.stderr
    return ended.stderr, place


def test_the_pack_is_without_defects() -> None:
    ended = spec2iac("targets", "check", PACKS)
    assert (ended.code, ended.text) == (0, ""), ended.text


def test_what_was_asked_for_arrives(built: tuple[str, Path]) -> None:
    code = "\n".join(path.read_text() for path in sorted(built[1].glob("*.tf")))
    for words in (
        'source  = "hetznercloud/hcloud"',
        'server_type = "cx33"',
        'image              = "debian-12"',
        'default     = "10.20.0.0/16"',
        'default     = ["nbg1", "fsn1", "hel1"]',
        'path         = "/health"',
        "interval = 10",
        "default     = 200",
        'name              = "shop.example.com"',
        "certificates = [hcloud_managed_certificate.main.id]",
        "ipv4_enabled = false",
    ):
        assert words in code, words
    assert "hcloud_firewall" not in code, "machines without a public address take no firewall"


def test_what_the_cloud_lacks_is_told(built: tuple[str, Path]) -> None:
    assert "S2I350" in built[0]
    assert "'message-queue'" in built[0]
    assert "'nat-gateway' in this pack: a network has no managed way out" in built[0]


def test_requirements_become_tests(built: tuple[str, Path]) -> None:
    tests = "\n".join(path.read_text() for path in sorted((built[1] / "tests").glob("*.hcl")))
    assert 'mock_provider "hcloud"' in tests and "delete_protection" in tests


def test_the_other_commands_know_it() -> None:
    table = spec2iac("targets", "--targets", PACKS)
    assert table.code == 0 and "hetzner: Hetzner Cloud, " in table.stderr
    one = spec2iac("targets", "hetzner", "--targets", PACKS)
    assert one.code == 0 and "Hetzner Cloud Servers" in one.text
    compared = spec2iac("compare", SPEC, "--targets", PACKS, "--target", "aws,hetzner", "--format", "json")
    assert compared.code == 0 and "Hetzner Cloud" in json.dumps(json.loads(compared.text))
    auto = spec2iac("targets", "hetzner")
    assert auto.code == 2 and "there is no target 'hetzner'" in auto.stderr


def test_the_pack_of_the_walk_through_is_whole(tmp_path: Path) -> None:
    """docs/targets.md: each snippet that follows the name of its file, put there, makes a pack without defects that builds."""
    page = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"^`(packs/[^`]+)`:\n\n```\w+\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    assert len(files) == 7
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    packs = tmp_path / "packs"
    shutil.copy(PACKS / "hetzner" / "schema.json.gz", packs / "hetzner")
    ended = spec2iac("targets", "check", packs)
    assert (ended.code, ended.text) == (0, ""), ended.text + ended.stderr
    built = spec2iac("build", SPEC, "--targets", packs, "--target", "hetzner", "--out", tmp_path / "out")
    assert built.code == 0, built.stderr
    assert 'ip_range = "10.20.0.0/16"' in (tmp_path / "out" / "network.tf").read_text()


def test_the_reference_names_every_field_and_macro() -> None:
    page = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
    fields = {name for form in (forms.TargetForm, forms.Size, forms.Permission, forms.Metric, forms.Step, forms.Region,
                                forms.ConceptForm, forms.MocksForm) for name in form.model_fields}  # fmt: skip
    shared = (data_root("targets") / "shared" / "macros.j2").read_text(encoding="utf-8")
    macros = set(re.findall(r"{% macro (\w+)\(", shared))
    assert {name for name in fields if not re.search(rf"[`\n{{ ]{name}[`:]", page)} == set()
    assert {name for name in macros if f"`{name}(" not in page} == set()
