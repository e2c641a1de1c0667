"""What a caller with credentials is to the engine: its principal, what narrows it, and what its requests carry.

Rules kept here:
  * role and user policies, groups and boundary are those of now; session policies' texts, tags, MFA and source
    identity are those of the session; managed session policies are named by it and read now;
  * a session's tag outranks its role's or user's tag of the same key, in whatever case;
  * GetSessionToken's sessions may call IAM only if they were made with MFA, and of STS only AssumeRole and
    GetCallerIdentity; federated users may call neither, but for GetCallerIdentity.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from iamctl.engine.policy_set import NamedDocument
from iamctl.engine.request import Principal, PrincipalKind
from iamctl.model.document import Document
from iamctl.model.session import GET_FEDERATION_TOKEN, GET_SESSION_TOKEN, Session
from iamctl.service.credential_owners import is_root
from iamctl.service.questions.callers import Caller, caller_of_role, caller_of_user
from iamctl.service.questions.supposed import NOTHING, Supposed
from iamctl.service.sts.session_policies import session_documents

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner
    from iamctl.service.questions.context import Value

_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
ALWAYS = frozenset({"GetCallerIdentity"})
_WITHOUT_MFA = ALWAYS | {"AssumeRole"}


class Standing(NamedTuple):
    """A caller as the engine knows it.

    Attributes:
        supposed: the session policies, if any.
        context: keys in AWS's spelling that every request of the caller's carries.
        session: None for long-term credentials, and for a principal that is only named.
        access_key_id: what signs; None for a principal that is only named.
    """

    caller: Caller
    supposed: Supposed = NOTHING
    context: dict[str, Value] = {}  # noqa: RUF012
    session: Session | None = None
    access_key_id: str | None = None

    @property
    def is_root(self) -> bool:
        return self.caller.principal.kind is PrincipalKind.ROOT

    def may_never(self, name: str) -> str | None:
        """Why the session may not call an operation, whatever its policies say; None where they decide."""
        session = self.session
        if session is None or name in ALWAYS:
            return None
        if session.issuer == GET_FEDERATION_TOKEN:
            return "a session of GetFederationToken may call neither IAM nor STS, but for GetCallerIdentity"
        if session.issuer == GET_SESSION_TOKEN:
            if name in ("GetSessionToken", "GetFederationToken"):
                return None  # refused in other words, by the operations themselves
            if session.mfa_date is None and name not in _WITHOUT_MFA:
                return "a session of GetSessionToken may call IAM only if it was made with MFA"
        return None


def standing_of(account: Account, identity: User | Role | Owner, session: Session | None, key_id: str) -> Standing:
    """The caller that proved to be this identity, by a session or its own access key."""
    if session is None:
        caller = root_caller(account) if is_root(cast("Owner", identity)) else caller_of_user(cast("User", identity))
        return Standing(caller, access_key_id=key_id)
    caller = _caller(account, identity, session)
    supposed = NOTHING
    if session.is_scoped_down:
        supposed = Supposed(session=session_documents(account, session.policy, session.policy_arns))
    if session.issuer == GET_FEDERATION_TOKEN and caller.identity is None:
        supposed = supposed._replace(identity=(NamedDocument("the root user's own rights", Document(_EVERYTHING)),))
    return Standing(caller, supposed, session_context(session, account.now, identity), session, key_id)


def session_context(session: Session, now: datetime, identity: User | Role | Owner) -> dict[str, Value]:
    """The keys that every request with the session's credentials carries."""
    context: dict[str, Value] = {
        "aws:TokenIssueTime": f"{session.issue_date:%Y-%m-%dT%H:%M:%SZ}",
        "aws:MultiFactorAuthPresent": "true" if session.mfa_date is not None else "false",
    }
    if session.mfa_date is not None:
        context["aws:MultiFactorAuthAge"] = str(max(0, int((now - session.mfa_date).total_seconds())))
    if session.source_identity is not None:
        context["aws:SourceIdentity"] = session.source_identity
    if session.provider is not None:
        context["aws:FederatedProvider"] = session.provider
    context.update(session.provided)
    if session.issuer == GET_FEDERATION_TOKEN and not is_root(cast("Owner", identity)):
        own = {tag.key.lower() for tag in session.tags}
        tags = cast("User", identity).tags
        context.update({f"aws:PrincipalTag/{tag.key}": tag.value for tag in tags if tag.key.lower() not in own})
    context.update({f"aws:PrincipalTag/{tag.key}": tag.value for tag in session.tags})
    return context


def root_caller(account: Account) -> Caller:
    arn = f"arn:aws:iam::{account.account_id}:root"
    return Caller(Principal(PrincipalKind.ROOT, arn, account.account_id, unique_ids=(account.account_id,)))


def _caller(account: Account, identity: User | Role | Owner, session: Session) -> Caller:
    if session.is_of_role:
        return caller_of_role(cast("Role", identity), session.name)
    if session.issuer == GET_FEDERATION_TOKEN:
        arn = f"arn:aws:sts::{account.account_id}:federated-user/{session.name}"
        ids = (f"{account.account_id}:{session.name}", identity.unique_id)
        principal = Principal(PrincipalKind.FEDERATED_USER, arn, account.account_id, identity.arn, ids)
        return Caller(principal, None if is_root(cast("Owner", identity)) else cast("User", identity))
    if is_root(cast("Owner", identity)):
        return root_caller(account)
    return caller_of_user(cast("User", identity))
