"""Operations on groups. Who is in a group stands in the users; here the reverse is derived.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import EntityAlreadyExists, InvalidInput, Mistakes
from iamctl.model.group import Group
from iamctl.model.names import GROUP_NAME, PATH, PATH_PREFIX, check
from iamctl.service.blockers import IN_GROUPS, POLICIES_ATTACHED, POLICIES_INLINE, Blocker, check_unblocked
from iamctl.service.lookup import the_group, the_user
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.model.user import User
    from iamctl.service.account import Account


class GroupWithUsers(NamedTuple):
    """A group and its members, sorted by name."""

    group: Group
    users: tuple[User, ...]


@operation("CreateGroup", writes=True)
def create_group(account: Account, *, group_name: str, path: str = "/") -> Group:
    """Create a group without members or permissions.

    Args:
        group_name: 1-128 characters of `[A-Za-z0-9_+=,.@-]`.
        path: begins and ends with `/`, at most 512 characters.

    Raises:
        EntityAlreadyExists: a group has this name, in any case of letters.
        LimitExceeded: the account has all the groups it may have.
        ValidationError: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
    """
    check(GROUP_NAME, group_name)
    check(PATH, path)
    if (other := account.groups.find(group_name)) is not None:
        raise EntityAlreadyExists("group", group_name, hint=f"see it with `iamctl group get {other.group_name}`")
    check_quota(account, "GroupsPerAccount", account.groups.count() + 1)
    group = Group(
        account_id=account.account_id,
        group_name=group_name,
        path=path,
        group_id=account.new_id("AGPA"),
        create_date=account.now,
    )
    account.groups.put(group)
    return group


@operation("GetGroup", writes=False)
def get_group(account: Account, *, group_name: str) -> GroupWithUsers:
    """The group of this name, ARN or unique id, with its members.

    Raises:
        NoSuchEntity: there is none.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html
    """
    group = the_group(account, group_name)
    return GroupWithUsers(group, tuple(members(account, group)))


@operation("ListGroups", writes=False)
def list_groups(account: Account, *, path_prefix: str = "/") -> list[Group]:
    """The groups whose path begins with the prefix, sorted by name.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html
    """
    check(PATH_PREFIX, path_prefix)
    return [group for group in account.groups.all() if group.path.startswith(path_prefix)]


@operation("UpdateGroup", writes=True)
def update_group(
    account: Account, *, group_name: str, new_path: str | None = None, new_group_name: str | None = None
) -> Group:
    """Rename a group or move it to another path; its members and policies stay.

    Raises:
        NoSuchEntity: there is no such group.
        EntityAlreadyExists: another group has the new name, in any case of letters.
        ValidationError: the new name or path is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
    """
    group = the_group(account, group_name)
    if new_group_name is not None:
        check(GROUP_NAME, new_group_name)
        other = account.groups.find(new_group_name)
        if other is not None and other.group_name != group.group_name:
            hint = f"see it with `iamctl group get {other.group_name}`"
            raise EntityAlreadyExists("group", new_group_name, hint=hint)
    if new_path is not None:
        check(PATH, new_path)
    updated = replace(group, group_name=new_group_name or group.group_name, path=new_path or group.path)
    followers = members(account, group) if updated.group_name != group.group_name else []
    account.groups.rename(group.group_name, updated)
    for user in followers:
        account.users.put(user.moved(group.group_name, updated.group_name))
    return updated


@operation("DeleteGroup", writes=True)
def delete_group(account: Account, *, group_name: str) -> Group:
    """Delete a group that has neither members nor policies.

    Raises:
        NoSuchEntity: there is no such group.
        DeleteConflict: it has members or policies; every one is named.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html
    """
    group = the_group(account, group_name)
    check_unblocked(group_blockers(account, group), forced_by=f"group delete {group.group_name} --force")
    account.groups.remove(group.group_name)
    return group


def group_blockers(account: Account, group: Group) -> Iterable[Blocker]:
    """All that must go before the group can."""
    name = group.group_name
    for arn in group.attached_policies:
        yield Blocker(POLICIES_ATTACHED, f"group detach-policy {name} {arn}")
    for policy in group.inline_policies:
        yield Blocker(POLICIES_INLINE, f"group delete-policy {name} {policy.policy_name}")
    for user in members(account, group):
        yield Blocker(IN_GROUPS, f"group remove-user {name} {user.user_name}")


@operation("EmptyGroup", writes=True)
def empty_group(account: Account, *, group_name: str) -> Group:
    """Take away all that stands in the way of the group's deletion. AWS's console does it; its API has no call.

    Raises:
        NoSuchEntity: there is no such group.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html
    """
    group = the_group(account, group_name)
    for user in members(account, group):
        account.users.put(user.left(group.group_name))
    emptied = replace(group, attached_policies=(), inline_policies=())
    account.groups.put(emptied)
    return emptied


@operation("AddUserToGroup", writes=True)
def add_user_to_group(account: Account, *, group_name: str, user_name: str) -> User:
    """Make the user a member of the group; a member stays one.

    Raises:
        NoSuchEntity: there is no such user or group.
        LimitExceeded: the user is in all the groups it may be in.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
    """
    group = the_group(account, group_name)
    user = the_user(account, user_name)
    if user.is_in(group.group_name):
        return user
    check_quota(account, "GroupsPerUser", len(user.groups) + 1)
    joined = user.joined(group.group_name)
    account.users.put(joined)
    return joined


@operation("RemoveUserFromGroup", writes=True)
def remove_user_from_group(account: Account, *, group_name: str, user_name: str) -> User:
    """Take the user out of the group; one who is no member is left alone.

    Raises:
        NoSuchEntity: there is no such user or group.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html
    """
    group = the_group(account, group_name)
    user = the_user(account, user_name)
    if not user.is_in(group.group_name):
        return user
    left = user.left(group.group_name)
    account.users.put(left)
    return left


@operation("MoveUsers", writes=True)
def move_users_between_groups(
    account: Account, *, user_names: Sequence[str], from_group: str, to_group: str
) -> list[User]:
    """Move users from one group to another; the new group stands in the old one's place.

    AWS has no call for it. A user who is in the new group already only leaves the old one.

    Raises:
        NoSuchEntity: there is no such user or group.
        InvalidInput: the groups are the same, or a user is not in the old one.
        Mistakes: several users are not.
    """
    old, new = the_group(account, from_group), the_group(account, to_group)
    if old.group_name == new.group_name:
        raise InvalidInput(f"Users cannot move from group {old.group_name} to itself.")
    users = [the_user(account, name) for name in user_names]
    strangers = [user for user in users if not user.is_in(old.group_name)]
    if strangers:
        errors = [_not_in(user, old, new) for user in strangers]
        raise errors[0] if len(errors) == 1 else Mistakes(errors)
    moved = {user.user_name: user.moved(old.group_name, new.group_name) for user in users}
    for user in moved.values():
        account.users.put(user)
    return list(moved.values())


def members(account: Account, group: Group) -> list[User]:
    """The users in the group, sorted by name."""
    return account.users.referring("group", group.group_name.lower())


def _not_in(user: User, old: Group, new: Group) -> InvalidInput:
    hint = f"add it with `iamctl group add-user {new.group_name} {user.user_name}`"
    return InvalidInput(f"User {user.user_name} is not in group {old.group_name}.", hint=hint)
