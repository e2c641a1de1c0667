"""`instance launch`: a metadata service for as long as somebody wants it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from cli.conftest import Shell

pytest.importorskip("uvicorn")


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


@contextmanager
def launched(program: list[str], *words: str) -> Iterator[tuple[dict[str, object], subprocess.Popen[str]]]:
    command = [*program, "instance", "launch", "WebServer", "--port", "0", "--output", "jsonl", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else ""
        try:
            yield json.loads(line)["Instance"], process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)


def test_it_says_where_it_is_and_answers_there(profile: Shell, program: list[str]) -> None:
    with launched(program, "--id", "i-0123456789abcdef0", "--region", "eu-north-1") as (said, process):
        url = said["Endpoint"]
        token = httpx.put(f"{url}/latest/api/token", headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"}).text
        region = httpx.get(f"{url}/latest/meta-data/placement/region", headers={"X-aws-ec2-metadata-token": token}).text
    assert said["Environment"] == {"AWS_EC2_METADATA_SERVICE_ENDPOINT": url}
    assert said["Arn"] == "arn:aws:ec2:eu-north-1:111122223333:instance/i-0123456789abcdef0"
    assert region == "eu-north-1"
    assert process.returncode == 128 + signal.SIGTERM


def test_version_1_is_answered_only_where_it_was_allowed(profile: Shell, program: list[str]) -> None:
    with launched(program) as (strict, _), launched(program, "--imds", "v1-allowed") as (lax, _):
        statuses = [httpx.get(f"{each['Endpoint']}/latest/meta-data/").status_code for each in (strict, lax)]

    assert statuses == [401, 200]


def test_ctrl_c_ends_it_quietly(profile: Shell, program: list[str]) -> None:
    with launched(program) as (_, process):
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()

    assert process.returncode == 0
    assert "Traceback" not in said


def test_a_containers_token_lies_in_its_file_until_the_end(profile: Shell, program: list[str], tmp_path: Path) -> None:
    file = tmp_path / "token"
    with launched(program, "--container-token-file", str(file)) as (said, _):
        mode = file.stat().st_mode & 0o777
        answer = httpx.get(f"{said['Endpoint']}/v1/credentials", headers={"Authorization": file.read_text()})
        token = file.read_text()

    assert mode == 0o600
    assert answer.status_code == 200
    assert token not in json.dumps(said)
    assert not file.exists()


def test_a_file_that_is_there_is_left_alone(profile: Shell, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("mine")

    outcome = profile("instance", "launch", "WebServer", "--container-token-file", str(file), "--for", "0")

    assert outcome.status == 5
    assert file.read_text() == "mine"


def test_it_listens_on_loopback_and_beyond_never_silently(profile: Shell) -> None:
    quiet = profile("instance", "launch", "WebServer", "--port", "0", "--for", "0")
    loud = profile("instance", "launch", "WebServer", "--port", "0", "--for", "0", "--listen", "0.0.0.0", "--quiet")

    assert "reaches" not in quiet.err
    assert "http://127.0.0.1:" in quiet.out
    assert "whoever reaches 0.0.0.0 gets the role's credentials" in loud.err


def test_a_port_that_is_taken_and_words_that_mean_nothing_are_told(profile: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        outcomes = [
            profile("instance", "launch", "WebServer", "--port", port, "--for", "0"),
            profile("instance", "launch", "WebServer", "--listen", "example.com", "--for", "0"),
            profile("instance", "launch", "WebServer", "--hop-limit", "65", "--for", "0"),
            profile("instance", "launch", "WebServer", "--port", "70000", "--for", "0"),
        ]

    assert [outcome.status for outcome in outcomes] == [74, 6, 2, 2]
    assert "Traceback" not in "".join(outcome.err for outcome in outcomes)


def test_a_role_that_ec2_may_not_assume_is_told_and_served_as_ec2_would(profile: Shell) -> None:
    profile("role", "create", "Task", "--trust-service", "ecs-tasks.amazonaws.com")
    profile("instance-profile", "create", "Tasks")
    profile("instance-profile", "add-role", "Tasks", "Task")

    outcome = profile("instance", "launch", "Tasks", "--port", "0", "--for", "0")

    assert outcome.status == 0
    assert "there are no credentials: EC2 cannot assume the role Task." in outcome.err


def test_what_is_missing_of_serving_is_told(profile: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iamctl.endpoint.installed.PACKAGES", ("starlette", "no_such_package"))

    outcome = profile("instance", "launch", "WebServer", "--for", "0")

    assert outcome.status == 74
    assert "no_such_package" in outcome.err
    assert "iamctl[serve]" in outcome.err
