"""Every example of every help text works as it stands."""

from __future__ import annotations

import io
import shlex
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from iamctl.cli.groups import commands
from iamctl.cli.tree import Leaf, command_at, parts_of_help

from . import world
from .conftest import Shell


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    (folder / "work").mkdir()
    world.build(folder / "home", folder / "work")
    return folder


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_the_examples_work(
    path: tuple[str, ...], built: Path, home: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = command_at(path)
    assert isinstance(command, Leaf)
    _, examples = parts_of_help(command.help or "")

    for example in examples:
        lay_out(built, home)
        words, _, redirected = example.partition(" < ")
        with monkeypatch.context() as patch:
            if redirected:
                patch.setattr(sys, "stdin", stdin_of(Path(redirected.strip())))
            outcome = shell(*shlex.split(words)[1:])

        assert outcome.status == 0, f"{example}\n{outcome.err}"


def lay_out(built: Path, home: Path) -> None:
    """A fresh copy of the account and the files, whatever the example before did."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(built / "home", home)
    shutil.copytree(built / "work", Path.cwd(), dirs_exist_ok=True)


def stdin_of(file: Path) -> SimpleNamespace:
    return SimpleNamespace(buffer=io.BytesIO(file.read_bytes()), isatty=lambda: False)
