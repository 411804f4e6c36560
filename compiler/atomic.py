"""Puts a file's content into its place in one step, so that nobody ever reads half of it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def put_in_place(place: Path, data: bytes, *, keep_mode: bool = False) -> None:
    """Write ``data`` beside ``place`` and move it there; what stood there stays whole where that fails.

    The file can be read by its user only, unless ``keep_mode`` gives it the permissions of the file that it replaces, or
    those that a new file of the user's has.
    Raises OSError where the system refuses; nothing is left behind then.
    """
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{place.name}-", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if keep_mode:
            temporary.chmod(place.stat().st_mode & 0o7777 if place.exists() else 0o666 & ~_mask())
        temporary.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _mask() -> int:
    """The permissions that the user's new files do not get; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
