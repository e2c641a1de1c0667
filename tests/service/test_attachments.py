from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from iamctl.errors import LimitExceeded, NoSuchEntity, PolicyNotAttachable
from iamctl.service import attachments
from iamctl.service.account import Account
from iamctl.service.attachments import attach_user_policy, detach_user_policy, list_attached_user_policies
from iamctl.service.groups import create_group
from iamctl.service.policies import create_policy
from iamctl.service.roles import create_role
from iamctl.service.users import create_user, get_user

from .given import ADMINISTRATOR, EC2, GET, READ_ONLY, SERVICE_ONLY, arn

KINDS = ("user", "group", "role")


@pytest.fixture
def acme(account: Account) -> Account:
    """A user, a group and a role, each named x."""
    create_user(account, user_name="x")
    create_group(account, group_name="x")
    create_role(account, role_name="x", assume_role_policy_document=EC2)
    return account


def doing(verb: str, kind: str) -> Callable[..., Any]:
    """`attach_user_policy` for `attach` and `user`, on the one named x."""
    function = getattr(attachments, f"{verb}_{kind}_polic{'ies' if verb == 'list_attached' else 'y'}")
    return lambda account, **parameters: function(account, **{f"{kind}_name": "x"}, **parameters)


@pytest.mark.parametrize("kind", KINDS)
def test_a_policy_is_attached_once_and_taken_off(acme: Account, kind: str) -> None:
    attach, detach, listed = doing("attach", kind), doing("detach", kind), doing("list_attached", kind)

    attach(acme, policy_arn=READ_ONLY)
    attach(acme, policy_arn="readonlyaccess")
    assert listed(acme) == [("ReadOnlyAccess", READ_ONLY)]

    detach(acme, policy_arn="ReadOnlyAccess")
    assert listed(acme) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_policy_that_is_not_attached_is_not_taken_off(acme: Account, kind: str) -> None:
    with pytest.raises(NoSuchEntity, match=rf"Policy {READ_ONLY} was not found\.") as raised:
        doing("detach", kind)(acme, policy_arn=READ_ONLY)

    assert raised.value.hints == (f"see what is with `iamctl {kind} list-attached-policies x`",)


@pytest.mark.parametrize("kind", KINDS)
def test_only_aws_attaches_the_policies_of_service_linked_roles(acme: Account, kind: str) -> None:
    with pytest.raises(PolicyNotAttachable, match=f"Cannot attach a Service Role Policy to a Customer {kind.title()}"):
        doing("attach", kind)(acme, policy_arn=SERVICE_ONLY)


@pytest.mark.parametrize("kind", KINDS)
def test_ten_policies_are_attached_at_most(acme: Account, kind: str) -> None:
    attach = doing("attach", kind)
    for number in range(10):
        create_policy(acme, policy_name=f"p{number}", policy_document=GET)
        attach(acme, policy_arn=f"p{number}")

    with pytest.raises(LimitExceeded, match=f"Cannot exceed quota for PoliciesPer{kind.title()}: 10"):
        attach(acme, policy_arn=READ_ONLY)
    attach(acme, policy_arn="p0")


def test_an_unknown_policy_suggests_a_near_one(acme: Account) -> None:
    with pytest.raises(NoSuchEntity, match=r"Policy ReadOnlyAcess does not exist or is not attachable\.") as raised:
        attach_user_policy(acme, user_name="x", policy_arn="ReadOnlyAcess")

    assert "did you mean ReadOnlyAccess?" in raised.value.hints[0]


def test_attached_policies_keep_their_order_and_are_listed_by_name(acme: Account) -> None:
    for policy_arn in (READ_ONLY, ADMINISTRATOR):
        attach_user_policy(acme, user_name="x", policy_arn=policy_arn)

    assert get_user(acme, user_name="x").attached_policies == (READ_ONLY, ADMINISTRATOR)
    listed = list_attached_user_policies(acme, user_name="x")
    assert [policy.policy_name for policy in listed] == ["AdministratorAccess", "ReadOnlyAccess"]


def test_attached_policies_are_listed_by_the_policies_path(acme: Account) -> None:
    create_policy(acme, policy_name="Get", policy_document=GET, path="/s3/read/")
    for policy_arn in (READ_ONLY, "Get"):
        attach_user_policy(acme, user_name="x", policy_arn=policy_arn)

    listed = list_attached_user_policies(acme, user_name="x", path_prefix="/s3/")

    assert listed == [("Get", arn("policy/s3/read/Get"))]


@pytest.mark.parametrize("text", [arn("policy/old/Gone"), "gone"])
def test_a_policy_that_is_no_more_can_be_taken_off(acme: Account, text: str) -> None:
    user = get_user(acme, user_name="x")
    acme.users.put(replace(user, attached_policies=(READ_ONLY, arn("policy/old/Gone"))))

    assert detach_user_policy(acme, user_name="x", policy_arn=text).attached_policies == (READ_ONLY,)
