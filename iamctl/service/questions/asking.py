"""Asking: may this principal do this to that, as the account is, or as a question supposes it to be?

    answer = ask(account, Question("alice", "s3:GetObject", "arn:aws:s3:::artifacts/x"))
    answer.decision.is_allowed        the engine's whole Decision: outcome, verdicts, deciding statements
    answer.request, answer.policies   what the engine was asked: authorize(answer.request, answer.policies)
    answer.hinges                     what else the answer hangs on: absent context keys, with the outcome they give
    answer.unknown                    policies that would bear on it and are not known here; each a phrase
    answer.is_undecided               whether either could turn the answer

For many questions about one caller, `asker = Asker(account, "alice")` compiles its policies once and
`asker.ask(action, resource, …)` answers; `asker.request_of(…)` and `asker.policies_for(…)` give the engine's
Request and PolicySet without asking.

Nothing is kept between calls. Errors are those of `callers.caller_of` and `bearing.caller_bearing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.absent import Alternative, absent_keys, alternatives
from iamctl.engine.authorize import authorize, is_trust_request
from iamctl.engine.conditions.addresses import read_address
from iamctl.engine.decision import Decision, Outcome
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import Request
from iamctl.errors import InvalidInput, ValidationError
from iamctl.model.document import Document
from iamctl.service.questions import context as contexts
from iamctl.service.questions.bearing import Bearing, caller_bearing, covering_arns, with_resource
from iamctl.service.questions.callers import Caller, caller_of
from iamctl.service.questions.carried import Carried, KnownKeys
from iamctl.service.questions.supposed import NOTHING, Supposed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value

_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
_EVERYBODY = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*","Service":"*","Federated":"*"},'
    '"Action":"*","Resource":"*"}]}'
)


class Circumstances(NamedTuple):
    """What is known of a request besides who asks for what.

    Attributes:
        context: keys that the question states; they win over what follows from the caller and the resource.
        at: when the request comes; None is the account's moment.
        region: the region that is called; None is the resource's, where its ARN tells.
        source_ip: where the request comes from.
        mfa: whether the caller's credentials were made with MFA.
        resource_account: whose resource it is; None is who the ARN names, else the account itself.
    """

    context: Mapping[str, Value] = {}
    at: datetime | None = None
    region: str | None = None
    source_ip: str | None = None
    mfa: bool = False
    resource_account: str | None = None


def circumstances_from(
    *,
    context: Mapping[str, Value],
    source_ip: str | None = None,
    mfa: bool = False,
    at: datetime | None = None,
    region: str | None = None,
    resource_account: str | None = None,
) -> Circumstances:
    """What a person says of a request.

    Raises:
        InvalidInput: the address or the account's id is none.
    """
    if source_ip is not None and read_address(source_ip) is None:
        raise InvalidInput(f"{source_ip} is no IP address.", hint="write one address, such as 203.0.113.7")
    if resource_account is not None and contexts.account_of_resource(f"arn:aws:s3::{resource_account}:x") is None:
        raise InvalidInput(f"{resource_account} is not an account's id.", hint="an account's id has 12 digits")
    return Circumstances(context, at, region, source_ip, mfa, resource_account)


class Question(NamedTuple):
    """One question.

    Attributes:
        principal: a name, ARN or other word that `callers.caller_of` understands.
        action: `service:Name`, without wildcards.
        resource: an ARN, or `*` where the action takes none.
        federated_by: the user of a federated user's session.
    """

    principal: str
    action: str
    resource: str = "*"
    circumstances: Circumstances = Circumstances()
    supposed: Supposed = NOTHING
    federated_by: str | None = None


class Answer(NamedTuple):
    """The decision, and what it was made from.

    Attributes:
        missing: the keys that statements about the request ask for, that it may carry and lacks; in their spelling.
        hinges: which values of absent keys would turn the decision, smallest first; none when nothing would.
        is_searched: False where none was found and there may be one.
        unknown: policies that are not known here and could turn the decision; each a phrase.
    """

    request: Request
    policies: PolicySet
    decision: Decision
    missing: tuple[str, ...] = ()
    hinges: tuple[Alternative, ...] = ()
    is_searched: bool = True
    unknown: tuple[str, ...] = ()

    @property
    def is_undecided(self) -> bool:
        return bool(self.hinges or self.unknown) or not self.is_searched


class Asker:
    """One caller of an account, whose policies are compiled once and asked many times."""

    def __init__(
        self,
        account: Account,
        principal: str | Caller,
        supposed: Supposed = NOTHING,
        *,
        federated_by: str | None = None,
    ) -> None:
        self.account = account
        self.caller = (
            caller_of(account, principal, federated_by=federated_by) if isinstance(principal, str) else principal
        )
        self.supposed = supposed
        self.bearing: Bearing = caller_bearing(account, self.caller, supposed)
        self._keys = KnownKeys()
        self._context = contexts.context_of_caller(self.caller)

    def ask(self, action: str, resource: str = "*", circumstances: Circumstances = Circumstances()) -> Answer:
        """May the caller do this?

        Raises:
            ValidationError: the action is not `service:Name`.
        """
        request = self.request_of(action, resource, circumstances)
        bearing = with_resource(self.account, self.bearing, action, resource, self.supposed)
        decision = authorize(request, bearing.policies)
        carried = Carried(
            self.caller.principal, action, request.context, keys=self._keys, is_caller_known=self.caller.is_known
        )
        found = alternatives(
            request, bearing.policies, decision, may_carry=carried.may_carry, is_multivalued=carried.is_multivalued
        )
        keeper = self.account.account_id if self.supposed.resource is None else None
        unknown = unknown_that_matters(bearing, request, decision, keeper)
        missing = absent_keys(request, bearing.policies, may_carry=carried.may_carry)
        return Answer(request, bearing.policies, decision, missing, found.alternatives, found.is_complete, unknown)

    def policies_for(self, action: str, resource: str) -> PolicySet:
        """What bears on the caller's doing this, the resource's own policy included."""
        return with_resource(self.account, self.bearing, action, resource, self.supposed).policies

    def request_of(self, action: str, resource: str = "*", circumstances: Circumstances = Circumstances()) -> Request:
        """The request with all that follows from caller, resource and moment.

        Raises:
            ValidationError: the action is not `service:Name`.
        """
        check_action(action)
        account = self.account
        resource_account = circumstances.resource_account or contexts.account_of_resource(resource)
        if resource_account is None and resource != "*":
            resource_account = account.account_id
        owner = resource_account or self.caller.principal.account_id or account.account_id
        context = (
            contexts.context_of_moment(circumstances.at or account.now)
            | self._context
            | contexts.context_of_resource(account, action, resource, owner)
        )
        if circumstances.region:
            context["aws:requestedregion"] = circumstances.region
        if circumstances.source_ip:
            context["aws:sourceip"] = circumstances.source_ip
        if circumstances.mfa:
            context["aws:multifactorauthpresent"] = "true"
        context |= contexts.stated(circumstances.context)
        return Request(self.caller.principal, action, resource, context, resource_account)


def ask(account: Account, question: Question) -> Answer:
    """The answer to one question.

    Raises:
        NoSuchEntity: the account has no such principal, or the caller no such policy to leave out.
        InvalidInput: the principal means two entities, or nothing that could ask.
        ValidationError: the action is not `service:Name`.
    """
    asker = Asker(account, question.principal, question.supposed, federated_by=question.federated_by)
    return asker.ask(question.action, question.resource, question.circumstances)


def check_action(action: str) -> None:
    """Hold an action against the form that requests have.

    Raises:
        ValidationError: it is not `service:Name`, or has wildcards.
    """
    service, colon, name = action.partition(":")
    if not colon or not service or not name or ":" in name:
        raise ValidationError(f"{action!r} is no action.", hint="an action is service:Name, such as s3:GetObject")
    if set(action) & {"*", "?"}:
        hint = "`iamctl what-can PRINCIPAL` tells all that a principal may do"
        raise ValidationError(f"{action} is a pattern; a request is for one action.", hint=hint)


def unknown_that_matters(bearing: Bearing, request: Request, decision: Decision, keeper: str | None) -> tuple[str, ...]:
    """What is not known and could turn the decision.

    Args:
        keeper: the account whose resources' policies are known; None where the question told the resource's.
    """
    if decision.outcome is Outcome.EXPLICITLY_DENIED:
        return ()
    foreign = foreign_resource(request, bearing.policies, keeper)
    if not decision.is_allowed and (foreign or bearing.is_caller_unknown):
        policies = bearing.policies
        if bearing.is_caller_unknown:
            policies = policies._replace(identity=Layer([NamedDocument("everything", Document(_EVERYTHING))]))
        if foreign:
            policies = policies._replace(resource=Layer([NamedDocument("everybody", Document(_EVERYBODY))]))
        if not authorize(request, policies).is_allowed:
            return () if bearing.is_caller_unknown else bearing.unknown
    return (*bearing.unknown, *foreign)


def foreign_resource(request: Request, policies: PolicySet, keeper: str | None) -> tuple[str, ...]:
    """The policy of a resource that another account keeps; nothing where the question or this account knows it."""
    owner = request.resource_account or contexts.account_of_resource(request.resource)
    if keeper is None or owner in (None, keeper) or policies.resource is not None or request.resource == "*":
        return ()
    if is_trust_request(request):
        return (f"the trust policy of {request.resource}, which account {owner} keeps",)
    if request.action.lower().startswith(("iam:", "sts:")):
        return ()  # entities of IAM have no other policies of their own
    return (f"the policy of {covering_arns(request.resource)[-1]}, which account {owner} keeps",)
