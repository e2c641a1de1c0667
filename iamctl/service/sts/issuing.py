"""Issuing a session: credentials for whoever asked, and a record of it for the account.

The record is a mark: it says whose session it is, from whom, until when and how it is narrowed, and holds no secret.
It is not what makes a session valid: that is the token's seal.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.model.access_key import key_id
from iamctl.model.secret import Secret
from iamctl.model.session import Credentials, Session
from iamctl.service.sts.session_keys import sealing_key, tokens_of
from iamctl.service.sts.session_tokens import SealedSession

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from iamctl.service.account import Account
    from iamctl.store.protocol import Mark

RECORDS = "session"
_SECRET_BYTES = 30


class Issued(NamedTuple):
    """A session with its credentials: the only sight of them.

    Attributes:
        arn: the session's principal: an assumed role's, a federated user's, a user's or the root user's ARN.
        unique_id: the principal's: `AROA…:name`, `111122223333:name`, `AIDA…`.
        packed_policy_size: percent of what there is room for; None where nothing was packed.
        notices: what a person should be told; lower case, no full stop.
        said: what the answer tells besides, by the API's members: `Provider`, `Audience`, `Subject`…
    """

    session: Session
    credentials: Credentials
    arn: str
    unique_id: str
    packed_policy_size: int | None = None
    notices: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()


def issue(
    account: Account,
    *,
    issuer: str,
    principal_id: str,
    name: str,
    arn: str,
    unique_id: str,
    duration: timedelta,
    packed_policy_size: int | None = None,
    expiration: datetime | None = None,
    **facts: Any,
) -> Issued:
    """Make a session, seal its token and record it, in a change of the account.

    Args:
        facts: further attributes of `Session`.
        expiration: where it is not just the duration from now.
    """
    session = Session(
        account_id=account.account_id,
        access_key_id=key_id("ASIA", account.account_id, account.entropy(5)),
        issuer=issuer,
        principal_id=principal_id,
        name=name,
        issue_date=account.now,
        expiration=expiration or account.now + duration,
        **facts,
    )
    secret = Secret(b64encode(account.entropy(_SECRET_BYTES)).decode())
    key = sealing_key(account)
    token = tokens_of(account).seal(SealedSession(session, secret), key.key_id, account.entropy(12))
    account.marks.change(RECORDS, session.access_key_id, lambda _: record_of(session, arn, sealed_by=key.key_id))
    credentials = Credentials(
        access_key_id=session.access_key_id,
        secret_access_key=secret,
        session_token=token,
        expiration=session.expiration,
    )
    return Issued(session, credentials, arn, unique_id, packed_policy_size)


def record_of(session: Session, arn: str, *, sealed_by: str | None = None) -> Mark:
    """What the account remembers of a session that it issued.

    Args:
        sealed_by: the session key's id, without which nothing opens the session's token.
    """
    said: dict[str, Any] = {
        "arn": arn,
        "issuer": session.issuer,
        "principal_id": session.principal_id,
        "name": session.name,
        "issued": session.issue_date.isoformat(),
        "expires": session.expiration.isoformat(),
        "policy": session.policy,
        "policy_arns": list(session.policy_arns),
        "tags": dict(session.tags),
        "transitive_tag_keys": list(session.transitive_tag_keys),
        "source_identity": session.source_identity,
        "mfa": session.mfa_date.isoformat() if session.mfa_date is not None else None,
        "chain": list(session.chain),
        "ancestors": list(session.ancestors),
        "caller_key_id": session.caller_key_id,
        "sealed_by": sealed_by,
        "provider": session.provider,
        "provided": dict(session.provided),
    }
    return {key: value for key, value in said.items() if value not in (None, [], {}, "")}
