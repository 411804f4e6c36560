"""What holds for all tests: how expected outputs are rewritten, and a cache that belongs to this state of the sources."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

COMPILER = Path(__file__).resolve().parent.parent / "compiler"
KEPT_SECONDS = 3600
# How long an example takes says more of the machine than of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="rewrite expected outputs; review them in the diff"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give the program a cache of its own per state of its sources: no test passes on what older code had left there."""
    digest = hashlib.sha256()
    for path in sorted(COMPILER.rglob("*.py")):
        digest.update(path.read_bytes())
    caches = config.rootpath / ".pytest_cache" / "spec2iac"
    mine = caches / digest.hexdigest()[:12]
    mine.mkdir(parents=True, exist_ok=True)
    os.utime(mine)
    os.environ["XDG_CACHE_HOME"] = str(mine)
    for other in caches.iterdir():
        if time.time() - other.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(other, ignore_errors=True)


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are to be rewritten."""
    return bool(request.config.getoption("--update-goldens"))
