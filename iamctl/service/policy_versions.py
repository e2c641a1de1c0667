"""Operations on the versions of managed policies.

A version's number is never given again, not even after it was deleted.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import DeleteConflict, LimitExceeded, NoSuchEntity
from iamctl.model.names import VERSION_ID, check
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.model.quotas import quota
from iamctl.service.lookup import the_policy
from iamctl.service.operation import operation
from iamctl.service.own_policies import own_policy
from iamctl.service.quotas import check_quota

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.service.account import Account


@operation("CreatePolicyVersion", writes=True)
def create_policy_version(
    account: Account, *, policy_arn: str, policy_document: Document, set_as_default: bool = False
) -> PolicyVersion:
    """Give a policy of the account a new text; the one in force stays in force unless `set_as_default`.

    Args:
        policy_document: at most 6144 characters without white space; its grammar is checked already.

    Raises:
        NoSuchEntity: there is no such policy.
        LimitExceeded: the policy has five versions, or the document is too long.
        AccessDenied: the policy is AWS's.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
    """
    policy = own_policy(account, policy_arn, action="iam:CreatePolicyVersion")
    check_quota(account, "PolicySize", policy_document.size)
    limit = quota(account.settings.quotas, "VersionsPerPolicy")
    if len(policy.versions) >= limit:
        raise LimitExceeded(
            f"A managed policy can have up to {limit} versions. "
            "Before you create a new version, you must delete an existing version.",
            hint=_deletions(policy),
        )
    number = policy.latest_version + 1
    version = PolicyVersion(f"v{number}", account.now, policy_document)
    changed = replace(policy, versions=(*policy.versions, version), latest_version=number, update_date=account.now)
    account.policies.put(replace(changed, default_version_id=version.version_id) if set_as_default else changed)
    return version


@operation("GetPolicyVersion", writes=False)
def get_policy_version(account: Account, *, policy_arn: str, version_id: str) -> PolicyVersion:
    """One version of a policy, the account's own or AWS's.

    Raises:
        NoSuchEntity: there is no such policy or version.
        ValidationError: `version_id` is not of the form `v1`.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
    """
    return _the_version(the_policy(account, policy_arn), version_id)


@operation("ListPolicyVersions", writes=False)
def list_policy_versions(account: Account, *, policy_arn: str) -> list[PolicyVersion]:
    """The versions of a policy, newest first; of AWS's policies only the default one is known.

    Raises:
        NoSuchEntity: there is no such policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
    """
    return list(reversed(the_policy(account, policy_arn).versions))


@operation("SetDefaultPolicyVersion", writes=True)
def set_default_policy_version(account: Account, *, policy_arn: str, version_id: str) -> Policy:
    """Put this version in force for all that the policy hangs on.

    Raises:
        NoSuchEntity: there is no such policy or version.
        AccessDenied: the policy is AWS's.
        ValidationError: `version_id` is not of the form `v1`.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
    """
    policy = own_policy(account, policy_arn, action="iam:SetDefaultPolicyVersion")
    version = _the_version(policy, version_id)
    if version.version_id == policy.default_version_id:
        return policy
    changed = replace(policy, default_version_id=version.version_id, update_date=account.now)
    account.policies.put(changed)
    return changed


@operation("DeletePolicyVersion", writes=True)
def delete_policy_version(account: Account, *, policy_arn: str, version_id: str) -> Policy:
    """Delete a version that is not in force.

    Raises:
        NoSuchEntity: there is no such policy or version.
        DeleteConflict: it is the default version.
        AccessDenied: the policy is AWS's.
        ValidationError: `version_id` is not of the form `v1`.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html
    """
    policy = own_policy(account, policy_arn, action="iam:DeletePolicyVersion")
    version = _the_version(policy, version_id)
    if version.version_id == policy.default_version_id:
        others = [one.version_id for one in policy.versions if one != version]
        hint = f"first `iamctl policy version set-default {policy.policy_name} {others[-1]}`" if others else None
        raise DeleteConflict("Cannot delete the default version of a policy.", hint=hint)
    changed = replace(policy, versions=tuple(one for one in policy.versions if one != version))
    account.policies.put(changed)
    return changed


def _the_version(policy: Policy, version_id: str) -> PolicyVersion:
    check(VERSION_ID, version_id)
    version = policy.version(version_id)
    if version is None:
        known = ", ".join(one.version_id for one in policy.versions)
        raise NoSuchEntity("policy version", f"{policy.arn} version {version_id}", hint=f"it has {known}")
    return version


def _deletions(policy: Policy) -> list[str]:
    return [
        f"`iamctl policy version delete {policy.policy_name} {version.version_id}`"
        for version in policy.versions
        if version.version_id != policy.default_version_id
    ]
