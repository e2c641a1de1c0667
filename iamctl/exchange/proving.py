"""That what an import brought in decides as the dump does: its documents read anew, and compared with the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.exchange.dump import GROUPS, POLICIES, ROLES, USERS
from iamctl.service.permission_changes.sourced import Proof, SourcedIdentity, prove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.exchange.dump import Dump
    from iamctl.exchange.entry import Entry
    from iamctl.model.document import Document
    from iamctl.service.account import Account
    from iamctl.service.permission_changes.sourced import Named


def prove_import(account: Account, dump: Dump) -> Proof:
    """Compare each user and role of the dump with the account that it was taken into.

    A managed policy that the dump does not hold is the account's or the one that AWS publishes, on both sides.
    """
    return prove(account, _Reader(account, dump).identities(), dump.source)


class _Reader:
    """The policies of a dump, by who has them."""

    def __init__(self, account: Account, dump: Dump) -> None:
        self._account = account
        self._dump = dump
        self._managed = {entry.value.get("Arn"): _in_force(entry) for entry in dump.lists[POLICIES]}
        self._groups = {
            str(entry.value.get("GroupName")).lower(): tuple(self._own(entry, "GroupPolicyList"))
            for entry in dump.lists[GROUPS]
        }

    def identities(self) -> Iterator[SourcedIdentity]:
        for entry in self._dump.lists[USERS]:
            documents = list(self._own(entry, "UserPolicyList"))
            for name in entry.texts("GroupList"):
                documents += self._groups.get(name.lower(), ())
            yield SourcedIdentity(entry.text("Arn"), tuple(documents), self._boundary(entry))
        for entry in self._dump.lists[ROLES]:
            trust = entry.document("AssumeRolePolicyDocument")
            own = tuple(self._own(entry, "RolePolicyList"))
            yield SourcedIdentity(entry.text("Arn"), own, self._boundary(entry), trust)

    def _own(self, entry: Entry, inline: str) -> Iterator[tuple[str, Document]]:
        for each in entry.entries(inline):
            yield f"inline {each.text('PolicyName')}", each.document("PolicyDocument")
        for each in entry.entries("AttachedManagedPolicies"):
            yield from self._of_arn(each.text("PolicyArn"))

    def _of_arn(self, arn: str) -> Named:
        document = self._managed.get(arn)
        if document is None:
            policy = self._account.find_policy(arn)
            document = policy.default_version.document if policy is not None else None
        return () if document is None else ((arn, document),)

    def _boundary(self, entry: Entry) -> Named | None:
        boundary = entry.entry("PermissionsBoundary")
        return None if boundary is None else self._of_arn(boundary.text("PermissionsBoundaryArn"))


def _in_force(entry: Entry) -> Document | None:
    """The text of the version that the dump calls the default one."""
    for each in entry.entries("PolicyVersionList"):
        if each.value.get("IsDefaultVersion") is True or each.value.get("VersionId") == entry.value.get(
            "DefaultVersionId"
        ):
            return each.document("Document")
    return None
