"""Giving others what one has: users made after another's pattern, permissions carried from one to several.

AWS's API has no call for either; both are made of what its calls do. Credentials are never carried.

Rules kept here:
  * adding takes nothing away: where a target has another inline policy of the same name, or another boundary, it is
    refused, and so are all targets; replacing makes the chosen kinds equal;
  * managed policies and groups keep the order they have in the source.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from iamctl.errors import IamError, InvalidInput, Mistakes
from iamctl.model.group import Group
from iamctl.model.inline_policy import InlinePolicy, inline_policy
from iamctl.model.user import User
from iamctl.service.enumerations import check_one_of
from iamctl.service.identities import I, Identity, check_attached_count, check_inline_size
from iamctl.service.lookup import the_group, the_policy, the_role, the_user
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota
from iamctl.service.service_linked import check_modifiable
from iamctl.service.users import create_user

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from iamctl.model.role import Role
    from iamctl.service.account import Account
    from iamctl.store.protocol import Shelf

GROUPS, ATTACHED, INLINE, BOUNDARY = "groups", "attached", "inline", "boundary"
ALL_KINDS = (GROUPS, ATTACHED, INLINE, BOUNDARY)
OF_ROLES = (ATTACHED, INLINE, BOUNDARY)
OF_GROUPS = (ATTACHED, INLINE)
X = TypeVar("X")


class PermissionChange(NamedTuple):
    """What one identity gains and loses, in words: `group Admins`, `attached ARN`, `inline Deploy`, `boundary ARN`.

    Attributes:
        target: the identity as it is afterwards.
    """

    target: Identity
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@operation("CloneUser", writes=True)
def clone_user(
    account: Account,
    *,
    source_user_name: str,
    new_user_names: Sequence[str],
    path: str | None = None,
    with_tags: bool = True,
) -> list[PermissionChange]:
    """Create users with the source's groups, policies, boundary, tags and path; never with its credentials.

    Args:
        path: another path than the source's.
        with_tags: whether the tags come along.

    Raises:
        NoSuchEntity: there is no such user, or a policy it has is no more.
        EntityAlreadyExists: a user has one of the names.
        LimitExceeded: a quota of the account is lower than what the clones need.
        ValidationError: a name or the path is not acceptable.
    """
    source = the_user(account, source_user_name)
    _check_whole(account, source, ALL_KINDS)
    changes = []
    for name in new_user_names:
        clone = create_user(account, user_name=name, path=path or source.path, tags=source.tags if with_tags else ())
        changes.append(_copied(account, account.users, source, clone, ALL_KINDS, replacing=True))
    return changes


@operation("CopyPermissions", writes=True)
def copy_permissions(
    account: Account,
    *,
    source_user_name: str,
    target_user_names: Sequence[str],
    replace: bool = False,
    only: Sequence[str] = ALL_KINDS,
) -> list[PermissionChange]:
    """Give users what the source has.

    Args:
        replace: make them equal to the source in the kinds of `only`; else what they have stays.
        only: of `groups`, `attached`, `inline`, `boundary`.

    Raises:
        NoSuchEntity: there is no such user, or a policy of the source is no more.
        InvalidInput: adding would take something away.
        LimitExceeded: a target would exceed a quota.
        Mistakes: several targets are refused.
    """
    source = the_user(account, source_user_name)
    targets = [the_user(account, name) for name in target_user_names]
    return _copy_to_each(account, account.users, source, targets, _chosen(only, ALL_KINDS), replace)


@operation("CopyGroupPermissions", writes=True)
def copy_group_permissions(
    account: Account,
    *,
    source_group_name: str,
    target_group_names: Sequence[str],
    replace: bool = False,
    only: Sequence[str] = OF_GROUPS,
) -> list[PermissionChange]:
    """Give groups the policies of the source, as CopyPermissions does with users.

    Args:
        only: of `attached`, `inline`.

    Raises:
        NoSuchEntity, InvalidInput, LimitExceeded, Mistakes: as for users.
    """
    source = the_group(account, source_group_name)
    targets = [the_group(account, name) for name in target_group_names]
    return _copy_to_each(account, account.groups, source, targets, _chosen(only, OF_GROUPS), replace)


@operation("CopyRolePermissions", writes=True)
def copy_role_permissions(
    account: Account,
    *,
    source_role_name: str,
    target_role_names: Sequence[str],
    replace: bool = False,
    only: Sequence[str] = OF_ROLES,
) -> list[PermissionChange]:
    """Give roles the policies of the source, as CopyPermissions does with users; trust policies stay.

    Args:
        only: of `attached`, `inline`, `boundary`.

    Raises:
        NoSuchEntity, InvalidInput, LimitExceeded, Mistakes: as for users.
        UnmodifiableEntity: a target is a service-linked role.
    """
    source = the_role(account, source_role_name)
    targets = [the_role(account, name) for name in target_role_names]
    return _copy_to_each(account, account.roles, source, targets, _chosen(only, OF_ROLES), replace)


def permissions_of(identity: Identity, kinds: Sequence[str] = ALL_KINDS) -> dict[str, object]:
    """What the identity has, by the words for it; the value tells two of the same name apart."""
    words: dict[str, object] = {}
    if GROUPS in kinds and isinstance(identity, User):
        words |= dict.fromkeys(f"group {name}" for name in identity.groups)
    if ATTACHED in kinds:
        words |= dict.fromkeys(f"attached {arn}" for arn in identity.attached_policies)
    if INLINE in kinds:
        words |= {f"inline {policy.policy_name}": policy.document for policy in identity.inline_policies}
    if BOUNDARY in kinds and not isinstance(identity, Group) and identity.permissions_boundary:
        words[f"boundary {identity.permissions_boundary}"] = None
    return words


def permission_change(before: Identity, after: Identity) -> PermissionChange:
    """What the identity gains and loses on the way; an inline policy with another text is both."""
    old, new = permissions_of(before), permissions_of(after)
    gained = tuple(word for word, value in new.items() if word not in old or old[word] != value)
    lost = tuple(word for word, value in old.items() if word not in new or new[word] != value)
    return PermissionChange(after, gained, lost)


def _chosen(only: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for kind in only:
        check_one_of("only", kind, known)
    return tuple(kind for kind in known if kind in only)


def _copy_to_each(
    account: Account, shelf: Shelf[I], source: I, targets: list[I], kinds: tuple[str, ...], replacing: bool
) -> list[PermissionChange]:
    """Change all targets, or tell about every one that is refused."""
    _check_whole(account, source, kinds)
    changes, errors = [], []
    for target in {one.name: one for one in targets}.values():
        try:
            changes.append(_copied(account, shelf, source, target, kinds, replacing=replacing))
        except IamError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else Mistakes(errors)
    return changes


def _copied(
    account: Account, shelf: Shelf[I], source: I, target: I, kinds: tuple[str, ...], *, replacing: bool
) -> PermissionChange:
    check_modifiable(target)
    facts = _replaced(source, kinds) if replacing else _added(source, target, kinds)
    changed: I = dataclasses.replace(target, **facts)
    _check_quotas(account, changed)
    shelf.put(changed)
    return permission_change(target, changed)


def _check_whole(account: Account, source: Identity, kinds: tuple[str, ...]) -> None:
    """That nothing is carried on that is no more."""
    for name in source.groups if GROUPS in kinds and isinstance(source, User) else ():
        the_group(account, name)
    for arn in source.attached_policies if ATTACHED in kinds else ():
        the_policy(account, arn)
    if BOUNDARY in kinds and not isinstance(source, Group) and source.permissions_boundary:
        the_policy(account, source.permissions_boundary)


_FIELDS = {
    GROUPS: "groups",
    ATTACHED: "attached_policies",
    INLINE: "inline_policies",
    BOUNDARY: "permissions_boundary",
}


def _replaced(source: Identity, kinds: tuple[str, ...]) -> dict[str, Any]:
    return {_FIELDS[kind]: getattr(source, _FIELDS[kind]) for kind in kinds}


def _added(source: Identity, target: Identity, kinds: tuple[str, ...]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if GROUPS in kinds and isinstance(source, User) and isinstance(target, User):
        facts["groups"] = _joined(target.groups, source.groups, str.lower)
    if ATTACHED in kinds:
        facts["attached_policies"] = _joined(target.attached_policies, source.attached_policies, str)
    if INLINE in kinds:
        facts["inline_policies"] = _joined_inline(source, target)
    if BOUNDARY in kinds and not isinstance(source, Group) and not isinstance(target, Group):
        facts["permissions_boundary"] = _joined_boundary(source, target)
    return facts


def _joined(old: tuple[X, ...], new: tuple[X, ...], key: Callable[[X], str]) -> tuple[X, ...]:
    known = {key(one) for one in old}
    return (*old, *(one for one in new if key(one) not in known))


def _joined_inline(source: Identity, target: Identity) -> tuple[InlinePolicy, ...]:
    for policy in source.inline_policies:
        other = inline_policy(target.inline_policies, policy.policy_name)
        if other is not None and other.document != policy.document:
            raise InvalidInput(
                f"{target.kind.capitalize()} {target.name} has another inline policy named {other.policy_name}.",
                hint="overwrite it with --replace, or leave inline policies out with --only",
            )
    return _joined(target.inline_policies, source.inline_policies, lambda policy: policy.policy_name.lower())


def _joined_boundary(source: User | Role, target: User | Role) -> str | None:
    ours, theirs = source.permissions_boundary, target.permissions_boundary
    if ours and theirs and ours != theirs:
        raise InvalidInput(
            f"{target.kind.capitalize()} {target.name} has another permissions boundary, {theirs}.",
            hint="overwrite it with --replace, or leave the boundary out with --only",
        )
    return theirs or ours


def _check_quotas(account: Account, identity: Identity) -> None:
    check_attached_count(account, identity, len(identity.attached_policies))
    check_inline_size(account, identity, identity.inline_policies)
    if isinstance(identity, User):
        check_quota(account, "GroupsPerUser", len(identity.groups))
