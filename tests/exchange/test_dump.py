"""Dumps as texts: one answer or pages, and what is wrong with them told at once, with line and column."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamctl.errors import IamctlError, Mistakes
from iamctl.exchange.dump import ROLES, USERS, Dump, read_dump

from .given import ACCOUNT_ID, dump, exported, group, imported, is_equal, memory_account, policy, role, user


def names(read: Dump, member: str) -> list[Any]:
    return [entry.value.get("UserName") or entry.value.get("RoleName") for entry in read.lists[member]]


def refusal(text: str) -> IamctlError:
    with pytest.raises(IamctlError) as caught:
        imported(memory_account(), text)
    return caught.value


def places(error: IamctlError) -> list[str]:
    return [str(each) for each in (error.errors if isinstance(error, Mistakes) else [error])]


ONE = dump(user("alice"), IsTruncated=True, Marker="next")
TWO = {"UserDetailList": [user("bob")], "RoleDetailList": [role("Deploy")], "IsTruncated": False}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ONE) + json.dumps(TWO),
        json.dumps(ONE, indent=4) + "\n\n" + json.dumps(TWO, indent=4) + "\n",
        json.dumps([ONE, TWO]),
    ],
    ids=["one after another", "with white space between", "an array"],
)
def test_pages_are_put_together(text: str) -> None:
    read = read_dump(text, "dump.json")

    assert names(read, USERS) == ["alice", "bob"]
    assert names(read, ROLES) == ["Deploy"]
    assert read.others == {}
    assert not read.is_cut


def test_pages_are_exported_as_one_answer() -> None:
    account = memory_account()

    imported(account, json.dumps(ONE) + json.dumps(TWO))

    assert is_equal(exported(account), dump(user("alice"), user("bob"), role("Deploy")))


def test_a_dump_that_was_cut_is_told() -> None:
    report = imported(memory_account(), ONE)

    assert report.warnings == ("the dump's last page has IsTruncated true: more pages were to come",)


def test_every_mistake_is_told_at_its_place() -> None:
    text = """{
  "UserDetailList": [
    {"UserName": "alice", "CreateDate": "yesterday"},
    {"UserName": "not a name", "GroupList": ["g", 7]}
  ],
  "Policies": [{"PolicyName": "P", "PolicyVersionList": []}]
}
{"RoleDetailList": [{"RoleName": "r",
  "AssumeRolePolicyDocument": "%7B%22Version"}]}
"""

    error = refusal(text)

    assert error.exit_status == 6
    found = [place.split(" ")[0] for place in places(error)]
    assert found == [
        "dump.json:3:27:",
        "dump.json:4:6:",
        "dump.json:4:51:",
        "dump.json:6:16:",
        "dump.json:6:16:",
        "dump.json:9:3:",
    ]


def test_a_second_entity_of_a_name_is_a_mistake_and_a_repeated_one_is_not() -> None:
    other = refusal(json.dumps(dump(user("alice"), user("ALICE"))))
    report = imported(memory_account(), dump(user("alice"), user("alice")))

    assert "There is another ALICE before" in str(other)
    assert report.warnings[0].startswith(f"arn:aws:iam::{ACCOUNT_ID}:user/alice stands in the dump twice")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", "There is no page in this list."),
        ('{"Users": []}', "This is no answer of GetAccountAuthorizationDetails"),
        ("7", "This is no answer of GetAccountAuthorizationDetails"),
        ("", "The text is empty."),
        ('{"UserDetailList": {}}', "UserDetailList must be a list, not an object."),
        ('{"UserDetailList": [null]}', "UserDetailList[0] must be an object, not null."),
        ('{"UserDetailList": [{"UserName": "a", "UserName": "b"}]}', "stands twice"),
        ('{"UserDetailList": []} {"UserDetailList": [], "X": 1} {"UserDetailList": [], "X": 2}', "X differs"),
        ('{"RoleDetailList": [{"RoleName": "r", "AssumeRolePolicyDocument": {"a": null}}]}', "holds no null"),
        ('{"RoleDetailList": [{"RoleName": "r", "AssumeRolePolicyDocument": {}}]}', "has statements"),
        ('{"RoleDetailList": [{"RoleName": "r", "AssumeRolePolicyDocument": "%ff"}]}', "is no UTF-8"),
        ('{"UserDetailList": [{"UserName": "a", "Path": "eng"}]}', "failed to satisfy constraint"),
    ],
)
def test_what_is_no_dump_is_refused(text: str, sentence: str) -> None:
    error = refusal(text)

    assert sentence in str(error)
    assert error.exit_status == 6


def test_the_account_is_the_one_that_the_arns_name() -> None:
    assert read_dump(json.dumps(dump(group(), policy())), "d").account_id() == ACCOUNT_ID
    assert read_dump(json.dumps(dump()), "d").account_id() is None


def test_arns_of_two_accounts_are_refused() -> None:
    other = user("bob", Arn="arn:aws:iam::444455556666:user/bob")

    with pytest.raises(IamctlError, match="This is an entity of account 444455556666, others are of 111122223333"):
        read_dump(json.dumps(dump(user("alice"), other)), "d").account_id()


def test_another_partition_is_refused() -> None:
    other = user("bob", Arn="arn:aws-cn:iam::444455556666:user/bob")

    with pytest.raises(IamctlError, match="partition aws, not aws-cn"):
        read_dump(json.dumps(dump(other)), "d").account_id()
