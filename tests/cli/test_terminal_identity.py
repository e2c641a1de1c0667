"""A terminal's name is its own: no other terminal has it, and whatever runs in it has the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from .terminal import Terminal, terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")

ASK = f'{sys.executable} -c "from iamctl.cli.terminal_identity import terminal_identity as t; print(chr(60), t(), chr(62))"'


@pytest.fixture
def terminals(program: list[str]) -> Iterator[list[Terminal]]:
    """Two terminals with a shell in each."""
    with ExitStack() as stack:
        yield [stack.enter_context(terminal(["sh", "-i"], dict(os.environ) | {"PS1": "", "ENV": ""})) for _ in "12"]


def identity(screen: Terminal, command: str = ASK) -> str:
    screen.type(f"{command}\n")
    return screen.read_until(r"(?m)^< [^ ]* >").rpartition("< ")[2].partition(" ")[0]


def test_two_terminals_have_two_names_and_each_keeps_its_own(terminals: list[Terminal]) -> None:
    first, second = terminals

    assert identity(first) == identity(first) != identity(second)
    assert identity(first) != "None"


def test_a_child_of_a_child_with_its_input_elsewhere_is_in_the_same_terminal(terminals: list[Terminal]) -> None:
    screen = terminals[0]

    assert identity(screen, f"sh -c 'cat /dev/null | {ASK}'") == identity(screen)


def test_who_has_left_the_terminal_has_none(terminals: list[Terminal]) -> None:
    in_own_session = f"{sys.executable} -c \"import os, sys; os.fork() and (os.wait(), os._exit(0)); os.setsid(); sys.exit(os.system(sys.argv[1]))\" '{ASK}'"

    assert identity(terminals[0], in_own_session) == "None"


def test_a_program_without_a_terminal_has_none(program: list[str]) -> None:
    code = "from iamctl.cli.terminal_identity import terminal_identity as t; print(t())"

    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, start_new_session=True)

    assert child.stdout == "None\n"
