"""The SAML assertions that strict providers took: each is taken once, until it would have expired anyway.

They are marks: kept at once and by no revision. What names one, its issuer and its ID, comes from outside and may be of
any length: its SHA-256 is kept.

Source: https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf (4.1.4.5)
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.store.protocol import Mark

_USED = "used-saml-assertion"


class UsedAssertions:
    """The memory of one account, as `iamctl.federation.saml.verify` asks for it."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def holds(self, key: str) -> bool:
        """Whether it was taken before."""
        return self._account.marks.find(_USED, _name(key)) is not None

    def take(self, key: str, until: datetime) -> bool:
        """Take it, with nobody in between; False where it was taken before. What has expired is forgotten."""
        is_first = True

        def taken(before: Mark | None) -> Mark | None:
            nonlocal is_first
            is_first = before is None
            return before or {"until": until.isoformat()}

        self._forget()
        self._account.marks.change(_USED, _name(key), taken)
        return is_first

    def _forget(self) -> None:
        for name, mark in self._account.marks.all(_USED).items():
            if datetime.fromisoformat(mark["until"]) < self._account.now:
                self._account.marks.change(_USED, name, lambda _: None)


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
