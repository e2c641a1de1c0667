"""What would turn a decision: what to add, lift or carry for an allowance, what to take away for a denial.

Every way that is told was tried: the policies were changed as it says, and `authorize` was asked again. The fewest
steps come first, and no way has a step that it could do without.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from iamctl.engine.absent import Assumption, Turned
from iamctl.engine.authorize import authorize, is_trust_request
from iamctl.engine.decision import Outcome, PolicyType
from iamctl.engine.explain import failures_of, layer_of
from iamctl.engine.policy_set import Layer
from iamctl.engine.request import PrincipalKind
from iamctl.engine.statement import CompiledStatement
from iamctl.engine.suggestions import suggested
from iamctl.policy.statements import Effect, PrincipalEntry, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from iamctl.engine.absent import Alternative
    from iamctl.engine.conditions.operators import Condition
    from iamctl.engine.decision import Decision, Verdict
    from iamctl.engine.policy_set import PolicySet
    from iamctl.engine.request import Request
    from iamctl.policy.statements import ConditionEntry

MOST_WAYS = 6
MOST_STEPS = 4
# Whose resources may have policies of their own, as far as a person would think of writing one.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
WITH_RESOURCE_POLICIES = frozenset(
    {
        "acm-pca",
        "backup",
        "codeartifact",
        "dynamodb",
        "ecr",
        "elasticfilesystem",
        "es",
        "events",
        "execute-api",
        "glacier",
        "kinesis",
        "kms",
        "lambda",
        "s3",
        "secretsmanager",
        "sns",
        "sqs",
        "vpc-lattice-svcs",
    }
)
# What follows from who asks: no request of the same caller says otherwise.
_OF_CALLER = ("aws:principal", "aws:userid", "aws:username", "aws:viaawsservice", "aws:resourceaccount")


class Grant(NamedTuple):
    """Add a statement that allows the action on the resource to the policies of a type.

    Attributes:
        level: of control policies, from 1; else 0.
        named: whom the statement has to name; empty where statements name nobody.
        widen: the allow of these policies whose Action or Resource alone is too narrow; the nearest, or None.
    """

    policy_type: PolicyType
    level: int = 0
    named: str = ""
    widen: CompiledStatement | None = None


class Lift(NamedTuple):
    """Take away, or narrow, statements that deny."""

    policy_type: PolicyType
    statements: tuple[CompiledStatement, ...]
    level: int = 0


class Remove(NamedTuple):
    """Take away every statement of a type that allows."""

    policy_type: PolicyType
    statements: tuple[CompiledStatement, ...]
    level: int = 0


class Carry(NamedTuple):
    """Have the request say something else; of a key that it lacks or of one that it has."""

    assumptions: tuple[Assumption, ...]


Step: TypeAlias = "Grant | Lift | Remove | Carry"
Way: TypeAlias = "tuple[Step, ...]"
Slot: TypeAlias = "tuple[PolicyType, int]"
S = TypeVar("S", Grant, Remove)


def is_published(policy: str) -> bool:
    """Whether the policy of this name is one that AWS publishes and that nobody else can change."""
    return policy.startswith("arn:") and ":iam::aws:policy/" in policy


def ways_to_allow(
    request: Request,
    policies: PolicySet,
    decision: Decision,
    hinges: Sequence[Alternative] = (),
    missing: Iterable[str] = (),
) -> tuple[Way, ...]:
    """How the denied request would be allowed; none where nothing in a policy would do.

    Args:
        hinges: values of absent keys that allow it, from `absent.alternatives`.
        missing: the keys that the request lacks and may carry.
    """
    carried = _carried(request, policies, decision, hinges, missing)
    lifts = tuple(
        Lift(verdict.policy_type, verdict.statements, verdict.level)
        for verdict in decision.verdicts
        if verdict.outcome is Outcome.EXPLICITLY_DENIED
    )
    lifted = policies
    for lift in lifts:
        lifted = _without(lifted, (lift.policy_type, lift.level), lift.statements)
    after = authorize(request, lifted)
    if lifts and after.is_allowed:
        return (*carried, lifts)
    grants = list(_grants(request, lifted, after))
    found = _smallest(grants, lambda chosen: authorize(request, _granting(lifted, chosen, request)).is_allowed)
    # A grant to the role is told, one to this very session not, where the first does as well.
    by_slots = {tuple((step.policy_type, step.level) for step in chosen): chosen for chosen in reversed(found)}
    granted: list[Way] = [(*lifts, *chosen) for chosen in reversed(by_slots.values())]
    return (*carried, *granted)


def ways_to_deny(
    request: Request,
    policies: PolicySet,
    decision: Decision,
    hinges: Sequence[Alternative] = (),
    missing: Iterable[str] = (),
) -> tuple[Way, ...]:
    """What would take the allowance away, other than adding a statement that denies."""
    removals = [
        Remove(verdict.policy_type, verdict.statements, verdict.level)
        for verdict in decision.verdicts
        if verdict.outcome is Outcome.ALLOWED
    ]

    def denies(chosen: Sequence[Remove]) -> bool:
        remaining = policies
        for each in chosen:
            remaining = _without(remaining, (each.policy_type, each.level), each.statements)
        return not authorize(request, remaining).is_allowed

    return (*_smallest(removals, denies), *_carried(request, policies, decision, hinges, missing))


def _smallest(steps: Sequence[S], does: Callable[[Sequence[S]], bool]) -> list[tuple[S, ...]]:
    """Every combination of the steps that does it, none of which holds another."""
    found: list[tuple[S, ...]] = []
    for size in range(1, MOST_STEPS + 1):
        for chosen in combinations(steps, size):
            if len(found) < MOST_WAYS and not any(set(way) <= set(chosen) for way in found) and does(chosen):
                found.append(chosen)
    return found


def _grants(request: Request, policies: PolicySet, decision: Decision) -> Iterator[Grant]:
    """A grant for each type of policy that is silent, or that could be there and is not."""
    own = PolicyType.TRUST if is_trust_request(request) else PolicyType.RESOURCE
    for verdict in decision.verdicts:
        if verdict.policy_type is not own and verdict.outcome is Outcome.IMPLICITLY_DENIED:
            yield Grant(verdict.policy_type, verdict.level, widen=_widened(verdict, request, policies))
    if policies.resource is not None or decision.denied_by is own or _may_have_policy(request):
        principal = request.principal
        for named in (principal.parent_arn, principal.arn or "*"):
            if named:
                yield Grant(own, named=named)


def _may_have_policy(request: Request) -> bool:
    return request.resource != "*" and request.action.lower().partition(":")[0] in WITH_RESOURCE_POLICIES


def _widened(verdict: Verdict, request: Request, policies: PolicySet) -> CompiledStatement | None:
    """The allow that would apply if its Action, or its Resource, were wider."""
    layer = layer_of(policies, verdict)
    service = request.action.lower().partition(":")[0] + ":"
    for statement in layer.statements if layer is not None else ():
        if statement.is_deny or is_published(statement.policy):
            continue
        failures = failures_of(statement, request, verdict.policy_type, is_bounded=policies.boundary is not None)
        if len(failures) == 1 and failures[0].element in ("Action", "Resource"):
            actions = statement.statement.actions or ()
            if any(action.lower().startswith(service) for action in actions):
                return statement
    return None


def _granting(policies: PolicySet, grants: Iterable[Grant], request: Request) -> PolicySet:
    for grant in grants:
        slot = (grant.policy_type, grant.level)
        allow = CompiledStatement(_allow(grant.named, request), "")
        policies = _replaced(policies, slot, (*_statements(policies, slot), allow))
    return policies


def _allow(named: str, request: Request) -> Statement:
    """A statement that allows everything, to whom it names."""
    labels = {PrincipalKind.SERVICE: "Service", PrincipalKind.FEDERATED: "Federated"}
    entry = PrincipalEntry(labels.get(request.principal.kind, "AWS"), named)
    principals = (entry,) if named else None
    return Statement(0, None, Effect.ALLOW, principals, None, ("*",), None, ("*",), None, (), False)


def _without(policies: PolicySet, slot: Slot, statements: Iterable[CompiledStatement]) -> PolicySet:
    gone = {id(statement) for statement in statements}
    return _replaced(policies, slot, tuple(each for each in _statements(policies, slot) if id(each) not in gone))


def _statements(policies: PolicySet, slot: Slot) -> tuple[CompiledStatement, ...]:
    kind, level = slot
    if kind is PolicyType.RESOURCE_CONTROL:
        return policies.resource_control[level - 1].statements
    if kind is PolicyType.SERVICE_CONTROL:
        return policies.service_control[level - 1].statements
    layer: Layer | None = getattr(policies, _FIELDS[kind])
    return layer.statements if layer is not None else ()


def _replaced(policies: PolicySet, slot: Slot, statements: tuple[CompiledStatement, ...]) -> PolicySet:
    kind, level = slot
    layer = Layer.of(statements)
    if kind is PolicyType.RESOURCE_CONTROL:
        levels = policies.resource_control
        return policies._replace(resource_control=(*levels[: level - 1], layer, *levels[level:]))
    if kind is PolicyType.SERVICE_CONTROL:
        levels = policies.service_control
        return policies._replace(service_control=(*levels[: level - 1], layer, *levels[level:]))
    fields: dict[str, Any] = {_FIELDS[kind]: layer}
    return policies._replace(**fields)


_FIELDS = {
    PolicyType.RESOURCE: "resource",
    PolicyType.TRUST: "resource",
    PolicyType.IDENTITY: "identity",
    PolicyType.BOUNDARY: "boundary",
    PolicyType.SESSION: "session",
}


def _carried(
    request: Request,
    policies: PolicySet,
    decision: Decision,
    hinges: Sequence[Alternative],
    missing: Iterable[str],
) -> tuple[Way, ...]:
    """What the request could carry instead: absent keys, then other values of keys that it has."""
    absent = [(Carry(each.assumptions),) for each in hinges]
    free = frozenset(key.lower() for key in missing)
    present = [(Carry(each),) for each in _other_values(request, policies, decision, free)]
    return tuple([*absent, *present][: MOST_WAYS // 2])


def _other_values(
    request: Request, policies: PolicySet, decision: Decision, free: frozenset[str]
) -> Iterator[tuple[Assumption, ...]]:
    """Other values of keys that turn the decision: of one key, else of all that one statement's conditions ask for.

    Args:
        free: absent keys that the request may carry; by themselves they are told elsewhere.
    """
    told: set[tuple[str, ConditionEntry]] = set()
    for statement in _bearing(policies, decision, request):
        turning = [found for each in statement.conditions if (found := _turned(each, request, policies, decision))]
        for assumption in turning:
            new = {(assumption.key.lower(), turned.entry) for turned in assumption.turned} - told
            if new:
                told |= new
                yield (assumption,)
        whole = () if turning else _fulfilling(statement, request, free)
        if any(each.key.lower() not in free for each in whole):
            carrying = {**request.context, **{each.key.lower(): each.value for each in whole}}
            if authorize(request._replace(context=carrying), policies).is_allowed != decision.is_allowed:
                yield whole


def _turned(condition: Condition, request: Request, policies: PolicySet, decision: Decision) -> Assumption | None:
    """The first value of the condition's key that makes it hold, or fail, and by that turns the decision."""
    for assumption in _assumptions(condition, request):
        carrying = {**request.context, condition.key: assumption.value}
        if authorize(request._replace(context=carrying), policies).is_allowed != decision.is_allowed:
            return assumption
    return None


