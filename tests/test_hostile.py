"""A specification is text from a stranger: whatever it says, it stays text in what is generated, and the build stays in its folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .builds import build, tree

# Each is put where names, values, labels and texts go.
PIECES = [
    '${file("/etc/passwd")}',
    "%{ for x in [1] }%{ endfor }",
    '"} resource "null_resource" "x" { provisioner "local-exec" { command = "id" } } {"',
    "{{ 7 * 7 }}{% for x in y %}",
    "`id`$(id)",
    "*/ } /* <<EOF",
    "</script><script>alert(1)</script>",
    '"""\nimport os\nos.system("id")\n"""',
    "../../../outside",
    "| a | b |\n| --- | --- |",
    "]]>--><!--",
    "#@ versions",
    "\u202eelgoog\u2066",
    "CON",
    "-----BEGIN PRIVATE KEY-----",
]


def hostile(piece: str) -> str:
    return f"""# Infrastructure Specification: {piece}

**Spec ID**: `{piece}`

## Infrastructure Requirements

### Functional Requirements

- **FR-001**: Infrastructure MUST provide a managed PostgreSQL database for {piece} with 20 GB storage
- **FR-{piece}**: Infrastructure MUST provide object storage named "{piece}" and a message queue called {piece}
- **FR-003**: Infrastructure MUST provide a container service running `{piece}` on port 8080 behind a public load balancer with health checks on /{piece}
- **{piece}**: All resources MUST have the tags Owner, {piece}
- Static website hosting with {piece} as the index page

## Success Criteria

- [ ] {piece} is encrypted at rest
- [ ] p95 latency of {piece} < 100 ms
"""


@pytest.fixture(scope="module")
def plain_blocks(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, ...]]:
    """The blocks of the same specification without anything hostile in it."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "spec.md").write_text(hostile("plain words"), encoding="utf-8")
    assert build(folder / "spec.md", folder / "out").returncode == 0
    return structure(folder / "out")


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_text_stays_text(piece: str, tmp_path: Path, plain_blocks: set[tuple[str, ...]]) -> None:
    spec = tmp_path / "spec.md"
    spec.write_text(hostile(piece), encoding="utf-8")
    done = build(spec, tmp_path / "place" / "out")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) in (["place", "spec.md"], ["spec.md"])
    if done.returncode == 1:
        return
    assert [path.name for path in (tmp_path / "place").iterdir()] == ["out"]
    out = tmp_path / "place" / "out"
    assert structure(out) <= plain_blocks | known_extras(out)
    for path, content in tree(out).items():
        if path.endswith(".py"):
            compile(content, path, "exec")
        if path.endswith(".json"):
            json.loads(content)


def structure(folder: Path) -> set[tuple[str, ...]]:
    """Every block of the build by kind and type: what a hostile text must not add to."""
    import hcl2

    found: set[tuple[str, ...]] = set()
    for path in folder.rglob("*.tf"):
        content = hcl2.loads(path.read_text(encoding="utf-8"))
        for kind, blocks in content.items():
            if not isinstance(blocks, list):
                continue
            for block in blocks:
                types = list(block) if kind in ("resource", "data", "provider") else []
                found |= {(kind, type_.strip('"')) for type_ in types} or {(kind,)}
    return found


def known_extras(folder: Path) -> set[tuple[str, ...]]:
    """Types that come with another reading of the text (a lighter or a fuller component), never ones that run commands."""
    return {entry for entry in structure(folder) if entry[-1].startswith("aws_") or len(entry) == 1}


@pytest.mark.parametrize(
    "data",
    [
        b"# t\n\n- " + b"a" * 1_000_000,
        b"# t\n\n- " + b"[" * 100_000,
        b"# t\n\n" + b"- the database MUST be encrypted\n" * 5_000,
        b"# t\n\n" + b"".join(b"  " * depth + b"- x\n" for depth in range(500)),
        b">" * 10_000 + b" x",
        b"\xff\xfe\x00\x01\x02",
        b"# t\n\n- a\x00b MUST\n",
        b"# t\n\n- \xc3\x28 MUST provide a database\n",
        b"<!--" * 10_000,
        b"| a " * 20_000 + b"|\n" + b"| - " * 20_000 + b"|\n",
        b"",
    ],
    ids=[
        "long line",
        "brackets",
        "many lines",
        "deep list",
        "deep quote",
        "bytes",
        "nul",
        "utf8",
        "comments",
        "wide table",
        "empty",
    ],
)
def test_hostile_files_end_with_an_answer(data: bytes, tmp_path: Path) -> None:
    spec = tmp_path / "spec.md"
    spec.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "spec2iac", "check", str(spec)],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)
