"""Attempts to prove something known, slowed down where they fail.

From the fourth failure on the next attempt has to wait, twice as long each time, 5 minutes at most. An attempt is
counted as failed before anything is looked at, so that guesses side by side count too; it survives a restart. Nobody
is locked out for good.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from iamctl.errors import Throttling

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.store.protocol import Mark

_FREE = 3
_LONGEST_WAIT = 300  # seconds
_FORGOTTEN = timedelta(days=1)


def count_attempt(account: Account, kind: str, key: str) -> None:
    """Count an attempt as failed until it has succeeded.

    Args:
        kind: of what is tried, as the marks name it.
        key: who tries.

    Raises:
        Throttling: it comes too early.
    """

    def attempted(before: Mark | None) -> Mark:
        failures = before["failures"] if before is not None else 0
        if before is not None:
            until = datetime.fromisoformat(before["until"])
            # A clock that was set back makes nobody wait longer than the failures are worth.
            wait = min((until - account.now).total_seconds(), _wait_after(failures))
            if wait > 0:
                raise Throttling(f"Too many attempts failed. The next one may come in {wait:.0f} s.")
            if account.now - until > _FORGOTTEN:
                failures = 0
        until = account.now + timedelta(seconds=_wait_after(failures + 1))
        return {"failures": failures + 1, "until": until.isoformat()}

    account.marks.change(kind, key, attempted)


def forget_attempts(account: Account, kind: str, key: str) -> None:
    """The last attempt succeeded: those before it count no more."""
    account.marks.change(kind, key, lambda before: None)  # noqa: ARG005


def _wait_after(failures: int) -> int:
    """Seconds."""
    return 0 if failures <= _FREE else min(2 ** min(failures - _FREE, 16), _LONGEST_WAIT)
