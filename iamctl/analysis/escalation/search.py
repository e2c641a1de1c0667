"""The search for roads from one identity, over all that it comes to control.

Whoever takes over another identity keeps its own: what one of them may change of another is as good as a road of its
own. So the search holds every standing that was reached, and asks of each new one what it may take over, what it may
change of those that were reached before, and what those may change of it.

Of two identities where one has all the rights to go on that the other has, only the stronger is asked where it leads,
and a group is joined once, unless whoever joins brings rights of its own to add to the group's: a road that is left out
so begins with another that is told.

Every way in the last step counts as a road; the steps before it are the fewest, and hang on nothing if that can be.
A road ends where its end may do
everything, and is told only where its end may do what nobody on the road could.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from iamctl.analysis.escalation.standing import MOST_CHANGES, Path, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.analysis.escalation.standing import Change, Move, Proof, Step

MOST_STANDINGS = 20_000
"""Standings of one search; a search that needs more says that it is not complete."""


class Ground(Protocol):
    """An account as the search asks about it."""

    def takeovers(self, standing: Standing, *, by_name_only: bool = False) -> Iterable[Move]:
        """The identities that it may become; of roles, those alone that trust it by its name where that is asked."""

    def alterations(self, actor: Standing, victim: Standing, met: Met) -> Iterable[Move]:
        """What the actor may change of the victim so that the victim may more.

        Args:
            met: changes that need not be made of others, unless these have rights to add.
        """

    def brought(self, change: Change) -> object:
        """What the change brings: two that are equal bring the same."""

    def rights(self, standing: Standing) -> frozenset[str]:
        """What it has to go on with; more of it is more rights."""

    def is_outdone(self, standing: Standing, by: Iterable[Standing]) -> bool:
        """Whether one of the others plainly has all of the standing's rights to go on."""

    def is_free(self, standing: Standing) -> bool:
        """Whether nothing limits what its policies allow: no boundary, no deny."""

    def leads_on(self, standing: Standing) -> bool:
        """Whether it has rights to go on, or something trusts it by its name."""

    def may_alter(self, actor: Standing) -> bool:
        """Whether it may change anything of anybody."""

    def is_admin(self, standing: Standing) -> bool: ...

    def prove(self, move: Move) -> Step | None:
        """The move with its requests, each asked of the engine; None where one of them is denied."""

    def gains(self, standing: Standing, over: Sequence[Standing]) -> Proof | None:
        """A request that the standing may make and none of the others may."""


Met = Mapping[object, Sequence[frozenset[str]]]
"""Changes that somebody had whom nothing limits, by what they bring, with the rights that each of these had before."""


class Goal(Protocol):
    """What a road has to lead to."""

    is_admin_only: bool

    def reached(self, ground: Ground, standing: Standing, over: Sequence[Standing]) -> Proof | bool:
        """Whether the standing is there, and a request that shows it where one is needed."""


class Found(NamedTuple):
    """What a search came to.

    Attributes:
        is_complete: False where there are more roads than were asked for, or more standings than are looked at.
    """

    paths: tuple[Path, ...]
    is_complete: bool = True


Steps = tuple["Move", ...]


