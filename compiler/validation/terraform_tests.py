"""Writes the checks as ``tests/*.tftest.hcl``: one file a topic, run with a mocked provider and so without credentials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..hcl.escape import comment, literal
from ..hcl.format import format_files
from .checks import BoundCheck


def terraform_tests(
    bound: Sequence[BoundCheck],
    mocks: dict[str, Any],
    providers: Iterable[str],
    written: Mapping[tuple[str, str], set[str]],
    chosen: str = "",
    further: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The test files by path. ``written`` has the (``resource`` or ``data``, type) pairs of the build, each with the names
    that its configuration sets: those are no mock's business, and OpenTofu refuses mocks of them. ``chosen`` are values of
    variables (as in a ``.tfvars`` file) that no file gives to the tests; ``further`` are runs for files of their own, by topic.

    Values that are written in the configuration are asserted on a plan; those that only an apply gives, on an apply of the mocks.
    """
    topics = dict.fromkeys(check.topic for check in bound)
    parts = {topic: _runs([check for check in bound if check.topic == topic]) for topic in topics}
    parts |= further or {}
    # The mocks are most of every file, and formatted once.
    values = f"variables {{\n{chosen}\n}}\n\n" if chosen else ""
    formatted = format_files({"": _mock_providers(mocks, providers, written) + values, **parts})
    return {f"tests/{topic}.tftest.hcl": f"{formatted['']}\n{formatted[topic]}" for topic in parts}


def _mock_providers(
    mocks: dict[str, Any], providers: Iterable[str], written: Mapping[tuple[str, str], set[str]]
) -> str:
    lines = [
        "# Runs without credentials: the providers are mocked, with values of the right form where the code needs them."
    ]
    for provider in providers:
        lines.append(f"mock_provider {literal(provider)} {{")
        for (kind, type_), names in sorted(written.items()):
            known = mocks["resources" if kind == "resource" else "data"].get(type_, {})
            defaults = {name: value for name, value in known.items() if name not in names}
            if defaults and type_.startswith(f"{provider}_"):
                lines += [f"mock_{kind} {literal(type_)} {{", f"defaults = {literal(defaults)}", "}", ""]
        lines += ["}", ""]
    return "\n".join(lines) + "\n"


def _runs(checks: Sequence[BoundCheck]) -> str:
    text = ""
    configured = [check for check in checks if not check.computed]
    computed = [check for check in checks if check.computed]
    for name, command, group in (("configured", "plan", configured), ("applied", "apply", computed)):
        if group:
            assertions = "\n".join(_assertion(check) for check in group)
            text += f'run "{name}" {{\ncommand = {command}\n\n{assertions}}}\n\n'
    return text


def _assertion(check: BoundCheck) -> str:
    called_by = comment(", ".join(check.statements)) if check.statements else "baseline"
    message = f"{', '.join(check.statements) or 'baseline'}: {check.title} ({check.address})"
    conditions = [check.condition, *([check.carried_condition] if check.carried_condition else [])]
    assertions = "".join(
        f"assert {{\ncondition = {condition}\nerror_message = {literal(message)}\n}}\n\n"
        for condition in conditions
    )
    return f"# {check.id}: {called_by}\n{assertions}"
