"""Access Analyzer's custom checks, each FAIL with a request that the engine allows."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.errors import InvalidInput, ValidationError
from iamctl.model.document import Document
from iamctl.service.comparing.checks import (
    FAIL,
    PASS,
    UNDECIDED,
    Access,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
    checked_members,
)
from iamctl.service.comparing.comparison import Comparer
from iamctl.service.comparing.sides import PolicySide, policy_side

ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}


def side(*statements: dict[str, Any], kind: str | None = None) -> PolicySide:
    shape = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    listed: list[Any] = [{**shape, **each} for each in statements]
    return policy_side(Document.of({"Version": "2012-10-17", "Statement": listed}), "policy", kind=kind)


def public(*statements: dict[str, Any]) -> str:
    policy = side(*({"Principal": "*", **each} for each in statements))
    return check_no_public_access(policy, "AWS::S3::Bucket", Comparer()).result


def test_new_access_names_the_statements_that_give_it() -> None:
    found = check_no_new_access(side({}), side({}, {"Action": "s3:PutObject", "Sid": "Put"}), Comparer())

    assert found.result == FAIL
    assert [(reason.statement, reason.sid) for reason in found.reasons] == [(1, "Put")]
    assert found.witness is not None
    assert found.witness.action == "s3:PutObject"


def test_a_deny_that_goes_is_new_access() -> None:
    deny = {"Effect": "Deny", "Action": "s3:Get*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}

    found = check_no_new_access(side({}, deny), side({}), Comparer())

    assert found.result == FAIL
    assert found.witness is not None
    assert found.witness.context == {"aws:securetransport": "false"}
    assert check_no_new_access(side({}), side({}, deny), Comparer()).result == PASS


def test_what_hangs_on_something_is_neither_pass_nor_fail() -> None:
    letters = {"Condition": {"StringEqualsIgnoreCase": {"aws:PrincipalTag/t": "\u00e9"}}}
    other = {"Condition": {"StringEqualsIgnoreCase": {"aws:PrincipalTag/t": ["\u00e9", "\u00c9"]}}}

    found = check_no_new_access(side(letters), side(other), Comparer())

    assert found.result == UNDECIDED
    assert "letters beyond ASCII" in found.reasons[0].description


def test_any_of_the_actions_on_any_of_the_resources_is_access() -> None:
    policy = side({"Resource": "arn:aws:s3:::a/*"}, {"Action": "iam:GetUser"})

    def result(*actions: str, on: tuple[str, ...] = ()) -> str:
        return check_access_not_granted(policy, [Access(actions, on)], Comparer()).result

    assert result("s3:Put*", "s3:Get*") == FAIL
    assert result("s3:Put*") == PASS
    assert result("s3:GetObject", on=("arn:aws:s3:::b/*",)) == PASS
    assert result(on=("arn:aws:s3:::a/x",)) == FAIL
    assert result("IAM:getuser") == FAIL


def test_what_is_to_be_checked_has_to_be_said() -> None:
    with pytest.raises(ValidationError):
        check_access_not_granted(side({}), [Access()], Comparer())
    with pytest.raises(ValidationError):
        check_access_not_granted(side({}), [], Comparer())
    with pytest.raises(InvalidInput) as told:
        check_no_public_access(side({"Principal": "*"}), "AWS::S3::Buket", Comparer())
    assert told.value.hints[0].startswith("did you mean AWS::S3::Bucket or ")


@pytest.mark.parametrize("element", [{"Principal": {"AWS": "*"}}, {"NotPrincipal": {"AWS": "111122223333"}}])
def test_whoever_is_not_left_out_is_the_public(element: dict[str, Any]) -> None:
    policy = side(element)

    assert check_no_public_access(policy, "AWS::S3::Bucket", Comparer()).result == FAIL


def test_a_fixed_organization_pins_a_grant_and_a_user_name_does_not() -> None:
    assert public({"Condition": ORGANIZATION}) == PASS
    assert public({"Condition": {"StringEqualsIfExists": ORGANIZATION["StringEquals"]}}) == FAIL
    assert public({"Condition": {"StringEquals": {"aws:username": "admin"}}}) == FAIL
    assert public({"Condition": {"StringEquals": {"aws:SourceIdentity": "admin"}}}) == FAIL


def test_a_key_that_only_services_carry_lets_nobody_else_in_whatever_its_variable_stands_for() -> None:
    theirs = {"aws:SourceAccount": "${aws:PrincipalAccount}"}

    assert public({"Condition": {"StringEquals": theirs}}) == PASS
    assert public({"Condition": {"StringEqualsIfExists": theirs}}) == FAIL


def test_a_deny_of_all_but_an_organization_pins_too() -> None:
    outside = {"Effect": "Deny", "Condition": {"StringNotEquals": ORGANIZATION["StringEquals"]}}

    assert public({}, outside) == PASS
    assert public({}, {**outside, "Action": "s3:PutObject"}) == FAIL


def test_actions_of_another_service_do_not_open_a_bucket() -> None:
    assert public({"Action": "sqs:*"}) == PASS


def test_the_members_are_the_apis_with_the_request_besides() -> None:
    found = check_no_public_access(side({"Principal": "*"}), "AWS::S3::Bucket", Comparer())

    members = checked_members(found)

    assert members["result"] == "FAIL"
    assert members["reasons"][0]["statementIndex"] == 0
    assert members["witness"]["action"] == "s3:GetObject"
    assert members["witness"]["principal"] == "arn:aws:iam::000000000000:user/anybody"
