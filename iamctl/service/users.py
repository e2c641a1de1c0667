"""Operations on users.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists
from iamctl.model.names import PATH, PATH_PREFIX, USER_NAME, check, check_tags
from iamctl.model.user import User
from iamctl.service.blockers import (
    HAS_CERTIFICATES,
    HAS_KEYS,
    HAS_MFA_DEVICES,
    HAS_PASSWORD,
    HAS_SERVICE_CREDENTIALS,
    HAS_SSH_KEYS,
    IN_GROUPS,
    POLICIES_ATTACHED,
    POLICIES_INLINE,
    Blocker,
    check_unblocked,
)
from iamctl.service.lookup import the_policy, the_user
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota
from iamctl.service.trust_links import relink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from iamctl.model.group import Group
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account


@operation("CreateUser", writes=True)
def create_user(
    account: Account,
    *,
    user_name: str,
    path: str = "/",
    permissions_boundary: str | None = None,
    tags: Iterable[Tag] = (),
) -> User:
    """Create a user that may do nothing yet and has no credentials.

    Args:
        user_name: 1-64 characters of `[A-Za-z0-9_+=,.@-]`.
        path: begins and ends with `/`, at most 512 characters.
        permissions_boundary: a managed policy.
        tags: at most 50; keys are the same whatever their case.

    Raises:
        EntityAlreadyExists: a user has this name, in any case of letters.
        LimitExceeded: the account has all the users it may have.
        NoSuchEntity: the boundary is no policy.
        ValidationError, InvalidInput: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
    """
    check(USER_NAME, user_name)
    check(PATH, path)
    tags = tuple(tags)
    check_tags(tags, ignore_case=True)
    if (other := account.users.find(user_name)) is not None:
        raise EntityAlreadyExists("user", user_name, hint=f"see it with `iamctl user get {other.user_name}`")
    check_quota(account, "UsersPerAccount", account.users.count() + 1)
    user = User(
        account_id=account.account_id,
        user_name=user_name,
        path=path,
        user_id=account.new_id("AIDA"),
        create_date=account.now,
        permissions_boundary=the_policy(account, permissions_boundary).arn if permissions_boundary else None,
        tags=tags,
    )
    account.users.put(user)
    return user


@operation("GetUser", writes=False)
def get_user(account: Account, *, user_name: str) -> User:
    """The user of this name, ARN or unique id.

    Raises:
        NoSuchEntity: there is none.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
    """
    return the_user(account, user_name)


def passwords_used_by(account: Account, users: Iterable[User]) -> dict[str, datetime]:
    """When those of the users who have a password last proved to know it, by unique id.

    GetUser and ListUsers tell it; nothing is looked up where nobody has one.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html
    """
    having = {user.user_id for user in users if user.login_profile is not None}
    if not having:
        return {}
    from iamctl.service.sign_in import passwords_last_used  # most accounts of programs have no password

    return {user_id: used for user_id, used in passwords_last_used(account).items() if user_id in having}


@operation("ListUsers", writes=False)
def list_users(account: Account, *, path_prefix: str = "/") -> list[User]:
    """The users whose path begins with the prefix, sorted by name.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
    """
    check(PATH_PREFIX, path_prefix)
    return [user for user in account.users.all() if user.path.startswith(path_prefix)]


@operation("UpdateUser", writes=True)
def update_user(
    account: Account, *, user_name: str, new_path: str | None = None, new_user_name: str | None = None
) -> User:
    """Rename a user or move it to another path; its unique id, memberships and policies stay.

    Trust policies that name the user follow. The ARN in other policies' text stays as it was, as in AWS.

    Raises:
        NoSuchEntity: there is no such user.
        EntityAlreadyExists: another user has the new name, in any case of letters.
        ValidationError: the new name or path is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
    """
    user = the_user(account, user_name)
    if new_user_name is not None:
        check(USER_NAME, new_user_name)
        other = account.users.find(new_user_name)
        if other is not None and other.user_id != user.user_id:
            raise EntityAlreadyExists("user", new_user_name, hint=f"see it with `iamctl user get {other.user_name}`")
    if new_path is not None:
        check(PATH, new_path)
    updated = replace(user, user_name=new_user_name or user.user_name, path=new_path or user.path)
    account.users.rename(user.user_name, updated)
    relink(account, user.arn, updated.arn)
    return updated


@operation("DeleteUser", writes=True)
def delete_user(account: Account, *, user_name: str) -> User:
    """Delete a user on which nothing hangs any more. Trust policies that name it keep its unique id.

    Raises:
        NoSuchEntity: there is no such user.
        DeleteConflict: it is in groups, or has policies or credentials; every one is named.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
    """
    user = the_user(account, user_name)
    check_unblocked(user_blockers(user), forced_by=f"user delete {user.user_name} --force")
    account.users.remove(user.user_name)
    relink(account, user.arn, user.user_id)
    return user


def user_blockers(user: User) -> Iterable[Blocker]:
    """All that must go before the user can."""
    name = user.user_name
    for arn in user.attached_policies:
        yield Blocker(POLICIES_ATTACHED, f"user detach-policy {name} {arn}")
    for policy in user.inline_policies:
        yield Blocker(POLICIES_INLINE, f"user delete-policy {name} {policy.policy_name}")
    for group in user.groups:
        yield Blocker(IN_GROUPS, f"user remove-from-group {name} {group}")
    for key in user.access_keys:
        yield Blocker(HAS_KEYS, f"creds key delete {key.access_key_id}")
    if user.login_profile is not None:
        yield Blocker(HAS_PASSWORD, f"creds password delete {name}")
    for ssh_key in user.ssh_public_keys:
        yield Blocker(HAS_SSH_KEYS, f"creds ssh-key delete {name} {ssh_key.ssh_public_key_id}")
    for credential in user.service_specific_credentials:
        yield Blocker(HAS_SERVICE_CREDENTIALS, f"creds service-specific delete {name} {credential.credential_id}")
    for certificate in user.signing_certificates:
        yield Blocker(HAS_CERTIFICATES, f"creds certificate delete {name} {certificate.certificate_id}")
    for device in user.mfa_devices:
        yield Blocker(HAS_MFA_DEVICES, f"creds mfa disable {device.name}")


@operation("EmptyUser", writes=True)
def empty_user(account: Account, *, user_name: str) -> User:
    """Take away all that stands in the way of the user's deletion. AWS's console does it; its API has no call.

    Its MFA devices are deleted.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html
    """
    user = the_user(account, user_name)
    emptied = replace(
        user,
        groups=(),
        attached_policies=(),
        inline_policies=(),
        access_keys=(),
        login_profile=None,
        mfa_devices=(),
        ssh_public_keys=(),
        service_specific_credentials=(),
        signing_certificates=(),
    )
    account.users.put(emptied)
    return emptied


@operation("ListGroupsForUser", writes=False)
def list_groups_for_user(account: Account, *, user_name: str) -> list[Group]:
    """The groups that the user is in, sorted by name.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
    """
    groups = (account.groups.find(name) for name in the_user(account, user_name).groups)
    return sorted((group for group in groups if group is not None), key=lambda group: group.group_name.lower())
