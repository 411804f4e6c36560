"""Puts a build's files into a folder, all of them or none, and never over somebody's own work."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from .record import RECORD

# What Terraform and people's tools leave beside the code: neither ours nor in our way.
IGNORED = frozenset(
    {".terraform", ".git", ".terraform.lock.hcl", "__pycache__", ".pytest_cache", ".external_modules"}
)
NAMED = 5


class CannotWriteError(Exception):
    """The files could not be written; the message says why and what to do."""


class WriteReport(Struct, frozen=True):
    """What writing did, or would do: sorted paths by what happens to them."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(
    files: Mapping[str, bytes], out: Path, *, force: bool = False, dry_run: bool = False
) -> WriteReport:
    """Write ``files`` (by relative path) into ``out``; files of the last build that are no longer made are removed.

    Raises CannotWriteError where the folder has files that the last build did not write, or that were edited since (unless
    ``force``), where a path leads out of it, or where the system refuses. Nothing is changed where the refusal shows
    before the first file is moved into its place, and everything that can be tried before is.
    """
    try:
        _check_paths(files, out)
        last = _last_build(out)
        if not force:
            _refuse_foreign(files, out, last)
        present = {path for path in files if (out / path).is_file()}
        same = {path for path in present if (out / path).read_bytes() == files[path]}
        removed = sorted(path for path in last if path not in files and _is_own_file(path, out))
        if not dry_run:
            _write_all(files, out, removed, same)
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else str(out)
        raise CannotWriteError(f"can't write {out}: {error.strerror or error} ({place})") from error
    return WriteReport(
        created=tuple(sorted(files.keys() - present)),
        changed=tuple(sorted(present - same)),
        unchanged=tuple(sorted(same)),
        removed=tuple(removed),
    )


def _check_paths(files: Mapping[str, bytes], out: Path) -> None:
    """Every path stays inside ``out``, on any system, and has a file's place there to go to."""
    if out.exists() and not out.is_dir():
        raise CannotWriteError(f"{out} is no folder")
    seen: dict[str, str] = {}
    for path in files:
        if not _inside(path):
            raise CannotWriteError(f"'{path}' is no path inside the output folder")
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            raise CannotWriteError(f"'{other}' and '{path}' are one file where case does not count")
        if _through_link(path, out):
            raise CannotWriteError(f"'{path}' leads out of {out} by a link: remove the link")
        steps = [out.joinpath(*parent.parts) for parent in PurePosixPath(path).parents]
        if (out / path).is_dir() or any(step.exists() and not step.is_dir() for step in steps):
            raise CannotWriteError(f"'{path}' can't be written: a folder or file of that name is in the way")


def _inside(path: str) -> bool:
    """Whether a path is relative, plain and the same on every system."""
    plain = path.isprintable() and not set(path) & set('\\:*?"<>|')
    parts = path.split("/")
    return plain and all(part not in ("", ".", "..") for part in parts)


def _through_link(path: str, out: Path) -> bool:
    parts = PurePosixPath(path).parts
    return any(out.joinpath(*parts[: length + 1]).is_symlink() for length in range(len(parts)))


def _is_own_file(path: str, out: Path) -> bool:
    """Whether a path of the last build's record may be removed: the record could have been edited."""
    return _inside(path) and not _through_link(path, out) and (out / path).is_file()


def _last_build(out: Path) -> dict[str, str]:
    """The files that the last build wrote into the folder, with their hashes; empty where there was none."""
    try:
        files = json.loads((out / RECORD).read_bytes())["files"]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    if not isinstance(files, dict):
        return {}
    return {path: digest for path, digest in files.items() if isinstance(digest, str)}


def _refuse_foreign(files: Mapping[str, bytes], out: Path, last: Mapping[str, str]) -> None:
    present = _present(out)
    foreign = [path for path in present if path not in last and path != RECORD]
    if not last and foreign:
        raise CannotWriteError(
            f"{out} has files that spec2iac did not write ({_some(foreign)}): choose another folder, or use --force"
        )
    edited = [
        path
        for path in present
        if path in last and _digest(out / path) not in (last[path], _sha(files.get(path)))
    ]
    clashing = [path for path in foreign if path in files and (out / path).read_bytes() != files[path]]
    if edited or clashing:
        raise CannotWriteError(
            f"{out} has files that were edited since the last build ({_some(sorted([*edited, *clashing]))}): "
            "keep the edits in files of their own, or use --force to lose them"
        )


def _present(out: Path) -> list[str]:
    """The files in the folder that are somebody's work, sorted; links are not followed."""
    found = []
    for folder, folders, names in os.walk(out):
        folders[:] = sorted(set(folders) - IGNORED)
        here = Path(folder).relative_to(out)
        found += [
            (here / name).as_posix() for name in names if name not in IGNORED and ".tfstate" not in name
        ]
    return sorted(found)


def _some(paths: list[str]) -> str:
    return ", ".join(paths[:NAMED]) + (f" and {len(paths) - NAMED} more" if len(paths) > NAMED else "")


def _digest(path: Path) -> str | None:
    return _sha(path.read_bytes()) if path.is_file() else None


def _sha(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _write_all(files: Mapping[str, bytes], out: Path, removed: list[str], same: set[str]) -> None:
    """Stage everything in a folder beside the output, then move each file into its place."""
    out.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for path in files.keys() - same:
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(files[path])
        if not out.exists():
            stage.chmod(0o777 & ~_umask())
            stage.replace(out)
            return
        for path in files:
            (out / path).parent.mkdir(parents=True, exist_ok=True)
        # The record goes last: until it is there, the folder still counts as the last build's.
        for path in sorted(files.keys() - same, key=lambda name: (name == RECORD, name)):
            (stage / path).replace(out / path)
        for path in removed:
            (out / path).unlink()
            with contextlib.suppress(OSError):  # a folder that still has something in it stays
                (out / path).parent.rmdir()
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
