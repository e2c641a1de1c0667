"""Ways to an allowance that were put to the engine: allowed, allowed under conditions, or undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.globs import example
from iamctl.analysis.grants import TooManyWays, grants
from iamctl.analysis.scopes import one_resource, overlap
from iamctl.engine.authorize import authorize
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.model.document import Document
from iamctl.service.access.wording import Said, grant_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.analysis.grants import Asked, Grant
    from iamctl.engine.policy_set import PolicySet
    from iamctl.engine.statement import CompiledStatement

ALLOWED, CONDITIONAL, UNDECIDED = "allowed", "conditional", "undecided"
_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
_NOTHING = Said(())


class Way(NamedTuple):
    """One way.

    Attributes:
        access: `allowed`, `conditional` or `undecided`.
        statements: the Allows that make it.
        unknown: why it is undecided.
    """

    access: str
    said: Said
    statements: tuple[CompiledStatement, ...] = ()
    unknown: tuple[str, ...] = ()


def ways(
    asked: Asked, policies: PolicySet, unknown: tuple[str, ...] = (), *, is_meant: Callable[[str], bool] | None = None
) -> tuple[Way, ...]:
    """Every way in which the policies allow what is asked; one without conditions makes the others needless.

    Args:
        unknown: policies of the caller that are not known and could allow more; each a phrase.
        is_meant: whether a pattern can be of one of the action's resource types.
    """
    try:
        granted = grants(asked, policies)
    except TooManyWays:
        return (Way(UNDECIDED, _NOTHING, unknown=("there are more combinations of statements than are looked at",)),)
    found = (_way(asked, policies, grant, is_meant) for grant in granted)
    known = [way for way in found if way is not None]
    everything = [way for way in known if way.access == ALLOWED and _is_all(way.said, asked)]
    if everything:
        return (everything[0]._replace(statements=tuple(dict.fromkeys(_statements(everything)))),)
    if unknown and _could_allow(asked, policies):
        known.append(Way(UNDECIDED, _NOTHING, unknown=unknown))
    if not granted and asked.resource != "*" and authorize(asked.request, policies).is_allowed:
        known.append(Way(UNDECIDED, _NOTHING, unknown=("the engine allows it, and no way to that was found",)))
    return tuple(known)


def _way(asked: Asked, policies: PolicySet, grant: Grant, is_meant: Callable[[str], bool] | None) -> Way | None:
    said = grant_in_words(grant, asked.scope, owner=asked.resource_account, is_meant=is_meant)
    if said is None:
        return None
    if said.is_conditional:
        return Way(CONDITIONAL, said, grant.statements)
    witness = _witness(asked, grant)
    if witness is not None and not authorize(asked.request._replace(resource=witness), policies).is_allowed:
        return Way(UNDECIDED, said, grant.statements, (f"the engine denies it on {witness}",))
    return Way(ALLOWED, said, grant.statements)


def _witness(asked: Asked, grant: Grant) -> str | None:
    """A resource that the grant speaks of; None where none is found."""
    scopes = [scope for scope in (*grant.within, asked.scope) if not scope.is_rest]
    tried = [example(glob) for scope in scopes for glob in scope.globs]
    tried = tried or [f"arn:aws:{asked.action.partition(':')[0]}:::example"]
    for resource in tried:
        one = one_resource(resource)
        inside = all(overlap(one, scope) for scope in (*grant.within, asked.scope))
        if inside and not any(overlap(one, each.scope) for each in grant.unless):
            return resource
    return None


def _could_allow(asked: Asked, policies: PolicySet) -> bool:
    """Whether any identity-based policy at all would allow some of it."""
    everything = Layer([NamedDocument("everything", Document(_EVERYTHING))])
    identity = Layer.of((*policies.identity.statements, *everything.statements))
    try:
        return bool(grants(asked, policies._replace(identity=identity)))
    except TooManyWays:
        return True


def _is_all(said: Said, asked: Asked) -> bool:
    return not said.excepted and (said.resources == ("*",) or not asked.scope.is_rest)


def _statements(found: list[Way]) -> list[CompiledStatement]:
    return [statement for way in found for statement in way.statements]
