"""The program on the PATH, and an account whose names it completes."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from cli.conftest import Shell


@pytest.fixture
def names(account: Shell) -> Shell:
    """An account with names that shells part and names that they do not."""
    account("group", "create", "Developers", "Auditors")
    account("user", "create", "gina@example.com", "gus-x", "alice")
    return account


@pytest.fixture
def environment(names: Shell, tmp_path: Path) -> dict[str, str]:
    """Variables with which a shell finds the program by its name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "iamctl"
    root = Path(__file__).parents[3]
    python = f"PYTHONPATH={shlex.quote(str(root))} exec {shlex.quote(sys.executable)}"
    program.write_text(f'#!/bin/sh\n{python} -m iamctl "$@"\n')
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "TERM": "xterm", "HOME": str(tmp_path), "PS1": "> "}
