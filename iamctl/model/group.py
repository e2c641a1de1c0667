"""Groups.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Group.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.inline_policy import InlinePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A set of users that share policies; never a principal, never tagged, never nested.

    Attributes:
        group_name: 1-128 characters; unique in the account without regard to case.
        path: `/` or `/a/b/`, at most 512 characters.
        group_id: `AGPA` and 17 characters.
        create_date: UTC, whole seconds.
        attached_policies: ARNs of managed policies, in the order they were attached.
    """

    kind: ClassVar[str] = "group"

    account_id: str
    group_name: str
    path: str
    group_id: str
    create_date: datetime
    attached_policies: tuple[str, ...] = ()
    inline_policies: tuple[InlinePolicy, ...] = ()

    @property
    def name(self) -> str:
        return self.group_name

    @property
    def unique_id(self) -> str:
        return self.group_id

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:group{self.path}{self.group_name}"
