"""What the context keys that a request left out would make of its decision.

Statements that speak of the action, the resource and the caller, and whose other conditions hold, are looked at for
keys that are absent. For each such key the policies' own values suggest what it could be: one that satisfies an
entry, one that does not. Values that make no difference to any entry are tried once. Every alternative that is told
was asked of `authorize` itself. That there is none is known from a bound on all values, or from having tried them
all; else the search is not complete, and what it found nothing for stays undecided.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.authorize import authorize
from iamctl.engine.patterns import utf16
from iamctl.engine.policy_set import Layer, PolicySet
from iamctl.engine.principals import Grade
from iamctl.engine.request import PrincipalKind
from iamctl.engine.suggestions import GENERIC, captured, suggested
from iamctl.engine.variables import Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from iamctl.engine.conditions.operators import Condition
    from iamctl.engine.decision import Decision, Outcome
    from iamctl.engine.request import Request
    from iamctl.engine.statement import CompiledStatement
    from iamctl.policy.statements import ConditionEntry

    Value = str | tuple[str, ...]
    Context = Mapping[str, Value]

MOST_TOLD = 5
MOST_TRIED = 2000
_EXACT = frozenset({"StringEquals", "StringNotEquals", "Bool", "BinaryEquals", "Null"})
_STRANGERS = (PrincipalKind.SERVICE, PrincipalKind.FEDERATED, PrincipalKind.ANONYMOUS)


class Turned(NamedTuple):
    """A condition entry that another value makes hold, or fail."""

    entry: ConditionEntry
    holds: bool


class Assumption(NamedTuple):
    """A value for an absent key.

    Attributes:
        key: as the policy spells it.
        value: one that does it; many others may.
        turned: the entries that hold or fail with it, other than without; none where a Resource asks for the key.
    """

    key: str
    value: Value
    turned: tuple[Turned, ...]


class Alternative(NamedTuple):
    """Another decision, and what the request would have to carry for it."""

    assumptions: tuple[Assumption, ...]
    outcome: Outcome


class Search(NamedTuple):
    """What was found; not complete where none was found and there may be one."""

    alternatives: tuple[Alternative, ...]
    is_complete: bool


_NOTHING = Search((), True)


def layers_bearing(request: Request, policies: PolicySet) -> Iterator[Layer]:
    """The layers that `authorize` asks about the request."""
    principal = request.principal
    if not principal.is_service_linked:
        yield from policies.resource_control
        if principal.kind not in _STRANGERS:
            yield from policies.service_control
    if policies.resource is not None:
        yield policies.resource
    if principal.kind not in _STRANGERS and principal.kind is not PrincipalKind.ROOT:
        yield policies.identity
        yield from (layer for layer in (policies.boundary, policies.session) if layer is not None)


def absent_keys(request: Request, policies: PolicySet, *, may_carry: Callable[[str], bool]) -> tuple[str, ...]:
    """The keys that statements about the request ask for and that it lacks, as the policies spell them."""
    spelt: dict[str, str] = {}
    action, resource = request.action.lower(), utf16(request.resource)
    context = request.context
    for layer in layers_bearing(request, policies):
        for statement in layer.about(action, resource):
            if not statement.asks:
                continue
            missing = [key for key in statement.asks if key not in context]
            if missing and _concerns(statement, request, resource, policies):
                for key in missing:
                    if key not in spelt and may_carry(key):
                        spelt[key] = statement.asks[key]
    return tuple(spelt.values())


def alternatives(
    request: Request,
    policies: PolicySet,
    decision: Decision,
    *,
    may_carry: Callable[[str], bool],
    is_multivalued: Callable[[str], bool | None],
) -> Search:
    """What values of absent keys would turn an allowance into a denial or the reverse, the fewest keys first.

    Args:
        decision: what `authorize` says of the request as it is.
        may_carry: whether a request like this one may carry the key (in lower case) at all.
        is_multivalued: whether the key holds several values; None is: go by the operators.
    """
    missing = {key.lower() for key in absent_keys(request, policies, may_carry=may_carry)}
    if not missing:
        return _NOTHING
    best = authorize(request, _relieved(request, policies, missing, to_allow=not decision.is_allowed))
    if best.is_allowed == decision.is_allowed:
        return _NOTHING
    statements = _statements_asking(request, policies, missing)
    choices = {key: _choices(key, statements, request, is_multivalued) for key in sorted(missing)}
    tried = 0
    found: list[Alternative] = []
    for picks in _picks(choices, statements):
        chosen = {(key, assumption.value) for key, assumption in picks}
        if any(all((each.key.lower(), each.value) in chosen for each in known.assumptions) for known in found):
            continue
        if tried >= MOST_TRIED or len(found) >= MOST_TOLD:
            return Search(tuple(found), tried < MOST_TRIED)
        tried += 1
        carrying = {**request.context, **dict(chosen)}
        other = authorize(request._replace(context=carrying), policies)
        if other.is_allowed != decision.is_allowed:
            assumptions = tuple(assumption for _, assumption in picks)
            found.append(_least(Alternative(assumptions, other.outcome), request, policies, decision))
    return Search(tuple(dict.fromkeys(found)), bool(found) or _are_exact(statements, missing))


def _are_exact(statements: Iterable[CompiledStatement], missing: set[str]) -> bool:
    """Whether the values that were tried stand for all that there are.

    They do where keys are compared with single plain values: what lies between two numbers, fits two patterns, or
    holds for several values at once need not have been tried.
    """
    conditions = [each for statement in statements for each in statement.conditions]
    return all(
        condition.entry.operator.base in _EXACT and not condition.entry.operator.quantifier and len(condition.asks) == 1
        for condition in conditions
        if not missing.isdisjoint(condition.asks)
    ) and all(missing.isdisjoint(statement.resource_keys) for statement in statements)


def _relieved(request: Request, policies: PolicySet, missing: set[str], *, to_allow: bool) -> PolicySet:
    """The policies as if each statement could have its own values of the absent keys: a bound on all of them.

    Args:
        to_allow: allows hold and denies do not, as far as it hangs on absent keys; else the reverse.
    """

    action, resource = request.action.lower(), utf16(request.resource)

    def layer_of(layer: Layer) -> Layer:
        about = layer.about(action, resource)
        kept = (each for each in about if missing.isdisjoint(each.asks) or each.is_deny != to_allow)
        return Layer.of(each.relieved(missing) if not missing.isdisjoint(each.asks) else each for each in kept)

    def optional(layer: Layer | None) -> Layer | None:
        return None if layer is None else layer_of(layer)

    return PolicySet(
        layer_of(policies.identity),
        optional(policies.boundary),
        optional(policies.session),
        optional(policies.resource),
        tuple(map(layer_of, policies.service_control)),
        tuple(map(layer_of, policies.resource_control)),
    )


def _least(found: Alternative, request: Request, policies: PolicySet, decision: Decision) -> Alternative:
    """The alternative without assumptions that it does not need."""
    needed = list(found.assumptions)
    for assumption in found.assumptions:
        fewer = [each for each in needed if each is not assumption]
        carrying = {**request.context, **{each.key.lower(): each.value for each in fewer}}
        if fewer and authorize(request._replace(context=carrying), policies).is_allowed != decision.is_allowed:
            needed = fewer
    return found._replace(assumptions=tuple(needed))


def _picks(
    choices: dict[str, list[Assumption]], statements: list[CompiledStatement]
) -> Iterator[tuple[tuple[str, Assumption], ...]]:
    """What to try: values of one key, of two, what one statement or two ask for as a whole, and then all the rest."""
    yield from _of_keys(choices, range(1, 3))
    wholes = [whole for statement in statements if (whole := _satisfying(statement, choices)) is not None]
    for size in (1, 2):
        for several in combinations(wholes, size):
            merged = {key: assumption for whole in several for key, assumption in whole.items()}
            if len(merged) > 2:
                yield tuple(merged.items())
    yield from _of_keys(choices, range(3, len(choices) + 1))


def _of_keys(
    choices: dict[str, list[Assumption]], sizes: Iterable[int]
) -> Iterator[tuple[tuple[str, Assumption], ...]]:
    for size in sizes:
        for keys in combinations(choices, size):
            for values in product(*(choices[key] for key in keys)):
                yield tuple(zip(keys, values, strict=True))


def _satisfying(statement: CompiledStatement, choices: dict[str, list[Assumption]]) -> dict[str, Assumption] | None:
    """A value for each absent key of the statement with which its entries hold; None when there is none."""
    picked: dict[str, Assumption] = {}
    for key in statement.asks:
        if key not in choices:
            continue
        wanted = {condition.entry for condition in statement.conditions if condition.key == key}
        fitting = [
            assumption
            for assumption in choices[key]
            if not any(turned.entry in wanted and not turned.holds for turned in assumption.turned)
        ]
        best = max(fitting, key=lambda each: sum(turned.entry in wanted for turned in each.turned), default=None)
        if best is None:
            return None
        picked[key] = best
    return picked


def _statements_asking(request: Request, policies: PolicySet, missing: set[str]) -> list[CompiledStatement]:
    """The statements that ask for one of the keys and whose other conditions hold."""
    action, resource = request.action.lower(), utf16(request.resource)
    return [
        statement
        for layer in layers_bearing(request, policies)
        for statement in layer.about(action, resource)
        if not missing.isdisjoint(statement.asks) and _concerns(statement, request, resource, policies)
    ]


def _concerns(statement: CompiledStatement, request: Request, resource: str, policies: PolicySet) -> bool:
    """Whether absent keys alone keep the statement from applying, or from not applying."""
    context = request.context
    is_bounded = policies.boundary is not None
    if statement.names_principals and statement.grade(request, is_bounded=is_bounded) is Grade.NONE:
        return False
    if not statement.fits_resource(resource, context) and not any(
        key not in context for key in statement.resource_keys
    ):
        return False
    return all(
        condition.holds(context) or any(key not in context for key in condition.asks)
        for condition in statement.conditions
    )


def _choices(
    key: str,
    statements: Iterable[CompiledStatement],
    request: Request,
    is_multivalued: Callable[[str], bool | None],
) -> list[Assumption]:
    """One value of the key for each way in which the statements can take it, those that turn least first."""
    asking = [statement for statement in statements if key in statement.asks]
    conditions = [condition for statement in asking for condition in statement.conditions if key in condition.asks]
    spelt = asking[0].asks[key] if asking else key
    shapes = _shapes(key, conditions, is_multivalued(key))
    found: dict[tuple[bool, ...], Assumption] = {}
    resource = utf16(request.resource)
    texts = dict.fromkeys(_texts(key, asking, conditions, request))
    values: Iterator[Value] = ((text,) if several else text for text in texts for several in shapes)
    for value in values:
        carrying = _others_filled(conditions, request.context) | {key: value}
        holding = tuple(condition.holds(carrying) for condition in conditions)
        fitting = tuple(statement.fits_resource(resource, carrying) for statement in asking)
        if holding + fitting not in found:
            turned = tuple(
                Turned(condition.entry, holds)
                for condition, holds in zip(conditions, holding, strict=True)
                if condition.key == key and holds != condition.holds(request.context)
            )
            found[holding + fitting] = Assumption(spelt, value, tuple(dict.fromkeys(turned)))
    return sorted(found.values(), key=lambda assumption: len(assumption.turned))


def _shapes(key: str, conditions: Iterable[Condition], declared: bool | None) -> tuple[bool, ...]:
    """Whether the key is to be tried with several values, with one, or both where nobody says."""
    if declared is not None:
        return (declared,)
    quantified = any(each.key == key and each.entry.operator.quantifier for each in conditions)
    return (True, False) if quantified else (False,)


def _others_filled(conditions: Iterable[Condition], context: Context) -> dict[str, Value]:
    """The context with something under every key that a variable asks for."""
    filled = dict(context)
    for condition in conditions:
        for asked in condition.asks:
            if asked != condition.key:
                filled.setdefault(asked, GENERIC)
    return filled


def _texts(
    key: str, statements: Iterable[CompiledStatement], conditions: Iterable[Condition], request: Request
) -> Iterator[str]:
    """What the key could be: what the policies compare it with, its neighbours, and something else altogether."""
    for condition in conditions:
        if condition.key == key:
            yield from suggested(condition.entry, _others_filled([condition], request.context))
        else:
            held = request.context.get(condition.key)
            yield from (held,) if isinstance(held, str) else held or ()
            yield GENERIC
    for statement in statements:
        if key in statement.resource_keys:
            yield from captured(statement.resource_templates, Variable(key, None), request)
    yield GENERIC
