"""Prints what pip has to install for the programs of a cloud: ``python -m spec2iac.pulumi.requirements aws``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..data import data_root
from .project import ENGINE
from .sdk import load_sdk


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the engine's requirement and that of each target pack named; 1 where one has no package."""
    print(f"pulumi{ENGINE}")
    for name in sys.argv[1:] if arguments is None else arguments:
        sdk = load_sdk([data_root("targets") / name])
        if sdk is None:
            print(f"there is no Pulumi package for {name}", file=sys.stderr)
            return 1
        print(f"{sdk.package['name']}{sdk.package['requirement']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
