"""How errors become exit statuses, and what is said then."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from iamctl.cli.run import Run
from iamctl.errors import BrokenFile, CheckFailed, IamctlError, LockTimeout, Mistakes, NoSuchEntity

from .conftest import Shell


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Every command that opens the account fails like this."""

    def service(self: Run, **_: object) -> None:
        raise error

    monkeypatch.setattr(Run, "service", service)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NoSuchEntity("user", "x"), 4),
        (BrokenFile("It does not parse."), 74),
        (LockTimeout("Another process holds the account."), 74),
        (Mistakes([NoSuchEntity("user", "x"), NoSuchEntity("group", "y")]), 4),
        (CheckFailed(""), 1),
    ],
)
def test_an_error_has_its_exit_status(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, error: IamctlError, status: int
) -> None:
    failing(monkeypatch, error)

    assert shell("user", "list").status == status


def test_an_error_is_json_where_the_answer_would_be(account: Shell) -> None:
    outcome = account("user", "get", "nobody", "-o", "json")

    error = json.loads(outcome.err)["Error"]
    assert (outcome.status, outcome.out, error["Code"]) == (4, "", "NoSuchEntity")


@pytest.mark.parametrize("words", [("--json", "--bad"), ("-o", "json", "--bad"), ("user", "--bad", "--output=json")])
def test_a_command_line_that_was_not_understood_fails_in_json_too(shell: Shell, words: tuple[str, ...]) -> None:
    outcome = shell(*words)

    assert outcome.status == 2
    assert json.loads(outcome.err)["Error"]["Code"] == "Usage"


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("undo", "newest"), "REVISION"),
        (("account", "password-policy", "set", "--max-password-age", "newest"), "--max-password-age"),
    ],
)
def test_what_is_no_number_is_told_in_plain_words(shell: Shell, words: tuple[str, ...], where: str) -> None:
    outcome = shell(*words)

    message = f"iamctl: error: Usage: Invalid value for '{where}': 'newest' is no whole number."
    assert (outcome.status, outcome.err.splitlines()[0]) == (2, message)


def test_a_machine_in_the_way_is_no_bug(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, OSError(errno.ENOSPC, "No space left on device", "/data/users/alice.toml"))

    outcome = shell("user", "list")

    assert outcome.status == 74
    assert outcome.err == "iamctl: error: StorageFailure: /data/users/alice.toml: No space left on device.\n"


def test_ctrl_c_ends_quietly(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, KeyboardInterrupt())

    outcome = shell("user", "list")

    assert (outcome.status, outcome.out, outcome.err) == (130, "", "")


def test_a_bug_is_one_line_and_a_file_that_only_its_owner_reads(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ZeroDivisionError("secret"))

    outcome = shell("user", "list")

    (log,) = (home / "log").iterdir()
    assert outcome.status == 70
    assert outcome.err.count("\n") == 1
    assert str(log) in outcome.err
    assert "ZeroDivisionError: secret" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_bug_shows_its_traceback_to_who_asks(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ZeroDivisionError("divided"))

    assert "Traceback" in shell("user", "list", "--debug").err


def test_a_bug_is_told_even_when_the_settings_are_broken(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ZeroDivisionError())
    monkeypatch.setenv("IAMCTL_CONFIG", str(tmp_path / "none"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    outcome = shell("user", "list")

    assert outcome.status == 70
    assert str(tmp_path / "iamctl-log") in outcome.err


@pytest.mark.parametrize("caller", ["alice", "arn:aws:iam::111122223333:user/alice", ""])
def test_nobody_acts_who_is_not_there(account: Shell, caller: str) -> None:
    outcome = account("user", "list", "--as", caller)

    assert outcome.status == 4
    assert "iamctl: error: NoSuchEntity: " in outcome.err


@pytest.mark.parametrize("caller", ["root", "arn:aws:iam::111122223333:root"])
def test_root_may_be_named(account: Shell, caller: str) -> None:
    assert account("user", "list", "--as", caller).status == 0


def test_without_an_account_the_way_to_one_is_told(shell: Shell) -> None:
    outcome = shell("user", "list")

    assert outcome.status == 4
    assert "iamctl init" in outcome.err
