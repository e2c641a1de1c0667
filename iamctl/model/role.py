"""Roles.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.document import Document
    from iamctl.model.inline_policy import InlinePolicy
    from iamctl.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An identity that others take on for a time; it has no credentials of its own.

    Attributes:
        role_name: 1-64 characters; unique in the account without regard to case.
        path: `/` or `/a/b/`, at most 512 characters; fixed at creation.
        role_id: `AROA` and 17 characters.
        create_date: UTC, whole seconds.
        trust_policy: who may take the role on. Users and roles stand in it by ARN while they exist, by
            unique id once they are deleted.
        description: at most 1000 characters; None was never given.
        max_session_duration: seconds, 3600-43200.
        attached_policies: ARNs of managed policies, in the order they were attached.
        permissions_boundary: ARN of a managed policy.
    """

    kind: ClassVar[str] = "role"

    account_id: str
    role_name: str
    path: str
    role_id: str
    create_date: datetime
    trust_policy: Document
    description: str | None = None
    max_session_duration: int = 3600
    attached_policies: tuple[str, ...] = ()
    inline_policies: tuple[InlinePolicy, ...] = ()
    permissions_boundary: str | None = None
    tags: tuple[Tag, ...] = ()

    @property
    def name(self) -> str:
        return self.role_name

    @property
    def unique_id(self) -> str:
        return self.role_id

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:role{self.path}{self.role_name}"
