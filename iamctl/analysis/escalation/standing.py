"""Where somebody stands on a road to more: as whom it acts, with what was changed of that identity on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from iamctl.analysis.escalation.primitives import Gives, Primitive
    from iamctl.engine.decision import Decision
    from iamctl.engine.request import Request

MOST_CHANGES = 4
"""Of one identity on one road."""


class Change(NamedTuple):
    """One change of what an identity may do.

    Attributes:
        name: what the change is about: a policy's ARN, its version behind a `#`, a group's name, an inline policy's
            label, a boundary's ARN, or tags; empty where the kind says all.
    """

    gives: Gives
    name: str = ""


class Standing(NamedTuple):
    """An identity of the account as a road has it.

    Attributes:
        arn: of the user or role.
        changes: in the order in which they were made.
        part: the only service that it may be used for; empty is all.
    """

    arn: str
    changes: tuple[Change, ...] = ()
    part: str = ""

    def changed(self, change: Change) -> Standing:
        return self._replace(changes=(*self.changes, change))

    def has(self, *gives: Gives) -> bool:
        return any(change.gives in gives for change in self.changes)


class Move(NamedTuple):
    """A row of the table, applied.

    Attributes:
        actor: who makes the request.
        resource: the entity that the row's requests are about: an ARN.
        reached: as whom one stands then.
        outside: what has to be so outside the account.
        extra: needs besides the row's: actions on entities.
        policy: the ARN that is attached, or made the boundary.
        hangs: whether something has to be so besides, outside the account or of the request.
    """

    primitive: Primitive
    actor: Standing
    resource: str
    reached: Standing
    outside: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    policy: str = ""
    hangs: bool = False


class Proof(NamedTuple):
    """A request that the engine allows.

    Attributes:
        stated: the keys of its context that do not follow from the account; in lower case.
    """

    request: Request
    decision: Decision
    stated: tuple[tuple[str, str | tuple[str, ...]], ...] = ()


class Step(NamedTuple):
    """A move that the engine allows.

    Attributes:
        proofs: the requests, the one that names the target first.
        conditions: what has to be so besides; a phrase each.
    """

    move: Move
    proofs: tuple[Proof, ...]
    conditions: tuple[str, ...] = ()


class Path(NamedTuple):
    """A road from an identity to more than it has.

    Attributes:
        is_admin: whether its end may do everything.
        gains: a request that its end may make and nobody on the road before it.
    """

    steps: tuple[Step, ...]
    is_admin: bool
    gains: Proof | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(condition for step in self.steps for condition in step.conditions))
