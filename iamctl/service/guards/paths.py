"""The guard `no_new_path_to_admin`: nobody comes nearer to being an administrator than it was.

    nothing · a path that hangs on what the account does not decide · a path · an administrator

Whoever gets further along this line has a new path. Everybody is looked at: a change of one role can open a path to
who may assume it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.escalation.search import Search
from iamctl.analysis.escalation.standing import Standing
from iamctl.service.escalation.goals import Admin
from iamctl.service.escalation.ground import AccountGround
from iamctl.service.escalation.members import path_members
from iamctl.service.guards.breaches import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.escalation.standing import Path
    from iamctl.service.account import Account

NOTHING, CONDITIONAL, PATH, ADMIN = range(4)


class _Reach(NamedTuple):
    rank: int
    path: Path | None = None


def new_path_breaches(before: Account, after: Account) -> Iterator[Breach]:
    """The users and roles that have come nearer, each with its path."""
    now = AccountGround(after)
    was: AccountGround | None = None
    for noun in now.snapshot.identities:
        reach = _reach(now, noun.arn)
        if reach.rank == NOTHING:
            continue
        was = was or AccountGround(before)
        there = _there_before(was, noun.arn, noun.unique_id)
        if there is not None and _reach(was, there).rank >= reach.rank:
            continue
        yield _breach(noun.arn, reach)


def _there_before(ground: AccountGround, arn: str, unique_id: str) -> str | None:
    """What the identity was called; None where it was not there."""
    snapshot = ground.snapshot
    if arn in snapshot.users or arn in snapshot.roles:
        return arn
    return next((noun.arn for noun in snapshot.identities if noun.unique_id == unique_id), None)


def _reach(ground: AccountGround, arn: str) -> _Reach:
    start = Standing(arn)
    if ground.is_admin(start):
        return _Reach(ADMIN)
    # What hangs on nothing is looked for first, so that one path tells; ten of them can take a minute where every
    # member of a large group may alter every other.
    paths = Search(ground, Admin(), start, most=1).run().paths
    if not paths:
        return _Reach(NOTHING)
    return _Reach(CONDITIONAL if paths[0].conditions else PATH, paths[0])


def _breach(arn: str, reach: _Reach) -> Breach:
    if reach.path is None:
        return Breach(arn, detail="is an administrator now")
    first = reach.path.steps[0].proofs[0]
    steps = tuple(path_members(reach.path))
    context = dict(first.stated) if first.stated else {}
    return Breach(arn, first.request.action, first.request.resource, context, detail=_words(steps), path=steps)


def _words(steps: tuple[dict[str, object], ...]) -> str:
    said = " then ".join(f"{_actions(step['Action'])} on {step['To']}" for step in steps)
    conditions = [text for step in steps for text in step["Condition"]]  # type: ignore[attr-defined]
    return f"{said}, if {' and '.join(dict.fromkeys(conditions))}" if conditions else said


def _actions(action: object) -> str:
    return action if isinstance(action, str) else " and ".join(action)  # type: ignore[arg-type]
