"""The decision, in AWS's order.

    1  an explicit deny, in whatever policy, ends it
    2  resource control policies and service control policies: an allow on every level
    3  the resource's own policy: one that names the caller itself is enough within the account
    4  identity policies, or a resource policy that names the caller's role or parent user
    5  the permissions boundary and the session policies: an allow in each

Across accounts both sides have to allow, each by its own policies. A role's trust policy and a key's policy must
allow whatever the identity policies say.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
         https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.decision import Decision, Outcome, PolicyType, Verdict
from iamctl.engine.patterns import utf16
from iamctl.engine.principals import Grade
from iamctl.engine.request import PrincipalKind

if TYPE_CHECKING:
    from iamctl.engine.policy_set import Layer, PolicySet
    from iamctl.engine.request import Request
    from iamctl.engine.statement import CompiledStatement

TRUST_ACTIONS = frozenset(
    {
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:tagsession",
        "sts:setsourceidentity",
        "sts:setcontext",
    }
)
_NEVER_ASSUME = {
    PrincipalKind.ROOT: "roles may not be assumed by root accounts",
    PrincipalKind.FEDERATED_USER: "a session of GetFederationToken may not assume roles",
}
"""Whom STS refuses whatever the policies say: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
and https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html"""


def authorize(request: Request, policies: PolicySet) -> Decision:
    """Whether the request is allowed, and what decided it.

    Policies that do not bear on the caller (SCPs on a service, identity policies on root) may be in the set: they
    are passed over here. A key that the request lacks is absent, not unknown.
    """
    if request.is_cross_account or request.principal.is_stranger:
        return _across(request, policies)
    return _within(request, policies)


def is_trust_request(request: Request) -> bool:
    """Whether the resource's own policy is a role's trust policy."""
    return request.action.lower() in TRUST_ACTIONS and ":role/" in request.resource


def _within(request: Request, policies: PolicySet) -> Decision:
    """Caller and resource are of one account."""
    action = utf16(request.action.lower())
    limits = _control_verdicts(request, policies, action)
    grade, resource = _resource_verdict(request, policies, action)
    caller = _caller_verdicts(request, policies, action)
    verdicts = (*limits, *((resource,) if resource else ()), *caller)
    if denied := _explicitly_denied(verdicts) or _limited(limits, verdicts):
        return denied
    if is_trust_request(request) or action.startswith("kms:"):
        return _authoritative(request, policies, grade, resource, caller, verdicts)
    if grade is Grade.DIRECT or request.principal.kind is PrincipalKind.ROOT:
        return Decision(Outcome.ALLOWED, verdicts)
    granted = grade is Grade.PARENT
    return _caller_decides(caller, verdicts, granted=granted)


def _authoritative(
    request: Request,
    policies: PolicySet,
    grade: Grade,
    resource: Verdict | None,
    caller: tuple[Verdict, ...],
    verdicts: tuple[Verdict, ...],
) -> Decision:
    """The resource's policy has to allow: a role's trust policy, a key's policy.

    A key whose policy is not known is taken to have the default one, which leaves the decision to the account.
    """
    if policies.resource is None and not is_trust_request(request):
        if request.principal.kind is PrincipalKind.ROOT:
            return Decision(Outcome.ALLOWED, verdicts, reason="the key's policy is not known")
        return _caller_decides(caller, verdicts, granted=False)
    denied_by = resource.policy_type if resource else PolicyType.TRUST
    if grade is Grade.NONE:
        return Decision(Outcome.IMPLICITLY_DENIED, verdicts, denied_by, "the resource's own policy has to allow")
    if is_trust_request(request) and request.principal.kind in _NEVER_ASSUME:
        return Decision(Outcome.IMPLICITLY_DENIED, verdicts, denied_by, _NEVER_ASSUME[request.principal.kind])
    if grade is Grade.DIRECT:
        return Decision(Outcome.ALLOWED, verdicts)
    return _caller_decides(caller, verdicts, granted=grade is Grade.PARENT)


def _across(request: Request, policies: PolicySet) -> Decision:
    """The resource is of another account, or the caller is of none: each side decides by itself."""
    action = utf16(request.action.lower())
    limits = _control_verdicts(request, policies, action)
    grade, resource = _resource_verdict(request, policies, action)
    stranger = request.principal.is_stranger
    caller = () if stranger else _caller_verdicts(request, policies, action)
    verdicts = (*limits, *((resource,) if resource else ()), *caller)
    if denied := _explicitly_denied(verdicts) or _limited(limits, verdicts):
        return denied
    if grade is Grade.NONE:
        denied_by = PolicyType.TRUST if is_trust_request(request) else PolicyType.RESOURCE
        reason = "" if stranger else "the resource is of another account, whose own policy has to allow too"
        return Decision(Outcome.IMPLICITLY_DENIED, verdicts, denied_by, reason)
    if is_trust_request(request) and request.principal.kind in _NEVER_ASSUME:
        return Decision(Outcome.IMPLICITLY_DENIED, verdicts, PolicyType.TRUST, _NEVER_ASSUME[request.principal.kind])
    if stranger or request.principal.kind is PrincipalKind.ROOT:
        return Decision(Outcome.ALLOWED, verdicts)
    return _caller_decides(caller, verdicts, granted=False)


def _caller_decides(caller: tuple[Verdict, ...], verdicts: tuple[Verdict, ...], *, granted: bool) -> Decision:
    """Identity policies (unless the resource granted), boundary and session policies all have to allow."""
    for verdict in caller:
        if verdict.outcome is not Outcome.ALLOWED and not (granted and verdict.policy_type is PolicyType.IDENTITY):
            return Decision(Outcome.IMPLICITLY_DENIED, verdicts, verdict.policy_type)
    return Decision(Outcome.ALLOWED, verdicts)


def _caller_verdicts(request: Request, policies: PolicySet, action: str) -> tuple[Verdict, ...]:
    """What the caller's own side says: identity, boundary, session; root is bound by none of them."""
    kind = request.principal.kind
    if kind is PrincipalKind.ROOT:
        return ()
    is_bounded = policies.boundary is not None
    verdicts = [_verdict(PolicyType.IDENTITY, policies.identity, request, action, is_bounded=is_bounded)]
    if policies.boundary is not None:
        verdicts.append(_verdict(PolicyType.BOUNDARY, policies.boundary, request, action, is_bounded=is_bounded))
    if policies.session is not None:
        verdicts.append(_verdict(PolicyType.SESSION, policies.session, request, action, is_bounded=is_bounded))
    elif kind is PrincipalKind.FEDERATED_USER:
        # GetFederationToken without a session policy gives a session that its own side allows nothing.
        verdicts.append(Verdict(PolicyType.SESSION, Outcome.IMPLICITLY_DENIED))
    return tuple(verdicts)


