"""Passwords of a company's people, tried at a broker: slowed down where they fail, as the account's own are.

What is counted is a name in lower case, as a hash: what is typed for a name may be a password, and must not be kept. A
right password after no failure writes nothing; so whoever asks lets nobody else try the same name meanwhile, and
guesses side by side wait for one another.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from iamctl.errors import Throttling
from iamctl.service.attempts import count_attempt, forget_attempts

if TYPE_CHECKING:
    from iamctl.service.account import Account

KIND = "failed-broker-login"
_LONGEST_WAIT = 300  # seconds, as in attempts.py: a clock that was set back makes nobody wait longer


def attempt_key(name: str) -> str:
    """What an attempt under this name is counted as."""
    return hashlib.sha256(name.lower().encode(errors="surrogatepass")).hexdigest()[:16]


def check_may_attempt(account: Account, name: str) -> bool:
    """That an attempt under the name may be made now; whether one failed before it.

    Raises:
        Throttling: it comes too early.
    """
    mark = account.marks.find(KIND, attempt_key(name))
    if mark is None:
        return False
    wait = min((datetime.fromisoformat(mark["until"]) - account.now).total_seconds(), _LONGEST_WAIT)
    if wait > 0:
        raise Throttling(f"Too many attempts failed. The next one may come in {wait:.0f} s.")
    return True


def count_failure(account: Account, name: str) -> None:
    """The password was wrong.

    Raises:
        Throttling: another process counted one meanwhile.
    """
    count_attempt(account, KIND, attempt_key(name))


def forget_failures(account: Account, name: str) -> None:
    """The password was right: the failures before it count no more."""
    forget_attempts(account, KIND, attempt_key(name))
