"""The values that a root module starts with: the user's, and for what must be chosen something that stands there until it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from ..diagnostics import Diagnostic, Severity
from ..hcl.escape import comment, literal
from ..hcl.format import format_hcl
from ..pack.load import Pack
from .layout import Layout

HEADING = "# Values that must be chosen; everything else has a default in variables.tf.\n\n"


def variable_values(
    layout: Layout, pack: Pack, values: Mapping[str, str], region: str = ""
) -> tuple[str, tuple[Diagnostic, ...]]:
    """``terraform.tfvars``: the user's values, and for each variable without a default what stands there until it is chosen.

    ``region`` takes the place of ``{region}`` in what the pack has to start from.
    """
    variables = {block.label: block for block in layout.placed if block.kind == "variable"}
    lines, findings = [], []
    for name, block in sorted(variables.items()):
        if name in values:
            lines.append(f"{name} = {_typed(values[name], block.block.attributes['type'].text)}")
        elif "default" not in block.block.attributes:
            choice = _choice(name, pack.target["choose"])
            if choice is None:
                findings.append(Diagnostic("S2I353", Severity.ERROR, f"the pack has no value to start from for '{name}'",
                                           source="target.yaml"))  # fmt: skip
                continue
            start = choice["value"]
            start = start.replace("{region}", region) if isinstance(start, str) else start
            lines.append(f"# Choose: {comment(choice['comment'])}.\n{name} = {literal(start)}")
    for name in sorted(values.keys() - variables.keys()):
        findings.append(Diagnostic("S2I354", Severity.ERROR, f"this build has no variable '{name}' to set",
                                   help=f"it has: {', '.join(sorted(variables))}"))  # fmt: skip
    return (format_hcl(HEADING + "\n\n".join(lines) + "\n") if lines else ""), tuple(findings)


def aligned_values(text: str) -> str:
    """Lines of ``name = value`` without blank ones between them, their signs aligned as a block's are."""
    lines = format_hcl(f"values {{\n{text.strip()}\n}}\n").splitlines()[1:-1]
    return "".join(f"{line[2:]}\n" for line in lines)


def _choice(name: str, choices: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    return next((choice for choice in choices if fnmatchcase(name, choice["variable"])), None)


def _typed(value: str, type_: str) -> str:
    """A value of the command line as HCL of the variable's type."""
    if type_ == "number":
        return literal(float(value) if "." in value else int(value))
    if type_ == "bool":
        return literal(value.lower() in ("true", "yes", "1"))
    if type_.startswith(("list", "set")):
        return literal([part.strip() for part in value.split(",") if part.strip()])
    return literal(value)
