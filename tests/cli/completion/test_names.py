"""What the program answers a shell that asks for names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.conftest import ACCOUNT_ID, Shell
from iamctl.cli.completion.names import complete_names, name_in
from iamctl.store.file_names import entity_name, file_name


@pytest.fixture
def ask(names: Shell, capsys: pytest.CaptureFixture[str]) -> Shell:
    def run(*words: str) -> list[str]:
        capsys.readouterr()
        complete_names(list(words))
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out.splitlines()

    return run  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("kind", "prefix", "expected"),
    [
        ("user", "g", ["gina@example.com", "gus-x"]),
        ("user", "gina@", ["gina@example.com"]),
        ("group", "", ["Auditors", "Developers"]),
        ("role", "", []),
        ("policy", "ReadOnlyA", ["ReadOnlyAccess"]),
        ("account", "", [ACCOUNT_ID]),
        ("revision", "", ["1", "2", "3"]),
        ("anything", "A", ["Auditors"]),
        ("nonsense", "", []),
    ],
)
def test_names_that_begin_so_are_printed_sorted(ask: Shell, kind: str, prefix: str, expected: list[str]) -> None:
    assert ask(kind, prefix) == expected


def test_the_policies_of_aws_wait_for_a_letter(names: Shell, ask: Shell) -> None:
    names(
        "policy",
        "create",
        "Own",
        "--policy-document",
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    )

    assert ask("policy", "") == ["Own"]


def test_the_account_of_the_command_line_counts(names: Shell, ask: Shell, home: Path) -> None:
    names("init", "--account-id", "444455556666", "--alias", "other")
    names("user", "create", "zoe", "--account", "other")

    assert ask("user", "", "user", "get", "--account", "other") == ["zoe"]
    assert ask("user", "", "--account=444455556666", "user") == ["zoe"]
    assert ask("user", "") == []  # none of the two is in use
    assert ask("account", "o") == ["other"]
    names("account", "use", "other")
    assert ask("user", "") == ["zoe"]


def test_a_name_that_a_shell_would_run_is_not_printed(ask: Shell, home: Path) -> None:
    users = home / "accounts" / ACCOUNT_ID / "users"
    for name in ("$(reboot)", "a b", "al`x`", "..%2F"):
        (users / f"{name}.toml").touch()

    assert ask("user", "") == ["../", "alice", "gina@example.com", "gus-x"]


def test_without_an_account_nothing_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert complete_names(["user", ""]) == 1
    assert complete_names([]) == 1
    assert capsys.readouterr() == ("", "")


def test_names_come_before_typer_and_the_store_are_imported(names: Shell, program: list[str]) -> None:
    python, *rest = program
    ran = subprocess.run(
        [python, "-X", "importtime", *rest, "--complete-names", "user", "ali"],
        capture_output=True,
        text=True,
        check=True,
    )

    imported = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert ran.stdout == "alice\n"
    assert "iamctl.cli.completion.names" in imported
    assert not imported & {"typer", "sqlite3", "tomllib", "rich", "platformdirs", "iamctl.bootstrap", "iamctl.cli.app"}


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40))
def test_a_file_stands_for_the_name_that_the_store_reads_in_it(name: str) -> None:
    file = file_name(name)

    read = name_in(file)

    assert read == entity_name(file)
    assert read == (None if "%~" in file else name)  # a name too long for a file is cut, and cannot be read back
