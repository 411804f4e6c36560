"""Run by the Python that has Pulumi's packages: what the programs in some folders register, as one JSON document to standard output.

Each folder is a project that spec2iac wrote; its own ``tests/registered.py`` runs it. ``FOLDER=STACK`` names the stack.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def registered(folder: Path, stack: str) -> list[dict[str, Any]]:
    """Everything that the program registers: token, name and inputs, in order."""
    kept = set(sys.modules)
    path = list(sys.path)
    sys.path.insert(0, str(folder / "tests"))
    try:
        cloud, _ = importlib.import_module("registered").run(stack)
    finally:
        own = [name for name in set(sys.modules) - kept if _is_of(sys.modules[name], folder)]
        for name in own:
            del sys.modules[name]
        sys.path[:] = path
    return [
        {"type": item.typ, "name": item.name, "inputs": item.inputs, "provider": item.provider}
        for item in cloud.registered
    ]


def _is_of(module: Any, folder: Path) -> bool:
    return str(getattr(module, "__file__", None) or "").startswith(str(folder))


def _plain(value: Any) -> Any:
    """A file that a property is read from, as its path."""
    return getattr(value, "path", None) or str(value)


def main() -> None:
    """Print, by folder, what is registered or what went wrong."""
    found: dict[str, Any] = {}
    for argument in sys.argv[1:]:
        place, _, stack = argument.partition("=")
        try:
            found[place] = registered(Path(place).resolve(), stack)
        except Exception as error:  # what a program does wrong is the result
            found[place] = f"{type(error).__name__}: {error}"
    print(json.dumps(found, default=_plain))


if __name__ == "__main__":
    main()
