"""`iamctl can`: may somebody do something?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Shell

OBJECT = "arn:aws:s3:::releases/v1"
ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
BUCKET = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},'
    '"Action":"s3:PutObject","Resource":"arn:aws:s3:::releases/*","Condition":{"IpAddress":{"aws:SourceIp":'
    '"10.0.0.0/8"}}}]}'
)
DENY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]}'


@pytest.fixture
def asked(account: Shell) -> Shell:
    """Revision 2 makes alice, 3 lets her read, 4 writes a bucket's policy that lets her write from inside."""
    Path("allow.json").write_text(ALLOW)
    Path("deny.json").write_text(DENY)
    Path("bucket.json").write_text(BUCKET)
    reading = ALLOW.replace("s3:*", "s3:GetObject")
    assert account("user", "create", "alice").status == 0
    assert account("user", "put-policy", "alice", "Reading", "--policy-document", reading).status == 0
    assert account("resource-policy", "put", "arn:aws:s3:::releases", "--policy-document", "bucket.json").status == 0
    return account


def test_one_line_is_printed_for_each_action_and_resource(asked: Shell) -> None:
    outcome = asked("can", "alice", "s3:GetObject", "sqs:SendMessage", OBJECT, "arn:aws:s3:::other/x")

    assert outcome.lines == [
        f"allowed  s3:GetObject  {OBJECT}",
        "allowed  s3:GetObject  arn:aws:s3:::other/x",
        f"denied   sqs:SendMessage  {OBJECT}  (no identity-based policy allows it)",
        "denied   sqs:SendMessage  arn:aws:s3:::other/x  (no identity-based policy allows it)",
    ]
    assert outcome.status == 3


def test_an_allowance_ends_well(asked: Shell) -> None:
    assert asked("can", "alice", "s3:GetObject", OBJECT).status == 0


def test_without_a_resource_the_question_is_about_everything(asked: Shell) -> None:
    assert asked("can", "alice", "s3:GetObject").lines == ["allowed  s3:GetObject  *"]


def test_quiet_leaves_the_exit_status_to_answer(asked: Shell) -> None:
    outcome = asked("can", "alice", "s3:GetObject", "s3:DeleteObject", OBJECT, "-q")

    assert (outcome.status, outcome.out, outcome.err) == (3, "", "")


def test_what_the_answer_hangs_on_is_told_and_strict_makes_it_undecided(asked: Shell) -> None:
    loose = asked("can", "alice", "s3:PutObject", OBJECT)
    strict = asked("can", "alice", "s3:PutObject", OBJECT, "--strict")
    said = asked("can", "alice", "s3:PutObject", OBJECT, "--strict", "--source-ip", "10.9.9.9")

    assert loose.lines == [f"denied   s3:PutObject  {OBJECT}  (allowed if aws:SourceIp is in 10.0.0.0/8)"]
    assert (loose.status, strict.status, said.status) == (3, 7, 0)


def test_what_is_certainly_denied_is_denied_whatever_else_is_undecided(asked: Shell) -> None:
    assert asked("can", "alice", "s3:PutObject", "s3:DeleteObject", OBJECT, "--strict").status == 3


@pytest.mark.parametrize(
    ("action", "expected", "status"),
    [("s3:GetObject", "allowed", 0), ("s3:GetObject", "denied", 1), ("s3:DeleteObject", "denied", 0)],
)
def test_an_expectation_turns_the_answer_into_a_check(asked: Shell, action: str, expected: str, status: int) -> None:
    assert asked("can", "alice", action, OBJECT, "--expect", expected).status == status


def test_a_draft_a_removal_and_other_layers_are_supposed(asked: Shell) -> None:
    ask = ("can", "alice", "s3:PutObject", OBJECT)

    assert asked(*ask, "--policy", "allow.json").status == 0
    assert asked(*ask, "--policy", "allow.json", "--policy", "deny.json").status == 3
    assert asked(*ask, "--policy", "allow.json", "--boundary", "deny.json").status == 3
    assert asked(*ask, "--policy", "allow.json", "--scp", "deny.json").status == 3
    assert asked(*ask, "--policy", "allow.json", "--scp", f"[{ALLOW}, {DENY}]").status == 3
    assert asked("can", "alice", "s3:GetObject", OBJECT, "--without", "Reading").status == 3


