"""Texts of strangers stay texts in a program: no name, no call and no import comes of them."""

from __future__ import annotations

import ast

import pytest
import yaml
from spec2iac.pipeline import Options, compile_specification
from spec2iac.project.build import PULUMI
from spec2iac.pulumi.code import literal, text

from tests.test_hostile import PIECES, hostile

OWN = [
    '{__import__("os").system("id")}',
    "{0}{settings.name}",
    "\\",
    "' + open('/etc/passwd').read() + '",
    '" + exit() + "',
    "\U000e0001\x7f\u2028",
    "# noqa\rimport os",
    "secure: !!python/object/apply:os.system [id]",
]


def calls(piece: str) -> tuple[set[str], set[str]] | None:
    """What is called and what is imported somewhere in the program; None where nothing was built."""
    build = compile_specification(hostile(piece).encode(), "spec.md", Options("aws", engine=PULUMI)).build
    if build is None:
        return None
    called: set[str] = set()
    imported: set[str] = set()
    for path, content in build.files.items():
        if path.endswith(".yaml"):
            list(yaml.safe_load_all(content))
        if not path.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(content, path)):
            if isinstance(node, ast.Call):
                called.add(ast.unparse(node.func).split("(")[0])
            elif isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module))
    return called, imported


@pytest.fixture(scope="module")
def plain() -> tuple[set[str], set[str]]:
    found = calls("plain words")
    assert found is not None
    return found


@pytest.mark.parametrize("piece", [*PIECES, *OWN])
def test_a_hostile_text_calls_nothing(piece: str, plain: tuple[set[str], set[str]]) -> None:
    found = calls(piece)
    if found is None:
        return
    called, imported = found
    # Another reading of the text may bring other parts of the package, and modules of the program.
    known = ("aws.", "pulumi.Output", "config.", "pytest.mark.")
    added = {
        name
        for name in called - plain[0]
        if not name.startswith(known) and not name.endswith((".items", ".values"))
    }
    assert added == set()
    modules = {"json", "re", "hashlib", "cidr", "attempts", "pulumi", "pulumi_aws", "running"}
    concerns = {
        "network",
        "security",
        "storage",
        "data",
        "integration",
        "edge",
        "compute",
        "operations",
        "lookups",
    }
    assert imported - plain[1] <= modules | concerns


@pytest.mark.parametrize("piece", [*PIECES, *OWN, "\ud800", "a\x00b", "tab\tnew\nline", 'it\'s "both"'])
def test_a_text_is_written_as_what_it_is(piece: str) -> None:
    assert ast.literal_eval(text(piece)) == piece
    assert ast.literal_eval("".join(literal([piece]).items[0].value.text)) == piece  # type: ignore[union-attr]
