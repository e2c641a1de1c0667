"""The policies that AWS publishes and keeps: `AdministratorAccess`, `job-function/Billing`, and 1,483 more.

They come from the pip package moto, the default version of each; `source()` says which and of what day, and
`tools/build_managed_policies.py` how they got here and how to refresh them.

Rules kept here:
  * nothing but the policy that is asked for is read;
  * policies of service-linked roles (`/aws-service-role/`) and of privileged root tasks (`/root-task/`) cannot be
    attached by a customer: the first only AWS attaches, the second only `sts:AssumeRoot` takes;
  * policy ids are AWS's where the source has them. It has none today, so they are derived: `ANPA` and the first 17
    base32 characters of the SHA-256 of the ARN. They are stable and have AWS's form, but are not AWS's own.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
         https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html (PolicyNotAttachable)
         https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html (the root tasks)
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import StorageFailure
from iamctl.model.document import Document
from iamctl.model.policy import AWS, Policy, PolicyVersion

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data" / "managed_policies.sqlite3"
NOT_ATTACHABLE = ("/aws-service-role/", "/root-task/")
_ARN = f"arn:aws:iam::{AWS}:policy"
_SUMMARY = "name, path, policy_id, version, created, updated"
_WHOLE = f"SELECT {_SUMMARY}, deflated FROM policy JOIN document ON document.id = policy.document"


class Source(NamedTuple):
    """Where the policies come from.

    Attributes:
        package, version: of PyPI.
        licence: the package's, by its SPDX identifier.
        date: UTC; when the newest of the policies was updated.
        policy_count: how many there are.
    """

    package: str
    version: str
    licence: str
    date: datetime
    policy_count: int


class ManagedPolicySummary(NamedTuple):
    """A policy without its document; dates are UTC, whole seconds."""

    policy_name: str
    arn: str
    policy_id: str
    path: str
    default_version_id: str
    create_date: datetime
    update_date: datetime
    is_attachable: bool


class ManagedPolicies:
    """All AWS managed policies, read-only; the file is opened when it is first asked for something.

    Every method raises StorageFailure when the file is missing or damaged. Used in the thread that asked first.
    """

    def __init__(self, path: Path = DATA) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._dictionary: bytes | None = None

    def find(self, name: str) -> Policy | None:
        """The policy of this name, in whatever case, or None."""
        return self._one(f"{_WHOLE} WHERE name = ?", name)

    def find_arn(self, arn: str) -> Policy | None:
        """The policy with exactly this ARN, path and case included, or None."""
        if not arn.startswith(f"{_ARN}/"):
            return None
        policy = self.find(arn.rpartition("/")[2])
        return policy if policy is not None and policy.arn == arn else None

    def find_id(self, policy_id: str) -> Policy | None:
        """The policy with this unique id or None."""
        return self._one(f"{_WHOLE} WHERE policy_id = ?", policy_id)

    def all(self) -> Iterator[Policy]:
        """Every policy with its document, sorted by name without regard to case."""
        return map(self._policy, self._rows(f"{_WHOLE} ORDER BY name"))

    def names(self) -> list[str]:
        """The names, sorted without regard to case."""
        return [name for (name,) in self._rows("SELECT name FROM policy ORDER BY name")]

    def summaries(self) -> list[ManagedPolicySummary]:
        """Every policy without its document, sorted by name without regard to case; no document is read."""
        return [_summary(*row) for row in self._rows(f"SELECT {_SUMMARY} FROM policy ORDER BY name")]

    def source(self) -> Source:
        """Where the policies come from and of what day they are."""
        facts = dict(self._rows("SELECT key, value FROM meta WHERE key <> 'dictionary'"))
        date = datetime.fromisoformat(facts["date"])
        return Source(facts["package"], facts["version"], facts["licence"], date, facts["count"])

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()

    def _one(self, query: str, value: str) -> Policy | None:
        row = next(iter(self._rows(query, value)), None)
        return None if row is None else self._policy(row)

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        import sqlite3  # only a question about AWS managed policies pays its 1 ms

        try:
            if self._connection is None:
                address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
                # Read only; whichever thread lets go of the table closes it.
                self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as cause:
            raise self._failure(str(cause)) from cause

    def _policy(self, row: tuple[Any, ...]) -> Policy:
        *facts, deflated = row
        summary = _summary(*facts)
        version_id = summary.default_version_id
        version = PolicyVersion(version_id, summary.update_date, Document(self._inflated(deflated)))
        return Policy(
            account_id=AWS,
            policy_name=summary.policy_name,
            path=summary.path,
            policy_id=summary.policy_id,
            create_date=summary.create_date,
            update_date=summary.update_date,
            default_version_id=version_id,
            versions=(version,),
            latest_version=int(version_id.removeprefix("v")),
            is_attachable=summary.is_attachable,
        )

    def _inflated(self, deflated: bytes) -> str:
        import zlib

        if self._dictionary is None:
            ((self._dictionary,),) = self._rows("SELECT value FROM meta WHERE key = 'dictionary'")
        stream = zlib.decompressobj(-15, self._dictionary)
        try:
            text = stream.decompress(deflated).decode()
        except (zlib.error, UnicodeDecodeError) as cause:
            raise self._failure(str(cause)) from cause
        if not stream.eof:  # else zlib takes half a document for a whole one
            raise self._failure("a document is cut short")
        return text

    def _failure(self, reason: str) -> StorageFailure:
        return StorageFailure(
            f"The AWS managed policies in {self._path} cannot be read: {reason}.", hint="install iamctl again"
        )


def _summary(name: str, path: str, policy_id: str, version: int, created: int, updated: int) -> ManagedPolicySummary:
    return ManagedPolicySummary(
        policy_name=name,
        arn=f"{_ARN}{path}{name}",
        policy_id=policy_id,
        path=path,
        default_version_id=f"v{version}",
        create_date=datetime.fromtimestamp(created, UTC),
        update_date=datetime.fromtimestamp(updated, UTC),
        is_attachable=not path.startswith(NOT_ATTACHABLE),
    )
