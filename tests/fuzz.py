"""Mutants of specifications through the stations: nothing may crash, hang or break what the stations promise each other.

    python tests/fuzz.py --mutants 20000

A mutant is made from a number, the same on every machine, so a failure is run again with ``--first NUMBER --mutants 1``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

from spec2iac.language.machine_form import as_json
from spec2iac.pipeline import Options, compile_specification, design_architecture, understand_specification
from spec2iac.report_text import render
from spec2iac.statements import Specification

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("examples", "tests/corpus", "tests/language/cases", "tests/reader/cases")
# Of the processor's time: a mutant that takes longer counts as hanging, a busy or sleeping machine does not.
SECONDS = 20
WINDOW = 14  # lines; most mutants are cut out of a file, so that many can be tried
WHOLE_EVERY, BUILD_EVERY = 40, 60
PIECES = [
    "**", "`", "[", "](", "<!--", "-->", "|", "- [ ] ", "  - ", "# ", "> ", "```", "\t", "\x00", "\u202e", "\ufeff", "\u00a0", "é",
    "NEEDS CLARIFICATION", "[TBD]", "MUST NOT", "99.99%", "1,000,000", "-5", "1e400", "0/0", "< 0 ms", "±", "10.0.0.0/33", "between 5 and",
    "${x}", "{{ x }}", "%{", '"', "\\", "no ", "existing ", "in production", "for the", "and", "without", "9" * 400, "a" * 3000,
]  # fmt: skip


@cache
def sources() -> tuple[list[str], ...]:
    """The lines of every specification that the project has."""
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.md"))]
    specs = [path for path in files if path.name not in ("README.md", "checklist.md")]
    return tuple(path.read_text(encoding="utf-8").splitlines() for path in specs)


def mutant(number: int) -> bytes:
    """The specification number ``number``."""
    dice = random.Random(number)
    lines = list(dice.choice(sources()))
    if number % WHOLE_EVERY and len(lines) > WINDOW:
        start = dice.randrange(len(lines) - WINDOW)
        heads = [line for line in lines[:start] if line.startswith("#")][-2:]
        lines = [*heads, "", *lines[start : start + WINDOW]]
    for _ in range(dice.randint(1, 6)):
        dice.choice(MUTATIONS)(lines, dice)
    data = dice.choice(("\n", "\n", "\n", "\r\n", "\r")).join(lines).encode("utf-8", "replace")
    if dice.random() < 0.05 and data:
        place = dice.randrange(len(data))
        data = data[:place] + bytes([dice.randrange(256)]) + data[place + dice.randint(0, 3) :]
    return data


def _delete_line(lines: list[str], dice: random.Random) -> None:
    del lines[dice.randrange(len(lines) or 1) : dice.randrange(len(lines) or 1) + 1]


def _double_line(lines: list[str], dice: random.Random) -> None:
    place = dice.randrange(len(lines) or 1)
    lines[place:place] = lines[place : place + 1] * dice.choice((1, 1, 1, 30))


def _swap_lines(lines: list[str], dice: random.Random) -> None:
    if lines:
        first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[first], lines[second] = lines[second], lines[first]


def _indent_line(lines: list[str], dice: random.Random) -> None:
    if lines:
        place = dice.randrange(len(lines))
        lines[place] = " " * dice.randint(0, 9) + lines[place].lstrip()


def _foreign_line(lines: list[str], dice: random.Random) -> None:
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(dice.choice(sources()) or [""]))


def _words(
    change: Callable[[list[str], int, random.Random], None],
) -> Callable[[list[str], random.Random], None]:
    def mutate(lines: list[str], dice: random.Random) -> None:
        full = [place for place, line in enumerate(lines) if line.split()]
        if full:
            place = dice.choice(full)
            words = lines[place].split(" ")
            change(words, dice.randrange(len(words)), dice)
            lines[place] = " ".join(words)

    return mutate


def _swap_words(words: list[str], place: int, dice: random.Random) -> None:
    other = dice.randrange(len(words))
    words[place], words[other] = words[other], words[place]


def _foreign_word(words: list[str], place: int, dice: random.Random) -> None:
    words[place] = dice.choice(dice.choice(dice.choice(sources()) or [""]).split() or [""])


MUTATIONS: list[Callable[[list[str], random.Random], None]] = [
    _delete_line,
    _double_line,
    _swap_lines,
    _indent_line,
    _foreign_line,
    _words(lambda words, place, dice: words.pop(place) and None),
    _words(lambda words, place, dice: words.insert(place, words[place])),
    _words(_swap_words),
    _words(_foreign_word),
    _words(lambda words, place, dice: words.insert(place, dice.choice(PIECES))),
    _words(lambda words, place, dice: words.__setitem__(place, words[place][: dice.randint(0, 6)])),
]


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with which mutant; failures of one kind have one cause."""

    kind: str
    mutant: int
    report: str


