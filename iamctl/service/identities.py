"""Users, groups and roles: the three kinds that carry permissions, and the quotas that each kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from iamctl.model.group import Group
from iamctl.model.role import Role
from iamctl.model.user import User
from iamctl.service.quotas import check_policy_size, check_quota

if TYPE_CHECKING:
    from iamctl.model.inline_policy import InlinePolicy
    from iamctl.service.account import Account

Identity: TypeAlias = User | Group | Role
I = TypeVar("I", User, Group, Role)  # noqa: E741

POLICIES_QUOTA = {"user": "PoliciesPerUser", "group": "PoliciesPerGroup", "role": "PoliciesPerRole"}
INLINE_SIZE_QUOTA = {"user": "UserPolicySize", "group": "GroupPolicySize", "role": "RolePolicySize"}


def check_attached_count(account: Account, identity: Identity, count: int) -> None:
    """That the identity may carry this many managed policies.

    Raises:
        LimitExceeded: its quota is lower.
    """
    check_quota(account, POLICIES_QUOTA[identity.kind], count)


def check_inline_size(account: Account, identity: Identity, policies: tuple[InlinePolicy, ...]) -> None:
    """That the identity may carry these inline policies altogether.

    Raises:
        LimitExceeded: their texts are too long together.
    """
    size = sum(policy.document.size for policy in policies)
    check_policy_size(account, INLINE_SIZE_QUOTA[identity.kind], size, owner=f"{identity.kind} {identity.name}")
