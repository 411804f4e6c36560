"""Packs by users: a folder in front of the built-in ones changes what it names, adds to their tables, and is tried as a whole."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

import pytest
from spec2iac.data import data_root, load_yaml
from spec2iac.pack.load import load
from spec2iac.pack.trying import within
from spec2iac.validation.checks import load_checks

from ..builds import ROOT
from ..cli.running import spec2iac

PACKS = ROOT / "examples" / "packs"


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def test_the_company_s_module_stands_in_place_of_the_network(tmp_path: Path) -> None:
    ended = spec2iac(
        "build", PACKS / "network.md", "--target", "aws", "--targets", PACKS, "--out", tmp_path / "out"
    )
    assert ended.code == 0, ended.stderr
    code = "\n".join(path.read_text() for path in sorted((tmp_path / "out").glob("*.tf")))
    assert 'source  = "registry.example.com/platform/network/aws"' in code
    assert 'resource "aws_vpc"' not in code and "aws_internet_gateway." not in code
    assert "module.network.vpc_id" in code and "module.network.internet_gateway_id" in code
    assert "module.network" in (tmp_path / "out" / "spec2iac.lock.json").read_text()


def test_tables_are_added_to_the_built_in_ones(tmp_path: Path) -> None:
    check = (
        "  - {id: own, title: Own, topic: tags, looks_at: aws_vpc, value: enable_dns_support, equal: true}\n"
        "  - {id: bucket-encrypted, title: Other, topic: encryption, looks_at: aws_vpc, value: x, set: true}\n"
    )
    packs = written(
        tmp_path,
        {
            "aws/permissions.yaml": "permissions:\n  - {to: object-storage, verb: own, actions: [a], resources: ['\"b\"']}\n",
            "aws/sizes.yaml": "families:\n  own: [{type: tiny, vcpus: 1, memory: 1}]\n",
            "aws/mocks.yaml": "resources:\n  aws_vpc: {id: vpc-own}\n",
            "aws/checks.yaml": f"checks:\n{check}",
        },
    )
    built_in, own = load("aws"), load("aws", packs)
    assert len(own.permissions) == len(built_in.permissions) + 1
    assert {*own.sizes} == {*built_in.sizes, "own"}
    assert own.mocks["resources"]["aws_vpc"] == {"id": "vpc-own"}
    assert own.mocks["resources"].keys() == built_in.mocks["resources"].keys() | {"aws_vpc"}
    titles = {check["id"]: check["title"] for check in load_checks(own)}
    assert {"own": "Own", "bucket-encrypted": "Other"}.items() <= titles.items()
    assert len(titles) == len(load_checks(built_in)) + 1


def test_the_examples_are_without_defects() -> None:
    ended = spec2iac("targets", "check", PACKS)
    assert (ended.code, ended.text) == (0, ""), ended.text


NETWORK = (data_root("targets") / "aws" / "concepts" / "object-storage.yaml").read_text(encoding="utf-8")
FORM, TEMPLATE = "aws/concepts/object-storage.yaml", "aws/concepts/object-storage.tf.j2"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({FORM: NETWORK + "wrong: 1\n"}, "aws/concepts/object-storage.yaml:"),
        ({FORM: NETWORK.replace("properties:", "properties:\n  nonsense: a.b")}, "no property 'nonsense'"),
        ({TEMPLATE: "x = {{ this.name }}"}, "without an escaping filter"),
        ({TEMPLATE: "{{ this.nothing }}"}, "object-storage.tf.j2:1"),
        (
            {TEMPLATE: 'resource "aws_s3_bucket" "{{ this.code }}" {\n  nonsense = 1\n}\n'},
            "nonsense",
        ),
        ({"aws/concepts/teapot.yaml": "concept: teapot\n"}, "aws/concepts/teapot.yaml:"),
        ({"nowhere/concepts/x.tf.j2": ""}, "needs a target.yaml"),
        (
            {"aws/checks.yaml": "checks:\n  - {id: own, title: O, topic: tags, looks_at: aws_nothing, value: x, set: true}\n",
             FORM: NETWORK},
            "which no template makes",
        ),
    ],
)  # fmt: skip
def test_a_defect_is_told_with_its_place(tmp_path: Path, files: dict[str, str], words: str) -> None:
    ended = spec2iac("targets", "check", written(tmp_path, files))
    assert ended.code == 1 and words in ended.text, ended.text + ended.stderr


DEFECTS = load_yaml(Path(__file__).with_name("defects.yaml"))
SPECIFICATION = "# Shop\n\n- **FR-001**: Infrastructure MUST provide a virtual machine with a public IP address and a static IP\n"


@pytest.mark.parametrize("case", DEFECTS["defects"], ids=lambda case: case["name"])
def test_a_defect_is_told_and_ends_a_build(tmp_path: Path, case: dict[str, Any]) -> None:
    packs = tmp_path / "packs"
    # With a concept of its own only that one is tried, not all that a table could touch.
    form = {"concepts/static-ip.yaml": DEFECTS["form"]}
    written(packs, {f"aws/{name}": text for name, text in (form | case["files"]).items()})
    ended = spec2iac("targets", "check", packs)
    assert ended.code == 1 and case["says"] in ended.text, ended.text + ended.stderr
    assert "Traceback" not in ended.stderr
    if case.get("build", True):
        (tmp_path / "spec.md").write_text(SPECIFICATION, encoding="utf-8")
        options = ("--target", "aws", "--targets", packs, "--out", tmp_path / "out")
        built = spec2iac("build", tmp_path / "spec.md", *options)
        assert built.code == 2 or "S2I3" in built.stderr, built.stderr
        assert not (tmp_path / "out").exists()


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x = 1\n", encoding="utf-8")
    written(tmp_path / "packs", {"aws/concepts/static-ip.yaml": DEFECTS["form"]})
    (tmp_path / "packs" / "aws" / "concepts" / "static-ip.tf.j2").symlink_to(tmp_path / "secret")
    ended = spec2iac("targets", "check", tmp_path / "packs")
    assert ended.code == 1 and "static-ip.tf.j2:1: the link leads out of the folder of packs" in ended.text


@pytest.mark.parametrize("handler", [signal.default_int_handler, signal.SIG_IGN])
def test_a_template_that_loops_for_ever_is_interrupted(handler: Any) -> None:
    """A job in the background ignores the signal of Ctrl-C: the clock rings there too."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        ends = time.monotonic() + 20
        with pytest.raises(TimeoutError), within(0.2):
            while time.monotonic() < ends:
                sum(range(100))
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_shared_templates_are_no_pack(tmp_path: Path) -> None:
    template = '{% import "shared/own.j2" as shared with context %}{{ shared.mine() }}\n'
    packs = written(
        tmp_path,
        {
            "aws/concepts/static-ip.yaml": DEFECTS["form"],
            "aws/concepts/static-ip.tf.j2": template,
            "shared/own.j2": "{% macro mine() %}{% endmacro %}\n",
        },
    )
    ended = spec2iac("targets", "check", packs)
    assert (ended.code, ended.text) == (0, ""), ended.text