class Search:
    """One search from one identity."""

    def __init__(self, ground: Ground, goal: Goal, start: Standing, *, most: int | None) -> None:
        self._ground = ground
        self._goal = goal
        self._start = start
        self._most = most
        self._roads: dict[Standing, Steps] = {}
        self._entered: list[Standing] = []
        self._alterers: list[Standing] = []
        self._strong: list[Standing] = []
        self._met: dict[object, list[frozenset[str]]] = {}
        self._queue: list[tuple[tuple[int, int, int], int, Standing, Steps]] = []
        self._pushed = 0
        self._told: set[tuple[object, ...]] = set()
        self._proved: dict[Move, Step | None] = {}

    def run(self) -> Found:
        """All roads, or the first of them, the shortest first."""
        paths: list[Path] = []
        is_complete = self._collect(paths)
        paths.sort(key=lambda path: (len(path.steps), bool(path.conditions), not path.is_admin))
        return Found(tuple(paths), is_complete)

    def _collect(self, paths: list[Path]) -> bool:
        """Take roads in; whether there are no others."""
        self._enter(self._start, ())
        while self._queue:
            _, _, standing, steps = heapq.heappop(self._queue)
            if (path := self._path(standing, steps)) is not None:
                if self._most is not None and len(paths) >= self._most:
                    return False
                paths.append(path)
            if standing in self._roads:
                continue
            if len(self._roads) >= MOST_STANDINGS:
                return False
            if self._ground.is_admin(standing):
                self._roads[standing] = steps
            else:
                self._enter(standing, steps)
        return True

    def _enter(self, standing: Standing, steps: Steps) -> None:
        """Take the standing over, with all that it opens."""
        ground = self._ground
        self._roads[standing] = steps
        self._entered.append(standing)
        if not self._alterers and steps and not ground.leads_on(standing):
            return
        is_outdone = ground.is_outdone(standing, self._strong)
        self._push(ground.takeovers(standing, by_name_only=is_outdone), steps)
        for actor in self._alterers:
            self._alter(actor, standing)
        if is_outdone:
            if ground.may_alter(standing):
                self._alter(standing, standing)
            return
        self._strong.append(standing)
        if ground.may_alter(standing):
            self._alterers.append(standing)
            for victim in self._entered:
                self._alter(standing, victim)

    def _alter(self, actor: Standing, victim: Standing) -> None:
        if len(victim.changes) < MOST_CHANGES and not victim.part:
            steps = _joined(self._roads[victim], self._roads[actor])
            met = {} if victim == self._start else self._met
            self._push(self._ground.alterations(actor, victim, met), steps)

    def _push(self, moves: Iterable[Move], steps: Steps) -> None:
        """Queue the moves: first those that hang on nothing, then the short ones, then one of each row."""
        rows: dict[str, int] = {}
        hangs = any(each.hangs for each in steps)
        for move in moves:
            if move.reached.changes and not hangs and not move.hangs:
                self._meet(move)
            nth = rows[move.primitive.id] = rows.get(move.primitive.id, -1) + 1
            self._pushed += 1
            order = (int(hangs or move.hangs), len(steps) + 1, nth)
            heapq.heappush(self._queue, (order, self._pushed, move.reached, (*steps, move)))

    def _meet(self, move: Move) -> None:
        """Remember what somebody is certain to have had, without limits of its own."""
        before = move.reached._replace(changes=move.reached.changes[:-1])
        if self._ground.is_free(before):
            rights = self._ground.rights(before)
            met = self._met.setdefault(self._ground.brought(move.reached.changes[-1]), [])
            if rights not in met:
                met.append(rights)

    def _path(self, standing: Standing, road: Steps) -> Path | None:
        """The road as it is told; None where it leads nowhere, or the engine denies a step."""
        last = road[-1]
        key = (last.primitive.id, last.actor, last.resource, last.reached, last.policy)
        is_admin = self._ground.is_admin(standing)
        if key in self._told or standing == self._start or (self._goal.is_admin_only and not is_admin):
            return None
        over = tuple(dict.fromkeys((self._start, *(move.actor for move in road), *(m.reached for m in road[:-1]))))
        reached = self._goal.reached(self._ground, standing, over)
        if reached is False:
            return None
        steps = [self._step(move) for move in road]
        if any(step is None for step in steps):
            return None
        self._told.add(key)
        gains = None if isinstance(reached, bool) else reached
        return Path(tuple(step for step in steps if step is not None), is_admin, gains)

    def _step(self, move: Move) -> Step | None:
        if move not in self._proved:
            self._proved[move] = self._ground.prove(move)
        return self._proved[move]


def _joined(one: Steps, other: Steps) -> Steps:
    """Both roads, each step once, in an order in which each can be walked."""
    return tuple(dict.fromkeys((*one, *other)))
