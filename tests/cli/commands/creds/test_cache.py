"""What is kept of sessions: listed without secrets, and forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Shell


@pytest.fixture
def deployer(account: Shell) -> Shell:
    for words in (
        ("user", "create", "alice"),
        ("role", "create", "Deploy", "--trust-user", "alice"),
        ("role", "create", "Admin", "--trust-user", "alice"),
        ("assume", "Deploy", "--as", "alice", "--session-name", "ci"),
        ("assume", "Admin", "--as", "alice", "--session-name", "ci"),
    ):
        assert account(*words).status == 0
    return account


def kept(shell: Shell) -> list[str]:
    return [session["Arn"] for session in shell("creds", "cache", "list", "-o", "json").json["Sessions"]]


def test_the_list_says_whose_and_until_when_and_no_secret(deployer: Shell) -> None:
    listed = deployer("creds", "cache", "list", "--output", "json")

    assert {session["Arn"].rpartition("role/")[2] for session in listed.json["Sessions"]} == {"Deploy/ci", "Admin/ci"}
    assert listed.json["Sessions"][0]["Caller"] == "arn:aws:iam::111122223333:user/alice"
    assert "iamctl." not in listed.out
    assert "Secret" not in listed.out


def test_all_are_forgotten(deployer: Shell, tmp_path: Path) -> None:
    done = deployer("creds", "cache", "clear")

    assert "2 sessions forgotten" in done.err
    assert kept(deployer) == []
    assert list((tmp_path / "cache" / "iamctl" / "sessions").iterdir()) == []


def test_those_of_one_role_are_forgotten(deployer: Shell) -> None:
    assert deployer("creds", "cache", "clear", "--role", "deploy").status == 0
    assert kept(deployer) == ["arn:aws:sts::111122223333:assumed-role/Admin/ci"]


def test_a_role_of_which_none_is_kept_is_told(deployer: Shell) -> None:
    assert deployer("creds", "cache", "clear", "--role", "Other").status == 4


def test_nothing_is_kept_at_first(shell: Shell) -> None:
    assert shell("creds", "cache", "list", "--output", "json").json == {"Sessions": []}
    assert "0 sessions forgotten" in shell("creds", "cache", "clear").err


def test_a_file_that_is_no_session_is_as_good_as_none(deployer: Shell, tmp_path: Path) -> None:
    for file in (tmp_path / "cache" / "iamctl" / "sessions").glob("*.json"):
        file.write_text('{"Version": 1, "Purpose": [[]')

    assert kept(deployer) == []
    assert deployer("assume", "Deploy", "--as", "alice").status == 0
    assert len(kept(deployer)) == 1
