"""Operations on instance profiles.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import EntityAlreadyExists, NoSuchEntity
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.names import INSTANCE_PROFILE_NAME, PATH, PATH_PREFIX, check, check_tags
from iamctl.service.blockers import IN_INSTANCE_PROFILES, Blocker, check_unblocked
from iamctl.service.lookup import the_instance_profile, the_role
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota
from iamctl.service.roles import profiles_with
from iamctl.service.service_linked import check_modifiable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.role import Role
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account


class InstanceProfileWithRoles(NamedTuple):
    """An instance profile and the role in it; one whose file is gone is left out."""

    instance_profile: InstanceProfile
    roles: tuple[Role, ...]


@operation("CreateInstanceProfile", writes=True)
def create_instance_profile(
    account: Account, *, instance_profile_name: str, path: str = "/", tags: Iterable[Tag] = ()
) -> InstanceProfile:
    """Create an instance profile without a role.

    Args:
        instance_profile_name: 1-128 characters of `[A-Za-z0-9_+=,.@-]`.
        path: begins and ends with `/`, at most 512 characters; fixed for good.
        tags: at most 50; `Team` and `team` are two keys.

    Raises:
        EntityAlreadyExists: an instance profile has this name, in any case of letters.
        LimitExceeded: the account has all the instance profiles it may have.
        ValidationError, InvalidInput: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
    """
    check(INSTANCE_PROFILE_NAME, instance_profile_name)
    check(PATH, path)
    tags = tuple(tags)
    check_tags(tags, ignore_case=False)
    if (other := account.instance_profiles.find(instance_profile_name)) is not None:
        hint = f"see it with `iamctl instance-profile get {other.instance_profile_name}`"
        raise EntityAlreadyExists("instance profile", instance_profile_name, hint=hint)
    check_quota(account, "InstanceProfilesPerAccount", account.instance_profiles.count() + 1)
    profile = InstanceProfile(
        account_id=account.account_id,
        instance_profile_name=instance_profile_name,
        path=path,
        instance_profile_id=account.new_id("AIPA"),
        create_date=account.now,
        tags=tags,
    )
    account.instance_profiles.put(profile)
    return profile


@operation("GetInstanceProfile", writes=False)
def get_instance_profile(account: Account, *, instance_profile_name: str) -> InstanceProfileWithRoles:
    """The instance profile of this name, ARN or unique id, with its role.

    Raises:
        NoSuchEntity: there is none.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
    """
    return _with_roles(account, the_instance_profile(account, instance_profile_name))


@operation("ListInstanceProfiles", writes=False)
def list_instance_profiles(account: Account, *, path_prefix: str = "/") -> list[InstanceProfileWithRoles]:
    """The instance profiles whose path begins with the prefix, sorted by name, with their roles.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html
    """
    check(PATH_PREFIX, path_prefix)
    found = [profile for profile in account.instance_profiles.all() if profile.path.startswith(path_prefix)]
    return [_with_roles(account, profile) for profile in found]


@operation("ListInstanceProfilesForRole", writes=False)
def list_instance_profiles_for_role(account: Account, *, role_name: str) -> list[InstanceProfileWithRoles]:
    """The instance profiles that the role is in, sorted by name.

    Raises:
        NoSuchEntity: there is no such role.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
    """
    return [_with_roles(account, profile) for profile in profiles_with(account, the_role(account, role_name))]


@operation("AddRoleToInstanceProfile", writes=True)
def add_role_to_instance_profile(account: Account, *, instance_profile_name: str, role_name: str) -> InstanceProfile:
    """Put a role into an empty instance profile.

    Raises:
        NoSuchEntity: there is no such instance profile or role.
        LimitExceeded: the profile has a role, be it this one.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
    """
    profile = the_instance_profile(account, instance_profile_name)
    role = the_role(account, role_name)
    check_modifiable(role)
    check_quota(account, "InstanceSessionsPerInstanceProfile", len(profile.roles) + 1)
    changed = replace(profile, roles=(*profile.roles, role.role_name))
    account.instance_profiles.put(changed)
    return changed


@operation("RemoveRoleFromInstanceProfile", writes=True)
def remove_role_from_instance_profile(
    account: Account, *, instance_profile_name: str, role_name: str
) -> InstanceProfile:
    """Take a role out of an instance profile, also one that is no more.

    Raises:
        NoSuchEntity: there is no such instance profile, or the role is not in it.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html
    """
    profile = the_instance_profile(account, instance_profile_name)
    if role_name.lower() not in map(str.lower, profile.roles):
        role = the_role(account, role_name)
        role_name = role.role_name
    if (known := account.roles.find(role_name)) is not None:
        check_modifiable(known)
    left = tuple(name for name in profile.roles if name.lower() != role_name.lower())
    if left == profile.roles:
        hint = f"see what is in it with `iamctl instance-profile get {profile.instance_profile_name}`"
        raise NoSuchEntity("role", role_name, hint=hint)
    changed = replace(profile, roles=left)
    account.instance_profiles.put(changed)
    return changed


@operation("DeleteInstanceProfile", writes=True)
def delete_instance_profile(account: Account, *, instance_profile_name: str) -> InstanceProfile:
    """Delete an instance profile that has no role.

    Raises:
        NoSuchEntity: there is no such instance profile.
        DeleteConflict: a role is in it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html
    """
    profile = the_instance_profile(account, instance_profile_name)
    name = profile.instance_profile_name
    check_unblocked(instance_profile_blockers(profile), forced_by=f"instance-profile delete {name} --force")
    account.instance_profiles.remove(name)
    return profile


def instance_profile_blockers(profile: InstanceProfile) -> Iterable[Blocker]:
    """All that must go before the instance profile can."""
    for role_name in profile.roles:
        command = f"instance-profile remove-role {profile.instance_profile_name} {role_name}"
        yield Blocker(IN_INSTANCE_PROFILES, command)


@operation("EmptyInstanceProfile", writes=True)
def empty_instance_profile(account: Account, *, instance_profile_name: str) -> InstanceProfile:
    """Take the role out, so that the instance profile can be deleted. AWS's API has no one call for it.

    Raises:
        NoSuchEntity: there is no such instance profile.
    """
    emptied = replace(the_instance_profile(account, instance_profile_name), roles=())
    account.instance_profiles.put(emptied)
    return emptied


def _with_roles(account: Account, profile: InstanceProfile) -> InstanceProfileWithRoles:
    roles = (account.roles.find(name) for name in profile.roles)
    return InstanceProfileWithRoles(profile, tuple(role for role in roles if role is not None))
