"""Credentials in the hands of callers whom policies bind: their own by AWS's self-service policies, others' never."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.conftest import ACCOUNT_ID, Outcome, Shell

As = Callable[..., Outcome]

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_iam_credentials_console.html
OWN_KEYS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["iam:*LoginProfile", "iam:*AccessKey*", "iam:*SSHPublicKey*"],
            "Resource": f"arn:aws:iam::{ACCOUNT_ID}:user/${{aws:username}}",
        }
    ],
}
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


@pytest.fixture
def shell_as(account: Shell, monkeypatch: pytest.MonkeyPatch) -> As:
    """alice manages her own credentials, bob may do nothing, carol everything; each line is one's, with stdin."""
    account("user", "create", "alice", "bob", "carol")
    for name, document in (("alice", OWN_KEYS), ("carol", EVERYTHING)):
        Path("policy.json").write_text(json.dumps(document))
        assert account("user", "put-policy", name, "own", "--policy-document", "policy.json").status == 0

    def run(caller: str, *words: str, stdin: str = "") -> Outcome:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin.encode()), isatty=lambda: False))
        return account("--as", caller, *words)

    return run


def test_who_may_manages_her_own_keys_from_the_first_to_the_last(shell_as: As) -> None:
    for words in (
        ("create",),
        ("rotate",),
        ("list",),
        ("activate", "alice"),
        ("rotate", "--finish", "--yes"),
        ("last-used", "alice"),
        ("deactivate", "alice"),
        ("delete", "alice"),
    ):
        outcome = shell_as("alice", "creds", "key", *words)
        assert outcome.status == 0, f"{words}: {outcome.err}"


@pytest.mark.parametrize("whose", ["bob", "nobody", "root", "AKIAAAAAAAAAAAAAAAAA"])
def test_others_keys_are_denied_whether_or_not_they_are_there(shell_as: As, whose: str) -> None:
    shell_as("root", "creds", "key", "create", "bob")

    for words in (("delete", whose), ("last-used", whose), ("deactivate", whose)):
        outcome = shell_as("alice", "creds", "key", *words)
        assert (outcome.status, outcome.out) == (3, ""), words
        assert "is not authorized to" in outcome.err


def test_nobody_but_root_touches_the_root_users_credentials(shell_as: As) -> None:
    shell_as("root", "creds", "key", "create", "root")
    key = shell_as("root", "creds", "key", "list", "-o", "name").lines[0]

    for words in (
        ("key", "create", "root"),
        ("key", "list", "root"),
        ("key", "delete", key),
        ("key", "last-used", key),
        ("password", "generate", "root"),
        ("password", "delete", f"arn:aws:iam::{ACCOUNT_ID}:root"),
    ):
        assert shell_as("carol", "creds", *words).status == 3, words
    for words in (("vault", "status"), ("vault", "rekey")):
        assert shell_as("carol", *words).status == 3, words


def test_an_administrator_manages_all_users_credentials(shell_as: As) -> None:
    assert shell_as("carol", "creds", "key", "create", "bob").status == 0
    assert shell_as("carol", "creds", "password", "set", "bob", "--stdin", stdin="Correct horse 7\n").status == 0
    assert shell_as("carol", "user", "delete", "bob", "--force", "--yes").status == 0


def test_force_takes_no_credentials_that_the_caller_may_not_delete(shell_as: As) -> None:
    shell_as("root", "creds", "key", "create", "bob")
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "iam:DeleteUser", "Resource": "*"}],
    }
    Path("policy.json").write_text(json.dumps(document))
    shell_as("root", "user", "put-policy", "alice", "own", "--policy-document", "policy.json")

    outcome = shell_as("alice", "user", "delete", "bob", "--force", "--yes")

    assert outcome.status == 3
    assert "iam:DeleteAccessKey" in outcome.err


def test_a_password_is_changed_by_its_owner_where_the_password_policy_says_so(shell_as: As) -> None:
    lines = "Correct horse 7\nBattery staple 8\n"
    shell_as("root", "creds", "password", "set", "bob", "--stdin", stdin="Correct horse 7\n")

    assert shell_as("bob", "creds", "password", "change", "--stdin", stdin=lines).status == 3
    shell_as("root", "account", "password-policy", "set", "--allow-users-to-change-password")
    assert shell_as("bob", "creds", "password", "change", "--stdin", stdin=lines).status == 0
    assert shell_as("bob", "creds", "password", "change", "carol", "--stdin", stdin=lines).status == 3
