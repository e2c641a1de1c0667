"""Edits of statements that a set of decision cases ought to notice: each makes a policy say something else.

effect flipped · statement removed · action widened, narrowed · resource widened · condition dropped, negated
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.engine.policy_set import Layer, PolicySet
from iamctl.engine.statement import CompiledStatement
from iamctl.policy.conditions import parse_operator
from iamctl.policy.statements import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.policy.statements import ConditionEntry, Statement

_NEGATIONS = {
    "StringEquals": "StringNotEquals",
    "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
    "StringLike": "StringNotLike",
    "NumericEquals": "NumericNotEquals",
    "NumericLessThan": "NumericGreaterThanEquals",
    "NumericLessThanEquals": "NumericGreaterThan",
    "DateEquals": "DateNotEquals",
    "DateLessThan": "DateGreaterThanEquals",
    "DateLessThanEquals": "DateGreaterThan",
    "IpAddress": "NotIpAddress",
    "ArnEquals": "ArnNotEquals",
    "ArnLike": "ArnNotLike",
}
NEGATED = _NEGATIONS | {negation: base for base, negation in _NEGATIONS.items()}
_FLIPPED = ("Bool", "Null")


class Mutation(NamedTuple):
    """One edit.

    Attributes:
        kind: `effect flipped`, `condition dropped`, …
        detail: what it changes: `s3:GetObject becomes s3:*`.
        statement: what stands there then; None where the statement is gone.
    """

    kind: str
    detail: str
    statement: Statement | None


def mutations(statement: Statement) -> Iterator[Mutation]:
    """The edits of one statement."""
    flipped = Effect.DENY if statement.effect is Effect.ALLOW else Effect.ALLOW
    yield Mutation("effect flipped", f"Effect becomes {flipped.value}", statement._replace(effect=flipped))
    yield Mutation("statement removed", "the statement is gone", None)
    yield from _of_actions(statement)
    yield from _of_resources(statement)
    yield from _of_conditions(statement)


def mutated(policies: PolicySet, original: CompiledStatement, mutation: Mutation) -> PolicySet:
    """The policies with the edit made wherever the statement's policy stands."""
    new = None if mutation.statement is None else CompiledStatement(mutation.statement, original.policy)

    def edited(layer: Layer | None) -> Layer | None:
        if layer is None or not any(_is_same(each, original) for each in layer.statements):
            return layer
        changed = (new if _is_same(each, original) else each for each in layer.statements)
        return Layer.of(statement for statement in changed if statement is not None)

    return PolicySet(
        edited(policies.identity) or policies.identity,
        edited(policies.boundary),
        edited(policies.session),
        edited(policies.resource),
        tuple(edited(layer) or layer for layer in policies.service_control),
        tuple(edited(layer) or layer for layer in policies.resource_control),
    )


def _with(statement: Statement, element: str, listed: tuple[str, ...]) -> Statement:
    changes: dict[str, Any] = {element: listed}
    return statement._replace(**changes)


def _is_same(one: CompiledStatement, other: CompiledStatement) -> bool:
    return one.policy == other.policy and one.statement == other.statement


def _of_actions(statement: Statement) -> Iterator[Mutation]:
    """Each action as the whole service, and the list without it; the other way round for NotAction."""
    listed = statement.actions if statement.actions is not None else statement.not_actions or ()
    element = "actions" if statement.actions is not None else "not_actions"
    for number, action in enumerate(listed):
        wide = f"{action.partition(':')[0]}:*" if ":" in action else "*"
        if wide != action:
            kind = "action widened" if element == "actions" else "action narrowed"
            changed = (*listed[:number], wide, *listed[number + 1 :])
            yield Mutation(kind, f"{action} becomes {wide}", _with(statement, element, changed))
        if len(listed) > 1:
            kind = "action narrowed" if element == "actions" else "action widened"
            changed = listed[:number] + listed[number + 1 :]
            yield Mutation(kind, f"{action} is gone", _with(statement, element, changed))


def _of_resources(statement: Statement) -> Iterator[Mutation]:
    listed = statement.resources if statement.resources is not None else statement.not_resources
    if listed is None or (statement.resources is not None and "*" in listed):
        return
    if statement.resources is not None:
        yield Mutation("resource widened", "Resource becomes *", statement._replace(resources=("*",)))
    else:
        changed = statement._replace(resources=("*",), not_resources=None)
        yield Mutation("resource widened", "NotResource becomes Resource *", changed)
    if len(listed) > 1:
        for number, resource in enumerate(listed):
            element = "resources" if statement.resources is not None else "not_resources"
            left = listed[:number] + listed[number + 1 :]
            kind = "resource narrowed" if element == "resources" else "resource widened"
            yield Mutation(kind, f"{resource} is gone", _with(statement, element, left))


def _of_conditions(statement: Statement) -> Iterator[Mutation]:
    entries = statement.conditions
    for number, entry in enumerate(entries):
        said = f"{entry.name} {entry.key}"
        left = entries[:number] + entries[number + 1 :]
        yield Mutation("condition dropped", f"{said} is gone", statement._replace(conditions=left))
        if (negated := _negated(entry)) is not None:
            changed = (*entries[:number], negated, *entries[number + 1 :])
            what = "its value is the other" if negated.name == entry.name else f"becomes {negated.name}"
            yield Mutation("condition negated", f"{said}: {what}", statement._replace(conditions=changed))


def _negated(entry: ConditionEntry) -> ConditionEntry | None:
    base = entry.operator.base
    if base in _FLIPPED:
        return entry._replace(values=tuple("false" if value.lower() == "true" else "true" for value in entry.values))
    if base not in NEGATED:
        return None
    name = entry.name.replace(base, NEGATED[base])
    operator = parse_operator(name)
    return None if operator is None else entry._replace(name=name, operator=operator)
