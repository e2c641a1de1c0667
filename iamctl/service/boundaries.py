"""Permissions boundaries of users and roles.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from iamctl.errors import NoSuchEntity, PolicyNotAttachable
from iamctl.model.role import Role
from iamctl.model.user import User
from iamctl.service.lookup import the_policy, the_role, the_user
from iamctl.service.operation import operation
from iamctl.service.service_linked import check_modifiable

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.store.protocol import Shelf

B = TypeVar("B", User, Role)


@operation("PutUserPermissionsBoundary", writes=True)
def put_user_permissions_boundary(account: Account, *, user_name: str, permissions_boundary: str) -> User:
    """Make a managed policy the user's boundary, in the place of another if there is one.

    Args:
        permissions_boundary: an ARN, a name or a unique id.

    Raises:
        NoSuchEntity: there is no such user or policy.
        PolicyNotAttachable: only AWS attaches this policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html
    """
    return _put(account, account.users, the_user(account, user_name), permissions_boundary)


@operation("PutRolePermissionsBoundary", writes=True)
def put_role_permissions_boundary(account: Account, *, role_name: str, permissions_boundary: str) -> Role:
    """Make a managed policy the role's boundary, in the place of another if there is one.

    Args:
        permissions_boundary: an ARN, a name or a unique id.

    Raises:
        NoSuchEntity: there is no such role or policy.
        PolicyNotAttachable: only AWS attaches this policy.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
    """
    return _put(account, account.roles, the_role(account, role_name), permissions_boundary)


@operation("DeleteUserPermissionsBoundary", writes=True)
def delete_user_permissions_boundary(account: Account, *, user_name: str) -> User:
    """Take the boundary off a user: its policies then say alone what it may do.

    Raises:
        NoSuchEntity: there is no such user, or it has no boundary.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html
    """
    return _delete(account.users, the_user(account, user_name))


@operation("DeleteRolePermissionsBoundary", writes=True)
def delete_role_permissions_boundary(account: Account, *, role_name: str) -> Role:
    """Take the boundary off a role: its policies then say alone what it may do.

    Raises:
        NoSuchEntity: there is no such role, or it has no boundary.
        UnmodifiableEntity: the role is service-linked.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html
    """
    return _delete(account.roles, the_role(account, role_name))


def _put(account: Account, shelf: Shelf[B], identity: B, permissions_boundary: str) -> B:
    check_modifiable(identity)
    policy = the_policy(account, permissions_boundary)
    if not policy.is_attachable:
        raise PolicyNotAttachable(f"Cannot attach a Service Role Policy to a Customer {identity.kind.capitalize()}.")
    changed: B = replace(identity, permissions_boundary=policy.arn)
    shelf.put(changed)
    return changed


def _delete(shelf: Shelf[B], identity: B) -> B:
    check_modifiable(identity)
    if identity.permissions_boundary is None:
        hint = f"see what it has with `iamctl {identity.kind} get {identity.name}`"
        raise NoSuchEntity(f"permissions boundary of {identity.kind}", identity.name, hint=hint)
    changed: B = replace(identity, permissions_boundary=None)
    shelf.put(changed)
    return changed
