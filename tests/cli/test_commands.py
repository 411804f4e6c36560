"""What every command promises: codes, streams, plain text off a terminal, one sentence instead of a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from spec2iac import __version__
from spec2iac.catalogue import catalogue
from spec2iac.cli import COMMANDS
from spec2iac.explanations import explanations
from spec2iac.pack.load import targets

from ..builds import ROOT, tree
from .running import CLEAN, PLACEHOLDER, spec2iac

SHOP = ROOT / "examples" / "ecommerce" / "spec.md"


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    (tmp_path / "clean.md").write_text(CLEAN, encoding="utf-8")
    return tmp_path / "clean.md"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "wrong.md").write_text(PLACEHOLDER, encoding="utf-8")
    return tmp_path / "wrong.md"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_commands_help_teaches_with_examples(command: str) -> None:
    ended = spec2iac(command, "--help")
    assert ended.code == 0
    examples = re.findall(rf"^    spec2iac {command}\b.*", ended.text, re.MULTILINE)
    assert examples, "no example"
    options = set(re.findall(r"--[a-z-]+", " ".join(examples)))
    assert options <= set(re.findall(r"--[a-z-]+", ended.text.split("Options:")[1]))


def test_the_help_lists_every_command() -> None:
    ended = spec2iac("--help")
    assert all(
        re.search(rf"^  {name} +{re.escape(words)}$", ended.text, re.MULTILINE)
        for name, words in COMMANDS.items()
    )


def test_the_version() -> None:
    assert spec2iac("--version").text == f"spec2iac, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chek"], "did you mean 'check'?"),
        (["explain", "S2I01"], "did you mean 'S2I"),
        (["explain", "nonsense"], "lists them all"),
        (["build", str(SHOP), "--target", "awz"], "did you mean 'aws'?"),
        (["build", str(SHOP), "--target", "nonsense"], "there are: aws"),
        (["build", str(SHOP)], "--target"),
        (["build", str(SHOP), "--target", "aws", "--set", "x"], "NAME=VALUE"),
        (["build", str(SHOP), "--target", "aws", "--set", "x=1", "--set", "x=2"], "twice"),
        (["build", str(SHOP), "--target", "aws", "--validate", "--dry-run"], "--dry-run"),
        (["build", str(SHOP), "--target", "aws", "--targets", "/nonexistent"], "does not exist"),
        (["targets", "awz"], "did you mean 'aws'?"),
        (["check", "nowhere/spec.md"], "No such file"),
        (["check", str(ROOT)], "Is a directory"),
        (["check", "a\x1b[2Jb"], "a\ufffd[2Jb"),
        (["check", "a\x00b"], "no file's name"),
        (["check", str(SHOP), "--format", "xml"], "xml"),
        (["check"], "SPEC"),
    ],
    ids=lambda value: " ".join(value).replace(str(ROOT), "") if isinstance(value, list) else "",
)
def test_wrong_use_ends_with_2_and_says_what_to_write(arguments: list[str], hint: str) -> None:
    ended = spec2iac(*arguments)
    assert ended.code == 2
    assert hint in ended.stderr and ended.stdout == b""
    assert "\x1b" not in ended.stderr


@pytest.mark.parametrize(
    ("strict", "name", "code"), [((), "clean", 0), ((), "wrong", 1), (("--strict",), "wrong", 1)]
)
def test_check_ends_with_1_where_there_are_errors(
    strict: tuple[str, ...], name: str, code: int, request: pytest.FixtureRequest
) -> None:
    spec = request.getfixturevalue(name)
    ended = spec2iac("check", spec, *strict)
    assert ended.code == code and ended.stdout == b""
    if code:
        assert f"{spec}:8:" in ended.stderr and "error[S2I010]" in ended.stderr and "^" in ended.stderr


def test_strict_turns_warnings_into_code_1(tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_text(
        CLEAN + "- **FR-001**: Infrastructure MUST provide object storage for letters\n", encoding="utf-8"
    )
    codes = [spec2iac("check", spec, *options).code for options in ((), ("--strict",))]
    assert codes == [0, 1]


def test_json_and_text_say_the_same(wrong: Path) -> None:
    found = json.loads(spec2iac("check", wrong, "--format", "json").stdout)["diagnostics"]
    text = spec2iac("check", wrong).stderr
    shown = re.findall(r"^\S+?(?::(\d+):(\d+))?: \w+\[(S2I\d{3})\]: (.*)", text, re.MULTILINE)
    assert shown == [
        (str(item["line"] or ""), str(item["column"]) if item["line"] else "", item["code"], item["message"])
        for item in found
    ]


def test_a_specification_from_standard_input() -> None:
    ended = spec2iac("check", "-", stdin=PLACEHOLDER.encode())
    assert ended.code == 1 and "<stdin>:8:" in ended.stderr
    assert (
        json.loads(spec2iac("parse", "-", "--format", "json", stdin=CLEAN.encode()).stdout)["source"]
        == "<stdin>"
    )


def test_parse_ends_with_0_whatever_the_specifications_state_is(wrong: Path) -> None:
    ended = spec2iac("parse", wrong)
    assert ended.code == 0 and ended.stderr == ""
    assert re.search(r"^ +7 +mapped +FR-001: ", ended.text, re.MULTILINE)
    assert "→ object-storage (versioning yes)" in ended.text
    assert re.search(r"^ +8 +open +FR-002: ", ended.text, re.MULTILINE)


def test_parse_on_a_terminal_of_few_signs(clean: Path) -> None:
    assert "\\u2192 object-storage" in spec2iac("parse", clean, encoding="latin-1").text


def test_checklist_in_both_forms(clean: Path) -> None:
    text, listed = spec2iac("checklist", clean), spec2iac("checklist", clean, "--format", "json")
    assert text.code == listed.code == 0
    assert "- [ ] " in text.text and "FR-001" in text.text
    assert "FR-001" in json.dumps(json.loads(listed.stdout))


def test_checklist_of_a_specification_with_errors(wrong: Path) -> None:
    ended = spec2iac("checklist", wrong)
    assert ended.code == 1 and "FR-001" in ended.text and "S2I010" in ended.stderr


def test_targets_lists_packs_and_their_concepts() -> None:
    listed = spec2iac("targets")
    heads, *rows = (line.split() for line in listed.text.splitlines())
    assert heads == ["concept", *targets()]
    assert [row[0] for row in rows] == list(catalogue())
    assert {cell for row in rows for cell in row[1:]} <= {"full", "nearest", "none"}
    assert re.search(r"^aws: AWS, \d+ full, \d+ nearest, \d+ none$", listed.stderr, re.MULTILINE)
    assert re.search(r"^object-storage +full +Amazon S3", spec2iac("targets", "aws").text, re.MULTILINE)


def test_explain_shows_a_page_and_lists_all() -> None:
    assert spec2iac("explain", "s2i010").text == (ROOT / "compiler" / "explain" / "S2I010.md").read_text(
        encoding="utf-8"
    )
    listed = spec2iac("explain").text.splitlines()
    assert [line.split()[0] for line in listed] == [page.code for page in explanations()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program(shell: str) -> None:
    ended = spec2iac("completion", shell)
    assert ended.code == 0 and "_SPEC2IAC_COMPLETE" in ended.text


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("spec2iac che", {"check", "checklist"}),
        ("spec2iac build spec.md --target a", {"aws"}),
        ("spec2iac explain s2i01", {"S2I010"}),
    ],
)
def test_completion_offers_what_fits(words: str, offered: set[str]) -> None:
    environment = {
        **os.environ,
        "_SPEC2IAC_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    done = subprocess.run(
        [sys.executable, "-m", "spec2iac"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert offered <= {line.split(",")[1] for line in done.stdout.splitlines()}


def test_build_says_what_became_of_the_statements_and_what_to_type_next(clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "my infra"
    ended = spec2iac("build", clean, "--target", "aws", "--out", out)
    assert ended.code == 0 and ended.stdout == b""
    assert re.search(r"^1 statement: 1 mapped, .*0 not understood$", ended.stderr, re.MULTILINE)
    assert re.search(rf"^wrote {out}: \d+ new, 0 changed, 0 unchanged$", ended.stderr, re.MULTILINE)
    assert re.search(rf"^next: cd '{out}' && (terraform|tofu) init && ", ended.stderr, re.MULTILINE)
    again = spec2iac("build", clean, "--target", "aws", "--out", out)
    assert re.search(r": 0 new, 0 changed, \d+ unchanged$", again.stderr, re.MULTILINE)


def test_the_output_folder_is_called_like_the_target(
    clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert spec2iac("build", "clean.md", "--target", "aws").code == 0
    assert (tmp_path / "aws" / "main.tf").is_file()


def test_build_stops_at_errors(wrong: Path, tmp_path: Path) -> None:
    ended = spec2iac("build", wrong, "--target", "aws", "--out", tmp_path / "out")
    assert ended.code == 1 and "nothing was built" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_build_spares_edited_files(clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    spec2iac("build", clean, "--target", "aws", "--out", out)
    built = tree(out)
    (out / "main.tf").write_text("# mine\n")
    ended = spec2iac("build", clean, "--target", "aws", "--out", out)
    assert ended.code == 3 and "main.tf" in ended.stderr and "--force" in ended.stderr
    assert (out / "main.tf").read_text() == "# mine\n"
    assert spec2iac("build", clean, "--target", "aws", "--out", out, "--force").code == 0
    assert tree(out) == built


def test_a_dry_run_writes_nothing(clean: Path, tmp_path: Path) -> None:
    ended = spec2iac("build", clean, "--target", "aws", "--out", tmp_path / "out", "--dry-run")
    assert ended.code == 0 and "would write" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["clean.md"]


def test_a_defective_pack_is_named(clean: Path, tmp_path: Path) -> None:
    concepts = tmp_path / "packs" / "aws" / "concepts"
    concepts.mkdir(parents=True)
    (concepts / "object-storage.yaml").write_text("concept: object-storage\nsupport: wonderful\n")
    ended = spec2iac(
        "build", clean, "--target", "aws", "--targets", tmp_path / "packs", "--out", tmp_path / "out"
    )
    assert ended.code == 2 and "object-storage.yaml" in ended.stderr and "defective" in ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--target", "auto"),
        ("build", "--target", "aws"),
        ("compare",),
        ("compare", "--target", "aws"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("file", "text"),
    [("target.yaml", "name: [\n"), ("concepts/object-storage.tf.j2", 'resource "x" "y" {\n  name = "\n}\n')],
)
def test_a_defective_pack_ends_with_2_whatever_is_wrong(
    words: tuple[str, ...], file: str, text: str, tmp_path: Path
) -> None:
    place = tmp_path / "packs" / "aws" / file
    place.parent.mkdir(parents=True)
    place.write_text(text)
    spec = tmp_path / "spec.md"
    spec.write_text("# Shop\n\n- **FR-001**: Infrastructure MUST provide object storage on AWS\n")
    command, *options = words
    ended = spec2iac(command, spec, *options, "--targets", tmp_path / "packs")
    assert ended.code == 2 and file in ended.stderr and "defective" in ended.stderr


def test_a_defect_ends_with_70_and_one_sentence(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("line one\n\x1b[2Jline two " + "x" * 1_000)

    monkeypatch.setattr("spec2iac.pipeline.understand_specification", broken)
    monkeypatch.delenv("SPEC2IAC_DEBUG", raising=False)
    ended = spec2iac("check", clean)
    assert ended.code == 70
    assert ended.stderr.startswith("spec2iac: a defect of spec2iac itself: RuntimeError: line one ")
    assert (
        "SPEC2IAC_DEBUG=1" in ended.stderr and "Traceback" not in ended.stderr and "\x1b" not in ended.stderr
    )
    assert len(ended.stderr) < 700
    monkeypatch.setenv("SPEC2IAC_DEBUG", "1")
    with pytest.raises(RuntimeError):
        spec2iac("check", clean)


def test_a_closed_pipe_is_no_defect(tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_text(CLEAN + "- a database\n" * 5_000, encoding="utf-8")
    done = subprocess.run(
        f'"{sys.executable}" -m spec2iac parse "{spec}" --format json | head -n 1',
        shell=True,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout == "{\n" and done.stderr == ""


def test_light_commands_leave_heavy_libraries_alone() -> None:
    code = (
        "import sys\n"
        "from spec2iac.cli import main\n"
        f"sys.argv = ['spec2iac', 'check', {str(SHOP)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'rich', 'pydantic', 'hcl2', 'jinja2', 'difflib'} & set(sys.modules)))"
    )
    for _ in range(2):  # the first run may fill the cache
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
        )
    assert done.stdout == "[]\n"


FIXABLE = b"# T\n\n## Functional Requirements\n\n- an RDS instance\n"


def test_fix_writes_the_corrections_in_one_step(tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_bytes(FIXABLE)
    spec.chmod(0o640)
    ended = spec2iac("check", spec, "--fix")
    assert spec.read_bytes() == FIXABLE.replace(
        b"- an RDS instance", b"- **FR-001**: a managed relational database"
    )
    assert spec.stat().st_mode & 0o777 == 0o640
    assert ended.code == 0 and "fixed 1 product name and 1 id" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["spec.md"]


def test_a_dry_run_shows_a_diff_and_writes_nothing(tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_bytes(FIXABLE)
    ended = spec2iac("check", spec, "--fix", "--dry-run")
    assert spec.read_bytes() == FIXABLE
    assert "+- **FR-001**: a managed relational database" in ended.text
    assert spec2iac("check", spec, "--dry-run").code == 2


def test_what_is_fixed_from_standard_input_goes_to_standard_output() -> None:
    assert b"**FR-001**" in spec2iac("check", "-", "--fix", stdin=FIXABLE).stdout


def test_a_file_that_can_not_be_written_ends_with_3(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "spec.md").write_bytes(FIXABLE)
    with mock.patch("tempfile.mkstemp", side_effect=PermissionError(13, "Permission denied")):
        ended = spec2iac("check", folder / "spec.md", "--fix")
    assert ended.code == 3 and (folder / "spec.md").read_bytes() == FIXABLE


@pytest.mark.parametrize(("least", "code"), [("50", 0), ("95", 1)])
def test_the_share_of_understood_words_can_be_held(least: str, code: int) -> None:
    ended = spec2iac(
        "check",
        "-",
        "--min-understood",
        least,
        stdin=b"# T\n\n## Functional Requirements\n\n- a message queue for 17 zebras\n",
    )
    assert ended.code == code and "66.7% of 3 telling words" in ended.stderr
    assert ("FR-001: 1 word not used" in ended.stderr) == bool(code)
