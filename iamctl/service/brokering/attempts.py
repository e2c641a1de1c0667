"""Passwords of a company's people, tried at a broker: slowed down where they fail, as the account's own are.

What is counted is a name in lower case, as a hash: what is typed for a name may be a password, and must not be kept.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from iamctl.service.attempts import count_attempt, forget_attempts

if TYPE_CHECKING:
    from iamctl.service.service import Reading

_KIND = "failed-broker-login"


def attempt_key(name: str) -> str:
    """What an attempt under this name is counted as."""
    return hashlib.sha256(name.lower().encode(errors="surrogatepass")).hexdigest()[:16]


def begin_attempt(reading: Reading, name: str) -> None:
    """Count an attempt as failed until it has succeeded.

    Raises:
        Throttling: it comes too early.
    """
    count_attempt(reading.account, _KIND, attempt_key(name))


def end_attempt(reading: Reading, name: str) -> None:
    """The password was right: the failures before it count no more."""
    forget_attempts(reading.account, _KIND, attempt_key(name))
