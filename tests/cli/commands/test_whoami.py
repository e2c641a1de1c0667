"""`whoami`: GetCallerIdentity, and behind `--verbose` what the caller acts by."""

from __future__ import annotations

import json
import sys

import pytest

from cli.conftest import Shell

ANYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


def trusting_alice() -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:user/eng/alice"},
        "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


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


def test_verbose_tells_what_a_session_is(acting: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (
        ("role", "trust", "set", "Deploy", "--assume-role-policy-document", trusting_alice()),
        ("user", "put-policy", "alice", "Any", "--policy-document", ANYTHING),
        ("user", "delete-boundary", "alice"),
    ):
        assert acting(*words).status == 0
    narrowed = ("--session-policy", ANYTHING, "--tag", "team=core", "--transitive", "team", "--source-identity", "ann")
    words = ("assume", "Deploy", "--session-name", "ci", "--as", "alice", "--format", "json", *narrowed)
    credentials = acting(*words).json["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", credentials["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", credentials["SessionToken"])

    told = acting("whoami", "--verbose", "-o", "json").json

    assert told["Arn"] == "arn:aws:sts::111122223333:assumed-role/Deploy/ci"
    assert (told["Kind"], told["IssuedBy"]) == ("session of role Deploy", "AssumeRole")
    assert told["Expiration"] == credentials["Expiration"].replace("+00:00", "Z")
    assert told["Remaining"] in ("1h00m", "59m")
    assert told["MFA"] is None
    assert told["SourceIdentity"] == "ann"
    assert told["Chain"] == ["arn:aws:iam::111122223333:user/eng/alice"]
    assert told["SessionTags"] == [{"Key": "team", "Value": "core"}]
    assert told["TransitiveTagKeys"] == ["team"]
    assert told["SessionPolicy"] == json.loads(ANYTHING)


def test_credentials_of_the_root_user_are_told_as_such(account: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    tell = "import json, os; print(json.dumps(dict(os.environ)))"
    for name, value in account("exec", "root", "--", sys.executable, "-c", tell).json.items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)

    told = account("whoami", "--verbose", "-o", "json").json

    assert (told["UserId"], told["Kind"]) == ("111122223333", "session of the root user")
    assert (told["Groups"], told["Policies"], told["PermissionsBoundary"]) == ([], [], None)


def test_verbose_tells_what_the_caller_acts_by(acting: Shell) -> None:
    standing = acting("whoami", "--verbose", "-o", "json", "--as", "alice").json

    assert standing["Kind"] == "user"
    assert standing["Groups"] == ["Developers"]
    assert standing["Policies"] == ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    assert standing["PermissionsBoundary"] == "arn:aws:iam::aws:policy/PowerUserAccess"
