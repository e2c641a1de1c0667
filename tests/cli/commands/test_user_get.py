"""`iamctl user get`: users as they are looked at side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import ACCOUNT_ID, Shell

DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


def test_several_users_show_their_boundaries_by_arn(account: Shell) -> None:
    account("policy", "create", "Limit", "--policy-document", DOCUMENT)
    account("user", "create", "alice", "--permissions-boundary", "Limit", "--tag", "team=core")
    account("user", "create", "bob")

    titles, alice, bob = account("user", "get", "alice", "bob").lines

    assert titles.split() == [
        "UserName",
        "Path",
        "UserId",
        "CreateDate",
        "PasswordLastUsed",
        "PermissionsBoundary",
        "Tags",
    ]
    assert alice.split()[4:] == ["-", f"arn:aws:iam::{ACCOUNT_ID}:policy/Limit", "team=core"]
    assert bob.split()[4:] == ["-", "-", "-"]


def test_a_password_that_was_used_says_when(account: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    account("account", "password-policy", "set", "--allow-users-to-change-password")
    account("user", "create", "alice")
    first = account("creds", "password", "generate", "alice").out.strip()
    assert "PasswordLastUsed" not in account("user", "get", "alice", "-o", "json").json["User"]
    Path("words").write_text(f"{first}\nanother sentence of mine 7\n")

    with Path("words").open() as words:
        monkeypatch.setattr("sys.stdin", words)
        assert account("creds", "password", "change", "alice", "--stdin").status == 0

    user = account("user", "get", "alice", "-o", "json").json["User"]
    assert list(user)[-2:] == ["CreateDate", "PasswordLastUsed"]
    assert account("user", "list", "-o", "json").json["Users"] == [user]
