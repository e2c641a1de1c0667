"""`policy refactor`, `policy from-access` and `policy shrink` at the shell's door."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cli.conftest import Shell

ALICE = "arn:aws:iam::111122223333:user/alice"
RECORD = {
    "eventSource": "s3.amazonaws.com",
    "eventName": "GetObject",
    "resources": [{"ARN": "arn:aws:s3:::b/k"}],
    "userIdentity": {"type": "IAMUser", "arn": ALICE},
}


def policy(*actions: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def alice(shell: Shell) -> Shell:
    shell("init", "--account-id", "111122223333")
    shell("user", "create", "alice")
    for name, action in (("A", "s3:Get*"), ("B", "s3:GetObject"), ("C", "s3:PutObject")):
        outcome = shell("user", "put-policy", "alice", name, "--policy-document", policy(action))
        assert outcome.status == 0, outcome.err
    return shell


def test_a_refactoring_is_shown_and_changes_nothing(alice: Shell) -> None:
    outcome = alice("policy", "refactor", "alice")

    assert outcome.status == 0
    assert "3 policies by 1" in outcome.out
    assert "covered by statement 1 of inline A" in outcome.out
    assert len(alice("user", "list-policies", "alice", "--output", "name").out.split()) == 3


def test_a_refactoring_that_is_applied_is_one_revision_that_changes_no_permission(alice: Shell) -> None:
    before = json.loads(alice("history", "list", "--output", "json").out)["Revisions"][0]["Number"]

    outcome = alice("policy", "refactor", "alice", "--apply")

    assert outcome.status == 0, outcome.err
    after = json.loads(alice("history", "list", "--output", "json").out)["Revisions"][0]["Number"]
    assert after == before + 1
    assert alice("user", "list-policies", "alice", "--output", "name").out.split() == ["A"]
    assert alice("compare", f"alice@{before}", "alice").status == 0


def test_a_list_with_an_unknown_action_is_refused_with_its_place(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "access.txt"
    file.write_text("s3:GetObject arn:aws:s3:::b/*\ns3:Nothing\n")

    outcome = shell("policy", "from-access", str(file))

    assert outcome.status == 6
    assert f"{file}:2:1: s3:Nothing is no action" in outcome.err


def test_what_shrinking_takes_is_told_with_a_request(alice: Shell, tmp_path: Path) -> None:
    log = tmp_path / "log.json.gz"
    log.write_bytes(gzip.compress(json.dumps({"Records": [RECORD]}).encode()))

    outcome = alice("policy", "shrink", "alice", "--used", str(log), "--output", "json")

    members = json.loads(outcome.out)
    assert outcome.status == 0
    assert members["Document"]["Statement"] == [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]
    assert members["Comparison"]["Relation"] == "narrower"
    assert all(each["Witness"] for each in members["Comparison"]["Lost"])


def test_an_event_that_is_not_known_is_named_and_the_exit_status_is_7(alice: Shell, tmp_path: Path) -> None:
    log = tmp_path / "log.json"
    log.write_text(json.dumps([RECORD, RECORD | {"eventName": "Mystery"}]))

    outcome = alice("policy", "shrink", "alice", "--used", str(log), "--document")

    assert outcome.status == 7
    assert "s3.amazonaws.com:Mystery stands for no action that is known" in outcome.err
    assert json.loads(outcome.out)["Statement"]


def test_a_log_that_is_broken_is_refused_without_a_traceback(alice: Shell, tmp_path: Path) -> None:
    log = tmp_path / "log.json.gz"
    log.write_bytes(b"no gzip")

    outcome = alice("policy", "shrink", "alice", "--used", str(log))

    assert outcome.status == 6
    assert "Traceback" not in outcome.err
