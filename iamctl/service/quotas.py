"""Holding the account to its quotas.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import LimitExceeded
from iamctl.model.quotas import QUOTAS, quota

if TYPE_CHECKING:
    from iamctl.service.account import Account


def check_quota(account: Account, name: str, count: int) -> None:
    """That `count` of what the quota counts may stand in the account.

    Raises:
        LimitExceeded: the quota in force is lower.
    """
    limit = quota(account.settings.quotas, name)
    if count > limit:
        raise LimitExceeded(f"Cannot exceed quota for {name}: {limit}", hint=_hint(name, limit))


def check_policy_size(account: Account, quota_name: str, size: int, *, owner: str) -> None:
    """That inline policies of this size altogether, in characters without white space, may hang on the owner.

    Raises:
        LimitExceeded: the quota in force is lower.
    """
    limit = quota(account.settings.quotas, quota_name)
    if size > limit:
        over = f"the text has {size} characters without white space, {size - limit} too many"
        raise LimitExceeded(f"Maximum policy size of {limit} bytes exceeded for {owner}", hint=over)


def _hint(name: str, limit: int) -> str | None:
    most = QUOTAS[name].most
    if most <= limit:
        return None
    return f"AWS raises it to {most} on request: set `{name} = {most}` under [quotas] in account.toml"
