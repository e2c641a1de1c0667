"""Sessions: what temporary credentials stand for. All of one lies in its token, sealed; the account keeps none.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html
         https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.secret import Secret
    from iamctl.model.tag import Tag

ASSUME_ROLE, WITH_SAML, WITH_WEB_IDENTITY = "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"
GET_SESSION_TOKEN, GET_FEDERATION_TOKEN = "GetSessionToken", "GetFederationToken"
SIGN_IN, INSTANCE_PROFILE = "SignIn", "InstanceProfile"
"""What issues sessions: STS's operations; a sign-in with a password; and the metadata service of an instance."""

OF_ROLES = frozenset({ASSUME_ROLE, WITH_SAML, WITH_WEB_IDENTITY, INSTANCE_PROFILE})
ISSUERS = OF_ROLES | {GET_SESSION_TOKEN, GET_FEDERATION_TOKEN, SIGN_IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A time-limited stand-in for a user, a role or the root user. Nothing of it changes once it is issued.

    Attributes:
        account_id: whose session it is, and whose session key seals it.
        access_key_id: `ASIA` and 16 characters; the session's id too.
        issuer: the operation that issued it, one of `ISSUERS`.
        principal_id: the unique id of the role or user; the account's id for the root user.
        name: a role session's or a federated user's; empty for users.
        issue_date: UTC, whole seconds: `aws:TokenIssueTime`.
        expiration: UTC; from this moment on it is over.
        policy: the inline session policy as it was given; None is none.
        policy_arns: managed session policies; their text is read when the session is used.
        tags: the session's own and those that the chain handed on.
        transitive_tag_keys: of the tags, those that the chain hands on.
        mfa_date: when its holder proved to have an MFA device; None is: did not.
        chain: the ARNs of those who asked for one after another, the first one first; the last asked for this one.
        ancestors: the ids of the sessions that it came out of, the first one first.
        caller_key_id: the long-term access key that signed for it; None where none did.
        provider: the identity provider that vouched for its holder: an ARN, or a host that AWS knows.
        provided: context keys that the provider's word gave (`saml:sub`), which stay with the session.
    """

    account_id: str
    access_key_id: str
    issuer: str
    principal_id: str
    name: str
    issue_date: datetime
    expiration: datetime
    policy: str | None = None
    policy_arns: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None
    mfa_date: datetime | None = None
    chain: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ()
    caller_key_id: str | None = None
    provider: str | None = None
    provided: tuple[tuple[str, str | tuple[str, ...]], ...] = ()

    @property
    def is_of_role(self) -> bool:
        return self.issuer in OF_ROLES

    @property
    def is_scoped_down(self) -> bool:
        """Whether session policies narrow what it may do; a federated user without any may do nothing."""
        return self.policy is not None or bool(self.policy_arns) or self.issuer == GET_FEDERATION_TOKEN

    def is_over(self, moment: datetime) -> bool:
        return moment >= self.expiration


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a session is used with: the three texts and the moment from which they are worth nothing.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
    """

    access_key_id: str
    secret_access_key: Secret
    session_token: Secret
    expiration: datetime
