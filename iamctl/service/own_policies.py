"""The account's own managed policies, apart from AWS's: only its own may be changed.

An AWS managed policy belongs to AWS's account, so AWS answers AccessDenied, even to the root user.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import AccessDenied
from iamctl.model.policy import AWS, Policy
from iamctl.service.lookup import the_policy

if TYPE_CHECKING:
    from iamctl.service.account import Account


def own_policy(account: Account, policy_arn: str, *, action: str) -> Policy:
    """The account's own policy of this ARN, name or unique id.

    Args:
        action: what is to be done with it, such as `iam:DeletePolicy`.

    Raises:
        NoSuchEntity: there is no such policy.
        AccessDenied: it is AWS's.
    """
    policy = the_policy(account, policy_arn)
    if policy.account_id == AWS:
        raise AccessDenied(
            f"User: {account.caller} is not authorized to perform: {action} on resource: policy {policy.arn}",
            hint="only AWS changes its managed policies; make one of your own with `iamctl policy create`",
        )
    return policy
