"""The gate that every call of a caller other than root goes through: the engine says whether it may.

    gate = Gate(account, "alice", session_name="iamctl")
    gate.arn                                                     who acts, as history and AWS's errors name it
    gate.authorize("CreateUser", {"user_name": "carol"})         raises AccessDenied in AWS's words
    gate.authorize_done("CloneUser", result)                     what only the result shows; before anything is kept

Rules kept here:
  * the parameters' shape is checked first, then the caller, then all that the operation checks itself;
  * the caller's policies are those of the moment at which the account was opened: a change gives nobody the right
    to do the rest of it;
  * a policy of the caller's that is not in the account might deny: then nothing is allowed;
  * the root user never comes here.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.engine.authorize import authorize
from iamctl.engine.request import PrincipalKind
from iamctl.errors import AccessDenied, InvalidInput, NoSuchEntity
from iamctl.service.access_denied import decision_sentence
from iamctl.service.authorization_requests import Asked, requests_of
from iamctl.service.authorization_table import Amounts, Aws, Own, OwnerOnly, row_of
from iamctl.service.parameter_shapes import check_shapes
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.questions.callers import Caller, caller_of, caller_of_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.engine.decision import Decision
    from iamctl.engine.request import Request
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value


class Gate:
    """One caller of an account, its policies compiled once.

    Attributes:
        arn: a user's, or a role session's.
    """

    def __init__(self, account: Account, acting_as: str, *, session_name: str) -> None:
        """Find the caller.

        Raises:
            NoSuchEntity: the account has no such user or role.
            InvalidInput: the text means two entities, or nothing that could call.
        """
        self._account = account
        self.caller = acting_caller(account, acting_as, session_name)
        self.arn = self.caller.principal.arn
        self._asker = Asker(account, self.caller)
        self._session: dict[str, Value] = {}
        if self.caller.principal.kind is PrincipalKind.ROLE_SESSION:
            # Temporary credentials always tell these two; no MFA was asked for here.
            self._session = {
                "aws:MultiFactorAuthPresent": "false",
                "aws:TokenIssueTime": f"{account.now:%Y-%m-%dT%H:%M:%SZ}",
            }

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
        if isinstance(row, OwnerOnly):
            raise owner_only(self.arn, name, row)
        check_shapes(name, parameters)
        if isinstance(row, Own):
            return
        if isinstance(row, Aws):
            for asked in requests_of(self._account, name, row, parameters):
                self._check(asked)
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
        if isinstance(row, Amounts):
            from iamctl.service.authorization_composites import calls_after

            for each, its_parameters in calls_after(row.function, result):
                self.authorize(each, its_parameters)

    def _check(self, asked: Asked) -> None:
        circumstances = Circumstances(context=self._session | asked.context)
        request = self._asker.request_of(asked.action, asked.resource, circumstances)
        decision = authorize(request, self._asker.policies_for(asked.action, asked.resource))
        if not decision.is_allowed:
            raise AccessDenied(_sentence(request, decision, asked), hint=self._more(asked))
        if self._asker.bearing.unknown:
            sentence = _refused(self.arn, asked.action, asked.shown)
            raise AccessDenied(
                f"{sentence} because it is not known what {self._asker.bearing.unknown[0]} would deny",
                hint="see `iamctl doctor`",
            )

    def _more(self, asked: Asked) -> str:
        """The command that tells why; it says no more of the account than the call did."""
        import shlex  # only a refusal pays its 2 ms

        words = ["iamctl", "explain", self.arn, asked.action, *([] if asked.word == "*" else [asked.word])]
        for key, value in (self._session | asked.context).items():
            for each in (value,) if isinstance(value, str) else value:
                words += ["--context", f"{key}={each}"]
        return f"see why with `{shlex.join(words)}`"


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
