"""What is compiled once from data files for people and kept in the user's own cache folder.

Data is kept as JSON: reading it back can run nothing. Compiled templates and pickled tables can run code, so they are kept only in a folder that
belongs to the user and that nobody else can write to. A cache that can't be read or written costs time, never the build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from . import __version__
from .atomic import put_in_place

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache

T = TypeVar("T")
DIGEST_LENGTH = 20
MOST_REMEMBERED = 20_000
MOST_RESULTS = 200


def cached_json(name: str, sources: Sequence[Path], build: Callable[[], T]) -> T:
    """What ``build`` makes from the files ``sources``, from the cache where it holds it for just their content.

    ``name`` (a plain file name's stem) tells the compiled things apart. The value must survive JSON unchanged:
    lists, dictionaries with string keys, strings, numbers, booleans and None. Errors of ``build`` reach the
    caller; those of the cache do not. Raises OSError where a source can't be read.
    """
    folder = cache_folder()
    if folder is None:
        return build()
    place = folder / f"{name}-{digest_of(sources)}.json"
    try:
        kept: T = json.loads(place.read_bytes())
    except (OSError, ValueError):
        built = build()
        _keep(place, name, json.dumps(built, ensure_ascii=False, separators=(",", ":")))
        return built
    return kept


def cache_folder() -> Path | None:
    """The user's cache folder for this program, made private to the user if need be; None where there is none."""
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("spec2iac", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        owned = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    except (OSError, RuntimeError):
        return None
    return folder if owned else None


@contextlib.contextmanager
def remembered_texts(name: str) -> Iterator[set[str]]:
    """A set of digests that outlives the process: what is added to it within the context is there the next time.

    Only the newest are kept, so that the file stays small; nothing is kept where the cache can't be used.
    """
    folder = cache_folder()
    place = folder / f"{name}-{__version__}.json" if folder else None
    try:
        before = list(json.loads(place.read_bytes())) if place else []
    except (OSError, ValueError):
        before = []
    known = set(before)
    yield known
    added = sorted(known.difference(before))
    if place and added:
        _keep(place, name, json.dumps((before + added)[-MOST_REMEMBERED:]))


@contextlib.contextmanager
def remembered_results(name: str, makers: Sequence[Path]) -> Iterator[dict[str, str]]:
    """Texts by the digest of what they were made from, which outlive the process as long as their ``makers`` (the modules
    that make them) do not change. Only the newest are kept.
    """
    folder = cache_folder()
    place = folder / f"{name}-{digest_of(makers)}.json" if folder else None
    try:
        before = dict(json.loads(place.read_bytes())) if place else {}
    except (OSError, ValueError):
        before = {}
    known = dict(before)
    yield known
    if place and known.keys() != before.keys():
        newest = list(known.items())[-MOST_RESULTS:]
        _keep(place, name, json.dumps(dict(newest), ensure_ascii=False))


def bytecode_cache() -> FileSystemBytecodeCache | None:
    """Where Jinja keeps compiled templates; None (compile anew each time) where the folder is not the user's alone."""
    from jinja2 import FileSystemBytecodeCache

    folder = _private_folder()
    return FileSystemBytecodeCache(str(folder), "template-%s.bytecode") if folder else None


def parser_tables(name: str, sources: Sequence[Path]) -> str | None:
    """The file in which Lark keeps the tables of the grammar ``sources`` (it pickles them); None (build them anew each time)
    where the folder is not the user's alone.
    """
    folder = _private_folder()
    if folder is None:
        return None
    place = folder / f"{name}-{digest_of(sources)}-{sys.implementation.cache_tag}.lark"
    if not place.exists():
        _drop_stale(place, f"{name}-*.lark")
    return str(place)


def _private_folder() -> Path | None:
    """The cache folder where nobody else can write to it, so that what runs from there is the user's own; else None."""
    folder = cache_folder()
    if folder is None or (hasattr(os, "getuid") and folder.stat().st_mode & 0o022):
        return None
    return folder


def digest_of(sources: Sequence[Path]) -> str:
    """A short digest of the files' names and contents and of the program's version."""
    digest = hashlib.sha256(__version__.encode())
    for source in sources:
        content = source.read_bytes()
        digest.update(f"\0{source.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:DIGEST_LENGTH]


def _keep(place: Path, name: str, text: str) -> None:
    """Write the cache file in one step, readable by its user only, and drop what older sources had left."""
    try:
        put_in_place(place, text.encode("utf-8"))
    except OSError:
        return
    _drop_stale(place, f"{name}-{'?' * DIGEST_LENGTH}.json")


def _drop_stale(place: Path, pattern: str) -> None:
    """Remove the files beside ``place`` that older sources had left."""
    for stale in place.parent.glob(pattern):
        if stale != place:
            with contextlib.suppress(OSError):
                stale.unlink()
