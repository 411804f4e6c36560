"""What stands below a heading: ``headings.yaml`` has the kinds of statements, each with headings that mean it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from spec2iac.document import Kind
from spec2iac.reader.sections import section_of

HEADINGS = yaml.safe_load((Path(__file__).parent / "headings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("heading", "kind"), [(heading, kind) for kind, headings in HEADINGS.items() for heading in headings]
)
def test_a_heading_says_what_stands_below_it(heading: str, kind: str) -> None:
    assert section_of(["Requirements", heading]).kind is Kind(kind)
