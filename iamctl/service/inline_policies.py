"""Inline policies of users, groups and roles.

Rules kept here:
  * a name is the same whatever its case; putting a policy again keeps the name as it was first written;
  * what counts against the quota is the size of all inline policies of one identity together.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import NoSuchEntity
from iamctl.model.inline_policy import InlinePolicy, inline_policy, with_inline_policy
from iamctl.model.names import POLICY_NAME, check
from iamctl.service.identities import I, Identity, check_inline_size
from iamctl.service.lookup import the_group, the_role, the_user
from iamctl.service.operation import operation
from iamctl.service.service_linked import check_modifiable

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.model.group import Group
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.store.protocol import Shelf


@operation("PutUserPolicy", writes=True)
def put_user_policy(account: Account, *, user_name: str, policy_name: str, policy_document: Document) -> User:
    """Write an inline policy of a user, in the place of the one with this name if there is one.

    Args:
        policy_name: 1-128 characters of `[A-Za-z0-9_+=,.@-]`.
        policy_document: its grammar is checked already.

    Raises:
        NoSuchEntity: there is no such user.
        LimitExceeded: the user's inline policies are too long together.
        ValidationError: the name is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html
    """
    return _put(account, account.users, the_user(account, user_name), policy_name, policy_document)


@operation("PutGroupPolicy", writes=True)
def put_group_policy(account: Account, *, group_name: str, policy_name: str, policy_document: Document) -> Group:
    """Write an inline policy of a group, in the place of the one with this name if there is one.

    Args:
        policy_name: 1-128 characters of `[A-Za-z0-9_+=,.@-]`.
        policy_document: its grammar is checked already.

    Raises:
        NoSuchEntity: there is no such group.
        LimitExceeded: the group's inline policies are too long together.
        ValidationError: the name is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html
    """
    return _put(account, account.groups, the_group(account, group_name), policy_name, policy_document)


@operation("PutRolePolicy", writes=True)
def put_role_policy(account: Account, *, role_name: str, policy_name: str, policy_document: Document) -> Role:
    """Write an inline policy of a role, in the place of the one with this name if there is one.

    Args:
        policy_name: 1-128 characters of `[A-Za-z0-9_+=,.@-]`.
        policy_document: its grammar is checked already.

    Raises:
        NoSuchEntity: there is no such role.
        LimitExceeded: the role's inline policies are too long together.
        UnmodifiableEntity: the role is service-linked.
        ValidationError: the name is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
    """
    return _put(account, account.roles, the_role(account, role_name), policy_name, policy_document)


@operation("GetUserPolicy", writes=False)
def get_user_policy(account: Account, *, user_name: str, policy_name: str) -> InlinePolicy:
    """An inline policy of a user; the name is spelt as it was asked for, as AWS does.

    Raises:
        NoSuchEntity: there is no such user or policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
    """
    return _the_policy_of(the_user(account, user_name), policy_name)._replace(policy_name=policy_name)


@operation("GetGroupPolicy", writes=False)
def get_group_policy(account: Account, *, group_name: str, policy_name: str) -> InlinePolicy:
    """An inline policy of a group; the name is spelt as it was asked for, as AWS does.

    Raises:
        NoSuchEntity: there is no such group or policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html
    """
    return _the_policy_of(the_group(account, group_name), policy_name)._replace(policy_name=policy_name)


@operation("GetRolePolicy", writes=False)
def get_role_policy(account: Account, *, role_name: str, policy_name: str) -> InlinePolicy:
    """An inline policy of a role; the name is spelt as it was asked for, as AWS does.

    Raises:
        NoSuchEntity: there is no such role or policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
    """
    return _the_policy_of(the_role(account, role_name), policy_name)._replace(policy_name=policy_name)


@operation("DeleteUserPolicy", writes=True)
def delete_user_policy(account: Account, *, user_name: str, policy_name: str) -> User:
    """Delete an inline policy of a user.

    Raises:
        NoSuchEntity: there is no such user or policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html
    """
    return _delete(account.users, the_user(account, user_name), policy_name)


@operation("DeleteGroupPolicy", writes=True)
def delete_group_policy(account: Account, *, group_name: str, policy_name: str) -> Group:
    """Delete an inline policy of a group.

    Raises:
        NoSuchEntity: there is no such group or policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html
    """
    return _delete(account.groups, the_group(account, group_name), policy_name)


@operation("DeleteRolePolicy", writes=True)
def delete_role_policy(account: Account, *, role_name: str, policy_name: str) -> Role:
    """Delete an inline policy of a role.

    Raises:
        NoSuchEntity: there is no such role or policy.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html
    """
    return _delete(account.roles, the_role(account, role_name), policy_name)


@operation("ListUserPolicies", writes=False)
def list_user_policies(account: Account, *, user_name: str) -> list[str]:
    """The names of a user's inline policies, sorted.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
    """
    return _names(the_user(account, user_name))


@operation("ListGroupPolicies", writes=False)
def list_group_policies(account: Account, *, group_name: str) -> list[str]:
    """The names of a group's inline policies, sorted.

    Raises:
        NoSuchEntity: there is no such group.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html
    """
    return _names(the_group(account, group_name))


@operation("ListRolePolicies", writes=False)
def list_role_policies(account: Account, *, role_name: str) -> list[str]:
    """The names of a role's inline policies, sorted.

    Raises:
        NoSuchEntity: there is no such role.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
    """
    return _names(the_role(account, role_name))


def _put(account: Account, shelf: Shelf[I], identity: I, policy_name: str, document: Document) -> I:
    check(POLICY_NAME, policy_name)
    check_modifiable(identity)
    policies = with_inline_policy(identity.inline_policies, InlinePolicy(policy_name, document))
    check_inline_size(account, identity, policies)
    changed: I = replace(identity, inline_policies=policies)
    shelf.put(changed)
    return changed


def _delete(shelf: Shelf[I], identity: I, policy_name: str) -> I:
    check_modifiable(identity)
    gone = _the_policy_of(identity, policy_name)
    changed: I = replace(identity, inline_policies=tuple(one for one in identity.inline_policies if one is not gone))
    shelf.put(changed)
    return changed


def _the_policy_of(identity: Identity, policy_name: str) -> InlinePolicy:
    policy = inline_policy(identity.inline_policies, policy_name)
    if policy is None:
        hint = f"list them with `iamctl {identity.kind} list-policies {identity.name}`"
        raise NoSuchEntity(f"{identity.kind} policy", policy_name, hint=hint)
    return policy


def _names(identity: Identity) -> list[str]:
    return sorted((policy.policy_name for policy in identity.inline_policies), key=str.lower)
