"""What is asked before something goes, and of whom."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import Shell


class Terminal:
    """The program at a terminal, and a person before it."""

    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self.process = process
        self._ours = ours
        self.text = ""

    def read_until(self, words: str) -> None:
        """Wait for the words; the end of the output is an error."""
        while words not in self.text:
            piece = self._piece()
            assert piece, f"the program ended with {self.text!r}"
            self.text += piece

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Read to the end; the exit status."""
        while piece := self._piece():
            self.text += piece
        return self.process.wait()

    def _piece(self) -> str:
        try:
            return os.read(self._ours, 65536).decode()
        except OSError:  # Linux' way to say that the other side is closed
            return ""


@contextmanager
def at_terminal(program: list[str], *words: str) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*program, *words], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.fixture
def bob(account: Shell) -> Shell:
    """An account with bob, in a group and with a policy."""
    account("group", "create", "Developers")
    account("user", "create", "bob", "--group", "Developers", "--attach-policy", "ReadOnlyAccess")
    account("user", "create", "carol")
    return account


def test_what_was_named_goes_without_a_question_where_nobody_is(bob: Shell) -> None:
    outcome = bob("user", "delete", "carol")

    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    assert bob("user", "list", "-o", "name").lines == ["bob"]


def test_what_hangs_on_it_stops_a_deletion_and_is_named_whole(bob: Shell) -> None:
    outcome = bob("user", "delete", "bob")

    assert outcome.status == 5
    assert "iamctl: hint: `iamctl user detach-policy bob arn:aws:iam::aws:policy/ReadOnlyAccess`" in outcome.err
    assert "iamctl: hint: `iamctl user remove-from-group bob Developers`" in outcome.err
    assert "iamctl user delete bob --force" in outcome.err


def test_force_that_takes_more_is_refused_where_nobody_is(bob: Shell) -> None:
    outcome = bob("user", "delete", "bob", "--force")

    assert outcome.status == 2
    assert "`--yes`" in outcome.err
    assert "user remove-from-group bob Developers" in outcome.err
    assert bob("user", "get", "bob").status == 0


def test_force_that_takes_nothing_more_goes_ahead(bob: Shell) -> None:
    assert bob("user", "delete", "carol", "--force").status == 0


def test_yes_takes_all_of_it_in_one_change(bob: Shell) -> None:
    assert bob("user", "delete", "bob", "carol", "--force", "--yes").status == 0

    assert bob("user", "list", "-o", "name").out == ""
    assert bob("group", "get", "Developers", "--json").json["Users"] == []


def test_a_dry_run_shows_what_would_go_and_takes_nothing(bob: Shell) -> None:
    outcome = bob("user", "delete", "bob", "--force", "--dry-run")

    assert outcome.status == 0
    assert "DeleteUser UserName=bob" in outcome.lines
    assert '-name = "bob"' in outcome.lines
    assert bob("user", "get", "bob").status == 0


def test_all_of_several_go_or_none(bob: Shell) -> None:
    outcome = bob("user", "delete", "carol", "nobody")

    assert outcome.status == 4
    assert bob("user", "get", "carol").status == 0


def test_a_missing_one_may_be_ignored_and_is_noted(bob: Shell) -> None:
    outcome = bob("user", "delete", "nobody", "carol", "--ignore-missing")

    assert outcome.status == 0
    assert outcome.err.startswith("iamctl: note: nothing to do: The user with name nobody")
    assert bob("--quiet", "user", "delete", "nobody", "--ignore-missing").err == ""
    assert bob("user", "list", "-o", "name").lines == ["bob"]


def test_a_person_sees_what_goes_and_is_asked(bob: Shell, program: list[str]) -> None:
    with at_terminal(program, "user", "delete", "bob", "--force") as terminal:
        terminal.read_until("[y/N]")
        terminal.type("y\n")
        status = terminal.end()

    assert status == 0
    assert "  - user remove-from-group bob Developers" in terminal.text
    assert "Delete user bob and 2 things that hang on it?" in terminal.text
    assert bob("user", "list", "-o", "name").lines == ["carol"]


@pytest.mark.parametrize("keys", ["n\n", "\n"])
def test_a_person_who_does_not_say_yes_keeps_it(bob: Shell, program: list[str], keys: str) -> None:
    with at_terminal(program, "user", "delete", "carol") as terminal:
        terminal.read_until("Delete user carol? [y/N]")
        terminal.type(keys)
        terminal.end()

    assert bob("user", "get", "carol").status == 0


def test_a_person_who_leaves_keeps_it(bob: Shell, program: list[str]) -> None:
    with at_terminal(program, "user", "delete", "carol") as terminal:
        terminal.read_until("[y/N]")
        terminal.type("\x04")  # Ctrl-D, the end of the input
        status = terminal.end()

    assert status == 130
    assert "Traceback" not in terminal.text
    assert bob("user", "get", "carol").status == 0


def test_no_input_asks_nobody_even_at_a_terminal(bob: Shell, program: list[str]) -> None:
    with at_terminal(program, "user", "delete", "bob", "--force", "--no-input") as terminal:
        status = terminal.end()

    assert status == 2
    assert "[y/N]" not in terminal.text


def test_others_change_the_account_while_the_question_stands(bob: Shell, program: list[str]) -> None:
    with at_terminal(program, "user", "delete", "carol") as terminal:
        terminal.read_until("[y/N]")
        meanwhile = bob("user", "create", "dave", "--lock-timeout", "0")
        terminal.type("y\n")
        status = terminal.end()

    assert (meanwhile.status, status) == (0, 0)
    assert bob("user", "list", "-o", "name").lines == ["bob", "dave"]


def test_a_yes_to_something_else_is_none(bob: Shell, program: list[str]) -> None:
    with at_terminal(program, "user", "delete", "bob", "--force") as terminal:
        terminal.read_until("[y/N]")
        bob("user", "attach-policy", "bob", "AdministratorAccess")
        terminal.type("y\n")
        status = terminal.end()

    assert status == 5
    assert "ConcurrentModification" in terminal.text
    assert bob("user", "get", "bob").status == 0


def test_an_account_never_goes_without_a_yes(bob: Shell, home: Path) -> None:
    document = '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}'
    bob("resource-policy", "put", "arn:aws:s3:::releases", "--policy-document", document)

    refused = bob("account", "delete", "111122223333")
    tried = bob("account", "delete", "111122223333", "--dry-run")

    assert (refused.status, tried.status) == (2, 0)
    assert "iamctl: hint: with it: 2 users" in refused.err
    assert "iamctl: hint: with it: 1 resource policy" in refused.err
    assert (home / "accounts" / "111122223333").is_dir()


def test_an_account_goes_whole(bob: Shell, home: Path) -> None:
    assert bob("account", "delete", "111122223333", "--yes").status == 0

    assert not (home / "accounts" / "111122223333").exists()
    assert bob("account", "delete", "111122223333", "--ignore-missing").status == 0
