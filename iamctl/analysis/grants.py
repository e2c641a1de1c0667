"""What the policies of a caller come to for one action: on which resources, under which conditions.

`authorize` answers for one request; this is the same order of AWS's for all of a caller's requests for an action at
once. Every way to an allowance is one combination of Allow statements, one for each type and level of policy that has
to allow; from its resources and conditions the Denies are taken off. What depends on a key that differs from request
to request stays a condition.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.scopes import EVERYTHING, holds_all, overlap, scope_of
from iamctl.engine.authorize import TRUST_ACTIONS
from iamctl.engine.decision import PolicyType
from iamctl.engine.policy_set import Layer, PolicySet
from iamctl.engine.principals import Grade
from iamctl.engine.request import PrincipalKind, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.analysis.known import Known
    from iamctl.analysis.scopes import Scope
    from iamctl.engine.request import Principal
    from iamctl.engine.statement import CompiledStatement
    from iamctl.policy.statements import ConditionEntry

MOST_WAYS = 500
_NEVER_ASSUME = (PrincipalKind.ROOT, PrincipalKind.FEDERATED_USER)


class Reserve(NamedTuple):
    """A condition that holds for some requests only.

    Attributes:
        is_literal: whether `${…}` in its values is no variable, as the document's version has none.
    """

    entry: ConditionEntry
    is_literal: bool


class Part(NamedTuple):
    """A statement about the action as it bears on the caller.

    Attributes:
        scope: its resources, as far as they are in question.
        conditions: those that hold for some requests only; the others hold.
    """

    statement: CompiledStatement
    scope: Scope
    conditions: tuple[Reserve, ...]


class Unless(NamedTuple):
    """A Deny that takes something off: some of the resources, or requests under some conditions."""

    scope: Scope
    conditions: tuple[Reserve, ...]


class Grant(NamedTuple):
    """One way to an allowance.

    Attributes:
        within: sets of resources; one that is allowed is in all of them. Empty is every resource.
        conditions: all have to hold.
        unless: what is denied for all that.
        statements: the Allow statements that make it.
    """

    within: tuple[Scope, ...]
    conditions: tuple[Reserve, ...]
    unless: tuple[Unless, ...]
    statements: tuple[CompiledStatement, ...]

    @property
    def is_conditional(self) -> bool:
        """Whether some requests for resources in all of `within` are denied."""
        return bool(self.conditions or self.unless) or any(scope.is_open for scope in self.within)


class Asked(NamedTuple):
    """An action of one caller.

    Attributes:
        action: in lower case.
        scope: the resources that are in question.
        resource: an ARN in there, which says whose the resources are, and whether it is a role that is to be assumed.
        resource_account: whose they are, where the ARN does not tell.
    """

    principal: Principal
    action: str
    known: Known
    scope: Scope
    resource: str = "*"
    resource_account: str | None = None

    @property
    def request(self) -> Request:
        return Request(self.principal, self.action, self.resource, self.known.context, self.resource_account)

    @property
    def is_trust(self) -> bool:
        return self.action in TRUST_ACTIONS and ":role/" in self.resource


class TooManyWays(Exception):
    """There are more combinations of statements than are looked at."""


def grants(asked: Asked, policies: PolicySet) -> tuple[Grant, ...]:
    """Every way in which the policies allow the action.

    Raises:
        TooManyWays: there are more than MOST_WAYS.
    """
    denies = tuple(_denies(asked, policies))
    if any(not part.conditions and holds_all(part.scope, asked.scope) for part in denies):
        return ()
    found: dict[tuple[object, ...], Grant] = {}
    for way in _ways(asked, policies):
        grant = _less(_together(asked, way), denies, asked.scope)
        if grant is not None:
            key = (grant.within, grant.conditions, grant.unless)
            known = found.get(key)
            found[key] = grant if known is None else known._replace(statements=_merged(known, grant))
    return _without_repeats(found.values())


def bears(asked: Asked, resource: Layer) -> bool:
    """Whether the resource's own policy makes a difference to the caller's requests for the action."""
    if asked.is_trust or asked.action.startswith("kms:"):
        return True
    policies = PolicySet(Layer(()), resource=resource)
    return any(_named(asked, policies).values()) or any(True for _ in _denies(asked, policies))


def _merged(one: Grant, other: Grant) -> tuple[CompiledStatement, ...]:
    return tuple(dict.fromkeys((*one.statements, *other.statements)))


def _without_repeats(found: Iterable[Grant]) -> tuple[Grant, ...]:
    """Without ways that a wider one with the same Denies makes needless."""
    grants = list(found)
    return tuple(
        grant for grant in grants if not any(other is not grant and _is_wider(other, grant) for other in grants)
    )


def _is_wider(other: Grant, grant: Grant) -> bool:
    if (other.within, other.conditions) == (grant.within, grant.conditions):
        return False
    return (
        set(other.conditions) <= set(grant.conditions)
        and set(other.unless) <= set(grant.unless)
        and all(any(holds_all(wide, scope) for scope in grant.within or (EVERYTHING,)) for wide in other.within)
    )


def _ways(asked: Asked, policies: PolicySet) -> Iterator[tuple[Part, ...]]:
    """Every combination of Allows that AWS's order takes for an allowance."""
    for layers in _sufficient(asked, policies):
        choices = [_needed(parts, asked.scope) for parts in layers]
        count = 1
        for choice in choices:
            count *= len(choice)
        if count > MOST_WAYS:
            raise TooManyWays
        yield from product(*choices)


