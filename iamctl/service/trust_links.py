"""Trust policies follow the users and roles that they name.

AWS keeps such a principal as a unique id and shows it as an ARN while the identity exists: a rename or a
move keeps the link, a deletion leaves the bare id, and whoever takes the name later has no access.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.service.account import Account


def relink(account: Account, old: str, new: str) -> None:
    """Write `new` (an ARN or a unique id) wherever a trust policy of the account names `old`."""
    if old == new:
        return
    from iamctl.policy.principals import rewrite_principals

    for role in account.roles.referring("principal", old):
        account.roles.put(replace(role, trust_policy=rewrite_principals(role.trust_policy, {old: new})))
