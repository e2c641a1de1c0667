"""Session keys: what an account's session tokens are sealed with. The key itself lies in the vault.

A newer key does not end what an older one sealed: it stays until no token of its can be alive any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class SessionKey(NamedTuple):
    """A session key's public half.

    Attributes:
        key_id: names the key in the vault, and in the tokens that it sealed.
        create_date: UTC, whole seconds.
        retire_date: when a newer one took its place; None for the one that seals.
    """

    key_id: str
    create_date: datetime
    retire_date: datetime | None = None
