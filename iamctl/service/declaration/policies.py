"""Managed policies as a declaration wants them.

A document that differs from the one in force becomes the default version: an older version that says it, else a new
one. Where there are five already the oldest that is not in force goes first, but only when pruning.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import LimitExceeded
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.model.quotas import quota
from iamctl.service.declaration.kept import said_tags
from iamctl.service.quotas import check_quota
from iamctl.syntax.same_value import is_same_value

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.service.account import Account
    from iamctl.service.declaration.declared import DeclaredPolicy
    from iamctl.service.declaration.errata import Errata


def converge_policy(account: Account, said: DeclaredPolicy, errata: Errata, *, prune: bool) -> None:
    """Lay one policy into the draft that the account is."""
    if said.document is not None:
        try:
            check_quota(account, "PolicySize", said.document.size)
        except LimitExceeded as error:
            errata.add_error((*said.at, "document"), error)
    existing = account.policies.find(said.name)
    if existing is None:
        if said.document is None:
            errata.add(said.at, "A new policy needs the key document or document_file.")
        else:
            account.policies.put(_new(account, said, said.document))
        return
    _check_fixed(existing, said, errata)
    policy = replace(existing, tags=said_tags(said.tags, existing, prune=prune))
    if said.document is not None:
        policy = _with_document(account, policy, said, said.document, errata, prune=prune)
    account.policies.put(policy)


def _new(account: Account, said: DeclaredPolicy, document: Document) -> Policy:
    return Policy(
        account_id=account.account_id,
        policy_name=said.name,
        path=said.path or "/",
        policy_id=account.new_id("ANPA"),
        create_date=account.now,
        update_date=account.now,
        default_version_id="v1",
        versions=(PolicyVersion("v1", account.now, document),),
        latest_version=1,
        description=said.description or None,
        tags=said.tags or (),
    )


def _check_fixed(existing: Policy, said: DeclaredPolicy, errata: Errata) -> None:
    name = existing.policy_name
    if said.path not in (None, existing.path):
        message = f"The path of policy {name} is {existing.path}, and AWS fixes it at creation."
        errata.add((*said.at, "path"), message)
    if said.description is not None and said.description != (existing.description or ""):
        there = f"is {existing.description!r}" if existing.description else "was never given"
        message = f"The description of policy {name} {there}, and AWS fixes it at creation."
        errata.add((*said.at, "description"), message)


def _with_document(
    account: Account, policy: Policy, said: DeclaredPolicy, document: Document, errata: Errata, *, prune: bool
) -> Policy:
    same = [version for version in policy.versions if _says(version, document)]
    if policy.default_version in same:
        return policy
    if same:
        return replace(policy, default_version_id=same[-1].version_id, update_date=account.now)
    versions = policy.versions
    limit = quota(account.settings.quotas, "VersionsPerPolicy")
    if len(versions) >= limit:
        spare = [version for version in versions if version != policy.default_version]
        if not prune or not spare:
            _refuse(policy, said, limit, errata)
            return policy
        versions = tuple(version for version in versions if version != spare[0])
    number = policy.latest_version + 1
    new = PolicyVersion(f"v{number}", account.now, document)
    return replace(
        policy,
        versions=(*versions, new),
        default_version_id=new.version_id,
        latest_version=number,
        update_date=account.now,
    )


def _says(version: PolicyVersion, document: Document) -> bool:
    return version.document == document or is_same_value(version.document.tree, document.tree)


def _refuse(policy: Policy, said: DeclaredPolicy, limit: int, errata: Errata) -> None:
    message = f"Policy {policy.policy_name} has {limit} versions; the new document would be one more."
    spare = next(version.version_id for version in policy.versions if version != policy.default_version)
    hints = [f"`iamctl policy version delete {policy.policy_name} {spare}`", "or --prune, which drops the oldest"]
    errata.add((*said.at, "document"), message, hints)
