"""Attaching managed policies to users, groups and roles.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import NoSuchEntity, PolicyNotAttachable
from iamctl.model.names import PATH_PREFIX, check
from iamctl.service.identities import I, Identity, check_attached_count
from iamctl.service.lookup import the_group, the_policy, the_role, the_user
from iamctl.service.operation import operation
from iamctl.service.service_linked import check_modifiable

if TYPE_CHECKING:
    from iamctl.model.group import Group
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.store.protocol import Shelf


class AttachedPolicy(NamedTuple):
    """A managed policy as it hangs on an identity."""

    policy_name: str
    policy_arn: str


@operation("AttachUserPolicy", writes=True)
def attach_user_policy(account: Account, *, user_name: str, policy_arn: str) -> User:
    """Attach a managed policy to a user; one that is attached stays so.

    Args:
        policy_arn: an ARN, a name or a unique id.

    Raises:
        NoSuchEntity: there is no such user or policy.
        LimitExceeded: the user has all the policies it may have.
        PolicyNotAttachable: only AWS attaches this policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html
    """
    return _attach(account, account.users, the_user(account, user_name), policy_arn)


@operation("AttachGroupPolicy", writes=True)
def attach_group_policy(account: Account, *, group_name: str, policy_arn: str) -> Group:
    """Attach a managed policy to a group; one that is attached stays so.

    Args:
        policy_arn: an ARN, a name or a unique id.

    Raises:
        NoSuchEntity: there is no such group or policy.
        LimitExceeded: the group has all the policies it may have.
        PolicyNotAttachable: only AWS attaches this policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html
    """
    return _attach(account, account.groups, the_group(account, group_name), policy_arn)


@operation("AttachRolePolicy", writes=True)
def attach_role_policy(account: Account, *, role_name: str, policy_arn: str) -> Role:
    """Attach a managed policy to a role; one that is attached stays so.

    Args:
        policy_arn: an ARN, a name or a unique id.

    Raises:
        NoSuchEntity: there is no such role or policy.
        LimitExceeded: the role has all the policies it may have.
        PolicyNotAttachable: only AWS attaches this policy.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
    """
    return _attach(account, account.roles, the_role(account, role_name), policy_arn)


@operation("DetachUserPolicy", writes=True)
def detach_user_policy(account: Account, *, user_name: str, policy_arn: str) -> User:
    """Take a managed policy off a user, also one that is no more.

    Raises:
        NoSuchEntity: there is no such user, or the policy is not attached to it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html
    """
    return _detach(account, account.users, the_user(account, user_name), policy_arn)


@operation("DetachGroupPolicy", writes=True)
def detach_group_policy(account: Account, *, group_name: str, policy_arn: str) -> Group:
    """Take a managed policy off a group, also one that is no more.

    Raises:
        NoSuchEntity: there is no such group, or the policy is not attached to it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html
    """
    return _detach(account, account.groups, the_group(account, group_name), policy_arn)


@operation("DetachRolePolicy", writes=True)
def detach_role_policy(account: Account, *, role_name: str, policy_arn: str) -> Role:
    """Take a managed policy off a role, also one that is no more.

    Raises:
        NoSuchEntity: there is no such role, or the policy is not attached to it.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html
    """
    return _detach(account, account.roles, the_role(account, role_name), policy_arn)


@operation("ListAttachedUserPolicies", writes=False)
def list_attached_user_policies(account: Account, *, user_name: str, path_prefix: str = "/") -> list[AttachedPolicy]:
    """The managed policies attached to a user, sorted by name; `path_prefix` is about the policies' paths.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html
    """
    return _attached(the_user(account, user_name), path_prefix)


@operation("ListAttachedGroupPolicies", writes=False)
def list_attached_group_policies(account: Account, *, group_name: str, path_prefix: str = "/") -> list[AttachedPolicy]:
    """The managed policies attached to a group, sorted by name; `path_prefix` is about the policies' paths.

    Raises:
        NoSuchEntity: there is no such group.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html
    """
    return _attached(the_group(account, group_name), path_prefix)


@operation("ListAttachedRolePolicies", writes=False)
def list_attached_role_policies(account: Account, *, role_name: str, path_prefix: str = "/") -> list[AttachedPolicy]:
    """The managed policies attached to a role, sorted by name; `path_prefix` is about the policies' paths.

    Raises:
        NoSuchEntity: there is no such role.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
    """
    return _attached(the_role(account, role_name), path_prefix)


def policy_name_of(arn: str) -> str:
    """The name at the end of a policy's ARN."""
    return arn.rpartition("/")[2]


def _attach(account: Account, shelf: Shelf[I], identity: I, policy_arn: str) -> I:
    check_modifiable(identity)
    policy = the_policy(account, policy_arn)
    if policy.arn in identity.attached_policies:
        return identity
    if not policy.is_attachable:
        raise PolicyNotAttachable(
            f"Cannot attach a Service Role Policy to a Customer {identity.kind.capitalize()}.",
            hint="AWS attaches this policy to its own roles; see others with `iamctl policy list --scope aws`",
        )
    check_attached_count(account, identity, len(identity.attached_policies) + 1)
    changed: I = replace(identity, attached_policies=(*identity.attached_policies, policy.arn))
    shelf.put(changed)
    return changed


def _detach(account: Account, shelf: Shelf[I], identity: I, policy_arn: str) -> I:
    check_modifiable(identity)
    arn = _attached_arn(account, identity, policy_arn)
    changed: I = replace(identity, attached_policies=tuple(one for one in identity.attached_policies if one != arn))
    shelf.put(changed)
    return changed


def _attached_arn(account: Account, identity: Identity, text: str) -> str:
    """Which of the identity's policies is meant: one whose own file is gone is found by ARN and name too."""
    if text in identity.attached_policies:
        return text
    named = [arn for arn in identity.attached_policies if policy_name_of(arn).lower() == text.lower()]
    if len(named) == 1:
        return named[0]
    arn = text if text.startswith("arn:") else the_policy(account, text).arn
    if arn not in identity.attached_policies:
        hint = f"see what is with `iamctl {identity.kind} list-attached-policies {identity.name}`"
        raise NoSuchEntity("attached policy", arn, hint=hint)
    return arn


def _attached(identity: Identity, path_prefix: str) -> list[AttachedPolicy]:
    check(PATH_PREFIX, path_prefix)
    found = [AttachedPolicy(policy_name_of(arn), arn) for arn in identity.attached_policies]
    wanted = [policy for policy in found if _path_of(policy.policy_arn).startswith(path_prefix)]
    return sorted(wanted, key=lambda policy: (policy.policy_name.lower(), policy.policy_arn))


def _path_of(arn: str) -> str:
    """`/a/b/` of `arn:aws:iam::111122223333:policy/a/b/name`."""
    _, slash, rest = arn.partition("/")
    return slash + rest[: len(rest) - len(policy_name_of(arn))]
