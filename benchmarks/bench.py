"""Times whole commands against the cost of importing their libraries, and the cost of a statement as specifications grow.

The figures are ratios, because machines differ: `make bench`. A cold run (no cache) is timed once, the rest are warm.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "examples" / "ecommerce" / "spec.md"
IMPORTS = "import click, lark, pydantic, jinja2"
BUILD_CEILING, CHECK_CEILING, MEMORY_CEILING = 4.0, 2.0, 150.0


def timed(command: list[str], runs: int, **environment: str) -> float:
    """Median wall seconds of a process."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def statement_cost(count: int) -> tuple[float, float]:
    """Milliseconds a statement, and peak memory in MiB, of parsing ``count`` statements in a process of its own."""
    code = (
        "import resource, time\n"
        "from spec2iac.language import understand\n"
        "from spec2iac.reader import read\n"
        "understand(read(b'# t\\n\\n- a database\\n', 'x'))\n"
        f"lines = open({str(SPEC)!r}, encoding='utf-8').read().splitlines()\n"
        "items = [line for line in lines if line.startswith('- ')]\n"
        f"many = '# t\\n\\n## Functional Requirements\\n\\n' + '\\n'.join(items[i % len(items)] for i in range({count}))\n"
        "start = time.perf_counter()\n"
        "found = understand(read(many.encode(), 'x'))\n"
        "seconds = time.perf_counter() - start\n"
        "print(1000 * seconds / len(found.statements), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    milliseconds, memory = done.stdout.split()
    return float(milliseconds), float(memory)


def main() -> int:
    """Print the figures; 1 where one is over its ceiling."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=9)
    runs = options.parse_args().runs
    over = []
    with tempfile.TemporaryDirectory() as folder:
        spec2iac = [sys.executable, "-m", "spec2iac"]
        build = [*spec2iac, "build", str(SPEC), "--target", "aws", "--out", f"{folder}/out"]
        cold = timed(build, 1, XDG_CACHE_HOME=f"{folder}/cache")
        base = timed([sys.executable, "-c", IMPORTS], runs)
        print(f"{'imports (click, lark, pydantic, jinja2)':<44}{1000 * base:8.0f} ms")
        for name, command, ceiling in (
            ("build, warm", build, BUILD_CEILING),
            ("check, warm", [*spec2iac, "check", str(SPEC)], CHECK_CEILING),
            ("parse --format json, warm", [*spec2iac, "parse", str(SPEC), "--format", "json"], CHECK_CEILING),
        ):
            seconds = timed(command, runs)
            print(f"{name:<44}{1000 * seconds:8.0f} ms{seconds / base:8.2f} x  (at most {ceiling:g} x)")
            if seconds / base > ceiling:
                over.append(name)
        print(f"{'build, cold (no cache)':<44}{1000 * cold:8.0f} ms{cold / base:8.2f} x")
    for count in (100, 1_000, 10_000):
        milliseconds, memory = statement_cost(count)
        print(f"{f'{count} statements':<44}{milliseconds:8.3f} ms each{memory:8.0f} MiB")
        if count == 10_000 and memory > MEMORY_CEILING:
            over.append("memory")
    print(f"over the ceiling: {', '.join(over)}" if over else "everything within its ceiling")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
