"""Who presents credentials: an access key of the account's, or the credentials of a session, held against the account
as it is now.

Rules kept here:
  * all of the credentials have to fit together: key id, secret and token of the same session, of this account;
  * a session is over at its expiration, to the second; one from the future is invalid;
  * a session ends with its role or user (by unique id: another of the same name is another), when it was ended by
    itself, with one that it came out of, or with all of its principal's; and GetSessionToken's and
    GetFederationToken's end with the access key that signed for them;
  * nothing is fallen back to: what is not valid is refused, in AWS's words.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import ExpiredToken, IncompleteSignature, InvalidClientTokenId, SignatureDoesNotMatch
from iamctl.model.access_key import account_of_key_id
from iamctl.model.session import GET_FEDERATION_TOKEN, GET_SESSION_TOKEN
from iamctl.service.access_keys import find_active_key, secret_of
from iamctl.service.credential_owners import is_root
from iamctl.service.sts.ended import reason_ended
from iamctl.service.sts.session_keys import tokens_of
from iamctl.service.sts.session_tokens import INVALID

if TYPE_CHECKING:
    from iamctl.model.role import Role
    from iamctl.model.secret import Secret
    from iamctl.model.session import Session
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner
    from iamctl.service.sts.session_tokens import SessionTokens

EXPIRED = "The security token included in the request is expired"
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key"
    " and signing method. Consult the service documentation for details."
)
_SKEW = timedelta(minutes=5)


class Presented(NamedTuple):
    """Credentials as somebody presents them.

    Attributes:
        origin: where they were found, for an error: `AWS_ACCESS_KEY_ID of the environment`.
        way_out: what a person can do without them; lower case, no full stop.
    """

    access_key_id: str
    secret: Secret
    session_token: Secret | None
    origin: str
    way_out: str = ""


class Proven(NamedTuple):
    """Whose credentials they are.

    Attributes:
        identity: the user, the role, or the account for its root user.
        session: None for long-term credentials.
        access_key_id: the one that signed.
    """

    identity: Owner | Role
    session: Session | None
    access_key_id: str


def proven(account: Account, presented: Presented, tokens: SessionTokens | None = None) -> Proven:
    """Whose credentials these are.

    Args:
        tokens: what opens session tokens, from one call to the next.

    Raises:
        IncompleteSignature: a part is missing.
        InvalidClientTokenId: they are nobody's, or no longer anybody's.
        SignatureDoesNotMatch: the secret is not the key's.
        ExpiredToken: the session is over.
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give what is to be compared.
    """
    if presented.access_key_id.startswith("ASIA"):
        return _of_session(account, presented, tokens or tokens_of(account))
    if presented.session_token is not None:
        raise _invalid(account, presented, "a session token goes with a key id that begins with ASIA")
    owner = find_active_key(account, presented.access_key_id)
    if owner is None:
        raise _invalid(account, presented, None)
    if secret_of(account, owner, presented.access_key_id) != presented.secret:
        raise _mismatch(presented)
    return Proven(owner, None, presented.access_key_id)


def living(account: Account, session: Session) -> User | Role | Owner:
    """The identity whose session it is, if the session is alive now.

    Raises:
        ExpiredToken: its time is over.
        InvalidClientTokenId: it was ended, or its identity is gone; the hint says which.
    """
    if session.is_over(account.now):
        raise ExpiredToken(EXPIRED, hint=f"it ended at {session.expiration:%Y-%m-%dT%H:%M:%SZ}")
    if session.issue_date > account.now + _SKEW:
        raise InvalidClientTokenId(INVALID, hint="it was issued in the future: was the clock set back?")
    if reason := reason_dead(account, session):
        raise InvalidClientTokenId(INVALID, hint=reason)
    identity = identity_of(account, session)
    assert identity is not None
    return identity


def reason_dead(account: Account, session: Session) -> str | None:
    """Why a session is not alive though its time is not over; None where it is. Lower case, no full stop."""
    if identity_of(account, session) is None:
        return f"the {'role' if session.is_of_role else 'user'} that it was issued for is gone"
    if reason := reason_ended(account, session):
        return reason
    key_id = session.caller_key_id if session.issuer in (GET_SESSION_TOKEN, GET_FEDERATION_TOKEN) else None
    if key_id is not None and find_active_key(account, key_id) is None:
        return f"the access key {key_id}, which signed for it, is no longer active"
    return None


def identity_of(account: Account, session: Session) -> User | Role | Owner | None:
    """The role, the user or the root user whose session it is; None where it is gone."""
    if session.is_of_role:
        return account.roles.find_id(session.principal_id)
    if session.principal_id == account.account_id:
        return account.settings
    return account.users.find_id(session.principal_id)


def _of_session(account: Account, presented: Presented, tokens: SessionTokens) -> Proven:
    if presented.session_token is None:
        raise _invalid(account, presented, "a key id that begins with ASIA goes with a session token")
    try:
        session, secret = tokens.open(presented.session_token.reveal())
    except InvalidClientTokenId:
        raise _invalid(account, presented, None) from None
    if session.access_key_id != presented.access_key_id:
        raise _invalid(account, presented, f"key id and session token are of two sessions ({session.access_key_id})")
    if secret != presented.secret:
        raise _mismatch(presented)
    try:
        return Proven(living(account, session), session, session.access_key_id)
    except (ExpiredToken, InvalidClientTokenId) as error:
        error.hints = (*_where(presented), *error.hints)
        raise


def named_account(presented: Presented) -> str | None:
    """The account that the key id carries; None where it carries none."""
    return account_of_key_id(presented.access_key_id)


def foreign(presented: Presented, account_id: str | None) -> InvalidClientTokenId:
    """The refusal of credentials that no account here can have issued."""
    why = "the key id carries no account's number" if account_id is None else f"account {account_id} is not here"
    return InvalidClientTokenId(INVALID, hint=[*_where(presented), why])


def check_complete(access_key_id: str, secret: str, session_token: str, origin: str) -> None:
    """That credentials have both their halves.

    Raises:
        IncompleteSignature: one is missing.
    """
    if access_key_id and secret:
        return
    if not access_key_id and not secret and not session_token:
        return
    missing = "access key id" if not access_key_id else "secret access key"
    raise IncompleteSignature(f"The credentials in {origin} have no {missing}.")


def _invalid(account: Account, presented: Presented, why: str | None) -> InvalidClientTokenId:
    of = account_of_key_id(presented.access_key_id)
    if why is None and of is not None and of != account.account_id:
        why = f"{presented.access_key_id} is of account {of}, and this is {account.account_id}"
    return InvalidClientTokenId(INVALID, hint=[*_where(presented), *([why] if why else [])])


def _mismatch(presented: Presented) -> SignatureDoesNotMatch:
    return SignatureDoesNotMatch(MISMATCH, hint=_where(presented))


def _where(presented: Presented) -> tuple[str, ...]:
    where = f"the credentials are those of {presented.origin}"
    return (f"{where}: {presented.way_out}" if presented.way_out else where,)


def caller_kind(identity: Owner | Role, session: Session | None) -> str:
    """`root user`, `user`, `session of role X`…, for people."""
    if is_root(identity):  # type: ignore[arg-type]
        return "root user" if session is None else "session of the root user"
    if session is None:
        return "user"
    if session.is_of_role:
        return f"session of role {identity.name}"
    if session.issuer == GET_FEDERATION_TOKEN:
        return f"federated user {session.name}, a session of user {identity.name}"
    return f"session of user {identity.name}"
