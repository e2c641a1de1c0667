"""MFA devices: the public half. The seed that the codes come from lies in the vault, and nowhere else.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_VirtualMFADevice.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.tag import Tag

MOST_DEVICES = 8
"""Of a user, and of the root user."""


class MFADevice(NamedTuple):
    """A virtual device: a program that makes time-based codes from a seed.

    Attributes:
        serial_number: its ARN; the name in it is the account's only one, whatever its case.
        seed_id: names the seed in the vault.
        enable_date: since when it is its owner's, UTC, whole seconds; None is nobody's yet.
        clock_drift: steps of 30 s by which its clock is ahead.
        synced_step: of the newest code that enabled or resynchronized it, counted from 1970; no older pair does again.
    """

    serial_number: str
    seed_id: str
    enable_date: datetime | None = None
    clock_drift: int = 0
    synced_step: int | None = None
    tags: tuple[Tag, ...] = ()

    @property
    def name(self) -> str:
        return self.serial_number.rpartition("/")[2]
