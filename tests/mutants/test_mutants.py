"""The faults are well-formed and fit the clouds' schemas, edits do what they say, and, where Terraform is there, tools catch one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spec2iac.hcl.schema import load_schema
from spec2iac.hcl.split import split
from spec2iac.pack.errors import PackError
from spec2iac.pack.load import load, targets
from spec2iac.pipeline import Options, compile_specification

from tests.builds import ROOT
from tests.mutants.faults import TOPICS, Fault, load_faults, mutants
from tests.mutants.run import EXAMPLES, Outcome, figures, line_of, providers
from tests.mutants.run import Mutant as TriedMutant
from tests.mutants.trial import Verdicts, ask, merged_tests, prepare

SMALL = b"# Notes\n\n## Infrastructure Requirements\n\n- **FR-001**: Infrastructure MUST provide object storage for notes with versioning\n"


@pytest.mark.parametrize("target", targets())
def test_a_cloud_has_faults_of_every_kind(target: str) -> None:
    faults = load_faults(target)
    assert len([fault for fault in faults if fault.for_terraform_test]) >= 14
    assert set(TOPICS[:12]) <= {fault.topic for fault in faults}
    assert any(fault.by_hand for fault in faults)


@pytest.mark.parametrize("target", targets())
def test_a_fault_changes_what_the_cloud_has(target: str) -> None:
    schema = load_schema(load(target).folders)
    for fault in load_faults(target):
        if "_" not in fault.where:
            continue
        assert fault.where in schema["resources"], f"{fault.name}: there is no {fault.where}"
        for path in (*fault.set, *fault.remove, *fault.replace):
            entry = schema["resources"][fault.where]
            for step in path.split(".")[:-1]:
                assert step in entry["blocks"], f"{fault.name}: {path}"
                entry = entry["blocks"][step]
            known = {*entry.get("attributes", ()), *entry.get("blocks", ())}
            assert path.split(".")[-1] in known, f"{fault.name}: {path}"


def test_the_faults_of_the_committed_builds_find_a_place() -> None:
    builds = [
        {path.name: path.read_text() for path in sorted((folder / "aws").glob("*.tf"))} for folder in EXAMPLES
    ]
    lost = [
        fault.name
        for fault in load_faults("aws")
        if not any(next(mutants(fault, files), None) for files in builds)
    ]
    # These need what only the specification of this folder asks for.
    assert set(lost) <= {"files-unencrypted", "machines-min-above-max", "nodes-fewer-than-stated"}


@pytest.mark.parametrize(
    "text, said",
    [
        ("faults:\n  - {name: a, topic: logs off, where: x}\n", "small.yaml:2: faults.0: .*a fault changes something"),
        ("faults:\n  - name: a\n    topic: noise\n    where: x\n    gone: true\n", "small.yaml:2: faults.0: .*the topic is one of"),
        ("faults:\n  - name: a\n    topic: logs off\n    place: x\n", "small.yaml:2: faults.0.where: Field required"),
        ("faults:\n  - {name: a, topic: logs off, where: x, gone: true}\n  - {name: a, topic: logs off, where: y, gone: true}\n",
         "small.yaml:1: the file: .*a name of its own: a"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_faults_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "small.yaml").write_text(text)
    with pytest.raises(PackError, match=said):
        load_faults("small", tmp_path)


FILES = {
    "main.tf": 'resource "kind" "one" {\n  on = true\n\n  rule {\n    days = 30 # as stated\n  }\n}\n\nresource "kind" "two" {\n'
    '  dynamic "rule" {\n    for_each = [1]\n\n    content {\n      days = max(1,\n        rule.value)\n    }\n  }\n}\n',
    "variables.tf": 'variable "zones" {\n  default = ["a", "b"]\n}\n',
}


def fault(**change: object) -> Fault:
    return Fault.model_validate({"name": "a-fault", "topic": "logs off", "where": "kind", **change})


def edited(**change: object) -> dict[str, str]:
    """The places of a fault in the files above, each with what stands there afterwards, on one line."""
    found = {}
    for place, files in mutants(fault(**change), FILES):
        ((name, text),) = files.items()
        block = next((block for block in split(text) if ".".join(block.labels) == place), None)
        found[place] = " ".join(block.text.split()) if block and name in FILES else text
    return found


def test_an_argument_is_set_where_it_stands_and_added_where_it_is_missing() -> None:
    assert edited(set={"on": "false"}) == {
        "kind.one": 'resource "kind" "one" { on = false rule { days = 30 # as stated } }',
        "kind.two": 'resource "kind" "two" { dynamic "rule" { for_each = [1] content { days = max(1, rule.value) } } on = false }',
    }


def test_an_argument_of_a_nested_block_is_set_and_no_block_is_made() -> None:
    assert edited(set={"rule.days": "1"}) == {
        "kind.one": 'resource "kind" "one" { on = true rule { days = 1 # as stated } }',
        "kind.two": 'resource "kind" "two" { dynamic "rule" { for_each = [1] content { days = 1 } } }',
    }
    assert edited(set={"other.days": "1"}) == {}


def test_what_is_taken_out_is_gone() -> None:
    assert edited(remove=["rule"], labels="one") == {"kind.one": 'resource "kind" "one" { on = true }'}
    assert edited(gone=True, only_in="dynamic") == {
        "kind.two": FILES["main.tf"].partition('\nresource "kind" "two"')[0] + "\n\n"
    }
    assert edited(remove=["absent"]) == {}


def test_a_part_of_an_argument_is_replaced() -> None:
    change = {"default": {"pattern": r'\["([^"]+)".*\]', "by": r'["\1"]'}}
    assert edited(where="variable", replace=change) == {"zones": 'variable "zones" { default = ["a"] }'}
    assert edited(where="variable", replace={"default": {"pattern": "x", "by": "y"}}) == {}


def test_code_is_added_beside_what_stands_there() -> None:
    assert edited(add='resource "kind" "more" {\n  of = {type}.{label}\n}\n', without="two") == {
        "kind.one": 'resource "kind" "more" {\n  of = kind.one\n}\n'
    }


def test_merged_tests_assert_the_same() -> None:
    folder = ROOT / "examples" / "ecommerce" / "aws"
    files = {f"tests/{path.name}": path.read_text() for path in sorted((folder / "tests").glob("*.hcl"))}
    merged = merged_tests(files)
    assert sorted(merged) == ["tests/applied.tftest.hcl", "tests/configured.tftest.hcl"]
    found = [
        sorted(re.findall(r"error_message = .*", "\n".join(texts.values()))) for texts in (files, merged)
    ]
    assert found[0] == found[1] and found[0]
    for text in merged.values():
        split(text)


def test_other_runs_stay_in_files_of_their_own() -> None:
    run = 'run "staging" {\n  command = plan\n\n  variables {\n    a = 1\n  }\n}\n'
    assert merged_tests({"tests/environments.tftest.hcl": run}) == {"tests/environments.tftest.hcl": run}


def test_only_what_is_named_counts_as_caught() -> None:
    tried = TriedMutant(fault(gone=True), "shop", "kind.one", {})
    mute = Outcome(
        tried, {"test": Verdicts(True), "pytest": Verdicts(True, ("FR-001",)), "verify": Verdicts(False)}
    )
    rows = figures([mute])
    assert [rows[tool]["percent"] for tool in ("test", "pytest", "verify", "rego")] == [0, 100, 0, None]
    assert line_of(mute).split()[1:5] == ["mute", "yes", "NO", "-"]


@pytest.mark.terraform
def test_a_fault_is_caught_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        monkeypatch.setenv("TF_CLI_CONFIG_FILE", providers())
    except SystemExit:
        pytest.skip("the recorded providers are not there: set SPEC2IAC_PROVIDERS to their folder")
    compilation = compile_specification(SMALL, "spec.md", Options("aws"))
    assert compilation.build is not None
    prepare(tmp_path, compilation.build.files, whole=False)
    wrong = next(item for item in load_faults("aws") if item.name == "versions-off")
    files = {path.name: path.read_text() for path in tmp_path.glob("*.tf")}
    for name, text in next(mutants(wrong, files))[1].items():
        (tmp_path / name).write_text(text)
    found = ask(tmp_path, compilation, None, tests=True, everything=False)
    assert {tool: said.caught for tool, said in found.items()} == {
        "test": True,
        "pytest": True,
        "verify": True,
    }
    assert all("FR-001" in said.named for said in found.values())
