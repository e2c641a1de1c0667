"""Commands that run with a session's credentials: their environment, their signals and their exit status."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iamctl.cli.child_environment import child_environment
from iamctl.model.secret import Secret
from iamctl.model.session import Credentials

CREDENTIALS = Credentials(
    access_key_id="ASIAIOSFODNN7EXAMPLE",
    secret_access_key=Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCY"),
    session_token=Secret("iamctl.SKEYA.token"),
    expiration=datetime(2026, 11, 24, 12, tzinfo=UTC),
)
BECOME = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.cli.test_child_environment import CREDENTIALS
from iamctl.cli.child_environment import replace_process
replace_process(sys.argv[2:], CREDENTIALS, "111122223333")
"""


def become(*command: str, **options: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", BECOME, str(Path(__file__).parents[2]), *command]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]


def test_the_environment_has_the_credentials_and_names_nobody_else() -> None:
    before = {"PATH": "/bin", "AWS_PROFILE": "other", "AWS_SECURITY_TOKEN": "old", "IAMCTL_AS": "bob"}

    environment = child_environment(before | {"AWS_ACCESS_KEY_ID": "AKIA"}, CREDENTIALS, "111122223333")

    assert environment == {
        "PATH": "/bin",
        "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCY",
        "AWS_SESSION_TOKEN": "iamctl.SKEYA.token",
        "AWS_CREDENTIAL_EXPIRATION": "2026-11-24T12:00:00Z",
        "IAMCTL_ACCOUNT": "111122223333",
    }


def test_a_data_dir_that_was_given_is_handed_on() -> None:
    environment = child_environment({}, CREDENTIALS, "111122223333", data_dir=Path("/srv/iam"))

    assert environment["IAMCTL_DATA_DIR"] == "/srv/iam"


def test_the_exit_status_is_the_commands() -> None:
    with become("sh", "-c", "exit 42") as child:
        assert child.wait() == 42


def test_a_signal_reaches_the_command() -> None:
    waiting = "trap 'echo caught; exit 7' TERM; echo ready; while :; do read line; done"
    with become("sh", "-c", waiting, stdin=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"

        child.send_signal(signal.SIGTERM)
        assert child.stdin is not None
        child.stdin.close()

        assert child.stdout.read() == "caught\n"
        assert child.wait() == 7


def test_the_command_sees_the_variables() -> None:
    with become(sys.executable, "-c", "import os, json; print(json.dumps(dict(os.environ)))") as child:
        seen = json.loads(child.communicate()[0])

    assert seen["AWS_SESSION_TOKEN"] == "iamctl.SKEYA.token"


@pytest.mark.parametrize(("command", "status"), [("no-such-command-here", 127), ("/no/such/file", 127), ("/", 126)])
def test_a_command_that_is_not_there_or_no_program_is_said_to_be_so(command: str, status: int) -> None:
    with become(command) as child:
        _, complaint = child.communicate()

    assert child.returncode == status
    assert complaint.startswith("iamctl: error: ")
    assert "Traceback" not in complaint
    assert "wJalr" not in complaint
