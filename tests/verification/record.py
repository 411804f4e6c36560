"""Records the plans of the cases with real Terraform and recorded providers: ``python tests/verification/record.py [CASE …]``.

A case without ``right/`` is of this compiler's own build. Else ``right/`` is a module as somebody wrote it; the files of ``wrong/`` stand in the place of those of the same name. Set
``TF_CLI_CONFIG_FILE`` to a configuration that knows the providers. The plans are cut to what tells something.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from tests.builds import build

CASES = Path(__file__).resolve().parent / "cases"
KEPT = (
    "format_version",
    "terraform_version",
    "variables",
    "planned_values",
    "resource_changes",
    "configuration",
)


def record(case: Path, variant: str) -> None:
    """Plan one variant of a case, and write the plan's JSON beside it."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if (case / "right").is_dir():
            shutil.copytree(case / "right", work, dirs_exist_ok=True)
        else:
            build(case / "spec.md", work, target=case.name.split("-")[0])
        if variant == "wrong":
            shutil.copytree(case / "wrong", work, dirs_exist_ok=True)
        _run("init", "-input=false", cwd=work)
        _run("plan", "-input=false", "-out=plan.bin", cwd=work)
        document = json.loads(_run("show", "-json", "plan.bin", cwd=work))
    text = json.dumps(_cut(document), indent=1, sort_keys=True)
    (case / f"{variant}.json").write_text(text + "\n", encoding="utf-8")


def _cut(document: dict[str, Any]) -> dict[str, Any]:
    """The parts that a plan is read for, without what repeats them."""
    kept = {name: document[name] for name in KEPT if name in document}
    kept["resource_changes"] = [
        {"address": item["address"], "change": {"actions": item["change"]["actions"],
                                                "after_unknown": item["change"].get("after_unknown")}}
        for item in document["resource_changes"]
    ]  # fmt: skip
    return kept


def _run(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        ["terraform", *arguments, *(["-no-color"] if arguments[0] != "show" else [])],
        cwd=cwd, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{cwd}: terraform {arguments[0]}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    for name in sys.argv[1:] or [path.name for path in sorted(CASES.iterdir())]:
        for variant in ("right", "wrong") if (CASES / name / "wrong").is_dir() else ("right",):
            record(CASES / name, variant)
            print(f"{name}: {variant}")
