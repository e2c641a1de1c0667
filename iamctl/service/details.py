"""Nouns with all that hangs on them, as GetAccountAuthorizationDetails shows them.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from collections.abc import Iterable

from iamctl.model.group import Group
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.policy import Policy
from iamctl.model.role import Role
from iamctl.model.user import User
from iamctl.service.members import (
    Members,
    attached_policy,
    boundary_members,
    created_role,
    group_members,
    listed_policy,
    listed_user,
    tag_members,
    version_members,
)


def user_detail(user: User) -> Members:
    """UserDetail: the user, its inline policies, groups and attached policies, its boundary and tags."""
    return (
        listed_user(user)
        | _inline("UserPolicyList", user.inline_policies)
        | {"GroupList": list(user.groups), "AttachedManagedPolicies": _attached(user.attached_policies)}
        | boundary_members(user.permissions_boundary)
        | tag_members(user.tags)
    )


def group_detail(group: Group) -> Members:
    """GroupDetail: the group, its inline policies and attached policies; its members stand in the users."""
    return (
        group_members(group)
        | {"GroupPolicyList": _policies(group.inline_policies)}
        | {"AttachedManagedPolicies": _attached(group.attached_policies)}
    )


def role_detail(role: Role, instance_profiles: Iterable[Members]) -> Members:
    """RoleDetail: the role, the instance profiles that it is in, its policies, boundary and tags.

    Args:
        instance_profiles: as `instance_profile_members` gives them.
    """
    head = {name: value for name, value in created_role(role).items() if name not in ("PermissionsBoundary", "Tags")}
    return (
        head
        | {"InstanceProfileList": list(instance_profiles), "RolePolicyList": _policies(role.inline_policies)}
        | {"AttachedManagedPolicies": _attached(role.attached_policies)}
        | boundary_members(role.permissions_boundary)
        | tag_members(role.tags)
        | {"RoleLastUsed": {}}
    )


def policy_detail(policy: Policy, *, attachment_count: int, boundary_usage_count: int) -> Members:
    """ManagedPolicyDetail: the policy and all its versions with their documents, newest first."""
    members = listed_policy(policy, attachment_count=attachment_count, boundary_usage_count=boundary_usage_count)
    versions = [
        version_members(version, default_version_id=policy.default_version_id) for version in reversed(policy.versions)
    ]
    return members | {"PolicyVersionList": versions}


def _inline(member: str, policies: Iterable[InlinePolicy]) -> Members:
    """A user without inline policies has no list of them, unlike groups and roles."""
    listed = _policies(policies)
    return {member: listed} if listed else {}


def _policies(policies: Iterable[InlinePolicy]) -> list[Members]:
    return [{"PolicyName": policy.policy_name, "PolicyDocument": policy.document.tree} for policy in policies]


def _attached(arns: Iterable[str]) -> list[Members]:
    return [attached_policy(arn) for arn in arns]
