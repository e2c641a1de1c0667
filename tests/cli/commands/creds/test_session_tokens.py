"""GetSessionToken and GetFederationToken from the shell."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.commands.codes import code_at, enabled_device
from cli.conftest import Shell
from cli.terminal import terminal
from iamctl import bootstrap

MAY_FEDERATE = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:*","iam:*"],"Resource":"*"}}'
NOW = datetime(2026, 11, 24, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def people(account: Shell) -> Shell:
    for words in (
        ("user", "create", "alice", "bob"),
        ("user", "put-policy", "alice", "Own", "--policy-document", MAY_FEDERATE),
    ):
        assert account(*words).status == 0
    return account


def answer_of(shell: Shell, *words: str) -> dict[str, Any]:
    done = shell("creds", *words, "--format", "json")
    assert done.status == 0, done.err
    return json.loads(done.out)  # type: ignore[no-any-return]


def present(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]) -> None:
    credentials = answer["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", credentials["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", credentials["SessionToken"])


def lasts(answer: dict[str, Any]) -> timedelta:
    return datetime.fromisoformat(answer["Credentials"]["Expiration"]) - datetime.now(UTC)


def test_a_session_of_ones_own_lasts_twelve_hours_and_at_most_36(people: Shell) -> None:
    usual = answer_of(people, "session-token", "--as", "alice")

    assert list(usual) == ["Credentials"]
    assert timedelta(hours=11, minutes=59) < lasts(usual) <= timedelta(hours=12)
    longest = answer_of(people, "session-token", "--as", "alice", "--duration", "max")
    assert timedelta(hours=35) < lasts(longest) <= timedelta(hours=36)
    assert people("creds", "session-token", "--as", "alice", "--duration", "37h").status == 6


def test_the_root_users_lasts_an_hour(people: Shell) -> None:
    assert lasts(answer_of(people, "session-token", "--duration", "max")) <= timedelta(hours=1)


def test_without_a_code_it_may_not_call_iam(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    present(monkeypatch, answer_of(people, "session-token", "--as", "alice"))

    assert people("whoami", "--output", "name").out == "arn:aws:iam::111122223333:user/alice\n"
    assert people("user", "list").status == 3


def test_with_a_code_it_may(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = NOW
    monkeypatch.setattr(bootstrap, "now", lambda: moment)
    seed, serial = enabled_device(people, "alice", moment)
    moment += timedelta(minutes=5)
    code = code_at(seed, moment)
    present(
        monkeypatch, answer_of(people, "session-token", "--as", "alice", "--mfa-serial", serial, "--mfa-code", code)
    )

    assert people("user", "list").status == 0


def test_who_has_a_session_gets_no_other(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    present(monkeypatch, answer_of(people, "session-token", "--as", "alice"))

    assert "Cannot call GetSessionToken with session credentials" in people("creds", "session-token").err
    assert "Cannot call GetFederationToken with session credentials" in people("creds", "federation-token", "ci").err


def test_a_federated_user_is_named_in_the_answer(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_of(people, "federation-token", "ci-job", "--as", "alice", "--policy-arn", "ReadOnlyAccess")

    assert answer["FederatedUser"] == {
        "FederatedUserId": "111122223333:ci-job",
        "Arn": "arn:aws:sts::111122223333:federated-user/ci-job",
    }
    assert answer["PackedPolicySize"] > 0
    present(monkeypatch, answer)
    assert people("whoami", "--output", "name").out == "arn:aws:sts::111122223333:federated-user/ci-job\n"
    assert people("user", "list").status == 3


def test_who_may_not_have_one_issued_for_others_is_refused(people: Shell) -> None:
    refused = people("creds", "federation-token", "ci-job", "--as", "bob")

    assert refused.status == 3
    assert "sts:GetFederationToken" in refused.err


def test_off_a_terminal_a_shell_gets_what_it_evaluates(people: Shell) -> None:
    assert people("creds", "session-token", "--as", "alice").out.startswith("export AWS_ACCESS_KEY_ID='ASIA")


def test_at_a_terminal_none_is_issued_that_would_go_nowhere(people: Shell, program: list[str]) -> None:
    with terminal([*program, "creds", "session-token", "--as", "alice"], os.environ) as screen:
        said = screen.read_to_the_end()

    assert "this session is not kept" in said
    assert people("creds", "session", "list", "--output", "json").json["Sessions"] == []
