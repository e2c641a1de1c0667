"""Who uses a managed policy, as permissions policy or as boundary: derived from the identities, stored nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from iamctl.model.group import Group
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account


class PolicyUsage(NamedTuple):
    """How many users, groups and roles have it attached; how many users and roles have it as boundary."""

    attachment_count: int
    permissions_boundary_usage_count: int


class PolicyUsers(NamedTuple):
    """Whom a policy hangs on, each kind sorted by name."""

    users: tuple[User, ...]
    groups: tuple[Group, ...]
    roles: tuple[Role, ...]

    @property
    def all(self) -> tuple[User | Group | Role, ...]:
        """Users, then groups, then roles."""
        return (*self.users, *self.groups, *self.roles)


def usage_of(account: Account, arn: str) -> PolicyUsage:
    """How often the policy is used."""
    shelves = (account.users, account.roles)
    return PolicyUsage(attachment_count(account, arn), sum(shelf.count_referring("boundary", arn) for shelf in shelves))


def attachment_count(account: Account, arn: str) -> int:
    """How many users, groups and roles have the policy attached."""
    shelves = (account.users, account.groups, account.roles)
    return sum(shelf.count_referring("policy", arn) for shelf in shelves)


def attached_to(account: Account, arn: str) -> PolicyUsers:
    """Who has the policy attached."""
    return PolicyUsers(
        tuple(account.users.referring("policy", arn)),
        tuple(account.groups.referring("policy", arn)),
        tuple(account.roles.referring("policy", arn)),
    )


def bounded_by(account: Account, arn: str) -> PolicyUsers:
    """Who has the policy as boundary; never groups."""
    return PolicyUsers(
        tuple(account.users.referring("boundary", arn)), (), tuple(account.roles.referring("boundary", arn))
    )
