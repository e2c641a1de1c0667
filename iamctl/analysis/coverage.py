"""Which statements, and which outcomes of their conditions, a set of requests has brought to bear.

A statement is covered once it applies to a request. A condition of it has two branches, covered once it holds, or
fails, for a request that the statement otherwise speaks of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.absent import layers_bearing
from iamctl.engine.patterns import utf16
from iamctl.engine.principals import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.engine.policy_set import PolicySet
    from iamctl.engine.request import Request
    from iamctl.engine.statement import CompiledStatement


class Branch(NamedTuple):
    """One outcome of one condition of a statement; `condition` counts from 0."""

    condition: int
    holds: bool


class Covered(NamedTuple):
    """A statement with what of it was brought to bear."""

    statement: CompiledStatement
    is_applied: bool
    branches: frozenset[Branch]

    @property
    def missing(self) -> tuple[Branch, ...]:
        """The branches that no request took."""
        wanted = (Branch(at, holds) for at in range(len(self.statement.conditions)) for holds in (True, False))
        return tuple(branch for branch in wanted if branch not in self.branches)


Key = tuple[str, int]


class Coverage:
    """What requests have covered so far; statements are told apart by their policy's name and their number in it."""

    def __init__(self) -> None:
        self._applied: set[Key] = set()
        self._branches: dict[Key, set[Branch]] = {}

    def note(self, request: Request, policies: PolicySet) -> None:
        """Take in one more request."""
        action, resource = request.action.lower(), utf16(request.resource)
        is_bounded = policies.boundary is not None
        for layer in layers_bearing(request, policies):
            for statement in layer.about(action, resource):
                named = not statement.names_principals or (
                    statement.grade(request, is_bounded=is_bounded) is not Grade.NONE
                )
                if named and statement.fits_resource(resource, request.context):
                    self._note(statement, request)

    def _note(self, statement: CompiledStatement, request: Request) -> None:
        key = key_of(statement)
        answers = [condition.holds(request.context) for condition in statement.conditions]
        self._branches.setdefault(key, set()).update(Branch(at, holds) for at, holds in enumerate(answers))
        if all(answers):
            self._applied.add(key)

    def of(self, statements: Iterable[CompiledStatement]) -> list[Covered]:
        """How much of these statements is covered."""
        return [
            Covered(
                statement,
                key_of(statement) in self._applied,
                frozenset(self._branches.get(key_of(statement), ())),
            )
            for statement in statements
        ]


def key_of(statement: CompiledStatement) -> Key:
    return (statement.policy, statement.statement.number)
