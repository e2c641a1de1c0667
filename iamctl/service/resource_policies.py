"""Policies of resources that the account does not keep itself, for decisions about them.

AWS has an operation of its own for each service (PutBucketPolicy, PutKeyPolicy, PutResourcePolicy …); here they are
one. A bucket's policy is its objects' policy too. A role's trust policy is the role's, and is set there.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists, InvalidInput, NoSuchEntity
from iamctl.model.names import RESOURCE_ARN, check
from iamctl.model.resource_policy import ResourcePolicy
from iamctl.service.operation import operation

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.service.account import Account


@operation("PutResourcePolicy", writes=True)
def put_resource_policy(account: Account, *, resource_arn: str, policy: Document) -> ResourcePolicy:
    """Write the policy of a resource, in the place of the one that it has.

    Args:
        resource_arn: without wildcards.
        policy: its grammar is checked already.

    Raises:
        ValidationError: the resource is not named by an ARN.
        InvalidInput: the resource is an entity of IAM, another account's, or an object of a bucket.
        EntityAlreadyExists: another resource's ARN differs only in the case of its letters.
    """
    check(RESOURCE_ARN, resource_arn)
    _check_has_policy(account, resource_arn)
    other = account.resource_policies.find(resource_arn)
    if other is not None and other.resource_arn != resource_arn:
        hint = f"{other.resource_arn} has one, and its file would have the same name on some disks"
        raise EntityAlreadyExists("resource policy", resource_arn, hint=hint)
    made = ResourcePolicy(account_id=account.account_id, resource_arn=resource_arn, document=policy)
    account.resource_policies.put(made)
    return made


@operation("GetResourcePolicy", writes=False)
def get_resource_policy(account: Account, *, resource_arn: str) -> ResourcePolicy:
    """The policy of a resource.

    Raises:
        NoSuchEntity: the account keeps none for it.
    """
    found = account.resource_policies.find(resource_arn)
    if found is None or found.resource_arn != resource_arn:
        from iamctl.syntax.spelling import near  # only a failed look-up pays for difflib

        close = near(resource_arn, account.resource_policies.names())
        listing = "list them with `iamctl resource-policy list`"
        hint = f"did you mean {' or '.join(close)}? {listing}" if close else listing
        raise NoSuchEntity("resource policy", resource_arn, hint=hint)
    return found


@operation("ListResourcePolicies", writes=False)
def list_resource_policies(account: Account) -> list[ResourcePolicy]:
    """Every resource's policy, sorted by ARN."""
    return list(account.resource_policies.all())


@operation("DeleteResourcePolicy", writes=True)
def delete_resource_policy(account: Account, *, resource_arn: str) -> ResourcePolicy:
    """Delete the policy of a resource.

    Raises:
        NoSuchEntity: the account keeps none for it.
    """
    gone = get_resource_policy(account, resource_arn=resource_arn)
    account.resource_policies.remove(gone.name)
    return gone


def _check_has_policy(account: Account, resource_arn: str) -> None:
    _, _, service, region, account_id, resource = resource_arn.split(":", 5)
    if service in ("iam", "sts"):
        raise InvalidInput(
            f"{resource_arn} is an entity of IAM, and has no resource-based policy but a role's trust policy.",
            hint="a role's is set with `iamctl role trust set ROLE`",
        )
    if account_id not in ("", account.account_id):
        raise InvalidInput(
            f"{resource_arn} is a resource of account {account_id}, not of {account.account_id}.",
            hint="a question takes it with `--resource-policy FILE`",
        )
    if service == "s3" and not region and not account_id and "/" in resource:
        bucket = resource_arn.partition("/")[0]
        raise InvalidInput(f"{resource_arn} is an object, and policies are buckets'.", hint=f"put it on {bucket}")
