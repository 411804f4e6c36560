"""Times whole commands against the cost of importing their libraries, and the cost of a statement as specifications grow.

``make bench``. Times are processor seconds of a process (user and system), which other work on the machine disturbs least; a
process here has one thread, so on an idle machine they are what a clock shows. They are compared as ratios, because machines differ. Warm runs
find the user's cache filled; a cold one starts without it, as after an installation or a change of the vocabulary. Modules are
compiled to bytecode beforehand in either case, as pip does it.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "examples" / "ecommerce" / "spec.md"
IMPORTS = "import click, lark, pydantic, jinja2"
CEILINGS = {"build": 4.0, "check": 2.0, "parse": 2.0, "build, cold": 40.0}
# A Pulumi program's ceiling is what Terraform's module costs, times this.
PULUMI_CEILING = 1.3
MEMORY_CEILING = 150.0  # MiB, for the largest specification
GROWTH_CEILING = 1.5  # how much dearer a statement may be in a large specification than in a small one
COUNTS = (100, 1_000, 10_000)

STATEMENTS = """
import resource, sys, time
from spec2iac.language import understand
from spec2iac.reader import read

spec, count = sys.argv[1], int(sys.argv[2])
understand(read(b"# t\\n\\n- a database\\n", "x"))
items = [line for line in open(spec, encoding="utf-8").read().splitlines() if line.startswith("- ")]
many = "# t\\n\\n## Functional Requirements\\n\\n" + "\\n".join(items[number % len(items)] for number in range(count))
start = time.process_time()
found = understand(read(many.encode(), "x"))
seconds = time.process_time() - start
print(1000 * seconds / len(found.statements), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def seconds(command: list[str], folder: str, cache: str) -> float:
    """The processor seconds of one run with the user's cache called ``cache`` in ``folder``."""
    places = {"XDG_CACHE_HOME": f"{folder}/{cache}", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment | places)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(runs: int) -> list[str]:
    """Print what the commands cost; the names of those over their ceiling."""
    over = []
    with tempfile.TemporaryDirectory() as folder:
        spec2iac = [sys.executable, "-m", "spec2iac"]
        timed = {
            "build": [*spec2iac, "build", str(SPEC), "--target", "aws", "--out", f"{folder}/out"],
            "build, pulumi": [
                *spec2iac,
                "build",
                str(SPEC),
                "--target",
                "aws",
                "--format",
                "pulumi",
                "--out",
                f"{folder}/program",
            ],
            "check": [*spec2iac, "check", str(SPEC)],
            "parse": [*spec2iac, "parse", str(SPEC), "--format", "json"],
        }
        for command in timed.values():
            seconds(command, folder, "warm")
        cold = seconds(timed["build"], folder, "cold")
        base: list[float] = []
        costs: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(runs):  # in turns, so that a busy moment of the machine meets all of them
            base.append(seconds([sys.executable, "-c", IMPORTS], folder, "warm"))
            for name, command in timed.items():
                costs[name].append(seconds(command, folder, "warm"))
    imports = statistics.median(base)
    print(f"{IMPORTS:<44}{1000 * imports:8.0f} ms   {'  '.join(f'{1000 * one:.0f}' for one in sorted(base))}")
    medians = {name: statistics.median(found) for name, found in costs.items()} | {"build, cold": cold}
    ceilings = CEILINGS | {"build, pulumi": PULUMI_CEILING * medians["build"] / imports}
    for name, cost in medians.items():
        ratio = cost / imports
        print(f"{name:<44}{1000 * cost:8.0f} ms {ratio:8.2f} x  (at most {ceilings[name]:.3g} x)")
        over += [name] if ratio > ceilings[name] else []
    return over


def growth() -> list[str]:
    """Print what a statement costs in specifications of several sizes; what is over its ceiling."""
    costs = []
    memory = 0.0
    for count in COUNTS:
        found = subprocess.run(
            [sys.executable, "-c", STATEMENTS, str(SPEC), str(count)],
            check=True,
            capture_output=True,
            text=True,
        )
        milliseconds, memory = map(float, found.stdout.split())
        costs.append(milliseconds)
        print(f"{f'{count} statements':<44}{milliseconds:8.3f} ms each, {memory:.0f} MiB")
    over = ["memory"] if memory > MEMORY_CEILING else []
    return over + (["growth"] if costs[-1] > GROWTH_CEILING * costs[0] else [])


def main() -> int:
    """Print the figures; 1 where one is over its ceiling."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--runs", type=int, default=9)
    over = commands(options.parse_args().runs) + growth()
    print(f"over the ceiling: {', '.join(over)}" if over else "everything within its ceiling")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
