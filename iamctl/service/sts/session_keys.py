"""The account's session keys: made with the first session, followed by a new one when asked for.

A key that was followed stays until the longest session that it may have sealed is over, unless everything that it
sealed is to end at once.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html (the longest session: 36 hours)
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.model.session_key import SessionKey
from iamctl.service.operation import operation
from iamctl.service.sts.session_tokens import SessionTokens
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from iamctl.service.account import Account

KIND = "session-key"
LONGEST_SESSION = timedelta(hours=36)
_BYTES = 32


@operation("RotateSessionKey", writes=True)
def rotate_session_key(account: Account, *, end_all: bool = False) -> SessionKey:
    """Seal with a new key from now on. AWS's API has no call for it: its keys are its own.

    Args:
        end_all: let the older keys go at once, and with them every session that was ever issued.
    """
    settings = account.settings
    older = () if end_all else tuple(_retired(key, account) for key in settings.session_keys)
    kept = tuple(key for key in older if not _is_done(key, account))
    key = SessionKey(account.new_id("SKEY"), account.now)
    account.settings_shelf.put(replace(settings, session_keys=(*kept, key)))
    account.vault.put(_ref(account, key.key_id), account.entropy(_BYTES))
    return key


def sealing_key(account: Account) -> SessionKey:
    """The key that seals now; the first one is made here, in a change."""
    keys = account.settings.session_keys
    if keys and keys[-1].retire_date is None:
        return keys[-1]
    return rotate_session_key(account)


def opens(account: Account, key_id: str) -> bool:
    """Whether tokens that this session key sealed are still opened."""
    return any(key.key_id == key_id and not _is_done(key, account) for key in account.settings.session_keys)


def tokens_of(account: Account) -> SessionTokens:
    """What makes and opens this account's tokens; the vault is opened when a key is needed."""

    def key_of(key_id: str) -> bytes | None:
        if not opens(account, key_id):
            return None
        return account.vault.get(_ref(account, key_id))

    return SessionTokens(account.account_id, key_of)


def _ref(account: Account, key_id: str) -> SecretRef:
    return SecretRef(account.account_id, KIND, key_id)


def _retired(key: SessionKey, account: Account) -> SessionKey:
    return key if key.retire_date is not None else key._replace(retire_date=account.now)


def _is_done(key: SessionKey, account: Account) -> bool:
    return key.retire_date is not None and key.retire_date + LONGEST_SESSION <= account.now
