"""A file is replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec2iac.atomic import put_in_place


def test_a_file_keeps_its_permissions_where_that_is_asked_for(tmp_path: Path) -> None:
    place = tmp_path / "spec.md"
    place.write_bytes(b"old")
    place.chmod(0o640)
    put_in_place(place, b"new", keep_mode=True)
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"new", 0o640)
    put_in_place(place, b"newer")
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"newer", 0o600)


def test_what_stood_there_stays_whole_and_nothing_is_left_where_moving_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "spec.md"
    place.write_bytes(b"old")

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        put_in_place(place, b"new", keep_mode=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("spec.md", b"old")]
