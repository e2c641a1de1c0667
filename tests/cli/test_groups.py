"""The table of commands and the commands themselves say the same."""

from __future__ import annotations

import pytest

from iamctl.cli.group import Group
from iamctl.cli.groups import TWO_WORDS, commands, row
from iamctl.cli.tree import Leaf, command_at, function_at, parts_of_help

COMMANDS = commands()


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_commands_line_in_the_table_is_its_docstrings_first(path: tuple[str, ...]) -> None:
    function = function_at(path)

    first = (function.__doc__ or "").partition("\n")[0]

    assert first == row(path)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_command_has_examples_of_itself(path: tuple[str, ...]) -> None:
    command = command_at(path)
    assert isinstance(command, Leaf)

    _, examples = parts_of_help(command.help or "")

    assert examples
    spellings = [" ".join(path), *(" ".join(words) for words, one in TWO_WORDS.items() if path == (one,))]
    assert all(any(f"iamctl {each} " in f"{example} " for each in spellings) for example in examples)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_whatever_changes_something_takes_dry_run_and_yes(path: tuple[str, ...]) -> None:
    command = command_at(path)
    assert isinstance(command, Leaf)

    flags = {flag for param in command.params for flag in param.opts}

    assert ("--dry-run" in flags) == ("--yes" in flags)


def test_words_that_name_nothing_have_no_row() -> None:
    assert row(("user", "fly")) is None
    assert row(("init", "more")) is None
    assert commands(("nothing",)) == []


def test_a_group_has_its_commands_in_the_order_of_the_table() -> None:
    group = row(("account",))

    assert isinstance(group, Group)
    assert commands(("account",))[0] == ("account", next(iter(group.commands)))
