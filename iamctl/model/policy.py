"""Managed policies and their versions.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.document import Document
    from iamctl.model.tag import Tag

AWS = "aws"
_PUBLISHED = f"arn:aws:iam::{AWS}:"


def is_published(arn: str) -> bool:
    """Whether the ARN is one of a policy that AWS publishes."""
    return arn.startswith(_PUBLISHED)


class PolicyVersion(NamedTuple):
    """One text that the policy has or had; `v1`, `v2`, …, a number is never used again."""

    version_id: str
    create_date: datetime
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A managed policy: the account's own, or one that AWS publishes (then `account_id` is `aws`).

    Attributes:
        policy_name: 1-128 characters; unique in the account without regard to case or path.
        path: `/` or `/a/b/`, at most 512 characters; fixed at creation.
        policy_id: `ANPA` and 17 characters.
        create_date: UTC, whole seconds.
        update_date: when the last version was created or became the default.
        default_version_id: the version in force.
        versions: oldest first, at most 5.
        latest_version: the highest number given so far, also to a version that is gone.
        description: at most 1000 characters, fixed at creation; None was never given.
        is_attachable: whether users, groups and roles may carry it.
    """

    kind: ClassVar[str] = "policy"

    account_id: str
    policy_name: str
    path: str
    policy_id: str
    create_date: datetime
    update_date: datetime
    default_version_id: str
    versions: tuple[PolicyVersion, ...]
    latest_version: int
    description: str | None = None
    is_attachable: bool = True
    tags: tuple[Tag, ...] = ()

    @property
    def name(self) -> str:
        return self.policy_name

    @property
    def unique_id(self) -> str:
        return self.policy_id

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:policy{self.path}{self.policy_name}"

    def version(self, version_id: str) -> PolicyVersion | None:
        return next((version for version in self.versions if version.version_id == version_id), None)

    @property
    def default_version(self) -> PolicyVersion:
        return next(version for version in self.versions if version.version_id == self.default_version_id)
