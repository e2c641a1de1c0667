"""Sessions that were ended before their time: a short list, each entry of which goes when it is no longer needed.

Ending one session, a chain, or all of a principal's is iamctl's own; AWS knows only the inline policy
AWSRevokeOlderSessions (`revoking.py`), which leaves the credentials valid and lets them do nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.model.session import Session
    from iamctl.service.account import Account
    from iamctl.store.protocol import Mark

ENDED = "ended-session"


def end_session(account: Account, access_key_id: str, expiration: datetime, *, why: str) -> None:
    """End a session and all that come out of it.

    Args:
        expiration: when it would have been over by itself; what comes out of it may outlive it, so that the entry
            stays for the longest session more.
        why: for people; lower case.
    """
    said: Mark = {"at": account.now.isoformat(), "until": expiration.isoformat(), "why": why, "by": account.caller}
    account.marks.change(ENDED, access_key_id, lambda before: before or said)


def reason_ended(account: Account, session: Session) -> str | None:
    """Why the session is ended, or None. Lower case, no full stop."""
    for key_id in (session.access_key_id, *session.ancestors):
        mark = account.marks.find(ENDED, key_id)
        if mark is not None:
            which = "it" if key_id == session.access_key_id else f"the session {key_id}, which it came out of,"
            return f"{which} was ended at {mark['at']} by {mark['by']}"
    return None


def forget_ended(account: Account, longest_seconds: int) -> None:
    """Let go of entries about sessions that nothing alive can have come out of."""
    for key_id, mark in account.marks.all(ENDED).items():
        if (account.now - datetime.fromisoformat(mark["until"])).total_seconds() > longest_seconds:
            account.marks.change(ENDED, key_id, lambda _: None)
