"""The roles that a caller may take on, one by one as AssumeRole would answer.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.service.sts.assume_role import caller_of_assume_role, longest_duration, requests
from iamctl.service.sts.mfa import owner_of_devices

if TYPE_CHECKING:
    from iamctl.model.role import Role
    from iamctl.service.account import Account
    from iamctl.service.sts.assume_role import Wish


class AssumableRole(NamedTuple):
    """A role that the caller may take on.

    Attributes:
        needs_mfa: whether only with a code of an MFA device that the caller has.
        longest: the longest session, in seconds.
    """

    role: Role
    needs_mfa: bool
    longest: int


def assumable_roles(account: Account, wish: Wish) -> list[AssumableRole]:
    """The roles that the caller may take on with this wish, sorted by name.

    Raises:
        AccessDenied: it is the root user, who takes on none.
    """
    standing = caller_of_assume_role(account)
    gate = account.gate
    assert gate is not None, "whoever is not root has a gate"
    owner = owner_of_devices(account, standing)
    ways = (False, True) if owner is not None and owner.mfa_devices else (False,)
    found = []
    for role in account.roles.all():
        for has_code in ways:
            if all(gate.may(asked) for asked in requests(role, wish, standing, has_code=has_code)):
                found.append(AssumableRole(role, has_code, longest_duration(role, standing)))
                break
    return found
