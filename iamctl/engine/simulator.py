"""The policy simulator's own ways, apart from the engine that it shares with every other decision.

`simulate` asks `authorize`; where the simulator of AWS is known to answer otherwise than AWS itself, the answer is the
simulator's and says so by name. Everything else is the engine's answer, unchanged.

Sources: recorded answers of SimulateCustomPolicy and SimulatePrincipalPolicy, and
         https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.authorize import authorize
from iamctl.engine.conditions.addresses import read_network
from iamctl.engine.conditions.numbers import read_number
from iamctl.engine.conditions.operators import compile_condition
from iamctl.engine.decision import Decision, Outcome, PolicyType
from iamctl.engine.policy_set import Layer
from iamctl.engine.statement import CompiledStatement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.engine.conditions.operators import Condition
    from iamctl.engine.policy_set import PolicySet
    from iamctl.engine.request import Request

    Context = Mapping[str, str | tuple[str, ...]]

_CONTROL = (PolicyType.RESOURCE_CONTROL, PolicyType.SERVICE_CONTROL)
_OWN = (PolicyType.RESOURCE, PolicyType.TRUST)


class Quirk(Enum):
    """Where the simulator answers otherwise than AWS does when the request is made."""

    OWN_POLICY_SUFFICES = "within an account an allow of the resource's policy is enough, whomever it names there"
    RESOURCE_NOT_ASKED = "without a resource policy the resource's own side is left out"
    WRONG_RESOURCE = "an action on what it does not take is denied, whatever the policies allow"
    NUMBERS = "NumericNotEquals fails on text that is no number"
    NETWORKS = "a network that cannot be read ends the comparison: the values after it do not count"


class Simulated(NamedTuple):
    """The simulator's answer.

    Attributes:
        quirks: those without which the outcome would be another.
    """

    decision: Decision
    quirks: tuple[Quirk, ...] = ()


def simulate(request: Request, policies: PolicySet, *, takes_resource: bool = True) -> Simulated:
    """What the simulator says of the request.

    Args:
        takes_resource: whether the action can be about the resource at all.
    """
    enforced = authorize(request, policies)
    decision = authorize(request, _as_compared(policies))
    quirks = _quirks_of_comparison(policies) if decision.outcome is not enforced.outcome else ()
    if decision.outcome is Outcome.IMPLICITLY_DENIED and (quirk := _allowing(request, policies, decision)):
        decision = decision._replace(outcome=Outcome.ALLOWED, denied_by=None, reason=quirk.value)
        quirks = (*quirks, quirk)
    if decision.is_allowed and not takes_resource:
        reason = Quirk.WRONG_RESOURCE.value
        decision = decision._replace(outcome=Outcome.IMPLICITLY_DENIED, denied_by=PolicyType.IDENTITY, reason=reason)
        quirks = (Quirk.WRONG_RESOURCE,)
    return Simulated(decision, quirks)


def _allowing(request: Request, policies: PolicySet, decision: Decision) -> Quirk | None:
    """Why the simulator allows what the engine leaves implicitly denied."""
    outcomes = {verdict.policy_type: verdict.outcome for verdict in decision.verdicts}
    if any(v.outcome is not Outcome.ALLOWED for v in decision.verdicts if v.policy_type in _CONTROL):
        return None
    if policies.resource is None:
        own_side = (outcome for kind, outcome in outcomes.items() if kind not in _OWN)
        is_allowed = PolicyType.IDENTITY in outcomes and all(each is Outcome.ALLOWED for each in own_side)
        return Quirk.RESOURCE_NOT_ASKED if is_allowed else None
    if not request.is_cross_account and outcomes.get(PolicyType.RESOURCE) is Outcome.ALLOWED:
        return Quirk.OWN_POLICY_SUFFICES
    return None


def _quirks_of_comparison(policies: PolicySet) -> tuple[Quirk, ...]:
    bases = {
        condition.entry.operator.base
        for layer in _layers(policies)
        for statement in layer.statements
        for condition in statement.conditions
    }
    numbers = (Quirk.NUMBERS,) if "NumericNotEquals" in bases else ()
    networks = (Quirk.NETWORKS,) if bases & {"IpAddress", "NotIpAddress"} else ()
    return numbers + networks


def _layers(policies: PolicySet) -> list[Layer]:
    single = (policies.identity, policies.boundary, policies.session, policies.resource)
    return [layer for layer in single if layer is not None] + [*policies.service_control, *policies.resource_control]


def _as_compared(policies: PolicySet) -> PolicySet:
    """The policies with conditions as the simulator compares them; themselves where that is no different."""
    if not any(_is_compared_otherwise(condition) for layer in _layers(policies) for condition in _conditions(layer)):
        return policies
    return policies._replace(
        identity=_layer_as_compared(policies.identity),
        boundary=None if policies.boundary is None else _layer_as_compared(policies.boundary),
        session=None if policies.session is None else _layer_as_compared(policies.session),
        resource=None if policies.resource is None else _layer_as_compared(policies.resource),
        service_control=tuple(map(_layer_as_compared, policies.service_control)),
        resource_control=tuple(map(_layer_as_compared, policies.resource_control)),
    )


def _conditions(layer: Layer) -> list[Condition]:
    return [condition for statement in layer.statements for condition in statement.conditions]


def _is_compared_otherwise(condition: Condition) -> bool:
    base = condition.entry.operator.base
    if base == "NumericNotEquals":
        return True
    return base in ("IpAddress", "NotIpAddress") and any(read_network(each) is None for each in condition.entry.values)


def _layer_as_compared(layer: Layer) -> Layer:
    return Layer.of(map(_statement_as_compared, layer.statements))


def _statement_as_compared(statement: CompiledStatement) -> CompiledStatement:
    if not any(map(_is_compared_otherwise, statement.conditions)):
        return statement
    other = CompiledStatement(statement.statement, statement.policy)
    other.conditions = tuple(
        _condition_as_compared(condition, is_deny=statement.is_deny) for condition in statement.conditions
    )
    return other


def _condition_as_compared(condition: Condition, *, is_deny: bool) -> Condition:
    if not _is_compared_otherwise(condition):
        return condition
    if condition.entry.operator.base == "NumericNotEquals":
        return condition._replace(holds=_numeric_not_equals(condition))
    values = condition.entry.values
    readable = next(number for number, value in enumerate(values) if read_network(value) is None)
    shortened = condition.entry._replace(values=values[:readable])
    return compile_condition(shortened, has_variables=False, is_deny=is_deny)._replace(entry=condition.entry)


def _numeric_not_equals(condition: Condition) -> Callable[[Context], bool]:
    """The comparison, which text that is no number fails on either side."""
    is_readable = all(read_number(value) is not None for value in condition.entry.values)
    every = condition.entry.operator.quantifier != "ForAnyValue"

    def holds(context: Context) -> bool:
        held = context.get(condition.key)
        if held is None:
            return condition.holds(context)
        values = (held,) if isinstance(held, str) else held
        readable = tuple(value for value in values if read_number(value) is not None)
        if not is_readable or (every and len(readable) < len(values)):
            return False
        if every:
            return condition.holds(context)
        return condition.holds({**context, condition.key: readable})

    return holds
