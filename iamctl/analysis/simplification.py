"""Statements made fewer and smaller without a change of what they say, each step decided by the algebra.

What goes:
  * an Allow that the other Allows cover, or that a Deny takes away altogether; a Deny that the other Denies cover;
  * of a list of actions or resources, an element that the rest covers likewise;
  * white space, repetitions, and statements that differ in one list alone (`iamctl.policy.minify`).

Allows and Denies keep their sides: what is denied stays denied even where nothing here allows it, since a policy
somewhere else may. Statements are those of identity policies, of the current version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.analysis.permissions.from_policies import boxes_of
from iamctl.analysis.permissions.languages import TooManyPlaces
from iamctl.analysis.permissions.sets import Index, TooManyBoxes, without
from iamctl.engine.statement import CompiledStatement
from iamctl.policy.layout import compact
from iamctl.policy.minify import minified
from iamctl.policy.statements import CURRENT_VERSION, statements_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.analysis.permissions.boxes import Box, Space

Tree = dict[str, Any]
MOST_ELEMENTS = 400
"""Of the lists of all statements together; elements of longer ones are not taken out one by one."""
_LISTS = ("Action", "NotAction", "Resource", "NotResource")
_NARROWING = ("Action", "Resource")
"""Lists that say less without one of their elements."""


class Said(NamedTuple):
    """One statement and where it is from.

    Attributes:
        policy: what the policy is called.
        number: the statement's place in it, from 0.
        is_movable: whether it may go or become part of another.
    """

    tree: Tree
    policy: str
    number: int
    is_movable: bool = True

    @property
    def is_deny(self) -> bool:
        return bool(self.tree["Effect"] == "Deny")


class Dropped(NamedTuple):
    """A statement that says nothing beside others.

    Attributes:
        reason: `duplicate`, `covered` or `denied`.
        by: the statements that say it, where one alone or a few do.
    """

    said: Said
    reason: str
    by: tuple[Said, ...] = ()


class Simplified(NamedTuple):
    """What is left of the movable statements, and which of them went as a whole."""

    statements: tuple[Tree, ...]
    dropped: tuple[Dropped, ...]


class Simplifier:
    """Simplifies statements; the boxes of each are made once."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._boxes: dict[str, tuple[Box, ...]] = {}

    def simplified(self, said: Sequence[Said]) -> Simplified:
        """The movable ones made fewer and smaller; the others stand as they are and may cover."""
        dropped = self.superfluous(said)
        gone = {(each.said.policy, each.said.number) for each in dropped}
        left = [each for each in said if (each.policy, each.number) not in gone]
        fixed = [each.tree for each in left if not each.is_movable]
        named = {compact(_small(each.tree)): each.tree.get("Sid") for each in left if each.is_movable}
        trees = _merged([_without_sid(each.tree) for each in left if each.is_movable])
        trees = _merged(self._without_elements(trees, fixed))
        return Simplified(tuple(_with_sids(trees, named)), tuple(dropped))

    def superfluous(self, said: Sequence[Said]) -> list[Dropped]:
        """The movable statements that can go, one after the other; the narrow ones are tried first."""
        kept = list(said)
        found: list[Dropped] = []
        for each in sorted((one for one in said if one.is_movable), key=_narrowness):
            others = [other for other in kept if other is not each]
            reason = self._reason(each, others)
            if reason is not None:
                found.append(Dropped(each, reason, self._by(each, others)))
                kept = others
        return sorted(found, key=lambda one: (one.said.policy, one.said.number))

    def are_equal(self, before: Iterable[Tree], after: Iterable[Tree]) -> bool:
        """Whether the statements allow the same and deny the same: proved, or else not said."""
        was, now = list(before), list(after)
        return all(self._covers(now, each) for each in was) and all(self._covers(was, each) for each in now)

    def covers_all(self, others: Sequence[Said], said: Iterable[Said]) -> bool:
        """Whether the others say all that these say."""
        trees = [each.tree for each in others]
        return all(self._covers(trees, each.tree) for each in said)

    def _reason(self, one: Said, others: Sequence[Said]) -> str | None:
        without_sid = compact(_without_sid(one.tree))
        if any(compact(_without_sid(other.tree)) == without_sid for other in others):
            return "duplicate"
        if self._is_empty_beyond(one.tree, [other.tree for other in others if other.is_deny == one.is_deny], ()):
            return "covered"
        return "denied" if self._covers([other.tree for other in others], one.tree) else None

    def _by(self, one: Said, others: Sequence[Said]) -> tuple[Said, ...]:
        """One statement that alone makes it superfluous, else as few as are needed when dropped one by one."""
        for other in others:
            if self._covers([other.tree], one.tree):
                return (other,)
        needed = [other for other in others if self._touches(one.tree, other.tree)]
        for other in tuple(needed):
            fewer = [each for each in needed if each is not other]
            if self._covers([each.tree for each in fewer], one.tree):
                needed = fewer
        return tuple(needed)

    def _touches(self, one: Tree, other: Tree) -> bool:
        space = self._space
        return any(space.meet(box, each) is not None for box in self.boxes(one) for each in self.boxes(other))

    def _covers(self, others: Sequence[Tree], one: Tree) -> bool:
        """Whether the statement says nothing that the others do not."""
        denies = [each for each in others if each["Effect"] == "Deny"]
        if one["Effect"] == "Deny":
            return self._is_empty_beyond(one, denies, ())
        return self._is_empty_beyond(one, [each for each in others if each["Effect"] == "Allow"], denies)

    def _is_empty_beyond(self, one: Tree, others: Iterable[Tree], denies: Iterable[Tree]) -> bool:
        index = Index(box for other in others for box in self.boxes(other))
        denied = Index(box for deny in denies for box in self.boxes(deny))
        space = self._space
        try:
            left = [part for box in self.boxes(one) for part in without(box, index, space)]
            left = [part for box in left for part in without(box, denied, space)]
            return all(space.is_empty(part) for part in left)
        except (TooManyBoxes, TooManyPlaces):
            return False

    def boxes(self, tree: Tree) -> tuple[Box, ...]:
        key = compact(tree)
        found = self._boxes.get(key)
        if found is None:
            (statement,) = statements_in({"Version": CURRENT_VERSION, "Statement": [tree]})
            found = self._boxes[key] = tuple(boxes_of(CompiledStatement(statement, "")))
        return found

    def _without_elements(self, trees: list[Tree], fixed: list[Tree]) -> list[Tree]:
        """The statements without elements of their lists that the rest covers."""
        count = sum(len(tree[name]) for tree in trees for name in _NARROWING if isinstance(tree.get(name), list))
        if count > MOST_ELEMENTS:
            return trees
        kept = list(trees)
        for at in range(len(kept)):
            for name in _NARROWING:
                for element in tuple(_listed(kept[at].get(name, ()))):
                    listed = _listed(kept[at][name])
                    if len(listed) < 2:
                        break
                    alone = kept[at] | {name: [element]}
                    rest = kept[at] | {name: [each for each in listed if each != element]}
                    if self._covers([*kept[:at], rest, *kept[at + 1 :], *fixed], alone):
                        kept[at] = rest
        return kept


