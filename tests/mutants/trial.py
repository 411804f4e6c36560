"""Asks the four tools about one build, right or with a fault: ``terraform test``, the generated pytest, ``verify``, the Rego policy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from spec2iac.hcl.split import RawBlock, split
from spec2iac.pipeline import Compilation
from spec2iac.verification import Verdict, verify

TOOLS = ("test", "pytest", "verify", "rego")
BASELINE = "baseline"
# A statement's id, as the compiler writes and gives them.
IDENTITY = re.compile(r"\b[A-Z]{2,}(?:-[A-Z0-9]+)*-\d+[a-z]?\b|\bbaseline\b")
CODES = {"configured": "plan", "applied": "apply"}


class TrialError(RuntimeError):
    """A tool could not be asked: what it said instead."""


class Verdicts(NamedTuple):
    """What a tool says of a build: whether anything fails, the statements that it names, and its first words."""

    failed: bool
    named: tuple[str, ...] = ()
    said: str = ""
    by_state: bool = False

    @property
    def caught(self) -> bool:
        """Whether a check fails and names what it is for."""
        return self.failed and bool(self.named)


def merged_tests(files: Mapping[str, str]) -> dict[str, str]:
    """The test files of a build as two: the same assertions, but each plan and each apply made once instead of once a topic.

    Files with other runs, or with other mocks than the first, stay as they are.
    """
    heads: dict[str, str] = {}
    runs: dict[str, list[str]] = {name: [] for name in CODES}
    kept: dict[str, str] = {}
    for path, text in sorted(files.items()):
        blocks = split(text)
        own = [block for block in blocks if block.kind == "run"]
        head = "\n\n".join(block.text for block in blocks if block.kind != "run")
        heads.setdefault("", head)
        if head != heads[""] or any(not _plain_run(block) for block in own):
            kept[path] = text
            continue
        for block in own:
            runs[block.labels[0]].append(block.text.split("\n", 2)[2].rpartition("}")[0])
    for name, command in CODES.items():
        if runs[name]:
            body = "\n".join(runs[name])
            kept[f"tests/{name}.tftest.hcl"] = (
                f'{heads[""]}\n\nrun "{name}" {{\n  command = {command}\n{body}\n}}\n'
            )
    return kept


def _plain_run(block: RawBlock) -> bool:
    command = CODES.get(block.labels[0])
    return command is not None and block.text.split("\n", 2)[1].strip() == f"command = {command}"


def prepare(folder: Path, files: Mapping[str, bytes], *, whole: bool) -> None:
    """Write a build with its tests merged (or, with ``whole``, as they are), and initialise it."""
    texts = {path: content.decode() for path, content in files.items() if path.endswith(".tftest.hcl")}
    tests = texts if whole else merged_tests(texts)
    plain = {path: content for path, content in files.items() if path not in texts}
    for path, content in {**plain, **{path: text.encode() for path, text in tests.items()}}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    done = _terraform(folder, "init", "-input=false", "-no-color", "-backend=false")
    if done.returncode:
        raise TrialError(f"terraform init: {done.stderr.strip()[-600:]}")


def ask(
    folder: Path,
    compilation: Compilation,
    opa: str | None,
    *,
    tests: bool,
    plans: bool = True,
    everything: bool,
) -> dict[str, Verdicts]:
    """What each tool says of the build in ``folder``: of its plan and, where that shows nothing, of its state after an apply.

    ``tests``: whether ``terraform test`` is asked; ``plans``: whether those that look at a plan are. ``everything``: a right build is asked for all, its state too, and by all test
    files also where the first ones fail. Raises TrialError where there is no plan.
    """
    found = {"test": terraform_test(folder, everything=everything)} if tests else {}
    if not plans:
        return found
    found |= _of_document(folder, compilation, opa, plan_of(folder))
    if everything or not (found["pytest"].caught and found["verify"].caught):
        # What the plan can't know yet (a policy with names that the cloud gives) the state shows.
        state = _of_document(folder, compilation, opa, state_of(folder))
        found |= {
            tool: said._replace(by_state=True)
            for tool, said in state.items()
            if said.failed and not found[tool].caught
        }
    return found


def _of_document(
    folder: Path, compilation: Compilation, opa: str | None, document: dict[str, Any]
) -> dict[str, Verdicts]:
    (folder / "plan.json").write_text(json.dumps(document))
    found = {"pytest": generated_pytest(folder), "verify": verified(compilation, document)}
    return found | ({"rego": rego(folder, opa)} if opa else {})


def plan_of(folder: Path) -> dict[str, Any]:
    """The plan's JSON; raises TrialError with what Terraform says where there is none."""
    done = _terraform(folder, "plan", "-input=false", "-refresh=false", "-no-color", "-out=plan.bin")
    if done.returncode:
        raise TrialError(f"terraform plan: {_first_error(done.stderr)}")
    document: dict[str, Any] = json.loads(_terraform(folder, "show", "-json", "plan.bin").stdout)
    return document


def state_of(folder: Path) -> dict[str, Any]:
    """The state's JSON after ``plan.bin`` was applied; raises TrialError where it can't be."""
    done = _terraform(folder, "apply", "-input=false", "-no-color", "plan.bin")
    if done.returncode:
        raise TrialError(f"terraform apply: {_first_error(done.stderr)}")
    document: dict[str, Any] = json.loads(_terraform(folder, "show", "-json").stdout)
    _without_made_up_labels(document)
    # The next plan in a copy of this folder is of nothing that is there already.
    for left in folder.glob("terraform.tfstate*"):
        left.unlink()
    return document


