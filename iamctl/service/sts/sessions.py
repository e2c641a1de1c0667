"""What an account remembers of the sessions that it issued: which are alive, what they may do, and ending them.

A record is no session: it holds neither token nor secret. Records of sessions that have been over for 90 days go.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import AccessDenied, InvalidInput, NoSuchEntity
from iamctl.model.session import Session
from iamctl.model.tag import Tag
from iamctl.service.operation import operation
from iamctl.service.sts.ended import end_session as end
from iamctl.service.sts.issuing import RECORDS
from iamctl.service.sts.presenting import reason_dead
from iamctl.service.sts.session_keys import LONGEST_SESSION, opens

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.store.protocol import Mark

KEPT = timedelta(days=90)
KEY_GONE = "the session key that sealed it is gone"


class SessionRecord(NamedTuple):
    """One session as the account remembers it.

    Attributes:
        arn: the session's principal as it was when it was issued.
        dead_because: why it is over; None where it is alive. Lower case, no full stop.
    """

    session: Session
    arn: str
    dead_because: str | None

    @property
    def is_live(self) -> bool:
        return self.dead_because is None


@operation("ListSessions", writes=False)
def list_sessions(account: Account, *, principal: str | None = None, live_only: bool = True) -> list[SessionRecord]:
    """The sessions that were issued, the newest first.

    Args:
        principal: a role's or user's name, ARN or unique id, or a session's ARN: only those of it.
    """
    found = (_record(account, key_id, mark) for key_id, mark in account.marks.all(RECORDS).items())
    wanted = [each for each in found if each.is_live or not live_only]
    if principal is not None:
        ids = _ids_of(account, principal)
        wanted = [each for each in wanted if each.session.principal_id in ids or each.arn == principal]
    return sorted(wanted, key=lambda each: (each.session.issue_date, each.session.access_key_id), reverse=True)


@operation("GetSession", writes=False)
def get_session(account: Account, *, access_key_id: str) -> SessionRecord:
    """One session that was issued.

    Raises:
        NoSuchEntity: none of this key id is remembered.
    """
    mark = account.marks.find(RECORDS, access_key_id)
    if mark is None:
        raise NoSuchEntity("session", access_key_id, hint="list them with `iamctl creds session list`")
    return _record(account, access_key_id, mark)


@operation("EndSession", writes=False)
def end_session(account: Account, *, access_key_id: str) -> list[SessionRecord]:
    """End a session, and all that came out of it. Whoever has the session may; else the root user.

    Returns:
        Those that were alive until now.

    Raises:
        NoSuchEntity: none of this key id is remembered.
        AccessDenied: the caller is neither.
    """
    standing = account.standing
    own = standing.session.access_key_id if standing is not None and standing.session is not None else None
    if standing is not None and not standing.is_root and own != access_key_id:
        raise AccessDenied(
            f"User: {account.caller} is not authorized to end the session {access_key_id}"
            " because only the root user may: AWS's API has no call for it",
            hint="`iamctl creds revoke ROLE` is held to the caller's policies",
        )
    record = get_session(account, access_key_id=access_key_id)
    ended = [
        each
        for each in list_sessions(account)
        if access_key_id in (each.session.access_key_id, *each.session.ancestors)
    ]
    end(account, access_key_id, record.session.expiration, why="it was ended")
    _forget(account)
    return ended


@operation("EndSessionsOf", writes=False)
def end_sessions_of(account: Account, *, principal: str) -> list[SessionRecord]:
    """End every session of a role or user that is alive, with all that came out of them.

    Raises:
        NoSuchEntity: there is no such principal.
    """
    live = list_sessions(account, principal=principal)
    if not live and not _is_known(account, principal):
        raise NoSuchEntity("user or role", principal)
    ended: dict[str, SessionRecord] = {}
    for record in live:
        for each in end_session(account, access_key_id=record.session.access_key_id):
            ended[each.session.access_key_id] = each
    return list(ended.values())


def session_of_record(account_id: str, access_key_id: str, mark: Mark) -> Session:
    """The session that the mark is about."""

    def moment(key: str) -> datetime:
        return datetime.fromisoformat(mark[key])

    return Session(
        account_id=account_id,
        access_key_id=access_key_id,
        issuer=mark["issuer"],
        principal_id=mark["principal_id"],
        name=mark.get("name", ""),
        issue_date=moment("issued"),
        expiration=moment("expires"),
        policy=mark.get("policy"),
        policy_arns=tuple(mark.get("policy_arns", ())),
        tags=tuple(Tag(key, value) for key, value in mark.get("tags", {}).items()),
        transitive_tag_keys=tuple(mark.get("transitive_tag_keys", ())),
        source_identity=mark.get("source_identity"),
        mfa_date=moment("mfa") if "mfa" in mark else None,
        chain=tuple(mark.get("chain", ())),
        ancestors=tuple(mark.get("ancestors", ())),
        caller_key_id=mark.get("caller_key_id"),
        provider=mark.get("provider"),
        provided=tuple((key, tuple(v) if isinstance(v, list) else v) for key, v in mark.get("provided", {}).items()),
    )


def _record(account: Account, access_key_id: str, mark: Mark) -> SessionRecord:
    session = session_of_record(account.account_id, access_key_id, mark)
    dead = f"it expired at {session.expiration:%Y-%m-%dT%H:%M:%SZ}" if session.is_over(account.now) else None
    if dead is None and (key_id := mark.get("sealed_by")) is not None and not opens(account, key_id):
        dead = KEY_GONE
    return SessionRecord(session, mark["arn"], dead or reason_dead(account, session))


def _ids_of(account: Account, principal: str) -> set[str]:
    """The unique ids that the text means: a role and a user may bear the same name.

    Raises:
        InvalidInput: the text is empty.
    """
    if not principal:
        raise InvalidInput("Whose sessions? Name a role or a user.")
    if principal in ("root", account.settings.arn):
        return {account.account_id}
    ids = {principal}
    for shelf in (account.users, account.roles):
        noun = shelf.find(principal.rpartition("/")[2])
        if noun is not None and (not principal.startswith("arn:") or noun.arn == principal):
            ids.add(noun.unique_id)
    return ids


def _is_known(account: Account, principal: str) -> bool:
    """Whether the text means somebody of the account, or a session that is remembered."""
    if _ids_of(account, principal) != {principal}:
        return True
    if any(shelf.find_id(principal) is not None for shelf in (account.users, account.roles)):
        return True
    return bool(list_sessions(account, principal=principal, live_only=False))


def _forget(account: Account) -> None:
    """Let go of what nobody asks about any more."""
    from iamctl.service.sts.ended import forget_ended

    forget_ended(account, int(LONGEST_SESSION.total_seconds()))
    for key_id, mark in account.marks.all(RECORDS).items():
        if datetime.fromisoformat(mark["expires"]) + KEPT < account.now:
            account.marks.change(RECORDS, key_id, lambda _: None)
