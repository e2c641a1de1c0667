"""Access keys: the public half. The secret half lies in the vault, and nowhere else.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

from base64 import b32decode, b32encode
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

ACTIVE, INACTIVE = "Active", "Inactive"
STATUSES = (ACTIVE, INACTIVE)
_OPAQUE_BITS = 39


class AccessKey(NamedTuple):
    """An access key of a user or of the root user.

    Attributes:
        access_key_id: `AKIA` and 16 characters of base32 in which the account's number stands.
        status: `Active` or `Inactive`, as it was last set.
        create_date: UTC, whole seconds.
        retire_at: from this moment on the key is inactive, whatever its status says; None is never.
    """

    access_key_id: str
    status: str
    create_date: datetime
    retire_at: datetime | None = None

    def status_at(self, moment: datetime) -> str:
        """The status that counts at the moment: a rotation's grace may be over."""
        return INACTIVE if self.retire_at is not None and self.retire_at <= moment else self.status

    def has_retired(self, moment: datetime) -> bool:
        """Whether a rotation made it inactive."""
        return self.retire_at is not None and self.retire_at <= moment


def key_id(prefix: str, account_id: str, entropy: bytes) -> str:
    """A key id that carries the account: a one, 40 bits of account number, 39 bits by lot, in base32.

    Args:
        prefix: `AKIA` or `ASIA`.
        entropy: at least 5 random bytes.

    Source: https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
    """
    opaque = int.from_bytes(entropy[:5], "big") & ((1 << _OPAQUE_BITS) - 1)
    number = 1 << 79 | int(account_id) << _OPAQUE_BITS | opaque
    return prefix + b32encode(number.to_bytes(10, "big")).decode()


def account_of_key_id(access_key_id: str) -> str | None:
    """The account that a key id carries; None for ids that carry none, such as those made before 2019."""
    try:
        number = int.from_bytes(b32decode(access_key_id[4:]), "big")
    except ValueError:
        return None
    if len(access_key_id) != 20 or not number >> 79:
        return None
    account = number >> _OPAQUE_BITS & ((1 << 40) - 1)
    return f"{account:012d}" if account < 10**12 else None
