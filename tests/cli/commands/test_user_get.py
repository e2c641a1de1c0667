"""`iamctl user get`: users as they are looked at side by side."""

from __future__ import annotations

from cli.conftest import ACCOUNT_ID, Shell

DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


def test_several_users_show_their_boundaries_by_arn(account: Shell) -> None:
    account("policy", "create", "Limit", "--policy-document", DOCUMENT)
    account("user", "create", "alice", "--permissions-boundary", "Limit", "--tag", "team=core")
    account("user", "create", "bob")

    titles, alice, bob = account("user", "get", "alice", "bob").lines

    assert titles.split() == ["UserName", "Path", "UserId", "CreateDate", "PermissionsBoundary", "Tags"]
    assert alice.split()[4:] == [f"arn:aws:iam::{ACCOUNT_ID}:policy/Limit", "team=core"]
    assert bob.split()[4:] == ["-", "-"]
