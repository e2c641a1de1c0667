"""The gate that every call of a caller other than root goes through: the engine says whether it may.

    gate = Gate(account, standing)                               of a caller that proved who it is, or is only named
    gate.arn                                                     who acts, as history and AWS's errors name it
    gate.authorize("CreateUser", {"user_name": "carol"})         raises AccessDenied in AWS's words
    gate.authorize_done("CloneUser", result)                     what only the result shows; before anything is kept

Rules kept here:
  * the parameters' shape is checked first, then the caller, then all that the operation checks itself;
  * the caller's policies are those of the moment at which the account was opened: a change gives nobody the right
    to do the rest of it;
  * a policy of the caller's that is not in the account might deny: then nothing is allowed;
  * the root user comes here only by a session, for what the session itself may not do.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.engine.authorize import authorize
from iamctl.engine.request import PrincipalKind
from iamctl.errors import AccessDenied, InvalidClientTokenId, InvalidInput, NoSuchEntity
from iamctl.service.access_denied import decision_sentence
from iamctl.service.authorization_requests import Asked, requests_of
from iamctl.service.authorization_table import Amounts, Aws, Own, OwnerOnly, row_of
from iamctl.service.parameter_shapes import check_shapes
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.questions.callers import Caller, caller_of, caller_of_role
from iamctl.service.sts.session_tokens import INVALID
from iamctl.service.sts.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.engine.decision import Decision
    from iamctl.engine.request import Request
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value


class Gate:
    """One caller of an account, its policies compiled once.

    Attributes:
        arn: a user's, a role session's, a federated user's, or the root user's.
    """

    def __init__(self, account: Account, standing: Standing) -> None:
        self._account = account
        self.standing = standing
        self.caller = standing.caller
        self.arn = self.caller.principal.arn
        self._asker = Asker(account, self.caller, standing.supposed)
        self._session = standing.context

    @property
    def has_mfa(self) -> bool:
        """Whether the caller's credentials say that it signed in with an MFA device."""
        return self._session.get("aws:MultiFactorAuthPresent") == "true"

    def authorize(self, name: str, parameters: Mapping[str, Any]) -> None:
        """Let the call of an operation or a command pass.

        Raises:
            ValidationError: a parameter is outside what the API's model allows.
            AccessDenied: the caller may not.
        """
        row = row_of(name)
        if why := self.standing.may_never(name):
            raise InvalidClientTokenId(INVALID, hint=why)
        if self.standing.is_root:
            check_shapes(name, parameters)
            return
        if isinstance(row, OwnerOnly):
            raise owner_only(self.arn, name, row)
        check_shapes(name, parameters)
        if isinstance(row, Own):
            return
        if isinstance(row, Aws):
            for asked in requests_of(self._account, name, row, parameters):
                self.check(asked)
            return
        from iamctl.service.authorization_composites import calls_before

        for each, its_parameters in calls_before(self._account, row.function, parameters):
            self.authorize(each, its_parameters)

    def authorize_done(self, name: str, result: Any) -> None:
        """Let pass what an operation without a call of its own has come to.

        Raises:
            AccessDenied: the caller may not do a part of it.
        """
        row = row_of(name)
        if isinstance(row, Amounts) and not self.standing.is_root:
            from iamctl.service.authorization_composites import calls_after

            for each, its_parameters in calls_after(row.function, result):
                self.authorize(each, its_parameters)

    def decide(self, asked: Asked) -> Decision:
        """What the engine says of a request of the caller's."""
        return authorize(self._request(asked), self._asker.policies_for(asked.action, asked.resource))

    def may(self, asked: Asked) -> bool:
        """Whether `check` would let the request pass."""
        return self.decide(asked).is_allowed and not self._asker.bearing.unknown

    def check(self, asked: Asked) -> None:
        """Let the request pass.

        Raises:
            AccessDenied: the caller may not, or a policy of its is not in the account and might deny.
        """
        decision = self.decide(asked)
        if not decision.is_allowed:
            raise AccessDenied(_sentence(self._request(asked), decision, asked), hint=self._more(asked))
        if self._asker.bearing.unknown:
            sentence = _refused(self.arn, asked.action, asked.shown)
            raise AccessDenied(
                f"{sentence} because it is not known what {self._asker.bearing.unknown[0]} would deny",
                hint="see `iamctl doctor`",
            )

    def _request(self, asked: Asked) -> Request:
        circumstances = Circumstances(context=self._session | asked.context)
        return self._asker.request_of(asked.action, asked.resource, circumstances)

    def _more(self, asked: Asked) -> str:
        """The command that tells why; it says no more of the account than the call did."""
        import shlex  # only a refusal pays its 2 ms

        words = ["iamctl", "explain", self.arn, asked.action, *([] if asked.word == "*" else [asked.word])]
        for key, value in (self._session | asked.context).items():
            for each in (value,) if isinstance(value, str) else value:
                words += ["--context", f"{key}={each}"]
        for document in self.standing.supposed.session or ():
            words += ["--session-policy", document.document.text]
        return f"see why with `{shlex.join(words)}`"


def named_standing(account: Account, text: str, session_name: str) -> Standing:
    """The caller that is only named, by who owns the account: a user with long-term credentials, or a role's session
    that begins now.

    Raises:
        NoSuchEntity: the account has no such user or role.
        InvalidInput: the text means two entities, or nothing that could call.
    """
    caller = acting_caller(account, text, session_name)
    context: dict[str, Value] = {}
    if caller.principal.kind is PrincipalKind.ROLE_SESSION:
        # Temporary credentials always tell these two; no MFA was asked for here.
        context["aws:MultiFactorAuthPresent"] = "false"
        context["aws:TokenIssueTime"] = f"{account.now:%Y-%m-%dT%H:%M:%SZ}"
    return Standing(caller, context=context)


def acting_caller(account: Account, text: str, session_name: str) -> Caller:
    """The user or the role's session that acts.

    Args:
        text: a user's or role's name, ARN or unique id, or a role session's ARN.
        session_name: of a role that is named without one.

    Raises:
        NoSuchEntity: the account has no such user or role.
        InvalidInput: the text means two entities, or nothing that could call.
    """
    found = caller_of(account, text)
    principal = found.principal
    if principal.kind in (PrincipalKind.USER, PrincipalKind.ROLE_SESSION):
        if principal.account_id != account.account_id:
            kind = "user" if principal.kind is PrincipalKind.USER else "role"
            raise NoSuchEntity(kind, text, hint=f"it is not of account {account.account_id}")
        if principal.kind is PrincipalKind.ROLE_SESSION and ":assumed-role/" not in text:
            assert found.identity is not None
            return caller_of_role(found.identity, session_name)  # type: ignore[arg-type]
        return found
    raise InvalidInput(
        f"{text} cannot act here.", hint="name a user or a role of the account, or root, who may do everything"
    )


def owner_only(arn: str, name: str, row: OwnerOnly) -> AccessDenied:
    """The refusal of what only the account's root user may do."""
    return AccessDenied(
        f"{_refused(arn, name, 'the account')} because only the root user may: {row.why}",
        hint="leave `--as` out, or say `--as root`",
    )


def _sentence(request: Request, decision: Decision, asked: Asked) -> str:
    return decision_sentence(request._replace(resource=asked.shown), decision)


def _refused(arn: str, action: str, resource: str) -> str:
    return f"User: {arn} is not authorized to perform: {action} on resource: {resource}"