def try_out(number: int) -> None:
    """One mutant through the stations. Raises what a station raises, and AssertionError where a promise is broken."""
    data = mutant(number)
    if number % BUILD_EVERY:
        specification = understand_specification(data, "mutant.md")
        architecture = design_architecture(specification, Options())
        findings = (*specification.diagnostics, *architecture.diagnostics)
    else:
        compilation = compile_specification(data, "mutant.md", Options())
        specification, findings = compilation.specification, compilation.diagnostics
    check_promises(specification)
    shown = render(findings, specification.document.lines, "mutant.md")
    assert all(letter.isprintable() or letter == "\n" for letter in shown), (
        "a finding shows a control character"
    )


def check_promises(specification: Specification) -> None:
    """What the next stations rely on: unique ids, lines and spans that exist, a machine form that is JSON."""
    count = len(specification.document.lines)
    ids = [statement.id for statement in specification.statements]
    assert len(ids) == len(set(ids)), "two statements have one id"
    for statement in specification.statements:
        passage, length = statement.passage, len(statement.passage.text)
        assert 1 <= passage.line <= passage.end_line <= max(count, 1), (
            f"{statement.id} stands outside of the file"
        )
        spans = [
            *statement.understood,
            *(item.span for item in (*statement.intents, *statement.measures, *statement.constraints)),
        ]
        assert all(0 <= start <= end <= length for start, end in spans), (
            f"{statement.id} has a span outside of its text"
        )
        assert list(statement.understood) == sorted(statement.understood), (
            f"{statement.id} has unsorted spans"
        )
    for item in specification.diagnostics:
        assert 0 <= item.line <= max(count, 1), f"{item.code} points outside of the file"
        assert 1 <= item.column <= item.end_column, (
            f"{item.code} has columns {item.column} to {item.end_column}"
        )
    json.dumps(as_json(specification), allow_nan=False)


def run(first: int, count: int) -> list[Failure]:
    """Try ``count`` mutants from ``first`` on; those that failed."""

    def too_long(signal_number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"no end after {SECONDS} s")

    signal.signal(signal.SIGVTALRM, too_long)
    failures: list[Failure] = []
    for number in range(first, first + count):
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            try_out(number)
            # In here, so that an alarm at the last moment is a failure of this mutant and not the end of the run.
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} in {Path(place.filename).name}, {place.name}: {place.line}"
            failures.append(Failure(kind, number, traceback.format_exc()))
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return failures


def _batches(first: int, count: int, size: int) -> Iterator[tuple[int, int]]:
    for start in range(first, first + count, size):
        yield start, min(size, first + count - start)


def main() -> int:
    """Print what failed, each kind of failure once with a mutant that shows it; 1 where anything did."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--mutants", type=int, default=20_000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = options.parse_args()
    start = time.monotonic()
    kinds: dict[str, list[Failure]] = {}
    with ProcessPoolExecutor(chosen.jobs) as pool:
        batches = list(_batches(chosen.first, chosen.mutants, 250))
        for (first, count), found in zip(batches, pool.map(run, *zip(*batches, strict=True)), strict=True):
            print(f"{first + count - chosen.first} of {chosen.mutants}", file=sys.stderr, flush=True)
            for failure in found:
                kinds.setdefault(failure.kind, []).append(failure)
    for found in sorted(kinds.values(), key=len, reverse=True):
        print(f"--- {len(found)} mutants such as number {found[0].mutant}:\n{found[0].report}")
    failed = sum(map(len, kinds.values()))
    print(
        f"{chosen.mutants} mutants in {time.monotonic() - start:.0f} s, {failed} failed in {len(kinds)} ways"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
