"""Where Pulumi's packages are installed: each cloud's in an environment of its own, for they are large."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CLOUDS = ("aws", "azure", "gcp")


def site_packages(cloud: str) -> Path | None:
    """The folder of a cloud's package, of Pulumi and of pytest; None where they are not installed.

    ``SPEC2IAC_PULUMI`` names the folder; without it ``make .pulumi/CLOUD/.ready`` has made one.
    """
    named = os.environ.get("SPEC2IAC_PULUMI")
    folders = (
        [Path(named)] if named else sorted((ROOT / ".pulumi" / cloud / "lib").glob("python*/site-packages"))
    )
    return next((folder for folder in folders if (folder / f"pulumi_{cloud}").is_dir()), None)


def python(cloud: str) -> Path:
    """The Python that has a cloud's package; raises FileNotFoundError where there is none."""
    folder = site_packages(cloud)
    if folder is None:
        raise FileNotFoundError(f"Pulumi's package for {cloud} is not installed: make .pulumi/{cloud}/.ready")
    return folder.parents[2] / "bin" / "python"