def _narrowness(said: Said) -> tuple[int, int, int]:
    """Little for a statement that says little: those with conditions, then without wildcards, are tried first."""
    tree = said.tree
    wild = sum("*" in text for name in _LISTS for text in _listed(tree.get(name, ())))
    return (0 if tree.get("Condition") else 1, wild, -len(compact(tree)))


def _merged(trees: list[Tree]) -> list[Tree]:
    """Statements that differ in one list alone as one, until none do."""
    while True:
        small = _statements(minified({"Version": CURRENT_VERSION, "Statement": trees})) if trees else []
        if len(small) == len(trees):
            return small
        trees = small


def _statements(document: Tree) -> list[Tree]:
    return _listed(document["Statement"])


def _small(tree: Tree) -> Tree:
    (small,) = _merged([_without_sid(tree)])
    return small


def _without_sid(tree: Tree) -> Tree:
    return {name: value for name, value in tree.items() if name != "Sid"}


def _with_sids(trees: Sequence[Tree], named: dict[str, Any]) -> list[Tree]:
    """Statements that are as somebody wrote them have their Sids again, each Sid once."""
    given: set[str] = set()
    found = []
    for tree in trees:
        sid = named.get(compact(tree))
        if isinstance(sid, str) and sid and sid not in given:
            given.add(sid)
            tree = {"Sid": sid} | tree
        found.append(tree)
    return found


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
