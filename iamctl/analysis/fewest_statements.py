"""Pairs of an action and a resource as lists of actions × resources that hold just these pairs, as few as can be.

A list holds every action with every resource, so that each is a rectangle within the pairs. Of the widest rectangles
as few as cover all are chosen: by trying all choices where a bounded search ends, else the largest first. To cover a
bipartite graph with the fewest complete ones is NP-hard (Garey and Johnson, Computers and Intractability, GT18).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_RECTANGLES = 600
MOST_STEPS = 20_000
"""Of the search for the fewest."""


class Rectangle(NamedTuple):
    """Every action with every resource; both sorted."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]


def fewest(pairs: Iterable[tuple[str, str]]) -> list[Rectangle]:
    """Rectangles that together hold just these pairs, sorted."""
    of_action: dict[str, set[str]] = {}
    for action, resource in pairs:
        of_action.setdefault(action, set()).add(resource)
    # Actions with the same resources are never told apart, and the reverse.
    alike: dict[frozenset[str], list[str]] = {}
    for action, resources in of_action.items():
        alike.setdefault(frozenset(resources), []).append(action)
    rows = list(alike)
    candidates = _widest(rows)
    chosen = _chosen(candidates, rows)
    found = [
        Rectangle(tuple(sorted(action for row in on for action in alike[rows[row]])), tuple(sorted(resources)))
        for on, resources in _trimmed(chosen)
    ]
    return sorted(found)


_Wide = tuple[frozenset[int], frozenset[str]]


def _widest(rows: Sequence[frozenset[str]]) -> list[_Wide]:
    """Rectangles that no other holds: each set of resources that some rows share, with all rows that have it."""
    shared: set[frozenset[str]] = set(rows)
    frontier = list(rows)
    while frontier and len(shared) <= MOST_RECTANGLES:
        one = frontier.pop()
        for row in rows:
            both = one & row
            if both and both not in shared:
                shared.add(both)
                frontier.append(both)
    return [(frozenset(at for at, row in enumerate(rows) if each <= row), each) for each in sorted(shared, key=sorted)]


def _chosen(candidates: Sequence[_Wide], rows: Sequence[frozenset[str]]) -> list[_Wide]:
    every = frozenset((at, resource) for at, row in enumerate(rows) for resource in row)
    cells = [frozenset((at, resource) for at in on for resource in resources) for on, resources in candidates]
    greedy = _largest_first(cells, every)
    best = _Search(cells, every, greedy).run() if len(cells) <= MOST_RECTANGLES else greedy
    return [candidates[index] for index in best]


def _largest_first(cells: Sequence[frozenset[tuple[int, str]]], every: frozenset[tuple[int, str]]) -> list[int]:
    left, found = set(every), []
    while left:
        index = max(range(len(cells)), key=lambda each: (len(cells[each] & left), -each))
        found.append(index)
        left -= cells[index]
    return found


class _Search:
    """Looks for fewer than are known, branching on the pair that the fewest rectangles hold."""

    def __init__(
        self, cells: Sequence[frozenset[tuple[int, str]]], every: frozenset[tuple[int, str]], known: list[int]
    ) -> None:
        self._cells = cells
        self._every = every
        self._best = known
        self._steps = 0
        self._holding: dict[tuple[int, str], list[int]] = {pair: [] for pair in every}
        for index, each in enumerate(cells):
            for pair in each:
                self._holding[pair].append(index)

    def run(self) -> list[int]:
        self._look([], self._every)
        return self._best

    def _look(self, chosen: list[int], left: frozenset[tuple[int, str]]) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            return
        if not left:
            if len(chosen) < len(self._best):
                self._best = chosen
            return
        if len(chosen) + 1 >= len(self._best):
            return
        pair = min(left, key=lambda each: (len(self._holding[each]), each))
        for index in sorted(self._holding[pair], key=lambda each: -len(self._cells[each] & left)):
            self._look([*chosen, index], left - self._cells[index])


def _trimmed(chosen: Sequence[_Wide]) -> list[_Wide]:
    """Without rows and resources that another rectangle holds anyway."""
    kept = list(chosen)
    for at, (on, resources) in enumerate(kept):
        others = [each for number, each in enumerate(kept) if number != at]

        def is_held(row: int, resource: str, others: Sequence[_Wide] = others) -> bool:
            return any(row in some and resource in several for some, several in others)

        on = frozenset(row for row in on if not all(is_held(row, each) for each in resources))
        resources = frozenset(each for each in resources if not all(is_held(row, each) for row in on))
        kept[at] = (on, resources)
    return kept