def _fulfilling(statement: CompiledStatement, request: Request, free: frozenset[str]) -> tuple[Assumption, ...]:
    """A value for each key whose condition fails, with which it holds; nothing where one has none."""
    failing = [condition for condition in statement.conditions if not condition.holds(request.context)]
    found = [next(iter(_assumptions(condition, request, free)), None) for condition in failing]
    keys = {condition.key for condition in failing}
    if len(keys) < len(failing):
        return ()
    return tuple(each for each in found if each is not None) if all(found) else ()


def _assumptions(condition: Condition, request: Request, free: frozenset[str] = frozenset()) -> Iterator[Assumption]:
    """Values of the key with which the condition comes out otherwise; none where the request cannot be changed so."""
    held = request.context.get(condition.key)
    is_tag = condition.key.startswith("aws:principaltag/")
    if (held is None and not is_tag and condition.key not in free) or condition.entry.operator.base == "Null":
        return
    if condition.key.startswith(_OF_CALLER) and not is_tag:
        return
    now = condition.holds(request.context)
    for text in dict.fromkeys(suggested(condition.entry, request.context)):
        value = (text,) if isinstance(held, tuple) else text
        holds = condition.holds({**request.context, condition.key: value})
        if holds != now:
            yield Assumption(condition.entry.key, value, (Turned(condition.entry, holds),))


def _bearing(policies: PolicySet, decision: Decision, request: Request) -> Iterator[CompiledStatement]:
    """The statements of the layers that were asked whose conditions alone decide whether they apply."""
    for verdict in decision.verdicts:
        layer = layer_of(policies, verdict)
        for statement in layer.statements if layer is not None else ():
            failures = failures_of(statement, request, verdict.policy_type, is_bounded=policies.boundary is not None)
            if statement.conditions and all(failure.element == "Condition" for failure in failures):
                yield statement
