"""`whoami`: GetCallerIdentity, and behind `--verbose` what the caller acts by."""

from __future__ import annotations

import pytest

from cli.conftest import Shell


@pytest.fixture
def acting(account: Shell) -> Shell:
    for words in (
        ("group", "create", "Developers", "--attach-policy", "ReadOnlyAccess"),
        (
            "user",
            "create",
            "alice",
            "--path",
            "/eng/",
            "--group",
            "Developers",
            "--permissions-boundary",
            "PowerUserAccess",
        ),
        ("role", "create", "Deploy", "--trust-service", "ec2.amazonaws.com"),
    ):
        assert account(*words).status == 0
    return account


def test_without_as_it_is_root(account: Shell) -> None:
    assert account("whoami", "-o", "json").json == {
        "UserId": "111122223333",
        "Account": "111122223333",
        "Arn": "arn:aws:iam::111122223333:root",
    }


def test_a_user_needs_no_permission_to_ask(acting: Shell) -> None:
    identity = acting("whoami", "-o", "json", "--as", "alice").json

    assert identity["UserId"].startswith("AIDA")
    assert identity["Arn"] == "arn:aws:iam::111122223333:user/eng/alice"


def test_a_role_is_a_session(acting: Shell) -> None:
    session = "arn:aws:sts::111122223333:assumed-role/Deploy/build-7"

    identity = acting("whoami", "-o", "json", "--as", session).json

    assert identity["UserId"].startswith("AROA")
    assert identity["UserId"].endswith(":build-7")
    assert identity["Arn"] == session


def test_verbose_tells_what_the_caller_acts_by(acting: Shell) -> None:
    standing = acting("whoami", "--verbose", "-o", "json", "--as", "alice").json

    assert standing["Kind"] == "user"
    assert standing["Groups"] == ["Developers"]
    assert standing["Policies"] == ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    assert standing["PermissionsBoundary"] == "arn:aws:iam::aws:policy/PowerUserAccess"
