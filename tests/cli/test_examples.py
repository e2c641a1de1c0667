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
            variables, program, arguments = taken_apart(words)
            for name, value in variables:
                patch.setenv(name, value)
            assert program == "iamctl"
            outcome = shell(*arguments)

        assert outcome.status == 0, f"{example}\n{outcome.err}"


def taken_apart(typed: str) -> tuple[list[tuple[str, str]], str, list[str]]:
    """A command line's variables (`EDITOR=true iamctl …`), its program and the program's arguments."""
    words = shlex.split(typed)
    start = next(number for number, word in enumerate(words) if "=" not in word)
    variables = [(name, value) for name, _, value in (word.partition("=") for word in words[:start])]
    return variables, words[start], words[start + 1 :]


def lay_out(built: Path, home: Path) -> None:
    """A fresh copy of the account and the files, whatever the example before did."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(built / "home", home)
    shutil.copytree(built / "config", home.parent / "config", dirs_exist_ok=True)
    shutil.copytree(built / "work", Path.cwd(), dirs_exist_ok=True)


def stdin_of(file: Path) -> SimpleNamespace:
    return SimpleNamespace(buffer=io.BytesIO(file.read_bytes()), isatty=lambda: False)
