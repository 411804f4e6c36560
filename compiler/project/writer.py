"""Puts a build's files into a folder, all of them or none, and never over somebody's own work."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .record import RECORD

# What Terraform and people's tools leave beside the code: neither ours nor in our way.
IGNORED = frozenset({".terraform", ".git", ".terraform.lock.hcl", "__pycache__", ".pytest_cache"})


class CannotWriteError(Exception):
    """The files could not be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What writing did, or would do: paths by what happens to them."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(
    files: Mapping[str, bytes], out: Path, *, force: bool = False, dry_run: bool = False
) -> WriteReport:
    """Write ``files`` (by relative path) into ``out``; files of the last build that are no longer made are removed.

    Raises CannotWriteError where the folder has files that the last build did not write, or that were edited since (unless
    ``force``), where a path leads out of it, or where the system refuses. Nothing is changed then.
    """
    for path in files:
        _check_path(path, out)
    last = _last_build(out)
    if not force:
        _refuse_foreign(files, out, last)
    present = {path for path in files if (out / path).is_file()}
    same = {path for path in present if (out / path).read_bytes() == files[path]}
    removed = tuple(
        sorted(path for path in last if path not in files and (out / path).is_file() and _safe(path, out))
    )
    report = WriteReport(
        tuple(sorted(files.keys() - present)), tuple(sorted(present - same)), tuple(sorted(same)), removed
    )
    if not dry_run:
        try:
            _write_all(files, out, removed, same)
        except OSError as error:
            raise CannotWriteError(f"{out}: {error.strerror or error}") from error
    return report


def _check_path(path: str, out: Path) -> None:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or not pure.parts:
        raise CannotWriteError(f"'{path}' is no path inside the output folder")
    if not _safe(path, out):
        raise CannotWriteError(f"'{path}' leads out of the output folder by a link: remove the link")


def _safe(path: str, out: Path) -> bool:
    """Whether nothing on the way to the file is a symbolic link."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        return False
    steps = [out.joinpath(*pure.parts[: length + 1]) for length in range(len(pure.parts))]
    return not any(step.is_symlink() for step in steps)


def _last_build(out: Path) -> dict[str, str]:
    """The files that the last build wrote into the folder, with their hashes; empty where there was none."""
    try:
        files = json.loads((out / RECORD).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    if not isinstance(files, dict):
        return {}
    return {
        path: digest for path, digest in files.items() if isinstance(path, str) and isinstance(digest, str)
    }


def _refuse_foreign(files: Mapping[str, bytes], out: Path, last: Mapping[str, str]) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise CannotWriteError(f"{out} is no folder")
    present = [
        path.relative_to(out).as_posix()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not IGNORED & set(path.relative_to(out).parts) and ".tfstate" not in path.name
    ]
    edited = [
        path
        for path in present
        if path in last and _digest(out / path) not in (last[path], _sha(files.get(path)))
    ]
    foreign = [path for path in present if path not in last and path != RECORD]
    if not last and foreign:
        raise CannotWriteError(
            f"{out} has files that spec2iac did not write ({_some(foreign)}): choose another folder, or use --force"
        )
    clashing = [path for path in foreign if path in files and (out / path).read_bytes() != files[path]]
    if edited or clashing:
        raise CannotWriteError(
            f"{out} has files that were edited since the last build ({_some(edited + clashing)}): keep the edits elsewhere, or use --force"
        )


def _some(paths: list[str]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sha(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _write_all(files: Mapping[str, bytes], out: Path, removed: tuple[str, ...], same: set[str]) -> None:
    """Stage everything in a folder beside the output, then move each file into its place."""
    out.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for path, content in files.items():
            if path not in same:
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                (stage / path).write_bytes(content)
        if not out.exists():
            stage.chmod(0o777 & ~_umask())
            stage.replace(out)
            return
        # The record goes last: until it is there, the folder still counts as the last build's.
        for path in sorted(files.keys() - same, key=lambda name: (name == RECORD, name)):
            (out / path).parent.mkdir(parents=True, exist_ok=True)
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