def _needed(parts: Sequence[Part], scope: Scope) -> Sequence[Part]:
    """The parts, or the one among them that allows everything in question."""
    for part in parts:
        if not part.conditions and holds_all(part.scope, scope):
            return (part,)
    return parts


def _sufficient(asked: Asked, policies: PolicySet) -> Iterator[list[Sequence[Part]]]:
    """Sets of layers: where each layer of a set allows, the request is allowed."""
    kind = asked.principal.kind
    limits = [_allows(asked, layer) for layer in _controls(asked, policies)]
    own: list[Sequence[Part]] = []
    if kind is not PrincipalKind.ROOT:
        own = [_allows(asked, layer) for layer in (policies.boundary, policies.session) if layer is not None]
        if kind is PrincipalKind.FEDERATED_USER and policies.session is None:
            own.append(())
    identity = [] if kind is PrincipalKind.ROOT else [_allows(asked, policies.identity)]
    named = _named(asked, policies)
    if asked.is_trust and kind in _NEVER_ASSUME:
        return
    if asked.principal.is_stranger:
        yield [*limits, [part for parts in named.values() for part in parts]]
    elif asked.request.is_cross_account:
        yield [*limits, [part for parts in named.values() for part in parts], *identity, *own]
    else:
        yield [*limits, named[Grade.DIRECT]]
        yield [*limits, named[Grade.PARENT], *own]
        is_kept = policies.resource is not None and asked.action.startswith("kms:")
        if asked.is_trust or is_kept:
            yield [*limits, named[Grade.ACCOUNT], *identity, *own]
        else:
            yield [*limits, *identity, *own]


def _named(asked: Asked, policies: PolicySet) -> dict[Grade, list[Part]]:
    """The Allows of the resource's own policy by how directly they name the caller."""
    named: dict[Grade, list[Part]] = {Grade.DIRECT: [], Grade.PARENT: [], Grade.ACCOUNT: []}
    if policies.resource is None:
        return named
    is_bounded = policies.boundary is not None
    policy_type = PolicyType.TRUST if asked.is_trust else PolicyType.RESOURCE
    for part in _allows(asked, policies.resource):
        grade = part.statement.grade(asked.request, is_bounded=is_bounded, policy_type=policy_type)
        if grade is not Grade.NONE:
            named[grade].append(part)
    return named


def _controls(asked: Asked, policies: PolicySet) -> Iterator[Layer]:
    """The organization's levels that bind the caller."""
    if asked.principal.is_service_linked:
        return
    yield from policies.resource_control
    if not asked.principal.is_stranger:
        yield from policies.service_control


def _allows(asked: Asked, layer: Layer) -> list[Part]:
    parts = (_part(asked, statement) for statement in _about(layer, asked.action) if not statement.is_deny)
    return [part for part in parts if part is not None]


def _denies(asked: Asked, policies: PolicySet) -> Iterator[Part]:
    layers: list[Layer | None] = list(_controls(asked, policies))
    if not asked.principal.is_stranger and asked.principal.kind is not PrincipalKind.ROOT:
        layers += [policies.identity, policies.boundary, policies.session]
    is_bounded = policies.boundary is not None
    policy_type = PolicyType.TRUST if asked.is_trust else PolicyType.RESOURCE
    for layer in (*layers, policies.resource):
        for statement in _about(layer, asked.action) if layer is not None else ():
            is_named = statement.is_deny and (
                not statement.names_principals
                or statement.grade(asked.request, is_bounded=is_bounded, policy_type=policy_type) is not Grade.NONE
            )
            part = _part(asked, statement) if is_named else None
            if part is not None:
                yield part


def _about(layer: Layer, action: str) -> Iterator[CompiledStatement]:
    return (statement for statement in layer.statements if statement.fits_action(action))


def _part(asked: Asked, statement: CompiledStatement) -> Part | None:
    """The statement as far as it bears on what is in question; None where it never applies."""
    conditions = []
    for condition in statement.conditions:
        answer = asked.known.answer(condition)
        if answer is False:
            return None
        if answer is None:
            has_variables = any("${" in value for value in condition.entry.values)
            conditions.append(Reserve(condition.entry, has_variables and not statement.statement.has_variables))
    scope = scope_of(statement, asked.known)
    if not overlap(scope, asked.scope):
        return None
    return Part(statement, scope, tuple(conditions))


def _together(asked: Asked, way: tuple[Part, ...]) -> Grant | None:
    """The parts at once; None where their resources have nothing in common."""
    within: list[Scope] = []
    for part in way:
        if holds_all(part.scope, asked.scope) or any(holds_all(part.scope, scope) for scope in within):
            continue
        if not all(overlap(part.scope, scope) for scope in within):
            return None
        within = [scope for scope in within if not holds_all(scope, part.scope)] + [part.scope]
    conditions = dict.fromkeys(reserve for part in way for reserve in part.conditions)
    return Grant(tuple(within), tuple(conditions), (), tuple(dict.fromkeys(part.statement for part in way)))


def _less(grant: Grant | None, denies: Iterable[Part], asked: Scope) -> Grant | None:
    """The grant without what is denied; None where nothing is left."""
    if grant is None:
        return None
    within = grant.within or (asked,)
    unless = []
    for part in denies:
        if not all(overlap(part.scope, scope) for scope in within):
            continue
        is_whole = any(holds_all(part.scope, scope) for scope in within)
        if is_whole and set(part.conditions) <= set(grant.conditions):
            return None
        unless.append(Unless(EVERYTHING if is_whole else part.scope, part.conditions))
    return grant._replace(unless=tuple(dict.fromkeys(unless)))
