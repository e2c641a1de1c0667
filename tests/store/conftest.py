"""An account in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iamctl.store.toml_store import TomlStore

from .given import new_store

REPOSITORY = Path(__file__).parents[2]
Die = Callable[[Path, str, int], bool]


@pytest.fixture(scope="module")
def die() -> Iterator[Die]:
    """Kills a writer in the account's folder at one step of a change; whether it died."""
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
    with subprocess.Popen(
        [sys.executable, "-m", "store.dying"],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin and process.stdout
        stdin, stdout = process.stdin, process.stdout

        def kill(root: Path, change: str, step: int) -> bool:
            print(json.dumps({"root": str(root), "change": change, "step": step}), file=stdin, flush=True)
            return bool(json.loads(stdout.readline()))

        yield kill
        stdin.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "account"


@pytest.fixture
def store(root: Path) -> TomlStore:
    """A new account on disk."""
    return new_store(root)
