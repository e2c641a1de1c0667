"""What is odd about a question."""

from __future__ import annotations

import pytest

from iamctl.service.account import Account
from iamctl.service.questions.asking import Question, ask
from iamctl.service.questions.remarks import remarks_on


def remarks(account: Account, principal: str, action: str, resource: str = "*") -> list[str]:
    return remarks_on([ask(account, Question(principal, action, resource))])


def test_an_action_that_aws_does_not_list_is_told_with_near_ones(asked: Account) -> None:
    [told] = remarks(asked, "root", "s3:GetObjct")

    assert told.startswith("AWS lists no action s3:GetObjct; did you mean s3:GetObject")


def test_a_service_that_aws_does_not_list_is_told(asked: Account) -> None:
    [told] = remarks(asked, "root", "s33:GetObject")

    assert told.startswith("AWS lists no service s33")


@pytest.mark.parametrize("action", ["s3:GetObject", "S3:getobject"])
def test_a_listed_action_is_nothing_odd_in_any_case_of_letters(asked: Account, action: str) -> None:
    assert remarks(asked, "alice", action, "arn:aws:s3:::releases/v1") == []


def test_a_wildcard_in_a_request_stands_for_itself(asked: Account) -> None:
    [told] = remarks(asked, "root", "s3:GetObject", "arn:aws:s3:::releases/*")

    assert "the wildcards of arn:aws:s3:::releases/* stand for themselves" in told


def test_a_denied_request_on_what_the_action_does_not_act_on_tells_what_it_does(asked: Account) -> None:
    [told] = remarks(asked, "bob", "s3:ListBucket", "arn:aws:s3:::elsewhere/x")

    assert told == "s3:ListBucket acts on accesspoint, bucket, and arn:aws:s3:::elsewhere/x is none"


def test_a_denied_request_for_an_action_without_resources_tells_that_it_has_none(asked: Account) -> None:
    [told] = remarks(asked, "bob", "s3:ListAllMyBuckets", "arn:aws:s3:::elsewhere")

    assert told == "s3:ListAllMyBuckets acts on no resource but *, and arn:aws:s3:::elsewhere is none"


def test_assuming_no_role_in_particular_asks_no_trust_policy(asked: Account) -> None:
    [told] = remarks(asked, "alice", "sts:AssumeRole")

    assert told == "sts:AssumeRole on * asks no role's trust policy: name the role"