def test_the_account_is_asked_as_it_was(asked: Shell) -> None:
    then = [asked("can", "alice", "s3:GetObject", OBJECT, "--revision", number) for number in ("2", "3")]
    before = asked("can", "alice", "s3:GetObject", OBJECT, "--revision", "1")
    missing = asked("can", "alice", "s3:GetObject", OBJECT, "--revision", "99")

    assert [outcome.status for outcome in then] == [3, 0]
    assert (before.status, missing.status) == (4, 4)


def test_a_day_is_asked_by_its_end(asked: Shell) -> None:
    revised = json.loads(asked("history", "list", "-o", "json").out)
    day = json.dumps(revised).split('"Time": "', 1)[1][:10]

    assert asked("can", "alice", "s3:GetObject", OBJECT, "--on", day).status == 0
    outcome = asked("can", "alice", "s3:GetObject", OBJECT, "--on", "2001-01-01")
    assert outcome.status == 6
    assert "its history begins at" in outcome.err


def test_json_has_the_members_of_a_simulation(asked: Shell) -> None:
    found = asked("can", "alice", "s3:PutObject", OBJECT, "-o", "json").json["EvaluationResults"][0]

    assert found["EvalActionName"] == "s3:PutObject"
    assert (found["EvalDecision"], found["DeniedBy"]) == ("implicitDeny", "identity-based policy")
    assert found["MissingContextValues"] == ["aws:SourceIp"]
    assert found["Alternatives"] == [
        {
            "EvalDecision": "allowed",
            "ContextEntries": [{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["10.0.0.0"]}],
            "Description": "allowed if aws:SourceIp is in 10.0.0.0/8",
        }
    ]


def test_context_comes_in_words_and_in_files(asked: Shell) -> None:
    Path("context.toml").write_text('"aws:SourceIp" = "10.2.3.4"\n')
    ask = ("can", "alice", "s3:PutObject", OBJECT)

    assert asked(*ask, "--context", "aws:SourceIp=10.2.3.4").status == 0
    assert asked(*ask, "--context-file", "context.toml").status == 0
    assert asked(*ask, "--context-file", "context.toml", "--context", "AWS:sourceip=192.0.2.1").status == 3


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("alice", "GetObject"), 2, "GetObject is neither an action nor a resource."),
        (("alice", "arn:aws:s3:::b"), 2, "There is no action."),
        (("alice", "s3:Get*"), 6, "what-can"),
        (("alice", "s3:GetObject", "--context", "x"), 2, "KEY=VALUE"),
        (("alice", "s3:GetObject", "--expect", "yes"), 2, "--expect is allowed or denied"),
        (("alice", "s3:GetObject", "--revision", "2", "--on", "2026-01-01"), 2, "give one of them"),
        (("alice", "s3:GetObject", "--source-ip", "here"), 6, "here is no IP address."),
        (("alice", "s3:GetObject", "--at", "noon"), 6, "noon is no moment"),
        (("alice", "s3:GetObject", "--policy", "nowhere.json"), 6, "there is no such file"),
        (("alice", "s3:GetObject", "--policy", '{"Statement":[{"Effect":"allow"}]}'), 6, "--policy:1:"),
        (("alize", "s3:GetObject"), 4, "did you mean alice?"),
    ],
)
def test_what_is_no_question_is_refused(asked: Shell, words: tuple[str, ...], status: int, said: str) -> None:
    outcome = asked("can", *words)

    assert (outcome.status, outcome.out) == (status, "")
    assert said in outcome.err


def test_what_is_odd_about_a_question_is_told_beside_its_answer(asked: Shell) -> None:
    outcome = asked("can", "alice", "s3:GetObject", "arn:aws:s3:::releases/*")

    assert outcome.lines == ["allowed  s3:GetObject  arn:aws:s3:::releases/*"]
    assert outcome.err.startswith("iamctl: warning: the wildcards of arn:aws:s3:::releases/* stand for themselves")
    assert asked("can", "alice", "s3:GetObject", "arn:aws:s3:::releases/*", "-q").err == ""


def test_a_file_of_context_keys_has_at_most_a_mebibyte(asked: Shell) -> None:
    Path("context.json").write_text('{"aws:username": "' + "x" * 1024 * 1024 + '"}')

    outcome = asked("can", "alice", "s3:GetObject", "--context-file", "context.json")

    assert (outcome.status, outcome.err) == (
        6,
        "iamctl: error: InvalidInput: context.json has more than 1,048,576 bytes.\n",
    )
