"""The output folder: all or nothing, nobody's own work lost, nothing outside of it touched."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec2iac.project.record import RECORD
from spec2iac.project.writer import CannotWriteError, write

from ..builds import tree

FIRST = {"main.tf": b"one\n", "tests/a.tftest.hcl": b"a\n"}
SECOND = {"main.tf": b"two\n", "outputs.tf": b"o\n"}


def recorded(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the record that the build would add to them."""
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return {**files, RECORD: json.dumps({"files": digests}).encode()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a first build in it."""
    write(recorded(FIRST), tmp_path / "out")
    return tmp_path / "out"


def alone(out: Path) -> bool:
    """Whether nothing was left beside the output folder."""
    return [path.name for path in out.parent.iterdir()] == [out.name]


def test_a_first_build(tmp_path: Path) -> None:
    report = write(recorded(FIRST), tmp_path / "a" / "b")
    assert report.created == (RECORD, "main.tf", "tests/a.tftest.hcl")
    assert tree(tmp_path / "a" / "b") == recorded(FIRST)
    assert alone(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o055 == 0o055 & ~os.umask(os.umask(0o022))


def test_the_same_build_again_touches_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    report = write(recorded(FIRST), out)
    assert report.unchanged == (RECORD, "main.tf", "tests/a.tftest.hcl")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_a_second_build_removes_what_is_no_longer_made(out: Path) -> None:
    report = write(recorded(SECOND), out)
    assert (report.created, report.changed, report.removed) == (
        ("outputs.tf",),
        (RECORD, "main.tf"),
        ("tests/a.tftest.hcl",),
    )
    assert tree(out) == recorded(SECOND)
    assert not (out / "tests").exists() and alone(out)


def test_a_dry_run_changes_nothing(out: Path, tmp_path: Path) -> None:
    before = tree(out)
    assert write(recorded(SECOND), out, dry_run=True).changed == (RECORD, "main.tf")
    assert write(recorded(SECOND), tmp_path / "new", dry_run=True).created
    assert tree(out) == before and alone(out)


def test_own_files_beside_the_build_stay(out: Path) -> None:
    (out / "own.tf").write_bytes(b"mine\n")
    (out / ".terraform").mkdir()
    (out / ".terraform" / "main.tf").write_bytes(b"x")
    (out / "terraform.tfstate").write_bytes(b"{}")
    write(recorded(SECOND), out)
    assert (out / "own.tf").read_bytes() == b"mine\n"
    assert (out / "terraform.tfstate").exists() and (out / ".terraform" / "main.tf").exists()


@pytest.mark.parametrize(
    ("path", "named"),
    [("main.tf", "main.tf"), ("tests/a.tftest.hcl", "tests/a.tftest.hcl"), ("outputs.tf", "outputs.tf")],
    ids=["edited", "edited, and no longer made", "own file where the build puts one"],
)
def test_edited_files_are_not_touched_without_force(out: Path, path: str, named: str) -> None:
    (out / path).write_bytes(b"mine\n")
    before = tree(out)
    with pytest.raises(CannotWriteError, match=named):
        write(recorded(SECOND), out)
    assert tree(out) == before and alone(out)
    write(recorded(SECOND), out, force=True)
    assert tree(out) == recorded(SECOND)


def test_an_edit_that_the_new_build_makes_too_is_no_conflict(out: Path) -> None:
    (out / "main.tf").write_bytes(SECOND["main.tf"])
    assert write(recorded(SECOND), out).changed == (RECORD,)


def test_a_folder_of_somebody_else_is_not_touched_without_force(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write(recorded(FIRST), out)
    (out / RECORD).unlink()
    with pytest.raises(CannotWriteError, match="did not write"):
        write(recorded(SECOND), out)
    (out / RECORD).write_bytes(b"[1, 2")
    with pytest.raises(CannotWriteError, match="did not write"):
        write(recorded(SECOND), out)
    write(recorded(SECOND), out, force=True)
    assert tree(out).items() >= recorded(SECOND).items()


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/x",
        "a/../../x",
        "a//b",
        "./a",
        "",
        "a\\b",
        "C:x",
        "a\nb",
        "a\x00b",
        "a/",
        "..",
        "\u202ex",
        "a*",
    ],
)
def test_paths_that_lead_elsewhere_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(CannotWriteError):
        write({"main.tf": b"x", path: b"x"}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=12))
def test_no_path_writes_outside(path: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            write({path: b"x"}, Path(folder) / "out")
        except CannotWriteError:
            assert list(Path(folder).iterdir()) == []
        else:
            assert [found.name for found in Path(folder).iterdir()] == ["out"]
            assert list(tree(Path(folder) / "out")) == [path]


def test_two_names_that_are_one_file_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="case"):
        write({"README.md": b"x", "readme.md": b"y"}, tmp_path / "out")


def test_links_are_not_followed(out: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.tftest.hcl").write_bytes(FIRST["tests/a.tftest.hcl"])
    (out / "tests" / "a.tftest.hcl").unlink()
    (out / "tests").rmdir()
    (out / "tests").symlink_to(outside)
    with pytest.raises(CannotWriteError, match="link"):
        write(recorded(FIRST), out, force=True)
    write(recorded(SECOND), out, force=True)
    assert (outside / "a.tftest.hcl").exists(), "removed through a link"


def test_a_forged_record_removes_nothing_outside(out: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"x")
    digest = hashlib.sha256(b"x").hexdigest()
    (out / RECORD).write_text(json.dumps({"files": {"../victim": digest, str(victim): digest, "main.tf": 7}}))
    write(recorded(SECOND), out, force=True)
    assert victim.read_bytes() == b"x"


@pytest.mark.parametrize("place", ["main.tf", "outputs.tf"])
def test_a_folder_in_a_files_place(out: Path, place: str) -> None:
    (out / place).unlink(missing_ok=True)
    (out / place).mkdir()
    before = tree(out)
    with pytest.raises(CannotWriteError, match=place):
        write(recorded(SECOND), out, force=True)
    assert tree(out) == before


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"x")
    with pytest.raises(CannotWriteError, match="no folder"):
        write(recorded(FIRST), tmp_path / "out", force=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(out: Path) -> None:
    out.chmod(0o500)
    with pytest.raises(CannotWriteError, match="Permission denied"):
        write(recorded(SECOND), out)
    out.chmod(0o700)
    assert tree(out) == recorded(FIRST)
