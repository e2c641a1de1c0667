"""`iamctl decide`: requests and answers as JSON Lines."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cli.conftest import Shell

READ = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}'


def test_answers_come_in_order_and_a_bad_line_stops_nothing(account: Shell) -> None:
    account("user", "create", "alice")
    account("user", "put-policy", "alice", "Reading", "--policy-document", READ)
    Path("requests.jsonl").write_text(
        '{"id": 1, "principal": "alice", "action": "s3:GetObject"}\n'
        "nonsense\n\n"
        '{"id": 2, "principal": "alice", "action": "s3:PutObject"}'
    )

    outcome = account("decide", "requests.jsonl")

    answers = [json.loads(line) for line in outcome.lines]
    assert outcome.status == 6
    assert [answer.get("decision") for answer in answers] == ["allowed", None, "implicitDeny"]
    assert answers[1]["error"]["line"] == 2
    assert answers[0]["deciding"][0]["policy"] == "inline Reading of user alice"


def test_without_an_account_none_is_needed(shell: Shell) -> None:
    Path("requests.jsonl").write_text('{"principal": "anonymous", "action": "s3:GetObject"}\n')

    assert shell("decide", "--no-account", "requests.jsonl").status == 0
    assert shell("decide", "requests.jsonl").status == 4


def test_an_answer_that_was_not_expected_is_told_by_the_exit_status(shell: Shell) -> None:
    line = '{"principal": "anonymous", "action": "s3:GetObject", "expect": "%s"}\n'
    Path("right.jsonl").write_text(line % "denied")
    Path("wrong.jsonl").write_text(line % "denied" + line % "allowed")

    assert shell("decide", "--no-account", "right.jsonl").status == 0
    assert shell("decide", "--no-account", "wrong.jsonl").status == 1


def test_a_file_that_is_not_there_is_refused(shell: Shell) -> None:
    assert shell("decide", "--no-account", "nowhere.jsonl").status == 6


@pytest.mark.usefixtures("home")
def test_a_program_gets_each_answer_before_it_asks_again(program: list[str]) -> None:
    with subprocess.Popen(
        [*program, "decide", "--no-account", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(b'{"id": %d, "principal": "anonymous", "action": "s3:GetObject"}\n' % number)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()

        assert process.wait() == 0
