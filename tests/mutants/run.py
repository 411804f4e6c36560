"""Puts faults into the builds of the examples and asks which tool catches them: ``make mutants``.

For each cloud: ``terraform test``, the generated pytest, ``spec2iac verify`` and (where OPA is installed) the Rego policy must pass on
the right builds; then each fault of ``<cloud>.yaml`` is put in, one at a time. It is caught where a check fails and names the statement
that it is for, or the baseline where no statement asks. Ends with 1 where one of the first three catches less than 95 %, where a right build
fails, or where a fault is stale; with 2 where the recorded providers are missing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from spec2iac.pack.load import targets
from spec2iac.pipeline import Compilation, Options, compile_specification

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from tests.builds import EXAMPLES, provider_check
from tests.mutants.faults import HERE, Fault, load_faults, mutants
from tests.mutants.trial import BASELINE, TOOLS, TrialError, Verdicts, ask, find_opa, prepare

FLOOR = 95
MEASURED = TOOLS[:3]
OWN = HERE / "spec.md"


class Mutant(NamedTuple):
    """One fault at one place of one example's build."""

    fault: Fault
    example: str
    place: str
    files: Mapping[str, str]


class Outcome(NamedTuple):
    """What each tool that was asked says of a mutant; ``refused`` where Terraform makes no plan of it."""

    mutant: Mutant
    verdicts: Mapping[str, Verdicts]
    refused: str = ""


def compiled(target: str, examples: Sequence[str]) -> dict[str, Compilation]:
    """The compilations of the examples, and of the specification here that has what they lack, by name."""
    found = {}
    for path in [*(folder / "spec.md" for folder in EXAMPLES), OWN]:
        name = path.parent.name
        if examples and name not in examples:
            continue
        compilation = compile_specification(path.read_bytes(), "spec.md", Options(target))
        if compilation.build is None:
            raise TrialError(f"{name}: nothing was built: {compilation.errors[0].message}")
        # Where there are environments, their files give the variables' values.
        if not any(file.startswith("environments/") for file in compilation.build.files):
            found[name] = compilation
    return found


def planned(
    faults: Sequence[Fault], builds: Mapping[str, Compilation], places: int
) -> dict[str, list[Mutant]]:
    """The mutants of each fault: the first places of each example; the specification here only where no example has one."""
    found: dict[str, list[Mutant]] = {fault.name: [] for fault in faults}
    sources = {name: terraform_files(compilation) for name, compilation in builds.items()}
    for fault in faults:
        for name, files in sources.items():
            if (name == HERE.name and found[fault.name]) or (fault.examples and name not in fault.examples):
                continue
            some = list(mutants(fault, files))[:places]
            found[fault.name] += [Mutant(fault, name, place, changed) for place, changed in some]
    return found


def terraform_files(compilation: Compilation) -> dict[str, str]:
    """The texts of a build's root module by name."""
    assert compilation.build is not None
    return {
        path: content.decode()
        for path, content in compilation.build.files.items()
        if path.endswith(".tf") and "/" not in path
    }


class Bench(NamedTuple):
    """Where trials are made, and with what."""

    folder: Path
    builds: Mapping[str, Compilation]
    opa: str | None
    whole: bool
    tests: bool
    plans: bool

    def right(self, name: str) -> dict[str, Verdicts]:
        """Write and try the right build of an example, by all tests."""
        build = self.builds[name].build
        assert build is not None
        prepare(self.folder / name, build.files, whole=self.whole)
        return ask(
            self.folder / name,
            self.builds[name],
            self.opa,
            tests=self.tests,
            plans=self.plans,
            everything=True,
        )

    def wrong(self, number: int, mutant: Mutant) -> Outcome:
        """Try a mutant in a copy of its right build."""
        place = self.folder / f"mutant-{number}"
        shutil.copytree(self.folder / mutant.example, place, symlinks=True)
        for name, text in mutant.files.items():
            (place / name).write_text(text)
        try:
            asked = ask(
                place,
                self.builds[mutant.example],
                self.opa,
                tests=self.tests and mutant.fault.for_terraform_test,
                plans=self.plans,
                everything=False,
            )
            return Outcome(mutant, asked)
        except TrialError as error:
            return Outcome(mutant, {}, str(error))
        finally:
            shutil.rmtree(place)


def measure(target: str, options: argparse.Namespace, folder: Path, opa: str | None) -> dict[str, Any]:
    """All trials of a cloud: its outcomes and what is wrong with the measurement itself."""
    started = time.monotonic()
    faults = [fault for fault in load_faults(target) if not options.only or fault.name in options.only]
    builds = compiled(target, options.example)
    found = planned(faults, builds, options.places)
    problems = [] if options.example else [
        f"{name}: it finds no place in any build: the fault is stale" for name, some in found.items() if not some
    ]  # fmt: skip
    trials = [mutant for some in found.values() for mutant in some][:: options.sample]
    needed = sorted({mutant.example for mutant in trials})
    bench = Bench(folder, builds, opa, options.whole, not options.no_test, not options.no_plan)
    with ThreadPoolExecutor(options.jobs) as pool:
        for name, verdicts in zip(needed, pool.map(bench.right, needed), strict=True):
            for tool, said in verdicts.items():
                if said.failed:
                    problems.append(f"{name}: {tool} fails on the right build: {said.said}")
        outcomes = []
        for outcome in pool.map(bench.wrong, range(len(trials)), trials):
            outcomes.append(outcome)
            print(line_of(outcome), flush=True)
    problems += [
        f"{item.mutant.fault.name}: {item.mutant.example} {item.mutant.place}: {item.refused}"
        for item in outcomes
        if item.refused
    ]
    return {
        "target": target,
        "outcomes": outcomes,
        "problems": problems,
        "seconds": round(time.monotonic() - started),
        "nowhere": {
            name: sorted(set(builds) - {item.example for item in some}) for name, some in found.items()
        },
    }


