"""Nouns with all that hangs on them, as GetAccountAuthorizationDetails shows them.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.model.account_settings import AccountSettings
from iamctl.model.group import Group
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.model.policy import Policy
from iamctl.model.resource_policy import ResourcePolicy
from iamctl.model.role import Role
from iamctl.model.saml_provider import SAMLProvider
from iamctl.model.user import User
from iamctl.service.groups import members
from iamctl.service.members import (
    Members,
    account_members,
    attached_policy,
    boundary_members,
    created_role,
    group_members,
    instance_profile_members,
    listed_policy,
    listed_user,
    oidc_provider_members,
    resource_policy_members,
    saml_provider_members,
    tag_members,
    version_members,
)
from iamctl.service.policy_usage import usage_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.inline_policy import InlinePolicy
    from iamctl.service.account import Account
    from iamctl.service.policy_usage import PolicyUsage
    from iamctl.store.protocol import Noun


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


def policy_detail(policy: Policy, usage: PolicyUsage) -> Members:
    """ManagedPolicyDetail: the policy and all its versions with their documents, newest first."""
    versions = [
        version_members(version, default_version_id=policy.default_version_id) for version in reversed(policy.versions)
    ]
    return listed_policy(policy, usage) | {"PolicyVersionList": versions}


def detail_of(account: Account, noun: Noun) -> tuple[str, Members]:
    """The entity with all that hangs on it, and what the API calls such an entity."""
    if isinstance(noun, User):
        return "User", user_detail(noun)
    if isinstance(noun, Group):
        return "Group", group_detail(noun) | {"Users": [user.user_name for user in members(account, noun)]}
    if isinstance(noun, Role):
        profiles = account.instance_profiles.referring("role", noun.role_name.lower())
        return "Role", role_detail(noun, [instance_profile_members(profile, [noun]) for profile in profiles])
    if isinstance(noun, Policy):
        return "Policy", policy_detail(noun, usage_of(account, noun.arn))
    if isinstance(noun, InstanceProfile):
        roles = [role for name in noun.roles if (role := account.roles.find(name)) is not None]
        return "InstanceProfile", instance_profile_members(noun, roles)
    if isinstance(noun, SAMLProvider):
        return "SAMLProvider", {"Arn": noun.arn} | saml_provider_members(noun)
    if isinstance(noun, OIDCProvider):
        return "OpenIDConnectProvider", {"Arn": noun.arn} | oidc_provider_members(noun)
    if isinstance(noun, ResourcePolicy):
        return "ResourcePolicy", resource_policy_members(noun)
    assert isinstance(noun, AccountSettings), "an import's record is no entity of IAM"
    return "Account", account_members(noun)


def _inline(member: str, policies: Iterable[InlinePolicy]) -> Members:
    """A user without inline policies has no list of them, unlike groups and roles."""
    listed = _policies(policies)
    return {member: listed} if listed else {}


def _policies(policies: Iterable[InlinePolicy]) -> list[Members]:
    return [{"PolicyName": policy.policy_name, "PolicyDocument": policy.document.tree} for policy in policies]


def _attached(arns: Iterable[str]) -> list[Members]:
    return [attached_policy(arn) for arn in arns]