def _control_verdicts(request: Request, policies: PolicySet, action: str) -> tuple[Verdict, ...]:
    """What the organization's policies say, level by level."""
    if request.principal.is_service_linked:
        return ()
    layers = [(PolicyType.RESOURCE_CONTROL, level, layer) for level, layer in enumerate(policies.resource_control, 1)]
    if not request.principal.is_stranger:
        layers += [
            (PolicyType.SERVICE_CONTROL, level, layer) for level, layer in enumerate(policies.service_control, 1)
        ]
    return tuple(
        _verdict(policy_type, layer, request, action, is_bounded=policies.boundary is not None)._replace(level=level)
        for policy_type, level, layer in layers
    )


def _verdict(policy_type: PolicyType, layer: Layer, request: Request, action: str, *, is_bounded: bool) -> Verdict:
    """What the policies of one type say: a deny outweighs every allow, silence is an implicit deny."""
    allowing: list[CompiledStatement] = []
    denying: list[CompiledStatement] = []
    context = request.context
    resource = utf16(request.resource)
    is_own = policy_type is PolicyType.RESOURCE or policy_type is PolicyType.TRUST
    for statement in layer.about(action, resource):
        if statement.fits_resource(resource, context) and statement.fits_context(context):
            if (is_own or statement.names_principals) and (
                statement.grade(request, is_bounded=is_bounded, policy_type=policy_type) is Grade.NONE
            ):
                continue
            (denying if statement.is_deny else allowing).append(statement)
    if denying:
        return Verdict(policy_type, Outcome.EXPLICITLY_DENIED, tuple(denying))
    outcome = Outcome.ALLOWED if allowing else Outcome.IMPLICITLY_DENIED
    return Verdict(policy_type, outcome, tuple(allowing))


def _resource_verdict(request: Request, policies: PolicySet, action: str) -> tuple[Grade, Verdict | None]:
    """What the resource's own policy says, and how directly it names the caller."""
    if policies.resource is None:
        return Grade.NONE, None
    policy_type = PolicyType.TRUST if is_trust_request(request) else PolicyType.RESOURCE
    is_bounded = policies.boundary is not None
    verdict = _verdict(policy_type, policies.resource, request, action, is_bounded=is_bounded)
    if verdict.outcome is not Outcome.ALLOWED:
        return Grade.NONE, verdict
    grades = [
        statement.grade(request, is_bounded=is_bounded, policy_type=policy_type) for statement in verdict.statements
    ]
    return max(grades), verdict


def _explicitly_denied(verdicts: tuple[Verdict, ...]) -> Decision | None:
    for verdict in verdicts:
        if verdict.outcome is Outcome.EXPLICITLY_DENIED:
            return Decision(Outcome.EXPLICITLY_DENIED, verdicts, verdict.policy_type)
    return None


def _limited(limits: tuple[Verdict, ...], verdicts: tuple[Verdict, ...]) -> Decision | None:
    """A level of control policies that is silent denies."""
    for verdict in limits:
        if verdict.outcome is not Outcome.ALLOWED:
            return Decision(Outcome.IMPLICITLY_DENIED, verdicts, verdict.policy_type)
    return None
