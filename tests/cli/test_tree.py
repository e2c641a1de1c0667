"""Help, near misses, and options before and after the command."""

from __future__ import annotations

import pytest

from .conftest import Shell


def test_the_common_options_stand_before_or_after_the_command(account: Shell) -> None:
    account("user", "create", "alice")

    before = account("--json", "user", "get", "alice")
    between = account("user", "--json", "get", "alice")
    after = account("user", "get", "alice", "--json")

    assert before.json["User"]["UserName"] == "alice"
    assert before.out == between.out == after.out


def test_the_last_of_two_common_options_counts(account: Shell) -> None:
    outcome = account("--output", "json", "user", "list", "--output", "name")

    assert outcome.out == ""


def test_help_ends_with_what_every_command_has(shell: Shell) -> None:
    text = shell("user", "create", "--help").out

    titles = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert titles[0] == "Usage: iamctl user create [OPTIONS] USER..."
    assert titles[1:4] == ["Arguments:", "Options:", "Examples:"]
    assert titles[4].startswith("Common options")
    assert "iamctl user create carol --path /eng/" in text
    assert "the new users' names" in text


def test_help_of_a_group_is_on_stdout_whether_or_not_it_was_asked_for(shell: Shell) -> None:
    asked, bare = shell("user", "-h"), shell("user")

    assert asked.status == bare.status == 0
    assert "  clone " in asked.out
    assert asked.out.split() == bare.out.split()


@pytest.mark.parametrize("words", [("usr",), ("user", "crate"), ("account", "password-polcy", "show")])
def test_a_mistyped_command_is_told_what_is_near(shell: Shell, words: tuple[str, ...]) -> None:
    outcome = shell(*words)

    assert outcome.status == 2
    assert outcome.err.startswith("iamctl: error: Usage: iamctl")
    assert "iamctl: hint: did you mean `iamctl" in outcome.err


def test_a_mistyped_option_is_told_what_is_near(shell: Shell) -> None:
    outcome = shell("user", "create", "alice", "--if-not-exist")

    assert outcome.status == 2
    assert "iamctl: error: Usage: No such option: --if-not-exist." in outcome.err
    assert "did you mean --if-not-exists?" in outcome.err


def test_a_missing_argument_is_a_usage_error_of_its_command(shell: Shell) -> None:
    outcome = shell("user", "create")

    assert outcome.status == 2
    assert outcome.err.startswith("iamctl: error: Usage: Missing argument")
    assert "iamctl: hint: see `iamctl user create --help`" in outcome.err


def test_the_version_is_told_beside_other_options_too(shell: Shell) -> None:
    assert shell("--no-input", "--version").out.startswith("iamctl ")
