"""A whole cloud by a user, `examples/small-cloud`: it is without defects, and every command works with it as with a built-in one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
