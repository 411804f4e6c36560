"""What is installed is what is in the checkout: every module and every file of data, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .builds import ROOT

ROOMS = {"compiler": "spec2iac", "grammars": "spec2iac/grammars", "targets": "spec2iac/targets"}
MAKE_WHEEL = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from a copy of the checkout: making one leaves files behind."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    done = subprocess.run(
        [sys.executable, "-c", MAKE_WHEEL, str(place)],
        cwd=source,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(place.glob("*.whl"))


def test_the_wheel_has_every_file_of_the_rooms(wheel: Path) -> None:
    wanted = {
        f"{name}/{path.relative_to(ROOT / room).as_posix()}"
        for room, name in ROOMS.items()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == wanted, "name the package or its data in pyproject.toml"


def test_the_installed_program_builds_an_example(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = f"import sys; sys.path.insert(0, {str(site)!r}); import spec2iac; print(spec2iac.__file__); from spec2iac.cli import main; main()"
    spec = ROOT / "examples" / "ecommerce" / "spec.md"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", str(spec), "--target", "aws", "--out", str(tmp_path / "out")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout == f"{site / 'spec2iac' / '__init__.py'}\n"
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "main.tf").is_file()


def test_dependencies_are_those_that_are_imported() -> None:
    packages = {"markdown-it-py": "markdown_it", "python-hcl2": "hcl2", "pyyaml": "yaml"}
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(
        r'^  "([a-z0-9-]+)[>=]', text.split("dependencies = [")[1].split("]\n")[0], re.MULTILINE
    )
    # What goes into builds runs there, with what is there.
    own = [path for path in (ROOT / "compiler").rglob("*.py") if path.parent.name != "generated"]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in own)
    imported = set(re.findall(r"^ *(?:from|import) ([a-z_0-9]+)", sources, re.MULTILINE))
    wanted = {packages.get(name, name) for name in listed}
    assert wanted <= imported, "listed and never imported"
    assert imported - wanted <= set(sys.stdlib_module_names) | {"hcl2"}, "imported and not listed"


def test_no_absolute_import_of_the_own_package() -> None:
    for path in (ROOT / "compiler").rglob("*.py"):
        assert not re.search(
            r"^ *(from|import) spec2iac\b", path.read_text(encoding="utf-8"), re.MULTILINE
        ), path
