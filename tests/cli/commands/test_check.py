"""`iamctl check`: Access Analyzer's custom policy checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Shell


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def bucket(**more: Any) -> dict[str, Any]:
    return document(allow("s3:GetObject", "arn:aws:s3:::b/*", **{"Principal": "*", **more}))


READ = document(allow("s3:Get*", "arn:aws:s3:::a/*"))
WRITE = document(allow("s3:Get*", "arn:aws:s3:::a/*"), allow("s3:PutObject", "arn:aws:s3:::a/*", Sid="Put"))


@pytest.fixture
def files(home: Path, shell: Shell) -> Shell:
    assert home.parent.is_dir()
    Path("read.json").write_text(json.dumps(READ))
    Path("write.json").write_text(json.dumps(WRITE, indent=1))
    return shell


def test_new_access_fails_with_the_statement_and_a_request(files: Shell) -> None:
    outcome = files("check", "no-new-access", "read.json", "write.json", "--output", "json")

    assert outcome.json == {
        "result": "FAIL",
        "message": "The modified permissions grant new access compared to your existing policy.",
        "reasons": [
            {"description": "New access in the statement with sid: Put.", "statementIndex": 1, "statementId": "Put"}
        ],
        "witness": {"action": "s3:PutObject", "resource": "arn:aws:s3:::a/example", "context": {}},
    }
    assert outcome.status == 1


def test_less_access_passes(files: Shell) -> None:
    outcome = files("check", "no-new-access", "write.json", "read.json")

    assert outcome.lines == ["PASS: The modified permissions do not grant new access compared to your existing policy."]
    assert outcome.status == 0


def test_access_that_is_granted_fails_where_any_of_it_is(files: Shell) -> None:
    def status(*words: str) -> int:
        return files("check", "access-not-granted", "read.json", *words).status

    assert status("--action", "iam:*", "--action", "s3:GetObject") == 1
    assert status("--action", "s3:GetObject", "--resource", "arn:aws:s3:::b/*") == 0
    assert status("--resource", "arn:aws:s3:::a/x") == 1
    assert status("--action", "iam:*") == 0
    assert status() == 2


@pytest.mark.parametrize(
    ("policy", "result"),
    [
        (bucket(), "FAIL"),
        (bucket(Principal={"AWS": "*"}), "FAIL"),
        (bucket(Principal={"AWS": "111122223333"}), "PASS"),
        (bucket(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}), "PASS"),
        (bucket(Condition={"StringLike": {"aws:PrincipalOrgID": "o-*"}}), "FAIL"),
        (bucket(Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}), "FAIL"),
        (bucket(Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}), "PASS"),
        (bucket(Condition={"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}), "FAIL"),
        (bucket(Condition={"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}), "FAIL"),
        (bucket(Condition={"StringLike": {"aws:UserAgent": "fixed"}}), "FAIL"),
        (bucket(Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}), "PASS"),
        (bucket(Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}), "FAIL"),
        (bucket(Action="sqs:*"), "PASS"),
        (
            document(
                bucket()["Statement"][0],
                {
                    "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                    "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
                },
            ),
            "PASS",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_public(files: Shell, policy: dict[str, Any], result: str) -> None:
    Path("bucket.json").write_text(json.dumps(policy))

    outcome = files("check", "no-public-access", "bucket.json", "--type", "AWS::S3::Bucket", "--output", "json")

    assert outcome.json["result"] == result
    assert outcome.status == (1 if result == "FAIL" else 0)
    assert ("witness" in outcome.json) == (result == "FAIL")


def test_a_role_that_anybody_may_assume_is_public(files: Shell) -> None:
    Path("trust.json").write_text(
        json.dumps(document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}))
    )

    outcome = files("check", "no-public-access", "trust.json", "--type", "AWS::IAM::AssumeRolePolicyDocument")

    assert outcome.out.startswith("FAIL: ")
    assert files("check", "no-public-access", "trust.json", "--type", "AWS::S3::Bucke").status == 6


def test_a_batch_is_answered_line_by_line(files: Shell) -> None:
    lines = [
        {"id": "a", "check": "no-new-access", "existing": READ, "new": WRITE, "type": "identity"},
        {"id": 2, "check": "no-new-access", "existing": json.dumps(WRITE), "new": READ},
        {"id": 3, "check": "access-not-granted", "policy": READ, "access": [{"actions": ["iam:*"]}]},
        {"id": 4, "check": "no-public-access", "new": bucket(), "resource_type": "AWS::S3::Bucket"},
        {
            "id": 5,
            "check": "no-new-access",
            "existing": bucket(Principal={"AWS": "1" * 12}),
            "new": bucket(),
            "type": "resource",
        },
    ]
    Path("checks.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))

    outcome = files("check", "--batch", "checks.jsonl")

    answers = [json.loads(line) for line in outcome.lines]
    assert [(each["id"], each["result"]) for each in answers] == [
        ("a", "FAIL"), (2, "PASS"), (3, "PASS"), (4, "FAIL"), (5, "FAIL"),
    ]  # fmt: skip
    assert answers[0]["witness"]["action"] == "s3:PutObject"
    assert answers[0]["reasons"][0]["statementIndex"] == 1
    assert answers[1]["witness"] is None
    assert outcome.status == 1


def test_a_line_that_is_no_check_is_told_and_the_rest_goes_on(files: Shell) -> None:
    Path("checks.jsonl").write_text('{"id": 1, "check": "all"}\n\nnonsense\n{"id": 3, "existing": 1, "new": 2}\n')

    outcome = files("check", "no-new-access", "--batch", "checks.jsonl")

    answers = [json.loads(line) for line in outcome.lines]
    assert [(each["id"], each["error"]["code"], each["error"]["line"]) for each in answers] == [
        (1, "ValidationError", 1),
        (None, "InvalidInput", 3),
        (3, "ValidationError", 4),
    ]
    assert outcome.status == 6


def test_sarif_points_at_the_statement(files: Shell) -> None:
    outcome = files("check", "no-new-access", "read.json", "write.json", "--format", "sarif")

    [result] = outcome.json["runs"][0]["results"]
    assert result["ruleId"] == "NEW_ACCESS"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "write.json"
    assert place["region"]["startLine"] == 9
    assert (
        files("check", "no-new-access", "write.json", "read.json", "--format", "sarif").json["runs"][0]["results"] == []
    )


def test_a_policy_may_come_on_stdin_or_in_toml(files: Shell) -> None:
    toml = 'Version = "2012-10-17"\n[[Statement]]\nEffect = "Allow"\nAction = "s3:GetObject"\nResource = "arn:aws:s3:::a/*"\n'

    assert files("check", "no-new-access", "read.json", toml).status == 0
