"""A check that compares a whole list with one value passes always or never, whatever is built: paths have to lead to the values."""

from __future__ import annotations

from typing import Any

import pytest
from spec2iac.hcl.schema import load_schema
from spec2iac.pack.load import load
from spec2iac.validation.checks import load_checks

COMPARING = ("equal", "one_of", "none_of", "at_least", "at_most")


def misled(block: dict[str, Any], path: str) -> str:
    """What is wrong with a path below a block of a schema, or nothing."""
    for step in path.split("."):
        name, each = step.removesuffix("[*]"), step.endswith("[*]")
        if name in block.get("blocks", {}):
            inner = block["blocks"][name]
            if inner.get("nesting", "list") in ("list", "set") and not each:
                return f"{name} is a list of blocks"
            block = inner.get("block", inner)
        elif name in block.get("attributes", {}):
            kind = block["attributes"][name]["type"]
            many = isinstance(kind, list) and kind[0] in ("list", "set")
            return f"{name} is a list of values" if many and not each else ""
        else:
            return f"{name} is unknown"
    return ""


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp", "ibm"])
def test_checks_look_at_values_and_not_at_lists_of_them(cloud: str) -> None:
    pack = load(cloud)
    resources = load_schema(pack.folders)["resources"]
    wrong = {
        check["id"]: misled(resources[check["looks_at"]], check["value"])
        for check in load_checks(pack)
        if check["looks_at"] in resources and any(check[name] is not None for name in COMPARING)
    }
    assert {identity: text for identity, text in wrong.items() if text} == {}
