"""The page on federation types commands and options that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from .conftest import Shell

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "federation.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines() if line.startswith("iamctl ")]


def words_of(line: str) -> list[str]:
    """Of the command itself: no comment, no redirection, nothing that it runs."""
    words = shlex.split(line.partition(" >")[0], comments=True)[1:]
    return words[: words.index("--")] if "--" in words else words


def test_the_page_types_commands() -> None:
    assert len(LINES) > 20


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_page_is_a_command_with_options_that_it_has(shell: Shell, line: str) -> None:
    outcome = shell(*words_of(line), "--help")

    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("Usage: iamctl ")


def test_every_script_that_the_page_names_is_there() -> None:
    scripts = re.findall(r"`(examples/[\w/-]+\.sh)`", PAGE)

    assert len(scripts) == 6
    assert [name for name in scripts if not (ROOT / name).stat().st_mode & 0o100] == []
