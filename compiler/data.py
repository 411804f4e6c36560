"""Where the rooms of data stand (``grammars/`` and ``targets/``, beside this package or installed as its sub-packages), and how a file is read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def data_root(room: str) -> Path:
    """The folder of a room of data, ``grammars`` or ``targets``.

    An installed package has the rooms as sub-packages of ``spec2iac``; a checkout has them beside ``compiler/``.
    Raises FileNotFoundError where neither is there: the installation is damaged.
    """
    here = Path(__file__).resolve().parent
    for place in (here / room, here.parent / room):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"spec2iac is installed without its folder '{room}'")


def load_yaml(path: Path) -> Any:
    """A data file's content, by the fast loader where it is there. Raises OSError and yaml.YAMLError."""
    import yaml  # only where the compiled data is not in the cache

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open("rb") as stream:
        return yaml.load(stream, loader)
