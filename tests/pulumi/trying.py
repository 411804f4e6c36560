"""Tries one program with the real packages: it runs, is formatted and typed, passes its own tests, and registers what it should."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from spec2iac.data import data_root
from spec2iac.hcl.schema import load_schema
from spec2iac.pack.load import load
from spec2iac.project.build import Build
from spec2iac.project.layout import Layout
from spec2iac.pulumi.program import Program, program
from spec2iac.pulumi.sdk import Sdk, load_sdk

from tests.mutants.trial import TrialError, plan_of, prepare
from tests.pulumi.differential import differences, unlike_the_graph
from tests.pulumi.packages import python

REGISTERING = Path(__file__).with_name("registering.py")
# What pytest ends with where there is nothing that a test could look at.
NOTHING_TO_TEST = 5
STYLE = ("E4", "E7", "E9", "F", "I")


def tried(module: Build | None, project: Build, place: Path, cloud: str) -> list[str]:
    """What is wrong with a program; held against the plan of ``module``, Terraform's build of the same design, where there is one."""
    folder = place / "program"
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in project.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    found = registered(folder, stack_of(folder), cloud)
    if isinstance(found, str):
        return [found[:300]]
    lines = style(folder, cloud) + failed_tests(folder, cloud)
    made, schema, sdk = program_of(project.layout, cloud)
    lines += unlike_the_graph(found, made, project.layout)
    if module is not None:
        try:
            plan = _plan(module, stack_of(folder), place / "module")
        except TrialError as error:
            return [*lines, str(error)[:300]]
        lines += differences(plan, found, made, project.layout, schema, sdk)
    return lines


def program_of(layout: Layout, cloud: str) -> tuple[Program, dict[str, Any], Sdk]:
    """The program of a layout, and the facts that it was made with."""
    folders = [data_root("targets") / cloud]
    sdk, schema = load_sdk(folders), load_schema(folders)
    assert sdk is not None
    return program(layout, schema, sdk, load(cloud).mocks), schema, sdk


def stack_of(folder: Path) -> str:
    """The stack that the project's tests take: its main one."""
    text = (folder / "tests" / "conftest.py").read_text(encoding="utf-8")
    return text.partition('"--stack", default="')[2].partition('"')[0]


def registered(folder: Path, stack: str, cloud: str) -> list[dict[str, Any]] | str:
    """What the program registers with the configuration of a stack; a text that says why where it fails."""
    command = [str(python(cloud)), str(REGISTERING), f"{folder}={stack}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stderr[-300:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found[str(folder)]


def style(folder: Path, cloud: str) -> list[str]:
    """The files that ruff would change or finds fault with; nothing where it is not installed beside the packages."""
    ruff = python(cloud).with_name("ruff")
    if not ruff.is_file():
        return []
    commands = [
        ["format", "--check", "."],
        ["check", "--quiet", "--select", ",".join(STYLE), "--output-format", "concise", "."],
    ]
    said = [
        subprocess.run([str(ruff), *command], cwd=folder, capture_output=True, text=True, check=False).stdout
        for command in commands
    ]
    return [
        line.strip()
        for line in "\n".join(said).splitlines()
        if ".py:" in line or line.startswith("Would reformat")
    ]


def type_errors(folder: Path, cloud: str) -> list[str]:
    """What the type checker finds; raises FileNotFoundError where it is not installed beside the packages."""
    command = [str(python(cloud).with_name("pyright")), "--pythonpath", str(python(cloud)), "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return [line.strip() for line in done.stdout.splitlines() if " - error: " in line]


def failed_tests(folder: Path, cloud: str) -> list[str]:
    """The program's own tests that fail, as pytest names them."""
    command = [str(python(cloud)), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode in (0, NOTHING_TO_TEST):
        return []
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return lines or [done.stdout[-300:] + done.stderr[-300:]]


def _plan(module: Build, stack: str, place: Path) -> dict[str, Any]:
    """Terraform's plan of the same design, with the values of the stack."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    # The state's store is none of the program's business.
    kept = (path for path in module.files if not path.endswith(".tftest.hcl") and path != "backend.tf")
    files = {path: module.files[path] for path in kept}
    if (values := files.get(f"environments/{stack}.tfvars")) is not None:
        files["terraform.tfvars"] = values
    # What manages the resources is called by its name in their tags.
    files = {path: content.replace(b'= "terraform"', b'= "pulumi"') for path, content in files.items()}
    prepare(place, files, whole=True)
    return plan_of(place)