def test_a_pack_that_is_called_like_a_word_of_the_command(tmp_path: Path) -> None:
    for name in ("check", "show"):
        target = (PACKS.parent / "small-cloud" / "hetzner" / "target.yaml").read_text(encoding="utf-8")
        written(
            tmp_path / name,
            {"target.yaml": target.replace("name: hetzner", f"name: {name}"), "sizes.yaml": "families: {}\n",
             "permissions.yaml": "permissions: []\n", "mocks.yaml": "resources: {}\n", "base.tf.j2": "",
             "concepts/static-ip.yaml": DEFECTS["form"]},
        )  # fmt: skip
        ended = spec2iac("targets", "show", name, "--targets", tmp_path)
        assert ended.code == 0 and "Elastic IP" in ended.text, ended.stderr
    assert spec2iac("targets", "show").code == 2


def test_the_checklist_takes_packs_of_one_s_own() -> None:
    packs = PACKS.parent / "small-cloud"
    ended = spec2iac("checklist", packs / "shop.md", "--target", "hetzner", "--targets", packs)
    assert ended.code == 0 and "`machine-size`" in ended.text


def test_a_folder_without_packs_is_a_wrong_use(tmp_path: Path) -> None:
    assert spec2iac("targets", "check", tmp_path).code == 2
    assert spec2iac("targets", "check", tmp_path / "none").code == 2
    assert spec2iac("targets", "check").code == 2
