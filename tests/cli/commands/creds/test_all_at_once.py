"""Eight processes rotate keys, take on roles and revoke at once: no key is lost, none is a third one."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cli.conftest import Shell

ROUNDS = int(os.environ.get("IAMCTL_TEST_ROUNDS", "3"))
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}],
    }
)
MAY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
JOBS = (
    ["creds", "key", "rotate", "alice", "-o", "json"],
    ["creds", "key", "create", "alice", "-o", "json"],
    ["--as", "alice", "assume", "Deploy", "--no-cache", "--format", "json"],
    ["--as", "alice", "assume", "Deploy", "--format", "json"],
    ["creds", "revoke", "Deploy"],
    ["creds", "key", "rotate", "alice", "--finish", "--yes", "-o", "json"],
    ["--as", "alice", "assume", "Deploy", "--session-name", "other", "--format", "json"],
    ["creds", "key", "list", "alice", "-o", "json"],
)


@pytest.fixture
def done(account: Shell, program: list[str]) -> list[tuple[int, subprocess.CompletedProcess[str]]]:
    """What each of eight processes, each in another order, came to."""
    for words in (
        ("user", "create", "alice"),
        ("user", "put-policy", "alice", "All", "--policy-document", MAY),
        ("role", "create", "Deploy", "--assume-role-policy-document", TRUST),
        ("creds", "key", "create", "alice", "-o", "json"),
    ):
        assert account(*words).status == 0

    def work(first: int) -> list[tuple[int, subprocess.CompletedProcess[str]]]:
        return [
            (job, subprocess.run([*program, *JOBS[job]], capture_output=True, text=True))
            for turn in range(ROUNDS)
            for job in [(first + turn * 3) % len(JOBS)]
        ]

    with ThreadPoolExecutor(8) as pool:
        return [outcome for outcomes in pool.map(work, range(8)) for outcome in outcomes]


def test_keys_and_sessions_hold_under_eight_processes(
    done: list[tuple[int, subprocess.CompletedProcess[str]]], account: Shell, program: list[str], home: Path
) -> None:
    # What may be refused is refused in words: a third key, a rotation that is not there, nothing to finish.
    unexpected = [(JOBS[job], run.stderr) for job, run in done if run.returncode not in (0, 4, 5, 6)]
    assert unexpected == []
    assert all("Traceback" not in run.stderr for _, run in done)
    assert all(len(json.loads(run.stdout)["AccessKeyMetadata"]) <= 2 for job, run in done if job == 7)

    kept = account("creds", "key", "list", "alice", "-o", "json").json["AccessKeyMetadata"]
    assert 1 <= len(kept) <= 2
    made = [json.loads(run.stdout)["AccessKey"] for job, run in done if job in (0, 1) and run.returncode == 0]
    text = account("history", "export").out
    assert [key["AccessKeyId"] for key in made if key["AccessKeyId"] not in text] == []

    # Every key that is kept and was handed over works with its secret, unless it was retired.
    states = {key["AccessKeyId"]: key["Status"] for key in kept}
    for key in made:
        environ = os.environ | {
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        }
        told = subprocess.run([*program, "whoami", "-o", "json"], env=environ, capture_output=True, text=True)
        is_accepted = states.get(key["AccessKeyId"]) == "Active"
        assert (told.returncode == 0) == is_accepted, told.stderr
        if is_accepted:
            assert json.loads(told.stdout)["Arn"] == "arn:aws:iam::111122223333:user/alice"

    sessions = [json.loads(run.stdout) for job, run in done if job in (2, 3, 6) and run.returncode == 0]
    assert sessions
    listed = {each["AccessKeyId"] for each in account("creds", "session", "list", "-o", "json").json["Sessions"]}
    assert {each["Credentials"]["AccessKeyId"] for each in sessions} <= listed
    assert account("doctor").status == 0
    assert account("history", "verify").status == 0
