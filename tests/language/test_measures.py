"""The numbers that somebody can test, as engineers write them: statements and rows of tables with the measures that they give.

``=> latency p95 < 0.3 s; throughput = 500 1/s of api-gateway`` are the measures of a statement in the order of the text,
``=> none`` says that there are none. The arrows behind a table are those of its rows, in order. What else a statement means
is not looked at: the cases in ``cases/`` do that.

``pytest tests/language --update-goldens`` writes what the compiler understands now; read the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from spec2iac.document import Kind
from spec2iac.language import as_json

from .saying import measure_text, say, say_table

CASES = sorted((Path(__file__).parent / "measures").glob("*.md"))
ARROW = "  => "
NAMED = (
    "availability",
    "latency",
    "throughput",
    "concurrency",
    "error-rate",
    "rto",
    "rpo",
    "scale-time",
    "failover-time",
    "deploy-time",
    "utilization-cpu",
    "utilization-memory",
    "retention",
    "budget",
    "capacity",
    "count",
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_measures_are_what_their_cases_say(path: Path, update_goldens: bool) -> None:
    written = path.read_text(encoding="utf-8").splitlines()
    understood = list(_understood([text for text in written if not text.startswith(ARROW)]))
    if update_goldens:
        path.write_text("\n".join(understood) + "\n", encoding="utf-8")
        return
    assert written == understood


def test_every_metric_of_the_machine_form_has_cases() -> None:
    arrows = [
        text for path in CASES for text in path.read_text(encoding="utf-8").splitlines() if ARROW in text
    ]
    assert len(arrows) >= 200
    for metric in NAMED:
        assert any(f" {metric} " in text for text in arrows), metric


def _understood(written: list[str]) -> Iterator[str]:
    """The case file with the measures behind each statement and each table."""
    kind, section = Kind.REQUIREMENT, ()
    for is_table, texts in groupby(written, lambda text: text.startswith("|")):
        block = list(texts)
        if is_table:
            yield from block
            yield from (ARROW + measures for measures in _rows(block, section))
            continue
        for text in block:
            yield text
            if text.startswith("## "):
                name, _, title = text[3:].partition(":")
                kind = Kind(name.strip())
                section = tuple(part.strip() for part in title.split(">"))
            elif text.startswith("- "):
                form = as_json(say([text[2:]], kind=kind, section=section))["statements"][0]
                yield ARROW + _measures(form)


def _rows(table: list[str], section: tuple[str, ...]) -> Iterator[str]:
    """The measures of each row of a table that stands under a heading."""
    return (_measures(form) for form in as_json(say_table(table, section))["statements"])


def _measures(form: dict[str, Any]) -> str:
    texts = (
        measure_text(measure) + (f" of {measure['subject']}" if "subject" in measure else "")
        for measure in form["measures"]
    )
    return "; ".join(texts) or "none"
