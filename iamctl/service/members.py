"""Nouns as the API's members: named, nested and ordered as its answers are, for whoever renders them.

A list's answer omits what the API omits there: ListUsers has neither tags nor boundaries, ListPolicies no
descriptions, ListRoles neither tags, boundaries nor the last use, ListInstanceProfiles no tags. What an entity
does not have is left out.
Times are UTC, whole seconds: `2024-01-01T00:00:00Z`.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Types.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from iamctl.model.account_settings import AccountSettings, PasswordPolicy
    from iamctl.model.group import Group
    from iamctl.model.inline_policy import InlinePolicy
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.oidc_provider import OIDCProvider
    from iamctl.model.policy import Policy, PolicyVersion
    from iamctl.model.resource_policy import ResourcePolicy
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.tag import Tag
    from iamctl.model.user import User
    from iamctl.service.account import PolicySummary
    from iamctl.service.policy_usage import PolicyUsage

Members: TypeAlias = dict[str, Any]


def time_text(moment: datetime) -> str:
    """`2024-01-01T00:00:00Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def listed_user(user: User, *, password_last_used: datetime | None = None) -> Members:
    """A user as ListUsers and GetGroup show it; of those only ListUsers knows when its password was last used."""
    head = {
        "Path": user.path,
        "UserName": user.user_name,
        "UserId": user.user_id,
        "Arn": user.arn,
        "CreateDate": time_text(user.create_date),
    }
    return head if password_last_used is None else head | {"PasswordLastUsed": time_text(password_last_used)}


def user_members(user: User, *, password_last_used: datetime | None = None) -> Members:
    """A user as GetUser and CreateUser show it."""
    head = listed_user(user, password_last_used=password_last_used)
    return head | boundary_members(user.permissions_boundary) | tag_members(user.tags)


def group_members(group: Group) -> Members:
    """A group as every operation shows it."""
    return {
        "Path": group.path,
        "GroupName": group.group_name,
        "GroupId": group.group_id,
        "Arn": group.arn,
        "CreateDate": time_text(group.create_date),
    }


def created_role(role: Role) -> Members:
    """A role as CreateRole shows it."""
    return _role_head(role) | boundary_members(role.permissions_boundary) | tag_members(role.tags)


def listed_role(role: Role) -> Members:
    """A role as ListRoles shows it."""
    return _role_head(role) | _description(role.description) | {"MaxSessionDuration": role.max_session_duration}


def role_members(role: Role) -> Members:
    """A role as GetRole shows it; it was never used, since nobody can take it on yet."""
    return (
        listed_role(role) | boundary_members(role.permissions_boundary) | tag_members(role.tags) | {"RoleLastUsed": {}}
    )


def listed_policy(policy: PolicySummary, usage: PolicyUsage) -> Members:
    """A managed policy as ListPolicies shows it."""
    return {
        "PolicyName": policy.policy_name,
        "PolicyId": policy.policy_id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version_id,
        "AttachmentCount": usage.attachment_count,
        "PermissionsBoundaryUsageCount": usage.permissions_boundary_usage_count,
        "IsAttachable": policy.is_attachable,
        "CreateDate": time_text(policy.create_date),
        "UpdateDate": time_text(policy.update_date),
    }


def created_policy(policy: Policy, usage: PolicyUsage) -> Members:
    """A managed policy as CreatePolicy shows it: with tags, without its description."""
    return listed_policy(policy, usage) | tag_members(policy.tags)


def policy_members(policy: Policy, usage: PolicyUsage) -> Members:
    """A managed policy as GetPolicy shows it."""
    members = listed_policy(policy, usage) | _description(policy.description)
    last = ("CreateDate", "UpdateDate")
    ordered = {name: value for name, value in members.items() if name not in last}
    return ordered | {name: members[name] for name in last} | tag_members(policy.tags)


def listed_version(version: PolicyVersion, *, default_version_id: str) -> Members:
    """A policy's version as ListPolicyVersions and CreatePolicyVersion show it: without its document."""
    return {
        "VersionId": version.version_id,
        "IsDefaultVersion": version.version_id == default_version_id,
        "CreateDate": time_text(version.create_date),
    }


def version_members(version: PolicyVersion, *, default_version_id: str) -> Members:
    """A policy's version as GetPolicyVersion shows it."""
    return {"Document": version.document.tree} | listed_version(version, default_version_id=default_version_id)


def attached_policy(policy_arn: str) -> Members:
    """A managed policy as ListAttachedUserPolicies and its siblings show it."""
    return {"PolicyName": policy_arn.rpartition("/")[2], "PolicyArn": policy_arn}


def inline_policy_members(owner_member: str, owner_name: str, policy: InlinePolicy) -> Members:
    """An inline policy as GetUserPolicy and its siblings show it.

    Args:
        owner_member: `UserName`, `GroupName` or `RoleName`.
    """
    return {owner_member: owner_name, "PolicyName": policy.policy_name, "PolicyDocument": policy.document.tree}


def policy_entities_members(
    groups: Iterable[Group] = (), users: Iterable[User] = (), roles: Iterable[Role] = ()
) -> Members:
    """Whom a managed policy hangs on, as ListEntitiesForPolicy shows it."""
    return {
        "PolicyGroups": [{"GroupName": group.group_name, "GroupId": group.group_id} for group in groups],
        "PolicyUsers": [{"UserName": user.user_name, "UserId": user.user_id} for user in users],
        "PolicyRoles": [{"RoleName": role.role_name, "RoleId": role.role_id} for role in roles],
    }


def listed_instance_profile(profile: InstanceProfile, roles: Iterable[Role]) -> Members:
    """An instance profile with its roles as ListInstanceProfiles shows it."""
    return {
        "Path": profile.path,
        "InstanceProfileName": profile.instance_profile_name,
        "InstanceProfileId": profile.instance_profile_id,
        "Arn": profile.arn,
        "CreateDate": time_text(profile.create_date),
        "Roles": [_role_head(role) for role in roles],
    }


def instance_profile_members(profile: InstanceProfile, roles: Iterable[Role]) -> Members:
    """An instance profile with its roles as GetInstanceProfile and CreateInstanceProfile show it."""
    return listed_instance_profile(profile, roles) | tag_members(profile.tags)


def listed_saml_provider(provider: SAMLProvider) -> Members:
    """A SAML provider as ListSAMLProviders shows it."""
    return {
        "Arn": provider.arn,
        "ValidUntil": time_text(provider.valid_until),
        "CreateDate": time_text(provider.create_date),
    }


def saml_provider_members(provider: SAMLProvider) -> Members:
    """A SAML provider as GetSAMLProvider shows it."""
    members: Members = {
        "SAMLMetadataDocument": provider.metadata_document,
        "CreateDate": time_text(provider.create_date),
        "ValidUntil": time_text(provider.valid_until),
    } | tag_members(provider.tags)
    if provider.assertion_encryption_mode:
        members["AssertionEncryptionMode"] = provider.assertion_encryption_mode
    if provider.private_keys:
        members["PrivateKeyList"] = [
            {"KeyId": key.key_id, "Timestamp": time_text(key.timestamp)} for key in provider.private_keys
        ]
    return members


def saml_verification_members(provider: SAMLProvider) -> Members:
    """How a SAML provider's assertions are verified beyond AWS's own way; empty where it is that."""
    strict = {"Verification": "Strict"} if provider.strict else {}
    return strict | ({"SHA1Signatures": "Allowed"} if provider.allow_sha1 else {})


def oidc_provider_members(provider: OIDCProvider) -> Members:
    """An OpenID Connect provider as GetOpenIDConnectProvider shows it; ListOpenIDConnectProviders has its ARN only.

    Keys that are kept for it are shown too; AWS keeps none.
    """
    kept = {} if provider.jwks is None else {"JsonWebKeySet": provider.jwks.tree}
    return (
        {
            "Url": provider.url,
            "ClientIDList": list(provider.client_ids),
            "ThumbprintList": list(provider.thumbprints),
            "CreateDate": time_text(provider.create_date),
        }
        | kept
        | tag_members(provider.tags)
    )


def resource_policy_members(policy: ResourcePolicy) -> Members:
    """The policy of a resource, as services' own GetResourcePolicy and its siblings show it."""
    return {"ResourceArn": policy.resource_arn, "Policy": policy.document.tree}


def account_members(settings: AccountSettings) -> Members:
    """An account of the data dir; AWS has no such structure."""
    members = {"AccountId": settings.account_id, "Arn": settings.arn}
    if settings.alias is not None:
        members["AccountAlias"] = settings.alias
    if settings.root_email is not None:
        members["RootEmail"] = settings.root_email
    return members | {"CreateDate": time_text(settings.create_date)}


def password_policy_members(policy: PasswordPolicy) -> Members:
    """A password policy as GetAccountPasswordPolicy shows it: an age or a number of 0 is left out."""
    members: Members = {
        "MinimumPasswordLength": policy.minimum_password_length,
        "RequireSymbols": policy.require_symbols,
        "RequireNumbers": policy.require_numbers,
        "RequireUppercaseCharacters": policy.require_uppercase_characters,
        "RequireLowercaseCharacters": policy.require_lowercase_characters,
        "AllowUsersToChangePassword": policy.allow_users_to_change_password,
        "ExpirePasswords": policy.expire_passwords,
    }
    if policy.max_password_age:
        members["MaxPasswordAge"] = policy.max_password_age
    if policy.password_reuse_prevention:
        members["PasswordReusePrevention"] = policy.password_reuse_prevention
    return members | {"HardExpiry": policy.hard_expiry}


def tag_members(tags: Iterable[Tag]) -> Members:
    """`Tags`, or nothing where there are none."""
    listed = [{"Key": tag.key, "Value": tag.value} for tag in tags]
    return {"Tags": listed} if listed else {}


def boundary_members(arn: str | None) -> Members:
    """`PermissionsBoundary`, or nothing where there is none."""
    # The wire says `Policy`, whatever the API's model says.
    return (
        {}
        if arn is None
        else {"PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}}
    )


def _role_head(role: Role) -> Members:
    return {
        "Path": role.path,
        "RoleName": role.role_name,
        "RoleId": role.role_id,
        "Arn": role.arn,
        "CreateDate": time_text(role.create_date),
        "AssumeRolePolicyDocument": role.trust_policy.tree,
    }


def _description(description: str | None) -> Members:
    return {} if description is None else {"Description": description}
