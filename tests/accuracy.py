"""Measures how well the compiler reads the labelled corpus.

Run it as ``make accuracy`` or ``python tests/accuracy.py``. Nothing is built and no cloud is asked: only the reader
and the language run. ``tune`` is there to be looked at, ``held`` to be measured on; errors of ``held`` are printed
only with ``--held``.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from spec2iac.language import understand  # noqa: E402
from spec2iac.language.machine_form import as_json  # noqa: E402
from spec2iac.reader import read  # noqa: E402

from tests.corpus_labels import HALVES, Form, Label, pair, specimens  # noqa: E402
from tests.corpus_scores import Tally, compare, show_measure  # noqa: E402

# How far below the figures of the day the floors lie, so that an honest trade between figures stays possible.
MARGIN = 0.01
SHARES = ("kind", "modality", "status", "environment", "existing")


@dataclass(slots=True)
class Verdict:
    """One statement that was compared: what it should have given, what it gave, and the difference."""

    specimen: str
    label: Label | None
    form: Form | None
    tally: Tally


@dataclass(slots=True)
class Result:
    """One half of the corpus: the sum of its statements, and each of them."""

    half: str
    files: int = 0
    total: Tally = field(default_factory=Tally)
    verdicts: list[Verdict] = field(default_factory=list)


def measure(half: str) -> Result:
    """Reads every specification of one half and compares it with its labels."""
    result = Result(half)
    for specimen in specimens(half):
        result.files += 1
        document = read(specimen.path.read_bytes(), specimen.path.name)
        forms = as_json(understand(document))["statements"]
        for label, form in pair(specimen.labels, forms):
            tally = compare(label, form)
            result.total.add(tally)
            result.verdicts.append(Verdict(specimen.name, label, form, tally))
    return result


def figures(result: Result) -> dict[str, float]:
    """The figures of one half, ratios from 0 to 1."""
    total = result.total
    values = {
        "statement-f1": total.f1("statement"),
        "concept-precision": total.precision("concept"),
        "concept-recall": total.recall("concept"),
        "concept-f1": total.f1("concept"),
        "property-precision": total.precision("property"),
        "property-recall": total.recall("property"),
        "property-f1": total.f1("property"),
        "measure-precision": total.precision("measure"),
        "measure-recall": total.recall("measure"),
        "measure-f1": total.f1("measure"),
        "constraint-f1": total.f1("constraint"),
    }
    values.update({f"{name}-accuracy": total.recall(name) for name in SHARES})
    clean = [verdict for verdict in result.verdicts if not verdict.tally.findings]
    values["flawless-statements"] = len(clean) / len(result.verdicts) if result.verdicts else 1.0
    return {name: round(value, 4) for name, value in values.items()}


def classes(result: Result) -> dict[str, int]:
    """How often each class of error occurs, the most frequent first."""
    counts = Counter(finding.kind for finding in result.total.findings)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def by_file(result: Result) -> dict[str, dict[str, float]]:
    """Concept, property and measure F1 of each specification."""
    tallies: dict[str, Tally] = {}
    for verdict in result.verdicts:
        tallies.setdefault(verdict.specimen, Tally()).add(verdict.tally)
    return {
        name: {what: round(tally.f1(what), 4) for what in ("concept", "property", "measure")}
        for name, tally in tallies.items()
    }


def print_report(result: Result) -> None:
    """The figures of one half for people."""
    print(f"{result.half}: {result.files} specifications, {len(result.verdicts)} statements")
    for name, value in figures(result).items():
        print(f"  {name:<22} {value:7.2%}")
    print("  errors by class")
    for kind, count in classes(result).items():
        print(f"  {count:>6}  {kind}")
    print("  by specification (concepts, properties, measures: F1)")
    for name, scores in by_file(result).items():
        print("  " + f"{name:<32}" + "  ".join(f"{value:7.2%}" for value in scores.values()))
    print()


def print_errors(result: Result, count: int) -> None:
    """The statements with the most errors, with their text, what was expected and what was found."""
    ranked = sorted(result.verdicts, key=lambda verdict: -len(verdict.tally.findings))
    for verdict in ranked[:count]:
        if not verdict.tally.findings:
            return
        shown = verdict.form or verdict.label or {}
        print(f"{verdict.specimen}:{shown['line']} {shown.get('text', shown.get('says'))}")
        for finding in verdict.tally.findings:
            print(f"    {finding.kind}: {finding.detail}")
        for side, statement in (("expected", verdict.label), ("found", verdict.form)):
            if statement is not None:
                print(f"    {side}: {_outline(statement)}")
        print()


def _outline(statement: dict[str, Any]) -> str:
    parts = [f"{statement['kind']}/{statement['modality']}/{statement['status']}"]
    for intent in statement.get("intents", ()):
        mark = "-" if intent.get("polarity") == "exclude" else ""
        optional = "?" if intent.get("optional") else ""
        parts.append(f"{optional}{mark}{intent['concept']}{intent.get('properties') or ''}")
    parts.extend(show_measure(each) for each in statement.get("measures", ()))
    parts.extend(f"{each['constraint']} {each['value']}" for each in statement.get("constraints", ()))
    return "; ".join(parts)


def below_floors(results: list[Result], path: Path) -> list[str]:
    """What falls below the floors kept in ``path`` (half → figure → least value)."""
    floors = yaml.safe_load(path.read_text(encoding="utf-8"))
    complaints = []
    for result in results:
        values = figures(result)
        for name, least in floors.get(result.half, {}).items():
            if values[name] < least:
                complaints.append(f"{result.half}: {name} is {values[name]:.2%}, the floor is {least:.2%}")
    return complaints


def raise_floors(results: list[Result], path: Path) -> None:
    """Lifts the floors in ``path`` to ``MARGIN`` below the present figures; none is ever lowered."""
    floors = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    for result in results:
        half = floors.setdefault(result.half, {})
        for name, value in figures(result).items():
            half[name] = max(half.get(name, 0.0), math.floor((value - MARGIN) * 100) / 100)
    text = yaml.safe_dump(floors, sort_keys=False)
    path.write_text(
        "# Least figures of `accuracy --floor`; lift them with `--raise`.\n" + text, encoding="utf-8"
    )


def main(arguments: list[str] | None = None) -> int:
    """Runs the measurement; 1 only where a floor is given and a figure lies below it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=HALVES, help="measure one half only")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N worst statements")
    parser.add_argument("--held", action="store_true", help="print errors of the held half too")
    parser.add_argument("--json", action="store_true", help="write the figures as JSON")
    parser.add_argument("--floor", type=Path, metavar="FILE", help="fail when a figure lies below its floor")
    parser.add_argument(
        "--raise", dest="lift", type=Path, metavar="FILE", help="lift the floors kept in FILE"
    )
    options = parser.parse_args(arguments)
    results = [measure(half) for half in HALVES if options.half in (None, half)]
    if options.json:
        report = {
            result.half: {
                "specifications": result.files,
                "statements": len(result.verdicts),
                "figures": figures(result),
                "errors": classes(result),
                "by_specification": by_file(result),
            }
            for result in results
        }
        print(json.dumps(report, indent=2))
    else:
        for result in results:
            print_report(result)
    for result in results:
        if options.errors and (result.half == "tune" or options.held):
            print_errors(result, options.errors)
    if options.lift:
        raise_floors(results, options.lift)
    complaints = below_floors(results, options.floor) if options.floor else []
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
