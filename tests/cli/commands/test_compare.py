"""`iamctl compare`: what one side allows that the other does not."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Shell


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


READ = document(allow("s3:Get*", "arn:aws:s3:::a/*"))
WRITE = document(allow(["s3:Get*", "s3:PutObject"], "arn:aws:s3:::a/*", Sid="Work"))
HOME = document(allow("s3:*", "arn:aws:s3:::home/${aws:username}/*"))
DUMP = {
    "UserDetailList": [
        {
            "Path": "/", "UserName": "alice", "UserId": "AIDAAAAAAAAAAAAAAAAAA",
            "Arn": "arn:aws:iam::111122223333:user/alice", "CreateDate": "2024-01-01T00:00:00+00:00",
            "UserPolicyList": [{"PolicyName": "Reading", "PolicyDocument": json.loads(READ)}],
            "GroupList": [], "AttachedManagedPolicies": [], "Tags": [],
        }
    ],
    "GroupDetailList": [], "RoleDetailList": [], "Policies": [], "IsTruncated": False,
}  # fmt: skip


@pytest.fixture
def files(home: Path, shell: Shell) -> Shell:
    del home
    Path("read.json").write_text(READ)
    Path("write.json").write_text(WRITE)
    Path("home.json").write_text(HOME)
    return shell


@pytest.fixture
def alice(account: Shell) -> Shell:
    """Revision 2 makes alice, 3 lets her read, 4 lets her write."""
    Path("read.json").write_text(READ)
    Path("write.json").write_text(WRITE)
    assert account("user", "create", "alice").status == 0
    assert account("user", "put-policy", "alice", "Reading", "--policy-document", READ).status == 0
    assert account("user", "put-policy", "alice", "Reading", "--policy-document", WRITE).status == 0
    return account


def test_what_is_gained_is_told_with_a_request_that_flips(files: Shell) -> None:
    outcome = files("compare", "read.json", "write.json")

    assert outcome.lines == [
        "wider: write.json allows more than read.json",
        "+ s3:PutObject",
        "  s3  Write  1 of 57: PutObject",
        "  on arn:aws:s3:::a/*",
        "  by statement 1 (Sid Work) of write.json",
        "  as in s3:PutObject on arn:aws:s3:::a/example",
    ]
    assert outcome.status == 1


def test_what_is_lost_is_told_the_other_way_round(files: Shell) -> None:
    outcome = files("compare", "write.json", "read.json", "--output", "json")

    assert outcome.json["Relation"] == "narrower"
    assert outcome.json["Gained"] == []
    [lost] = outcome.json["Lost"]
    assert lost["Actions"] == ["s3:PutObject"]
    assert lost["Witness"] == {"Action": "s3:PutObject", "Resource": "arn:aws:s3:::a/example", "Context": {}}


def test_equal_policies_end_well_however_they_are_written(files: Shell) -> None:
    same = document(allow(["S3:get*", "s3:GetObject"], ["arn:aws:s3:::a/*", "arn:aws:s3:::a/b*"]))

    outcome = files("compare", "read.json", same)

    assert outcome.out.startswith("equal: ")
    assert outcome.status == 0


def test_a_relation_can_be_expected(files: Shell) -> None:
    assert files("compare", "read.json", "write.json", "--expect", "wider").status == 0
    assert files("compare", "read.json", "write.json", "--expect", "equal").status == 1
    assert files("compare", "read.json", "write.json", "--expect", "sideways").status == 2


def test_only_some_requests_can_be_in_question(files: Shell) -> None:
    assert files("compare", "read.json", "write.json", "--action", "s3:Get*").status == 0
    assert files("compare", "read.json", "write.json", "--level", "read").status == 0
    assert files("compare", "read.json", "write.json", "--level", "write").status == 1
    assert files("compare", "read.json", "write.json", "--resource", "arn:aws:s3:::b/*").status == 0
    assert files("compare", "read.json", "write.json", "--level", "high").status == 6
    assert files("compare", "read.json", "write.json", "--action", "get").status == 6


def test_markdown_is_a_table_that_nothing_in_a_policy_breaks(files: Shell) -> None:
    odd = document(allow("s3:PutObject", "arn:aws:s3:::a/`|<b>*"))

    outcome = files("compare", "read.json", odd, "--format", "markdown", "--action", "s3:Put*")

    row = next(line for line in outcome.lines if "PutObject" in line)
    assert outcome.lines[0].startswith("**wider: ")
    assert row.replace("\\|", "").count("|") == 5


def test_what_hangs_on_a_variable_is_undecided_by_name_or_shown(files: Shell) -> None:
    outcome = files("compare", "home.json", document(allow("s3:*", "arn:aws:s3:::home/*")))

    assert outcome.out.startswith("wider: ")
    assert "with aws:username=" in outcome.out


def test_a_principal_is_compared_with_its_own_past(alice: Shell) -> None:
    outcome = alice("compare", "alice@3", "alice", "--output", "json")

    assert outcome.json["Relation"] == "wider"
    assert [each["Actions"] for each in outcome.json["Gained"]] == [["s3:PutObject"]]
    assert alice("compare", "alice@4", "alice").status == 0


def test_an_account_is_compared_with_its_past_caller_by_caller(alice: Shell) -> None:
    outcome = alice("compare", "111122223333@2", "111122223333", "--output", "json")

    [gained] = outcome.json["Gained"]
    assert gained["Principals"] == ["arn:aws:iam::111122223333:user/alice"]
    assert gained["Actions"] == ["s3:Get*", "s3:PutObject"]


def test_an_account_is_compared_with_a_dump(alice: Shell) -> None:
    Path("dump.json").write_text(json.dumps(DUMP))

    outcome = alice("compare", "dump.json", "111122223333", "--output", "json")

    assert outcome.json["Relation"] == "wider"
    assert [each["Actions"] for each in outcome.json["Gained"]] == [["s3:PutObject"]]
    assert not alice("history", "list").out.startswith("5")


def test_a_role_that_trusts_somebody_more_is_told_by_name(account: Shell) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    more = {**trust, "Principal": {"Service": "ec2.amazonaws.com", "AWS": "222233334444"}}
    Path("trust.json").write_text(document(trust))
    Path("more.json").write_text(document(more))

    outcome = account("compare", "trust.json", "more.json", "--output", "json")

    assert outcome.json["Relation"] == "wider"
    assert {name for each in outcome.json["Gained"] for name in each["Principals"]} == {"account 222233334444"}
    assert {each["Witness"]["Action"] for each in outcome.json["Gained"]} == {"sts:AssumeRole"}


def test_versions_of_a_policy_are_sides(account: Shell) -> None:
    assert account("policy", "create", "Work", "--policy-document", READ).status == 0
    assert account("policy", "version", "create", "Work", "--policy-document", WRITE).status == 0

    outcome = account("compare", "Work:v1", "Work:v2")

    assert outcome.out.startswith("wider: Work:v2 allows more than Work:v1")
    assert account("compare", "Work", "Work:v1").status == 0
    assert account("compare", "Work", "Work:v9").status == 4


def test_sides_of_two_kinds_are_refused(alice: Shell) -> None:
    outcome = alice("compare", "read.json", "alice")

    assert outcome.status == 2
    assert "not of one kind" in outcome.err


def test_what_is_neither_a_file_nor_an_entity_is_told(alice: Shell) -> None:
    assert "there is no such file" in alice("compare", "nowhere.json", "read.json").err
    assert alice("compare", "nobody", "alice").status == 4
    assert alice("compare", "alice@99", "alice").status == 4
    assert alice("compare", "{", "read.json").status == 6


def test_variables_are_filled_in_for_a_caller(alice: Shell) -> None:
    Path("home.json").write_text(HOME)
    hers = document(allow("s3:*", "arn:aws:s3:::home/alice/*"))

    assert alice("compare", "home.json", hers, "--for", "alice").status == 0
    assert alice("compare", "home.json", hers).status == 1


def test_a_wildcard_that_covers_no_known_action_is_said(files: Shell) -> None:
    outcome = files("compare", "read.json", document(allow(["s3:Get*", "s3:Gett*"], "arn:aws:s3:::a/*")))

    assert outcome.status == 0
    assert outcome.err == "iamctl: warning: s3:Gett* in the argument covers no action that is known\n"


def test_a_side_may_come_through_a_pipe_with_a_name(files: Shell) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_text, args=(WRITE,))
    writer.start()

    outcome = files("compare", "read.json", "pipe", "--expect", "wider")
    writer.join()

    assert outcome.status == 0
    assert outcome.lines[0] == "wider: pipe allows more than read.json"
