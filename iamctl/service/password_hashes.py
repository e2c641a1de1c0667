"""What the vault keeps of a password: argon2id hashes of it and of those before it.

The costs are argon2-cffi's own (the second choice of RFC 9106: 64 MiB, 3 passes, 4 lanes), some 50 ms each.

Source: https://argon2-cffi.readthedocs.io/en/stable/parameters.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenSecret

if TYPE_CHECKING:
    from iamctl.model.secret import Secret


class PasswordHashes(NamedTuple):
    """Hashes, the newest first: the first is the password's, the others are remembered only."""

    hashes: tuple[str, ...]

    def to_bytes(self) -> bytes:
        return json.dumps(self.hashes).encode()

    def is_password(self, password: Secret) -> bool:
        return _matches(self.hashes[0], password)

    def has_had(self, password: Secret, count: int) -> bool:
        """Whether it is one of the newest `count`."""
        return any(_matches(each, password) for each in self.hashes[:count])

    def followed_by(self, password: Secret, remembered: int) -> PasswordHashes:
        """With a new password first, and of the others as many as are remembered beside it."""
        return PasswordHashes((hashed(password), *self.hashes[: max(remembered - 1, 0)]))


def hashed(password: Secret) -> str:
    from argon2 import PasswordHasher  # 25 ms that only passwords pay

    return PasswordHasher().hash(password.reveal())


def hashes_of(secret: bytes) -> PasswordHashes:
    """What the vault has.

    Raises:
        BrokenSecret: it is something else.
    """
    try:
        hashes = tuple(json.loads(secret))
    except (ValueError, TypeError):
        hashes = ()
    if not hashes or not all(isinstance(each, str) for each in hashes):
        raise BrokenSecret("What the vault has of a password is no hash.", hint="set the password anew")
    return PasswordHashes(hashes)


def _matches(hash_: str, password: Secret) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

    try:
        return PasswordHasher().verify(hash_, password.reveal())
    except VerifyMismatchError:
        return False
    except (VerificationError, InvalidHashError):
        raise BrokenSecret("What the vault has of a password is no hash.", hint="set the password anew") from None