def line_of(outcome: Outcome) -> str:
    """A row of the table: the fault, its place, and a mark for each tool with the statements that it names."""
    where = f"{outcome.mutant.example} {outcome.mutant.place}"
    marks = " ".join(f"{_mark(outcome, tool):<6}" for tool in TOOLS)
    return f"{outcome.mutant.fault.name:<34} {marks} {where:<60} {_names(outcome)}"


def _mark(outcome: Outcome, tool: str) -> str:
    if outcome.refused:
        return "?"
    if tool not in outcome.verdicts:
        return "-"
    said = outcome.verdicts[tool]
    if said.caught:
        return "state" if said.by_state else "yes"
    return "mute" if said.failed else "NO"


def _names(outcome: Outcome) -> str:
    names = dict.fromkeys(name for said in outcome.verdicts.values() for name in said.named)
    return ", ".join(names) or outcome.refused[:160]


def figures(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """For each tool: how many mutants it was asked about, how many it caught, and how many of those by the baseline alone."""
    found = {}
    for tool in TOOLS:
        asked = [item for item in outcomes if tool in item.verdicts]
        caught = [item for item in asked if item.verdicts[tool].caught]
        found[tool] = {
            "mutants": len(asked),
            "caught": len(caught),
            "percent": round(100 * len(caught) / len(asked), 1) if asked else None,
            "by_state_only": sum(item.verdicts[tool].by_state for item in caught),
            "by_baseline_only": sum(set(item.verdicts[tool].named) == {BASELINE} for item in caught),
        }
    return found


def summary(measured: Mapping[str, Any]) -> Iterator[str]:
    """The totals of a cloud, and what is wrong."""
    outcomes = measured["outcomes"]
    faults = {item.mutant.fault.name for item in outcomes}
    yield f"{measured['target']}: {len(outcomes)} mutants of {len(faults)} faults in {measured['seconds']} s"
    for tool, row in figures(outcomes).items():
        if row["mutants"]:
            yield (
                f"  {tool:<7} {row['caught']}/{row['mutants']} = {row['percent']} %"
                f" ({row['by_baseline_only']} by the baseline alone, {row['by_state_only']} in the state alone)"
            )
    yield from (f"  PROBLEM {text}" for text in measured["problems"])


def as_json(measured: Mapping[str, Any]) -> dict[str, Any]:
    """The machine form of a cloud's measurement."""
    return {
        **{key: measured[key] for key in ("target", "seconds", "problems", "nowhere")},
        "figures": figures(measured["outcomes"]),
        "mutants": [
            {
                "fault": item.mutant.fault.name,
                "topic": item.mutant.fault.topic,
                "example": item.mutant.example,
                "place": item.mutant.place,
                "refused": item.refused,
                "verdicts": {tool: said._asdict() for tool, said in item.verdicts.items()},
            }
            for item in measured["outcomes"]
        ],
    }


def good(measured: Mapping[str, Any]) -> bool:
    """Whether the measurement is sound and the first three tools catch enough."""
    rates = [figures(measured["outcomes"])[tool]["percent"] for tool in MEASURED]
    return not measured["problems"] and all(rate is None or rate >= FLOOR for rate in rates)


def providers() -> str:
    """The CLI configuration that knows the recorded providers; ends with code 2 where they are missing."""
    try:
        check = provider_check()
    except pytest.skip.Exception as reason:
        print(f"mutants: {reason}", file=sys.stderr)
        raise SystemExit(2) from None
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = os.environ.get("REPLAY_DIR") or str(cache / "replay-providers")
    done = subprocess.run(
        [str(check.with_name("install")), place], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"mutants: the recorded providers can't be installed: {done.stderr.strip()}", file=sys.stderr)
        raise SystemExit(2)
    return done.stdout.strip().partition("=")[2]


def main() -> int:
    """Measure what is named, or all."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--target", action="append", choices=targets(), help="this cloud (may be repeated)")
    options.add_argument(
        "--example", action="append", default=[], help="this example, or mutants for the specification here"
    )
    options.add_argument(
        "--only", action="append", default=[], metavar="FAULT", help="this fault (may be repeated)"
    )
    options.add_argument("--places", type=int, default=1, help="at most so many places of a fault in a build")
    options.add_argument("--sample", type=int, default=1, help="every Nth mutant only")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 2, help="so many trials at once")
    options.add_argument(
        "--whole", action="store_true", help="run the test files as they are, not merged (slow)"
    )
    options.add_argument(
        "--no-test", action="store_true", help="leave out terraform test, which takes longest"
    )
    options.add_argument("--no-plan", action="store_true", help="leave out what looks at a plan or a state")
    options.add_argument("--no-rego", action="store_true", help="leave out the policy")
    options.add_argument("--json", type=Path, help="write the outcomes here, too")
    arguments = options.parse_args()
    os.environ["TF_CLI_CONFIG_FILE"] = providers()
    opa = None if arguments.no_rego else find_opa()
    if opa is None:
        print("rego is left out: put opa on the PATH, or its path into OPA")
    results = []
    for target in arguments.target or targets():
        with tempfile.TemporaryDirectory() as folder:
            results.append(measure(target, arguments, Path(folder), opa))
        print("\n".join(summary(results[-1])), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps([as_json(item) for item in results], indent=1) + "\n")
    return 0 if all(map(good, results)) else 1


if __name__ == "__main__":
    sys.exit(main())
