"""Instance profiles: what hands a role to an EC2 instance.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_InstanceProfile.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceProfile:
    """A container for one role.

    Attributes:
        instance_profile_name: 1-128 characters; unique in the account without regard to case.
        path: `/` or `/a/b/`, at most 512 characters; fixed at creation.
        instance_profile_id: `AIPA` and 17 characters.
        create_date: UTC, whole seconds.
        roles: names; at most one.
    """

    kind: ClassVar[str] = "instance profile"

    account_id: str
    instance_profile_name: str
    path: str
    instance_profile_id: str
    create_date: datetime
    roles: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()

    @property
    def name(self) -> str:
        return self.instance_profile_name

    @property
    def unique_id(self) -> str:
        return self.instance_profile_id

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:instance-profile{self.path}{self.instance_profile_name}"
