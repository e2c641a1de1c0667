"""`instance exec`: a command as if on an instance, with the doors of one and none of the person's own credentials."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Shell

pytest.importorskip("uvicorn")
TELL = (
    "import json, os, sys, urllib.request as web\n"
    "told = dict(os.environ)\n"
    "def ask(url, method='GET', **headers):\n"
    "    named = {name.replace('_', '-'): value for name, value in headers.items()}\n"
    "    return web.urlopen(web.Request(url, method=method, headers=named)).read().decode()\n"
    "if url := told.get('AWS_EC2_METADATA_SERVICE_ENDPOINT'):\n"
    "    token = ask(url + '/latest/api/token', 'PUT', X_aws_ec2_metadata_token_ttl_seconds='60')\n"
    "    path = '/latest/meta-data/iam/security-credentials/'\n"
    "    told['role'] = ask(url + path, X_aws_ec2_metadata_token=token)\n"
    "    told['found'] = ask(url + path + told['role'], X_aws_ec2_metadata_token=token)\n"
    "else:\n"
    "    file = told.get('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE')\n"
    "    token = open(file).read() if file else told['AWS_CONTAINER_AUTHORIZATION_TOKEN']\n"
    "    told['found'] = ask(told['AWS_CONTAINER_CREDENTIALS_FULL_URI'], Authorization=token)\n"
    "    told['mode'] = oct(os.stat(file).st_mode) if file else ''\n"
    "told['argv'] = open('/proc/%d/cmdline' % os.getppid()).read() if os.path.exists('/proc') else ''\n"
    "print(json.dumps(told))\n"
)


@pytest.fixture
def profile(account: Shell) -> Shell:
    for words in (
        ("role", "create", "Web", "--trust-service", "ec2.amazonaws.com"),
        ("instance-profile", "create", "WebServer"),
        ("instance-profile", "add-role", "WebServer", "Web"),
    ):
        outcome = account(*words)
        assert outcome.status == 0, outcome.err
    return account


def told(program: list[str], *words: str) -> dict[str, str]:
    command = [*program, *words, "--", sys.executable, "-c", TELL]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    said: dict[str, str] = json.loads(ran.stdout)
    return said


@pytest.mark.parametrize("words", [("instance", "exec", "WebServer"), ("exec", "--instance-profile", "WebServer")])
def test_the_command_finds_a_metadata_service_and_no_credentials_in_its_environment(
    profile: Shell, program: list[str], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/of/another")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/of/another")

    said = told(program, *words)

    assert said["role"] == "Web"
    assert json.loads(said["found"])["Code"] == "Success"
    assert json.loads(said["found"])["SecretAccessKey"] not in "".join(
        value for name, value in said.items() if name != "found"
    )
    left = {name for name in said if name.startswith("AWS_")}
    assert left == {
        *("AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_REGION", "AWS_DEFAULT_REGION"),
        *("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"),
    }
    assert (said["AWS_CONFIG_FILE"], said["AWS_SHARED_CREDENTIALS_FILE"]) == (os.devnull, os.devnull)


def test_a_containers_token_is_in_the_environment_and_in_no_argument(profile: Shell, program: list[str]) -> None:
    said = told(program, "instance", "exec", "WebServer", "--through", "container")

    assert json.loads(said["found"])["RoleArn"] == "arn:aws:iam::111122223333:role/Web"
    assert said["AWS_CONTAINER_AUTHORIZATION_TOKEN"] not in said["argv"]
    assert said["AWS_EC2_METADATA_DISABLED"] == "true"


def test_a_pods_token_is_in_a_file_of_its_own_that_is_gone_afterwards(profile: Shell, program: list[str]) -> None:
    said = told(program, "instance", "exec", "WebServer", "--through", "pod-identity")

    assert json.loads(said["found"])["AccountId"] == "111122223333"
    assert said["mode"].endswith("600")
    assert "AWS_CONTAINER_AUTHORIZATION_TOKEN" not in said
    assert not Path(said["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]).exists()


def test_iamctl_itself_acts_as_the_role_in_there(profile: Shell, program: list[str]) -> None:
    words = ["instance", "exec", "WebServer", "--id", "i-0123456789abcdef0", "--", *program, "whoami", "--json"]
    ran = subprocess.run([*program, *words], capture_output=True, text=True)

    assert json.loads(ran.stdout)["Arn"] == "arn:aws:sts::111122223333:assumed-role/Web/i-0123456789abcdef0"


def test_the_commands_status_is_the_programs(profile: Shell) -> None:
    assert profile("instance", "exec", "WebServer", "--", "sh", "-c", "exit 7").status == 7
    assert profile("instance", "exec", "WebServer", "--", "no-such-command").status == 127


def test_what_cannot_work_is_said_before_the_command_runs(profile: Shell, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    touch = ("--", "touch", str(ran))
    profile("role", "create", "Task", "--trust-service", "ecs-tasks.amazonaws.com")
    profile("instance-profile", "create", "Tasks")
    profile("instance-profile", "add-role", "Tasks", "Task")
    profile("user", "create", "alice")

    outcomes = [
        profile("instance", "exec", "Nowhere", *touch),
        profile("instance", "exec", "Tasks", *touch),
        profile("instance", "exec", "WebServer", "--as", "alice", *touch),
        profile("instance", "exec", "WebServer", "--id", "i-1", *touch),
        profile("instance", "exec", "WebServer", "--through", "window", *touch),
        profile("instance", "exec", "WebServer", "--imds", "v3", *touch),
        profile("exec", "--instance-profile", "WebServer", "--duration", "1h", *touch),
        profile("exec", "alice"),
    ]

    assert [outcome.status for outcome in outcomes] == [4, 3, 3, 6, 2, 2, 2, 2]
    assert "EC2 cannot assume the role Task." in outcomes[1].err
    assert "ec2:RunInstances" in outcomes[2].err
    assert not ran.exists()
