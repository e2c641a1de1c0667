"""Instances: machines that an instance profile hands a role to. An account keeps none of them.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iamctl.errors import ValidationError

if TYPE_CHECKING:
    from datetime import datetime

_ID = re.compile(r"i-[0-9a-f]{8}([0-9a-f]{9})?")
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One instance for as long as it is served.

    Attributes:
        instance_id: `i-` and 8 or 17 hexadecimal digits; the name of its role's sessions.
        instance_profile_id: of its profile. Another profile of the same name is another.
        region: `us-east-1`; part of its ARN.
        launch_time: UTC, whole seconds.
    """

    account_id: str
    instance_id: str
    instance_profile_id: str
    region: str
    launch_time: datetime

    @property
    def arn(self) -> str:
        return instance_arn(self.account_id, self.region, self.instance_id)


def instance_arn(account_id: str, region: str, instance_id: str) -> str:
    return f"arn:aws:ec2:{region}:{account_id}:instance/{instance_id}"


def check_instance(instance_id: str, region: str) -> None:
    """Hold what names an instance against AWS's forms.

    Raises:
        ValidationError: it is of another form.
    """
    if not _ID.fullmatch(instance_id):
        raise ValidationError(
            f"{instance_id!r} is no instance id.", hint="an instance id is i- and 17 hexadecimal digits (or 8)"
        )
    if not _REGION.fullmatch(region):
        raise ValidationError(f"{region!r} is no region.", hint="a region is written as us-east-1 or eu-central-1")
