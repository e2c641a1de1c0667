"""Sessions that somebody kept for later: whether one is still worth anything, told without opening its token.

The record that the account has of a session says whose it is; that its token still opens follows from the session key
that it names. So neither the vault nor a cipher is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.service.sts.issuing import RECORDS
from iamctl.service.sts.presenting import identity_of, reason_dead
from iamctl.service.sts.session_keys import opens
from iamctl.service.sts.session_tokens import PREFIX
from iamctl.service.sts.sessions import KEY_GONE, session_of_record

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.session import Credentials
    from iamctl.service.account import Account


def why_worthless(account: Account, credentials: Credentials) -> str | None:
    """Why a session's credentials are refused now; None where they are not. Lower case, no full stop."""
    mark = account.marks.find(RECORDS, credentials.access_key_id)
    if mark is None:
        return "the account does not remember it"
    session = session_of_record(account.account_id, credentials.access_key_id, mark)
    if session.is_over(account.now):
        return f"it expired at {session.expiration:%Y-%m-%dT%H:%M:%SZ}"
    if not opens(account, _sealed_by(credentials.session_token.reveal())):
        return KEY_GONE
    return reason_dead(account, session)


def files_that_tell(account: Account, credentials: Credentials) -> list[str]:
    """The files of the account, relative to its folder, without a change of which a living session lives on.

    What ends sessions is in the ledger, which every change writes, or in these: account.toml, and those of the
    session's identity and of the caller, for edits by hand.
    """
    from iamctl.service.places import place_of

    places = ["account.toml"]
    mark = account.marks.find(RECORDS, credentials.access_key_id)
    if mark is not None:
        identity = identity_of(account, session_of_record(account.account_id, credentials.access_key_id, mark))
        places += [place_of(account, identity) or ""] if identity is not None else []
    standing = account.standing
    if standing is not None and standing.caller.identity is not None:
        places.append(place_of(account, standing.caller.identity) or "")
    return sorted({place for place in places if place})


def caller_until(account: Account) -> datetime | None:
    """When the caller's own credentials end by themselves; None where they do not."""
    standing = account.standing
    if standing is None or standing.access_key_id is None:
        return None
    if standing.session is not None:
        return standing.session.expiration
    from iamctl.service.access_keys import the_key, the_owner_of_key

    owner = the_owner_of_key(account, standing.access_key_id)
    return the_key(owner, standing.access_key_id).retire_at


def _sealed_by(token: str) -> str:
    return token.removeprefix(PREFIX).partition(".")[0]
