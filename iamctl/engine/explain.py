"""Why a decision came out as it did: which statements applied, and which nearly did and what kept them from it.

A statement is near when it speaks of the action, or of its service, and one of its elements alone does not fit: its
conditions, whom it names, its resource or its action. A trust policy has few statements, each for callers of one kind:
there a statement is also near when it names others for another way of assuming the role. Where the policies of a type
are silent, the near allows are told; where they allow, only denies that a condition alone keeps away.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.decision import Outcome, PolicyType
from iamctl.engine.patterns import Globs, utf16
from iamctl.engine.principals import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.engine.decision import Decision, Verdict
    from iamctl.engine.policy_set import Layer, PolicySet
    from iamctl.engine.request import Request
    from iamctl.engine.statement import CompiledStatement
    from iamctl.policy.statements import PrincipalEntry

MOST_NEAR = 5
# Which element alone is in the way, the nearest first.
_NEARNESS = {"Condition": 0, "Principal": 1, "NotPrincipal": 1, "Resource": 2, "NotResource": 2, "NotAction": 3}
_LAST = 4
_OWN = (PolicyType.RESOURCE, PolicyType.TRUST)
_WHO_ASSUMES = {"Action", "NotAction", "Principal", "NotPrincipal"}


class Failure(NamedTuple):
    """One part of a statement that does not fit the request.

    Attributes:
        element: as the grammar calls it: `NotAction`, `Resource`, `Condition`, …
        wanted: what the statement says there; for principals `AWS: arn:…`.
        got: what the request has; None is an absent key.
        operator: of a condition, as written.
        key: of a condition, as written.
        absent: keys that variables in `wanted` ask for and that the request lacks, as written.
    """

    element: str
    wanted: tuple[str, ...]
    got: str | tuple[str, ...] | None
    operator: str = ""
    key: str = ""
    absent: tuple[str, ...] = ()


class Considered(NamedTuple):
    """A statement, and what keeps it from applying; nothing when it applies."""

    statement: CompiledStatement
    failures: tuple[Failure, ...] = ()

    def is_close(self, *, in_trust_policy: bool) -> bool:
        """Whether one element alone is in the way; of a trust policy, the principal and the action are one."""
        elements = {failure.element for failure in self.failures}
        return len(elements) == 1 or (in_trust_policy and elements <= _WHO_ASSUMES)


class Explained(NamedTuple):
    """One type (or level) of policies.

    Attributes:
        applying: every statement that applies, those that a deny overrules too.
        near: at most MOST_NEAR that nearly apply, the nearest first.
        more_near: how many others do.
        held: how many statements these policies have.
    """

    verdict: Verdict
    applying: tuple[CompiledStatement, ...]
    near: tuple[Considered, ...]
    more_near: int
    held: int


def explain(request: Request, policies: PolicySet, decision: Decision) -> tuple[Explained, ...]:
    """Each verdict of the decision with the statements behind it, in the decision's order."""
    return tuple(_explained(verdict, layer_of(policies, verdict), request, policies) for verdict in decision.verdicts)


def layer_of(policies: PolicySet, verdict: Verdict) -> Layer | None:
    """The policies that the verdict is of; None where it speaks of policies that are not there."""
    kind = verdict.policy_type
    if kind is PolicyType.RESOURCE_CONTROL:
        return policies.resource_control[verdict.level - 1]
    if kind is PolicyType.SERVICE_CONTROL:
        return policies.service_control[verdict.level - 1]
    return {
        PolicyType.RESOURCE: policies.resource,
        PolicyType.TRUST: policies.resource,
        PolicyType.IDENTITY: policies.identity,
        PolicyType.BOUNDARY: policies.boundary,
        PolicyType.SESSION: policies.session,
    }[kind]


def failures_of(
    statement: CompiledStatement, request: Request, policy_type: PolicyType, *, is_bounded: bool
) -> tuple[Failure, ...]:
    """Everything about the statement that does not fit the request, in the order of its elements."""
    return tuple(_failures(statement, request, policy_type, is_bounded))


def is_about_service(statement: CompiledStatement, service: str) -> bool:
    """Whether the statement names actions of the service (in lower case), to include or to exclude them."""
    said = statement.statement
    named = said.actions if said.actions is not None else said.not_actions or ()
    prefixes = {action.lower().partition(":")[0] for action in named}
    return Globs(map(utf16, prefixes)).fit(service)


def _explained(verdict: Verdict, layer: Layer | None, request: Request, policies: PolicySet) -> Explained:
    statements = layer.statements if layer is not None else ()
    is_bounded = policies.boundary is not None
    action = utf16(request.action.lower())
    service = action.partition(":")[0]
    applying: list[CompiledStatement] = []
    near: list[Considered] = []
    for statement in statements:
        failures = failures_of(statement, request, verdict.policy_type, is_bounded=is_bounded)
        if not failures:
            applying.append(statement)
            continue
        considered = Considered(statement, failures)
        is_close = considered.is_close(in_trust_policy=verdict.policy_type is PolicyType.TRUST)
        is_about = statement.fits_action(action) or is_about_service(statement, service)
        if is_close and is_about and _is_told(considered, verdict.outcome):
            near.append(considered)
    near.sort(key=_nearness)
    return Explained(verdict, tuple(applying), tuple(near[:MOST_NEAR]), max(0, len(near) - MOST_NEAR), len(statements))


def _is_told(considered: Considered, outcome: Outcome) -> bool:
    """Whether it matters that the statement nearly applied."""
    if considered.statement.is_deny:
        return considered.failures[0].element == "Condition"
    return outcome is Outcome.IMPLICITLY_DENIED


def _nearness(considered: Considered) -> tuple[bool, int, int]:
    element = considered.failures[0].element
    return considered.statement.is_deny, _NEARNESS.get(element, _LAST), len(considered.failures)


def _failures(
    statement: CompiledStatement, request: Request, policy_type: PolicyType, is_bounded: bool
) -> Iterator[Failure]:
    said, context = statement.statement, request.context
    if not statement.fits_action(utf16(request.action.lower())):
        element = "Action" if said.actions is not None else "NotAction"
        yield Failure(element, said.actions or said.not_actions or (), request.action)
    if not statement.fits_resource(utf16(request.resource), context):
        element = "Resource" if said.resources is not None else "NotResource"
        absent = tuple(statement.asks.get(key, key) for key in statement.resource_keys if key not in context)
        yield Failure(element, said.resources or said.not_resources or (), request.resource, absent=absent)
    if (statement.names_principals or policy_type in _OWN) and (
        statement.grade(request, is_bounded=is_bounded, policy_type=policy_type) is Grade.NONE
    ):
        element = "Principal" if said.not_principals is None else "NotPrincipal"
        named = said.principals if said.principals is not None else said.not_principals or ()
        yield Failure(element, tuple(map(_principal, named)), request.principal.arn or "anonymous")
    yield from _conditions(statement, request)


def _conditions(statement: CompiledStatement, request: Request) -> Iterator[Failure]:
    context = request.context
    for condition in statement.conditions:
        if condition.holds(context):
            continue
        entry = condition.entry
        absent = tuple(
            statement.asks.get(key, key) for key in condition.asks if key not in context and key != condition.key
        )
        yield Failure("Condition", entry.values, context.get(condition.key), entry.name, entry.key, absent)


def _principal(entry: PrincipalEntry) -> str:
    return entry.name if entry.name == "*" else f"{entry.label}: {entry.name}"
