"""`iamctl who-can` and `iamctl what-can` from the shell."""

from __future__ import annotations

import pytest

from cli.conftest import Shell

READ = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",'
    '"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}'
)


@pytest.fixture
def reading(acme: Shell) -> Shell:
    """alice and the role Deploy may read in b from inside."""
    for kind, name in (("user", "alice"), ("role", "Deploy")):
        assert acme(kind, "put-policy", name, "Read", "--policy-document", READ).status == 0
    return acme


def test_who_can_groups_those_that_may_by_the_same_way(reading: Shell) -> None:
    answer = reading("who-can", "s3:GetObject", "arn:aws:s3:::b/x")

    lines = {line.split("  ")[0] + line[13:30]: line for line in answer.lines}
    assert any("root" in line and line.startswith("allowed") for line in answer.lines)
    assert sum("if aws:SourceIp is in 10.0.0.0/8" in line for line in answer.lines) == 2
    assert any("role Deploy, service ec2.amazonaws.com as Deploy" in line for line in lines.values())


def test_who_can_lists_names_for_scripts(reading: Shell) -> None:
    answer = reading("who-can", "s3:GetObject", "arn:aws:s3:::b/x", "--source-ip", "10.0.0.1", "--output", "name")

    assert answer.lines == [
        "arn:aws:iam::111122223333:role/Deploy",
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:user/eng/alice",
        "ec2.amazonaws.com",
    ]


def test_who_can_takes_no_word_for_a_resource_that_is_none(reading: Shell) -> None:
    answer = reading("who-can", "s3:GetObject", "notarn")

    assert answer.status == 2
    assert "notarn is neither an action nor a resource." in answer.err


def test_who_can_looks_at_the_past(reading: Shell) -> None:
    answer = reading("who-can", "s3:GetObject", "arn:aws:s3:::b/x", "--revision", "2", "--output", "name")

    assert answer.lines == ["arn:aws:iam::111122223333:root"]


def test_what_can_tells_resources_and_conditions(reading: Shell) -> None:
    answer = reading("what-can", "alice")

    [line] = answer.lines[1:]
    assert line.split("  ")[0] == "s3"
    assert all(part in line for part in ("conditional", "GetObject", "arn:aws:s3:::b/*", "if aws:SourceIp is in 10"))


def test_what_can_draws_services_together_that_say_the_same(reading: Shell) -> None:
    answer = reading("what-can", "root", "--service", "sqs", "--service", "sns")

    read = [line for line in answer.lines if " Read " in line]
    assert len(read) == 1
    assert read[0].startswith("sqs, sns")


def test_what_can_in_json_keeps_every_action(reading: Shell) -> None:
    answer = reading("what-can", "root", "--service", "sqs", "--level", "tagging", "--output", "json")

    assert [row["Actions"] for row in answer.json["Access"]] == [["TagQueue", "UntagQueue"]]


def test_that_there_is_nothing_is_said_on_stderr(reading: Shell) -> None:
    assert reading("user", "create", "bob").status == 0

    answer = reading("what-can", "bob")

    assert "bob may do nothing of this" in answer.err
    assert answer.status == 0
