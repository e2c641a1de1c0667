"""`exec`: a command as somebody else, with that one's credentials in its environment and nowhere else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from cli.conftest import Outcome, Shell
from iamctl import bootstrap
from iamctl.cli.settings import config_file
from iamctl.service.access_keys import create_access_key

ACCOUNT = "arn:aws:iam::111122223333"
TELL = (sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))")


@pytest.fixture
def people(account: Shell) -> Shell:
    """Alice, bob, and a role that alice may take on."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": f"{ACCOUNT}:user/alice"}, "Action": "sts:AssumeRole"}],
    }
    for words in (
        ("user", "create", "alice"),
        ("user", "create", "bob"),
        ("role", "create", "Deploy", "--assume-role-policy-document", json.dumps(trust)),
        ("user", "create", "twin"),
        ("role", "create", "twin", "--assume-role-policy-document", json.dumps(trust)),
    ):
        outcome = account(*words)
        assert outcome.status == 0, outcome.err
    return account


def whoami(shell: Shell, *words: str) -> Outcome:
    return shell(*words, "--", sys.executable, "-m", "iamctl", "whoami", "-o", "json")


@pytest.mark.usefixtures("program")
def test_the_owner_runs_a_command_as_any_user(people: Shell) -> None:
    assert whoami(people, "exec", "alice").json["Arn"] == f"{ACCOUNT}:user/alice"
    assert whoami(people, "exec", f"{ACCOUNT}:user/bob").json["Arn"] == f"{ACCOUNT}:user/bob"
    assert whoami(people, "exec", "root").json["Arn"] == f"{ACCOUNT}:root"


@pytest.mark.usefixtures("program")
def test_a_role_is_taken_on_by_the_caller_and_by_nobody_whom_it_does_not_trust(people: Shell) -> None:
    as_alice = whoami(people, "exec", "Deploy", "--session-name", "build-7", "--as", "alice")
    assert as_alice.json["Arn"] == "arn:aws:sts::111122223333:assumed-role/Deploy/build-7"

    for refused in (whoami(people, "exec", "Deploy", "--as", "bob"), whoami(people, "exec", "Deploy")):
        assert (refused.status, refused.out) == (3, "")
        assert "AccessDenied" in refused.err


def test_nobody_but_the_owner_runs_a_command_as_another_user(people: Shell) -> None:
    refused = people("exec", f"{ACCOUNT}:user/bob", "--as", "alice", "--", "env")

    assert (refused.status, refused.out) == (3, "")
    assert "only the owner may" in refused.err


def test_a_name_of_a_user_and_a_role_is_asked_about(people: Shell) -> None:
    outcome = people("exec", "twin", "--", "env")

    assert outcome.status == 6
    assert f"say {ACCOUNT}:role/twin" in outcome.err


def test_who_is_not_there_runs_nothing(people: Shell) -> None:
    assert people("exec", "nobody", "--", "env").status == 4


def test_the_command_finds_its_credentials_and_nobody_elses(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_SECURITY_TOKEN", "IAMCTL_PROFILE"):
        monkeypatch.setenv(name, "another")
    monkeypatch.setenv("IAMCTL_AS", "alice")

    environment = people("exec", "alice", "--duration", "1h", "--", *TELL).json

    assert environment["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert environment["AWS_SESSION_TOKEN"].startswith("iamctl.")
    assert environment["IAMCTL_ACCOUNT"] == "111122223333"
    assert not {"AWS_PROFILE", "AWS_SECURITY_TOKEN", "IAMCTL_AS", "IAMCTL_PROFILE"} & set(environment)
    assert people("creds", "session", "list", "--as", "root", "-o", "json").json["Sessions"][0]["Remaining"] in (
        "1h00m",
        "59m",
    )


@pytest.mark.usefixtures("program")
def test_who_has_a_session_hands_that_one_over(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    session = {
        name: value for name, value in people("exec", "alice", "--", *TELL).json.items() if name.startswith("AWS_")
    }
    for name, value in session.items():
        monkeypatch.setenv(name, value)

    environment = people("exec", "alice", "--", *TELL).json

    assert {name: environment[name] for name in session} == session
    assert people("exec", "alice", "--duration", "1h", "--", "env").status == 2


@pytest.mark.usefixtures("program")
def test_a_user_with_its_own_key_runs_a_command_as_itself(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = bootstrap.VaultKeys(config_file(os.environ).parent, lambda is_new: "")
    made = bootstrap.open_service(keys=keys).call(create_access_key, user_name="alice")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", made.key.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", made.secret.reveal())

    assert whoami(people, "exec", "alice").json["Arn"] == f"{ACCOUNT}:user/alice"


def test_the_commands_status_is_the_programs_own(people: Shell, program: list[str]) -> None:
    ended = [
        subprocess.run([*program, "exec", "alice", "--", *command], capture_output=True, text=True).returncode
        for command in (["sh", "-c", "exit 7"], ["true"], ["/no/such/command"])
    ]

    assert ended == [7, 0, 127]


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_a_signal_reaches_the_command_itself(people: Shell, program: list[str]) -> None:
    code = (
        "import signal, sys, threading\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(42))\n"
        "print('on', flush=True)\nwhile True: threading.Event().wait(0.2)\n"
    )
    with subprocess.Popen(
        [*program, "exec", "alice", "--", sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "on\n"
        child.send_signal(signal.SIGTERM)

    assert child.returncode == 42
