"""The real terraform, where it is there."""

import shutil

import pytest


def terraform() -> str:
    """The path of terraform; skips the test where there is none."""
    path = shutil.which("terraform")
    if path is None:
        pytest.skip("terraform is not on the PATH")
    return path
