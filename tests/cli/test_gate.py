"""``build --validate``: what is installed runs, what is not is named, a failure is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec2iac.gate import run_gate


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of programs: the only one on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(tools: Path, name: str, script: str = "exit 0") -> Path:
    """A program that writes down how it is called and then does what ``script`` says; returns its log."""
    log = tools.parent / f"{name}.log"
    program = tools / name
    program.write_text(f'#!/bin/sh\necho "$PWD $@" >> "{log}"\n{script}\n')
    program.chmod(0o755)
    return log


def test_nothing_is_installed(tools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_gate(tmp_path)
    assert capsys.readouterr().err.splitlines() == [
        "not run: neither terraform nor tofu is installed (fmt, init, validate, test)",
        "not run: tflint is not installed",
        "not run: checkov is not installed",
    ]


@pytest.mark.parametrize("engine", ["terraform", "tofu"])
def test_the_engines_steps_run_in_the_folder(engine: str, tools: Path, tmp_path: Path) -> None:
    log = install(tools, engine)
    assert run_gate(tmp_path)
    calls = [line.split() for line in log.read_text().splitlines()]
    assert [call[1] for call in calls] == ["fmt", "init", "validate", "test"]
    assert {call[0] for call in calls} == {str(tmp_path)}
    assert "-backend=false" in calls[1] and "-check" in calls[0]


def test_terraform_goes_before_tofu(tools: Path, tmp_path: Path) -> None:
    install(tools, "terraform")
    log = install(tools, "tofu")
    assert run_gate(tmp_path)
    assert not log.exists()


def test_a_failed_step_is_shown_and_the_next_ones_are_not_run(
    tools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tools, "terraform", '[ "$1" = init ] || exit 0\nprintf "no \\033[31mprovider\\n" >&2\nexit 1')
    checkov = install(tools, "checkov")
    assert not run_gate(tmp_path)
    said = capsys.readouterr().err.splitlines()
    assert said[:5] == [
        "passed: terraform fmt",
        "failed: terraform init",
        "  no \ufffd[31mprovider",
        "not run: terraform validate",
        "not run: terraform test",
    ]
    assert said[-1] == "passed: checkov" and checkov.exists()


def test_a_program_that_can_not_be_started(
    tools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tools / "checkov").write_bytes(b"\x00")
    (tools / "checkov").chmod(0o755)
    assert not run_gate(tmp_path)
    assert "failed: checkov: Exec format error" in capsys.readouterr().err
