"""`creds password` from the shell: by stdin, by lot or unseen at a terminal, and never in argv."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.conftest import Outcome, Shell
from cli.terminal import terminal

Type = Callable[..., Outcome]
GOOD, OTHER = "Correct horse 7", "Battery staple 8"


@pytest.fixture
def typing(account: Shell, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Runs a command line whose stdin has these lines; alice is there."""
    assert account("user", "create", "alice").status == 0
    assert account("account", "password-policy", "set", "--allow-users-to-change-password").status == 0

    def run(lines: str, *words: str) -> Outcome:
        stdin = SimpleNamespace(buffer=io.BytesIO(lines.encode()), isatty=lambda: False)
        monkeypatch.setattr(sys, "stdin", stdin)
        return account(*words)

    return run


def test_a_password_is_set_by_stdin_and_changed_by_who_knows_it(typing: Type) -> None:
    assert typing(f"{GOOD}\n", "creds", "password", "set", "alice", "--stdin").status == 0

    assert typing(f"{OTHER}\n{GOOD}\n", "creds", "password", "change", "alice", "--stdin").status == 3
    assert typing(f"{GOOD}\n{OTHER}\n", "creds", "password", "change", "alice", "--stdin").status == 0
    assert typing(f"{OTHER}\n{GOOD}\n", "creds", "password", "change", "alice", "--stdin").status == 0


def test_a_change_is_the_users_own_in_the_history(typing: Type) -> None:
    typing(f"{GOOD}\n", "creds", "password", "set", "alice", "--stdin")
    typing(f"{GOOD}\n{OTHER}\n", "creds", "password", "change", "alice", "--stdin")

    revision = typing("", "history", "list", "-o", "json").json["Revisions"][0]

    assert revision["Caller"] == "arn:aws:iam::111122223333:user/alice"


def test_an_unknown_user_hears_what_a_wrong_password_does(typing: Type) -> None:
    typing(f"{GOOD}\n", "creds", "password", "set", "alice", "--stdin")

    wrong = typing(f"{OTHER}\n{GOOD}\n", "creds", "password", "change", "alice", "--stdin")
    unknown = typing(f"{OTHER}\n{GOOD}\n", "creds", "password", "change", "nobody", "--stdin")

    assert (wrong.status, wrong.err) == (unknown.status, unknown.err)
    assert "The old password was incorrect." in wrong.err


def test_failures_slow_down_over_the_end_of_the_program(typing: Type) -> None:
    typing(f"{GOOD}\n", "creds", "password", "set", "alice", "--stdin")

    statuses = [
        typing(f"{OTHER}\n{GOOD}\n", "creds", "password", "change", "alice", "--stdin").err.split(":")[2].strip()
        for _ in range(5)
    ]

    assert statuses == ["AccessDenied"] * 4 + ["Throttling"]


def test_a_password_by_lot_is_shown_once(typing: Type) -> None:
    outcome = typing("", "creds", "password", "generate", "alice")

    (password,) = outcome.lines
    assert len(password) == 20
    assert password not in typing("", "history", "export").out
    assert typing(f"{password}\n{GOOD}\n", "creds", "password", "change", "alice", "--stdin").status == 0


def test_a_password_by_lot_goes_into_a_file(typing: Type) -> None:
    outcome = typing("", "creds", "password", "generate", "alice", "--out", "password.txt")

    password = Path("password.txt").read_text()
    assert stat.S_IMODE(Path("password.txt").stat().st_mode) == 0o600
    assert password.strip() not in outcome.out + outcome.err
    assert typing("", "creds", "password", "generate", "alice", "--out", "password.txt").status == 5
    assert typing(f"{password}{GOOD}\n", "creds", "password", "change", "alice", "--stdin").status == 0


def test_a_password_that_breaks_the_policy_is_not_in_what_is_said(typing: Type) -> None:
    outcome = typing("abc\n", "creds", "password", "set", "alice", "--stdin")

    assert outcome.status == 6
    assert "PasswordPolicyViolation: Password does not conform to the account password policy." in outcome.err
    assert "at least 6 characters" in outcome.err
    assert "abc" not in outcome.out + outcome.err


def test_stdin_that_ends_early_is_told(typing: Type) -> None:
    outcome = typing("", "creds", "password", "set", "alice", "--stdin")

    assert outcome.status == 6
    assert "no line for the password of alice" in outcome.err


def test_nobody_is_asked_where_nobody_is(typing: Type) -> None:
    outcome = typing("", "creds", "password", "set", "alice")

    assert outcome.status == 2
    assert "--stdin" in outcome.err


def test_a_password_is_deleted_and_expired(typing: Type) -> None:
    typing(f"{GOOD}\n", "creds", "password", "set", "alice", "--stdin")

    expired = typing("", "creds", "password", "expire", "alice", "-o", "json")
    assert expired.json["LoginProfile"]["PasswordResetRequired"] is True
    assert typing("", "creds", "password", "delete", "alice").status == 0
    assert typing("", "creds", "password", "expire", "alice").status == 4


def test_an_undone_password_does_not_come_back(typing: Type) -> None:
    typing(f"{GOOD}\n", "creds", "password", "set", "alice", "--stdin")
    typing(f"{OTHER}\n", "creds", "password", "set", "alice", "--stdin")

    outcome = typing("", "undo", "--yes")

    assert outcome.status == 0, outcome.err
    assert "the password of alice does not come back" in outcome.err
    assert typing("", "doctor").status == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no pseudo-terminal")
def test_at_a_terminal_it_is_typed_twice_and_not_seen(typing: Type, program: list[str]) -> None:
    with terminal([*program, "creds", "password", "set", "alice"], os.environ) as screen:
        screen.read_until("Password of alice: ")
        screen.type(f"{GOOD}\n")
        screen.read_until("Again: ")
        screen.type(f"{GOOD}\n")
        seen = screen.read_to_the_end()

    assert GOOD not in seen
    assert typing(f"{GOOD}\n{OTHER}\n", "creds", "password", "change", "alice", "--stdin").status == 0
