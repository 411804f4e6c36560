"""Checks against a schema: each case is a file whose comments say which findings belong to which line."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from spec2iac.explanations import explanations
from spec2iac.hcl.graph import parse_blocks
from spec2iac.hcl.schema import check, load_schema
from spec2iac.hcl.split import split
from spec2iac.hcl.trim import main, packed, read_dump, trim

HERE = Path(__file__).parent
CASES = sorted((HERE / "checks").glob("*.tf"))
EXPECTED = re.compile(r"# (S2I\d{3}): ([^#\n]*)")


@pytest.fixture(scope="module")
def schema():
    trimmed, _ = trim(list(read_dump(HERE / "dump.json")), HERE / "pack" / "toy")
    return trimmed


def findings(text, schema, folders=(), template="case.tf"):
    return check(parse_blocks(split(text, template)), schema, folders)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case, schema, tmp_path):
    text = case.read_text(encoding="utf-8")
    (tmp_path / "case.tf").write_text(text, encoding="utf-8")
    expected = [
        (number, code, words.strip())
        for number, line in enumerate(text.splitlines(), 1)
        for code, words in EXPECTED.findall(line)
    ]
    found = [(item.line, item.code, item.message) for item in findings(text, schema, (tmp_path,))]
    unexpected = [
        item
        for item in found
        if not any(item[:2] == wanted[:2] and wanted[2] in item[2] for wanted in expected)
    ]
    missing = [
        wanted
        for wanted in expected
        if not any(item[:2] == wanted[:2] and wanted[2] in item[2] for item in found)
    ]
    assert (unexpected, missing) == ([], [])
    assert len(found) == len(expected)


def test_every_code_of_the_check_has_a_case_and_a_page():
    pages = {page.code: page.severity for page in explanations() if "S2I300" <= page.code < "S2I350"}
    cases = {code for case in CASES for code, _ in EXPECTED.findall(case.read_text(encoding="utf-8"))}
    assert cases == set(pages)


def test_severities_are_those_of_the_pages(schema):
    pages = {page.code: page.severity for page in explanations()}
    for case in CASES:
        for item in findings(case.read_text(encoding="utf-8"), schema):
            assert item.severity == pages[item.code]
            assert item.source == "case.tf"


def test_without_a_schema_only_references_are_checked():
    text = 'resource "a_b" "c" {\n  d = a_b.e.f\n}\n'
    assert [item.code for item in findings(text, load_schema([]))] == ["S2I307"]


def test_a_schema_of_other_types_knows_nothing_of_data_sources():
    assert (
        findings(
            'data "a_b" "c" {}\noutput "o" {\n  description = "d"\n  value = data.a_b.c\n}',
            {"resources": {"x_y": {}}},
        )
        == ()
    )


class TestTrimming:
    def test_it_keeps_the_types_that_templates_use(self, schema):
        assert {room: sorted(types) for room, types in schema.items()} == {
            "resources": ["other_thing", "toy_key", "toy_old", "toy_server"],
            "data": ["toy_image"],
            "ephemeral": ["toy_password"],
            "providers": ["toy"],
        }

    def test_of_two_providers_with_a_type_the_first_holds(self, schema):
        assert toy(schema)["attributes"], "acme/toy stands before acme/zebra, whose toy_server has none"

    def test_it_is_as_deep_as_the_templates(self, schema):
        blocks = toy(schema)["blocks"]
        assert blocks["disk"]["blocks"]["snapshot"]["attributes"] == {
            "at": {"optional": True, "type": "string"}
        }
        assert blocks["unmentioned"] == {"max": 1}

    def test_it_keeps_limits_and_kinds(self, schema):
        blocks = toy(schema)["blocks"]
        limits = {
            name: {key: blocks[name].get(key) for key in ("min", "max", "mode")}
            for name in ("disk", "network", "rule")
        }
        assert limits == {
            "disk": {"min": 1, "max": 2, "mode": None},
            "network": {"min": None, "max": 1, "mode": "single"},
            "rule": {"min": None, "max": None, "mode": "set"},
        }

    def test_nested_attributes_become_a_type(self, schema):
        assert toy(schema)["attributes"]["limits"]["type"] == [
            "list",
            ["object", {"low": "number", "high": "number"}, ["high"]],
        ]

    def test_the_bytes_are_the_same_each_time(self, schema):
        assert packed(schema) == packed(json.loads(gzip.decompress(packed(schema))))

    def test_the_command(self, tmp_path, capsys):
        shutil.copytree(HERE / "pack", tmp_path / "packs")
        status = main([str(HERE / "dump.json"), "--target", "toy", "--targets", str(tmp_path / "packs")])
        out, err = capsys.readouterr()
        assert status == 1
        assert out.startswith("toy/schema.json.gz: 4 resources, 1 data, 1 ephemeral, 1 providers, ")
        assert err == "no dump has the resource 'toy_missing'\n"
        assert "toy_key" in load_schema([tmp_path / "packs" / "toy"])["resources"]

    def test_a_provider_s_part_alone_is_read_too(self, tmp_path):
        whole = json.loads((HERE / "dump.json").read_text(encoding="utf-8"))
        part = whole["provider_schemas"]["registry.example.com/acme/toy"] | {"source": "acme/toy"}
        (tmp_path / "toy.json.gz").write_bytes(gzip.compress(json.dumps(part).encode()))
        assert [name for name, _ in read_dump(tmp_path / "toy.json.gz")] == ["toy"]


def toy(schema):
    return schema["resources"]["toy_server"]
