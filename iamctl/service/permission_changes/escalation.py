"""The ways to reach more that a change opens to whom it gives something, named before it is made.

Looked at are users and roles that gain permissions, and those whom a changed trust policy names; at most MOST_LOOKED_AT
of them, of each kind of gain some, and of each the shortest ways to an administrator and to anything else: so that a
change of a large group stays quick. A way is new where one of its steps was denied before. Who else comes nearer,
the guard `no_new_path_to_admin` finds before and `iamctl audit escalation` afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.escalation.search import Search
from iamctl.analysis.escalation.standing import Standing
from iamctl.service.escalation.escalations import Escalation
from iamctl.service.escalation.goals import Admin, More
from iamctl.service.escalation.ground import AccountGround

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.analysis.escalation.standing import Path, Step
    from iamctl.service.account import Account

MOST_LOOKED_AT = 20
_MOST_PATHS = 2
"""Of each goal: in a group of 500 who may alter one another, ten take a minute."""


class Opened(NamedTuple):
    """What a change opens.

    Attributes:
        escalations: who can reach more than it has by a way that is new, with these ways alone; and who is an
            administrator and was not.
        left: how many were not looked at.
    """

    escalations: tuple[Escalation, ...] = ()
    left: int = 0


def opened_by(before: Account, after: Account, whom: Sequence[tuple[str, str]]) -> Opened:
    """The ways that a change opens.

    Args:
        whom: ARNs, before and after, of users and roles that gain something.
    """
    looked_at = whom[:MOST_LOOKED_AT]
    if not looked_at:
        return Opened()
    grounds = AccountGround(before), AccountGround(after)
    return Opened(tuple(_opened(*grounds, looked_at)), len(whom) - len(looked_at))


def _opened(was: AccountGround, now: AccountGround, whom: Sequence[tuple[str, str]]) -> Iterator[Escalation]:
    for earlier, arn in whom:
        if not _is_there(now, arn):
            continue
        start = Standing(arn)
        if now.is_admin(start):
            if not (_is_there(was, earlier) and was.is_admin(Standing(earlier))):
                yield Escalation(arn, is_admin=True)
            continue
        found: dict[object, Path] = {}
        for goal in (Admin(), More()):
            for path in Search(now, goal, start, most=_MOST_PATHS).run().paths:
                found.setdefault(tuple(step.move for step in path.steps), path)
        paths = tuple(path for path in found.values() if any(_is_new(was, step) for step in path.steps))
        if paths:
            yield Escalation(arn, False, paths, is_complete=False)


def _is_there(ground: AccountGround, arn: str) -> bool:
    return arn in ground.snapshot.users or arn in ground.snapshot.roles


def _is_new(was: AccountGround, step: Step) -> bool:
    """Whether the step was denied before, or hung on something that it hangs on no more."""
    if not (_is_there(was, step.move.actor.arn) and _is_there(was, step.move.reached.arn)):
        return True
    proved = was.prove(step.move)
    return proved is None or bool(set(proved.conditions) - set(step.conditions))
