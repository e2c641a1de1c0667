"""A shell for tests: the real command line on real files in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from iamctl.cli.app import main

ACCOUNT_ID = "111122223333"


class Outcome(NamedTuple):
    """What a command line came to."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Shell = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data dir of a program that nothing outside the test tells anything; the test stands in a folder beside it."""
    for name in [name for name in os.environ if name.startswith(("IAMCTL_", "AWS_"))]:
        monkeypatch.delenv(name)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # never the person's own
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "aws" / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "aws" / "credentials"))
    monkeypatch.setenv("IAMCTL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def shell(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Runs one command line in this process; what would take the process over runs in one of its own."""

    def run(*words: str) -> Outcome:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(os, "execvpe", run_instead)
            try:
                status = main(list(words))
            except SystemExit as left:
                status = left.code if isinstance(left.code, int) else 1
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run


def run_instead(file: str, words: list[str], environ: dict[str, str]) -> None:
    """What `os.execvpe` would become, as a child whose output and status are passed on."""
    child = subprocess.run([file, *words[1:]], env=environ, capture_output=True, text=True)
    sys.stdout.write(child.stdout)
    sys.stderr.write(child.stderr)
    raise SystemExit(child.returncode)


@pytest.fixture
def account(shell: Shell) -> Shell:
    """The same with an empty account."""
    assert shell("init", "--account-id", ACCOUNT_ID).status == 0
    return shell


@pytest.fixture
def program(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How to start the program as a process of its own; the repository is where it is imported from."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return [sys.executable, "-m", "iamctl"]