def _without_made_up_labels(document: dict[str, Any]) -> None:
    """Drop what the recorded provider makes up: it fills the labels in that a provider computes only where they are called ``labels``."""
    for resource in document.get("values", {}).get("root_module", {}).get("resources", []):
        if "labels" not in resource["values"]:
            for name in ("effective_labels", "terraform_labels"):
                resource["values"].pop(name, None)


def terraform_test(folder: Path, *, everything: bool) -> Verdicts:
    """Run the test files; those that only plan first, the others only where these pass or where ``everything`` is asked."""
    files = sorted(
        (folder / "tests").glob("*.tftest.hcl"), key=lambda path: ("applied" in path.name, path.name)
    )
    named: dict[str, None] = {}
    said = ""
    failed = False
    groups = [files] if everything else [files[:-1], files[-1:]] if len(files) > 1 else [files]
    for group in groups:
        filters = [f"-filter=tests/{path.name}" for path in group]
        done = _terraform(folder, "test", "-json", *filters)
        failed = failed or done.returncode != 0
        for message in _diagnostics(folder, done.stdout):
            said = said or message
            named |= dict.fromkeys(IDENTITY.findall(_caller(message)))
        if failed and not everything:
            break
    return Verdicts(failed, tuple(named), said)


def _diagnostics(folder: Path, output: str) -> list[str]:
    """What failed assertions say, and where one could not be evaluated the message that stands at its place."""
    messages = []
    for line in output.splitlines():
        entry = json.loads(line) if line.startswith("{") else {}
        item = entry.get("diagnostic") or {}
        if entry.get("type") != "diagnostic" or item.get("severity") != "error":
            continue
        if item["summary"] == "Test assertion failed":
            messages.append(item["detail"])
            continue
        place = item.get("range") or {}
        file = folder / place.get("filename", "")
        words = item["summary"]
        if file.name.endswith(".tftest.hcl") and file.is_file():
            below = file.read_text().splitlines()[place["start"]["line"] - 1 :]
            words = next((text.strip() for text in below if "error_message" in text), "") + f" [{words}]"
        messages.append(words)
    return messages


def _caller(message: str) -> str:
    """The statements before the title in a message ``FR-001, FR-002: title (address)``."""
    return message.partition(": ")[0]


def generated_pytest(folder: Path) -> Verdicts:
    """Run the build's ``validation/test_plan.py`` over the plan."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--tb=line",
               "-rf", "validation/test_plan.py", "--plan", "plan.json"]  # fmt: skip
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "2000",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise TrialError(f"pytest: {done.stdout.strip()[-600:]}{done.stderr.strip()[-600:]}")
    lines = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    named = dict.fromkeys(name for line in lines for name in IDENTITY.findall(_parameter(line)))
    return Verdicts(bool(done.returncode), tuple(named), lines[0] if lines else "")


def _parameter(line: str) -> str:
    """What a line ``FAILED file::test[id] - message`` names: the id of the parameter set, without the number that tells two apart,
    or what the message begins with."""
    test, _, message = line.partition(" - ")
    found = test.partition("[")[2].rpartition("]")[0] or _caller(message.removeprefix("AssertionError: "))
    return re.sub(r"_\d+$", "", re.sub(rf"{BASELINE}\d+", BASELINE, found))


def verified(compilation: Compilation, plan: dict[str, Any]) -> Verdicts:
    """What ``spec2iac verify`` says; it is asked as a function, since the command compiles the specification each time."""
    report = verify(compilation, plan)
    rows = [row for row in report.statements if row.verdict is Verdict.FAIL]
    extra = [item for item in report.baseline if item.verdict is Verdict.FAIL]
    named = [row.id for row in rows] + ([BASELINE] if extra else [])
    first = next((item for row in rows for item in row.results if item.verdict is Verdict.FAIL), None)
    first = first or next(iter(extra), None)
    return Verdicts(report.failed, tuple(named), f"{first.check}: {first.place}" if first else "")


def rego(folder: Path, opa: str) -> Verdicts:
    """What the policy in ``policy/`` denies."""
    command = [opa, "eval", "--format", "raw", "--data", "policy", "--input", "plan.json", "data.main.deny"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise TrialError(f"opa: {done.stderr.strip()[-600:]}{done.stdout.strip()[-600:]}")
    denied: list[str] = json.loads(done.stdout)
    named = dict.fromkeys(name for line in denied for name in IDENTITY.findall(_caller(line)))
    return Verdicts(bool(denied), tuple(named), denied[0] if denied else "")


def find_opa() -> str | None:
    """OPA's command: on the PATH, or where the variable OPA says."""
    return os.environ.get("OPA") or shutil.which("opa")


def _terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "TF_INPUT": "0"}
    for name in ("TF_DATA_DIR", "TF_PLUGIN_CACHE_DIR", "TF_WORKSPACE", "TF_LOG", "TF_CLI_ARGS"):
        environment.pop(name, None)
    command = ["terraform", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
    )


def _first_error(text: str) -> str:
    lines = [line.lstrip("│╷╵ ").strip() for line in text.splitlines()]
    return " ".join(line for line in lines if line)[:400]
