from __future__ import annotations

import pytest

from iamctl.errors import NoSuchEntity, PolicyNotAttachable
from iamctl.service.account import Account
from iamctl.service.boundaries import (
    delete_role_permissions_boundary,
    delete_user_permissions_boundary,
    put_role_permissions_boundary,
    put_user_permissions_boundary,
)
from iamctl.service.policies import create_policy
from iamctl.service.roles import create_role
from iamctl.service.users import create_user

from .given import EC2, GET, READ_ONLY, SERVICE_ONLY, arn


@pytest.fixture
def acme(account: Account) -> Account:
    """User alice, role Web, policy Get."""
    create_user(account, user_name="alice")
    create_role(account, role_name="Web", assume_role_policy_document=EC2)
    create_policy(account, policy_name="Get", policy_document=GET)
    return account


def test_a_boundary_takes_the_place_of_another(acme: Account) -> None:
    put_user_permissions_boundary(acme, user_name="alice", permissions_boundary=READ_ONLY)
    user = put_user_permissions_boundary(acme, user_name="alice", permissions_boundary="Get")
    role = put_role_permissions_boundary(acme, role_name="Web", permissions_boundary="get")

    assert user.permissions_boundary == role.permissions_boundary == arn("policy/Get")


def test_a_boundary_is_taken_off(acme: Account) -> None:
    put_user_permissions_boundary(acme, user_name="alice", permissions_boundary="Get")
    put_role_permissions_boundary(acme, role_name="Web", permissions_boundary="Get")

    assert delete_user_permissions_boundary(acme, user_name="alice").permissions_boundary is None
    assert delete_role_permissions_boundary(acme, role_name="Web").permissions_boundary is None


def test_what_is_not_there_cannot_be_taken_off(acme: Account) -> None:
    with pytest.raises(NoSuchEntity, match="boundary of user with name alice"):
        delete_user_permissions_boundary(acme, user_name="alice")
    with pytest.raises(NoSuchEntity, match="boundary of role with name Web"):
        delete_role_permissions_boundary(acme, role_name="Web")


def test_a_boundary_must_be_a_policy_that_can_be_attached(acme: Account) -> None:
    with pytest.raises(NoSuchEntity):
        put_user_permissions_boundary(acme, user_name="alice", permissions_boundary=arn("policy/gone"))
    with pytest.raises(PolicyNotAttachable):
        put_role_permissions_boundary(acme, role_name="Web", permissions_boundary=SERVICE_ONLY)
