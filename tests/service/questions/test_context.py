"""The context keys that follow from caller, resource and moment."""

from __future__ import annotations

import pytest

from iamctl.service.account import Account
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.questions.callers import caller_of
from iamctl.service.questions.context import context_of_caller
from service.given import ACCOUNT_ID, ROOT, arn


def context_of(
    asked: Account, principal: str, resource: str = "*", action: str = "s3:GetObject", **known: object
) -> dict[str, object]:
    circumstances = Circumstances(**known)  # type: ignore[arg-type]
    return dict(Asker(asked, principal).request_of(action, resource, circumstances).context)


def test_a_user_has_its_name_its_tags_and_its_arn_with_the_path(asked: Account) -> None:
    user = asked.users.find("alice")
    assert user is not None

    context = context_of_caller(caller_of(asked, "alice"))

    assert context == {
        "aws:principalaccount": ACCOUNT_ID,
        "aws:principaltype": "User",
        "aws:principalisawsservice": "false",
        "aws:principalarn": arn("user/eng/alice"),
        "aws:username": "alice",
        "aws:userid": user.user_id,
        "aws:principaltag/team": "core",
    }


def test_a_role_session_has_the_arn_of_its_role_and_no_user_name(asked: Account) -> None:
    role = asked.roles.find("Deploy")
    assert role is not None

    context = context_of_caller(caller_of(asked, f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/ci"))

    assert context["aws:principalarn"] == arn("role/ci/Deploy")
    assert context["aws:userid"] == f"{role.role_id}:ci"
    assert context["aws:principaltype"] == "AssumedRole"
    assert context["aws:principaltag/stage"] == "prod"
    assert "aws:username" not in context


def test_root_has_the_accounts_number_for_its_id(asked: Account) -> None:
    context = context_of_caller(caller_of(asked, "root"))

    assert (context["aws:userid"], context["aws:principalarn"], context["aws:principaltype"]) == (
        ACCOUNT_ID,
        ROOT,
        "Account",
    )


def test_an_anonymous_caller_has_an_account_called_anonymous_and_no_arn(asked: Account) -> None:
    context = context_of_caller(caller_of(asked, "anonymous"))

    assert context == {"aws:principaltype": "Anonymous", "aws:principalaccount": "anonymous"}


def test_a_service_says_that_it_is_one(asked: Account) -> None:
    context = context_of_caller(caller_of(asked, "ec2.amazonaws.com"))

    assert context["aws:principalisawsservice"] == "true"
    assert context["aws:principalservicename"] == "ec2.amazonaws.com"
    assert context["aws:principalservicenameslist"] == ("ec2.amazonaws.com",)
    assert "aws:principalarn" not in context


def test_an_entity_of_the_account_has_its_tags(asked: Account) -> None:
    context = context_of(asked, "bob", arn("role/ci/Deploy"), "iam:GetRole")

    assert context["aws:resourcetag/stage"] == context["iam:resourcetag/stage"] == "prod"


def test_the_tags_of_an_entity_at_another_path_are_not_taken(asked: Account) -> None:
    assert "aws:resourcetag/stage" not in context_of(asked, "bob", arn("role/Deploy"), "iam:GetRole")


@pytest.mark.parametrize(
    ("action", "resource", "region"),
    [
        ("iam:GetUser", "*", "us-east-1"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:queue", "eu-west-1"),
        ("s3:GetObject", "arn:aws:s3:::b/k", None),
    ],
)
def test_the_region_is_the_services_or_the_resources(
    asked: Account, action: str, resource: str, region: str | None
) -> None:
    assert context_of(asked, "bob", resource, action).get("aws:requestedregion") == region


def test_the_moment_is_the_accounts(asked: Account) -> None:
    context = context_of(asked, "bob")

    assert (context["aws:currenttime"], context["aws:epochtime"]) == ("2026-01-02T03:04:05Z", "1767323045")


def test_what_is_stated_wins_in_whatever_case_it_is_written(asked: Account) -> None:
    stated = {"AWS:UserName": "somebody", "aws:principalTag/TEAM": "other"}

    context = context_of(asked, "alice", context=stated, source_ip="10.0.0.1", mfa=True, region="eu-north-1")

    assert (context["aws:username"], context["aws:principaltag/team"]) == ("somebody", "other")
    assert context["aws:sourceip"] == "10.0.0.1"
    assert context["aws:multifactorauthpresent"] == "true"
    assert context["aws:requestedregion"] == "eu-north-1"


def test_mfa_is_absent_unless_it_was_used(asked: Account) -> None:
    assert "aws:multifactorauthpresent" not in context_of(asked, "alice")


@pytest.mark.parametrize(
    ("resource", "owner"),
    [
        ("arn:aws:s3:::b", ACCOUNT_ID),
        ("arn:aws:sqs:eu-west-1:444455556666:q", "444455556666"),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", ACCOUNT_ID),
        ("*", None),
    ],
)
def test_a_resource_is_whose_its_arn_says_or_the_accounts(asked: Account, resource: str, owner: str | None) -> None:
    request = Asker(asked, "bob").request_of("s3:GetObject", resource)

    assert request.resource_account == owner
    assert request.context["aws:resourceaccount"] == (owner or ACCOUNT_ID)
