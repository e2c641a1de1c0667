"""Every way for the account's users and roles to reach more than they have.

    found = escalations(account)
    found[0].principal, found[0].is_admin, found[0].paths

It reads the account and changes nothing, so that it can be asked before and after a change:
`opened(before, after)` are the roads that are there afterwards and were not before.

What is looked at: the table of `iamctl.analysis.escalation.table`, as requests that the engine allows. Identities,
policies, groups, trust and instance profiles are the account's; what runs outside it is a condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.escalation.search import Search
from iamctl.analysis.escalation.standing import Standing
from iamctl.service.escalation.goals import goal_of
from iamctl.service.escalation.ground import AccountGround
from iamctl.service.questions.callers import caller_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.analysis.escalation.search import Goal
    from iamctl.analysis.escalation.standing import Path
    from iamctl.service.account import Account

MOST_PATHS = 10
"""For one identity, where nobody says otherwise."""


class Escalation(NamedTuple):
    """What one user or role can reach.

    Attributes:
        principal: its ARN.
        is_admin: whether it may do everything as it is; then there is nothing to reach.
        paths: the shortest first.
        is_complete: False where there are more roads than were asked for, or than are looked at.
    """

    principal: str
    is_admin: bool
    paths: tuple[Path, ...] = ()
    is_complete: bool = True

    @property
    def escalates(self) -> bool:
        return bool(self.paths)

    @property
    def is_conditional(self) -> bool:
        """Whether every road hangs on something that the account does not decide."""
        return bool(self.paths) and all(path.conditions for path in self.paths)

    @property
    def reaches_admin(self) -> bool:
        return any(path.is_admin for path in self.paths)


def escalations(
    account: Account, *, principal: str | None = None, to: str | None = None, most: int | None = MOST_PATHS
) -> list[Escalation]:
    """One entry for every user and role, users first, in the account's order.

    Args:
        principal: only this user or role: a name, ARN or unique id.
        to: `admin`, a user or role, or an action; None is anything that it has not.
        most: roads for each; None is all.

    Raises:
        NoSuchEntity: the account has no such user or role.
        InvalidInput: the principal or the goal is none.
    """
    ground = AccountGround(account)
    goal = goal_of(account, to)
    if principal is None:
        arns: Iterable[str] = [noun.arn for noun in ground.snapshot.identities]
    else:
        arns = [identity_of(account, principal)]
    return [_escalation(ground, goal, Standing(arn), most) for arn in arns]


def identity_of(account: Account, text: str) -> str:
    """The ARN of the user or role that the text means.

    Raises:
        NoSuchEntity: the account has none.
        InvalidInput: it is somebody else.
    """
    from iamctl.errors import InvalidInput

    identity = caller_of(account, text).identity
    if identity is None:
        hint = "roads begin and end at the account's users and roles"
        raise InvalidInput(f"{text} is no user or role of the account.", hint=hint)
    return identity.arn


def opened(before: Iterable[Escalation], after: Iterable[Escalation]) -> list[Escalation]:
    """The roads of `after` that `before` has not, with whose they are; only who has any.

    Both are to be asked for with all roads (`most=None`), or a road may be new because an older one was left out.
    """
    known = {(each.principal, _signature(path)) for each in before for path in each.paths}
    new = []
    for each in after:
        paths = tuple(path for path in each.paths if (each.principal, _signature(path)) not in known)
        if paths:
            new.append(each._replace(paths=paths))
    return new


def _signature(path: Path) -> tuple[object, ...]:
    """What makes a road the same: its moves, and whether its end is an administrator."""
    moves = tuple(
        (s.move.primitive.id, s.move.actor, s.move.resource, s.move.reached, s.move.policy) for s in path.steps
    )
    return (path.is_admin, bool(path.conditions), moves)


def _escalation(ground: AccountGround, goal: Goal, start: Standing, most: int | None) -> Escalation:
    if ground.is_admin(start):
        return Escalation(start.arn, is_admin=True)
    found = Search(ground, goal, start, most=most).run()
    return Escalation(start.arn, False, found.paths, found.is_complete)
