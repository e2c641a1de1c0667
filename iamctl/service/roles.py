"""Operations on roles.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists, InvalidInput
from iamctl.model.names import DESCRIPTION, PATH, PATH_PREFIX, ROLE_NAME, check, check_max_session_duration, check_tags
from iamctl.model.role import Role
from iamctl.service.blockers import IN_INSTANCE_PROFILES, POLICIES_ATTACHED, POLICIES_INLINE, Blocker, check_unblocked
from iamctl.service.lookup import the_policy, the_role
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota
from iamctl.service.service_linked import SERVICE_LINKED_PATH, check_modifiable
from iamctl.service.trust_check import checked_trust
from iamctl.service.trust_links import relink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.document import Document
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account


@operation("CreateRole", writes=True)
def create_role(
    account: Account,
    *,
    role_name: str,
    assume_role_policy_document: Document,
    path: str = "/",
    description: str | None = None,
    max_session_duration: int = 3600,
    permissions_boundary: str | None = None,
    tags: Iterable[Tag] = (),
) -> Role:
    """Create a role that may do nothing yet.

    Args:
        role_name: 1-64 characters of `[A-Za-z0-9_+=,.@-]`.
        assume_role_policy_document: who may take the role on; its grammar is checked already.
        path: begins and ends with `/`, at most 512 characters; not under `/aws-service-role/`.
        description: at most 1000 characters.
        max_session_duration: seconds, 3600-43200.
        permissions_boundary: a managed policy.
        tags: at most 50; keys are the same whatever their case.

    Raises:
        EntityAlreadyExists: a role has this name, in any case of letters.
        LimitExceeded: the account has all the roles it may have, or the trust policy is too long.
        MalformedPolicyDocument: the trust policy names who is not there.
        NoSuchEntity: the boundary is no policy.
        ValidationError, InvalidInput: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    """
    check(ROLE_NAME, role_name)
    check(PATH, path)
    check(DESCRIPTION, description or "")
    check_max_session_duration(max_session_duration)
    tags = tuple(tags)
    check_tags(tags, ignore_case=True)
    if path.startswith(SERVICE_LINKED_PATH):
        raise InvalidInput(f"The path {SERVICE_LINKED_PATH} is reserved for service-linked roles.")
    if (other := account.roles.find(role_name)) is not None:
        raise EntityAlreadyExists("role", role_name, hint=f"see it with `iamctl role get {other.role_name}`")
    check_quota(account, "RolesPerAccount", account.roles.count() + 1)
    role = Role(
        account_id=account.account_id,
        role_name=role_name,
        path=path,
        role_id=account.new_id("AROA"),
        create_date=account.now,
        trust_policy=_storable(account, assume_role_policy_document),
        description=description,
        max_session_duration=max_session_duration,
        permissions_boundary=the_policy(account, permissions_boundary).arn if permissions_boundary else None,
        tags=tags,
    )
    account.roles.put(role)
    return role


@operation("GetRole", writes=False)
def get_role(account: Account, *, role_name: str) -> Role:
    """The role of this name, ARN or unique id.

    Raises:
        NoSuchEntity: there is none.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
    """
    return the_role(account, role_name)


@operation("ListRoles", writes=False)
def list_roles(account: Account, *, path_prefix: str = "/") -> list[Role]:
    """The roles whose path begins with the prefix, sorted by name.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
    """
    check(PATH_PREFIX, path_prefix)
    return [role for role in account.roles.all() if role.path.startswith(path_prefix)]


@operation("UpdateRole", writes=True)
def update_role(
    account: Account, *, role_name: str, description: str | None = None, max_session_duration: int | None = None
) -> Role:
    """Change a role's description or its longest session; what is not given stays.

    Args:
        description: at most 1000 characters; an empty one takes the description away.
        max_session_duration: seconds, 3600-43200.

    Raises:
        NoSuchEntity: there is no such role.
        UnmodifiableEntity: a service-linked role's longest session.
        ValidationError: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
    """
    role = the_role(account, role_name)
    if description is not None:
        check(DESCRIPTION, description)
        role = replace(role, description=description or None)
    if max_session_duration is not None:
        check_max_session_duration(max_session_duration)
        check_modifiable(role)
        role = replace(role, max_session_duration=max_session_duration)
    account.roles.put(role)
    return role


@operation("UpdateRoleDescription", writes=True)
def update_role_description(account: Account, *, role_name: str, description: str) -> Role:
    """Change a role's description; UpdateRole does the same.

    Raises:
        NoSuchEntity: there is no such role.
        ValidationError: the description is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html
    """
    return update_role(account, role_name=role_name, description=description)


@operation("UpdateAssumeRolePolicy", writes=True)
def update_assume_role_policy(account: Account, *, role_name: str, policy_document: Document) -> Role:
    """Put another trust policy in the place of the role's.

    Raises:
        NoSuchEntity: there is no such role.
        MalformedPolicyDocument: the trust policy names who is not there.
        LimitExceeded: it is too long.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
    """
    role = the_role(account, role_name)
    check_modifiable(role)
    updated = replace(role, trust_policy=_storable(account, policy_document))
    account.roles.put(updated)
    return updated


@operation("DeleteRole", writes=True)
def delete_role(account: Account, *, role_name: str) -> Role:
    """Delete a role on which nothing hangs any more. Trust policies that name it keep its unique id.

    Raises:
        NoSuchEntity: there is no such role.
        DeleteConflict: it has policies or is in an instance profile; every one is named.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
    """
    role = the_role(account, role_name)
    check_modifiable(role)
    check_unblocked(role_blockers(account, role), forced_by=f"role delete {role.role_name} --force")
    account.roles.remove(role.role_name)
    relink(account, role.arn, role.role_id)
    return role


def role_blockers(account: Account, role: Role) -> Iterable[Blocker]:
    """All that must go before the role can."""
    name = role.role_name
    for arn in role.attached_policies:
        yield Blocker(POLICIES_ATTACHED, f"role detach-policy {name} {arn}")
    for policy in role.inline_policies:
        yield Blocker(POLICIES_INLINE, f"role delete-policy {name} {policy.policy_name}")
    for profile in profiles_with(account, role):
        yield Blocker(IN_INSTANCE_PROFILES, f"instance-profile remove-role {profile.instance_profile_name} {name}")


@operation("EmptyRole", writes=True)
def empty_role(account: Account, *, role_name: str) -> Role:
    """Take away all that stands in the way of the role's deletion. AWS's console does it; its API has no call.

    Raises:
        NoSuchEntity: there is no such role.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html
    """
    role = the_role(account, role_name)
    check_modifiable(role)
    for profile in profiles_with(account, role):
        left = tuple(name for name in profile.roles if name.lower() != role.role_name.lower())
        account.instance_profiles.put(replace(profile, roles=left))
    emptied = replace(role, attached_policies=(), inline_policies=())
    account.roles.put(emptied)
    return emptied


def profiles_with(account: Account, role: Role) -> list[InstanceProfile]:
    """The instance profiles that the role is in, sorted by name."""
    return account.instance_profiles.referring("role", role.role_name.lower())


def _storable(account: Account, trust_policy: Document) -> Document:
    checked = checked_trust(account, trust_policy)
    # AWS counts what was sent, not the ARNs that unique ids turned into.
    check_quota(account, "ACLSizePerRole", trust_policy.size)
    return checked
