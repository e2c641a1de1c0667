"""Sets of texts that patterns describe: whether there is a text in all of these groups and in none of those.

A group is a union of patterns. Whether "in each of `ins`, in none of `outs`" holds a text is decided, not sampled:
one pattern of the smallest group at a time is walked together with all others that could meet it, breadth first over
the sets of places that each may have come to. A group is one integer, bit i says that its tokens before i were read.
Only characters that some pattern waits for are tried, and one that stands for all the others. The text that is
found is the witness.

`?` is one UTF-16 unit, as in `iamctl.engine.patterns`; texts are given and taken in units.
"""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from iamctl.analysis.permissions.patterns import NOTHING, Group, Machine, Pattern, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_PLACES = 200_000
_OTHERS = "xyzabcdefghijklmnopqrstuvw0123456789-_/.+=,@XYZABCDEFGHIJKLMNOPQRSTUVW"
_BEYOND = 0x3B1


class TooManyPlaces(Exception):
    """The patterns are too entangled to be walked through."""


@lru_cache(maxsize=65536)
def find_text(ins: tuple[Group, ...], outs: tuple[Group, ...] = ()) -> str | None:
    """A text (in units) in each of `ins`, at least one, and in none of `outs`; None when there is none.

    It is short: an `x` for each wildcard of the first pattern that has any, or the shortest there is.

    Raises:
        TooManyPlaces: the patterns are too entangled.
    """
    smallest = min(ins, key=lambda group: (group.is_universe, len(group.patterns)))
    others = [group for group in dict.fromkeys(ins) if group is not smallest and not group.holds_all]
    for pattern in smallest.patterns:
        found = _text_of(pattern, others, outs)
        if found is not None:
            return found
    return None


def holds_every(wide: Pattern, narrow: Pattern) -> bool:
    """Whether every text of the one is a text of the other."""
    return wide.surely_holds(narrow) or find_text((Group((narrow,)),), (Group((wide,)),)) is None


def _text_of(pattern: Pattern, ins: Sequence[Group], outs: Sequence[Group]) -> str | None:
    """A text of one pattern, in each of `ins` and in none of `outs`."""
    if pattern.is_literal:
        text = pattern.head
        is_in = all(group.near(pattern).fits(text) for group in ins)
        return text if is_in and not any(group.near(pattern).fits(text) for group in outs) else None
    within: list[Group] = []
    without: list[Group] = []
    for group in outs:
        near = group.near(pattern)
        if near.surely_holds(pattern):
            return None
        if near.patterns:
            without.append(near)
    for group in ins:
        near = group.near(pattern)
        if not near.patterns:
            return None
        if not near.surely_holds(pattern):
            within.append(near)
    return _walked(pattern, tuple(within), _union(tuple(without)))


@lru_cache(maxsize=16384)
def _union(groups: tuple[Group, ...]) -> Group:
    if len(groups) < 2:
        return groups[0] if groups else NOTHING
    return Group(pattern for group in groups for pattern in group.patterns)


@lru_cache(maxsize=65536)
def _walked(pattern: Pattern, within: tuple[Group, ...], without: Group) -> str | None:
    alone = Group((pattern,))
    for text in _guesses(pattern, within):
        if all(group.fits(text) for group in (alone, *within)) and not without.fits(text):
            return text
    if without.patterns:
        covers = without.machine.surely_covers
        if covers(pattern) or any(all(map(covers, group.patterns)) for group in within):
            return None
    return shortest((alone, *within), (without,) if without.patterns else ())


def _guesses(pattern: Pattern, within: tuple[Group, ...]) -> Iterator[str]:
    """Texts of the pattern that may be in the groups too.

    Patterns without other signs than runs have one in common if they begin and end alike: the longest beginning, what
    stands between the runs of each, and the longest end.
    """
    yield filled(pattern, "x")
    if pattern.pieces is None or not within:
        return
    for choice in islice(product(*(group.patterns[:3] for group in within)), 6):
        listed = [pattern, *choice]
        begins = max((each.head for each in listed), key=len)
        ends = max((each.tail for each in listed), key=len)
        middles = [piece for each in listed if each.pieces is not None for piece in each.pieces[1:-1]]
        yield begins if any(each.is_literal for each in listed) else "".join([begins, *middles, ends])


def shortest(ins: tuple[Group, ...], outs: tuple[Group, ...]) -> str | None:
    """The shortest text (in units) in each of `ins` and in none of `outs`.

    Raises:
        TooManyPlaces: it was not found among the first MOST_PLACES.
    """
    skipped = min((len(pattern.head) for group in (*ins, *outs) for pattern in group.patterns), default=0)
    beginning = ins[0].patterns[0].head[:skipped] if ins[0].patterns else ""
    if any(pattern.head[:skipped] != beginning for group in (*ins, *outs) for pattern in group.patterns):
        skipped, beginning = 0, ""
    machines = [_machine(group, skipped) for group in (*ins, *outs)]
    count = len(ins)
    start = tuple(machine.start for machine in machines)
    came: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None] = {start: None}
    queue = deque([start])
    while queue:
        states = queue.popleft()
        if _accepts(machines, states, count):
            return beginning + _spelt(came, states)
        for unit in _units(machines, states, count):
            after = tuple([machine.after(each, unit) for machine, each in zip(machines, states, strict=True)])
            if after in came or _is_lost(machines, after, count):
                continue
            came[after] = states, unit
            queue.append(after)
        if len(came) > MOST_PLACES:
            raise TooManyPlaces
    return None


@lru_cache(maxsize=16384)
def _machine(group: Group, skipped: int) -> Machine:
    """The group's patterns behind the characters that all of them begin with."""
    return Machine(group.patterns, skipped) if skipped else group.machine


def _accepts(machines: list[Machine], states: tuple[int, ...], count: int) -> bool:
    for number, machine in enumerate(machines):  # noqa: SIM110 - all() over a generator takes twice as long
        if bool(states[number] & machine.accepting) != (number < count):
            return False
    return True


def _is_lost(machines: list[Machine], states: tuple[int, ...], count: int) -> bool:
    """Whether no text that goes on from here is in the set."""
    for number in range(count):
        if not states[number]:
            return True
    return any(states[number] & machines[number].certain for number in range(count, len(machines)))


def _units(machines: list[Machine], states: tuple[int, ...], count: int) -> Iterable[str]:
    """The characters worth trying: those that are waited for, and one that stands for all others."""
    forced: set[str] | None = None
    for number in range(count):
        if not machines[number].is_wild(states[number]):
            awaited = set(machines[number].awaited(states[number]))
            forced = awaited if forced is None else forced & awaited
    if forced is not None:
        return sorted(forced)
    named = {unit for machine, each in zip(machines, states, strict=True) for unit in machine.awaited(each)}
    return [_other_than(named), *sorted(named)]


def _other_than(named: set[str]) -> str:
    for unit in _OTHERS:
        if unit not in named:
            return unit
    lower = (chr(code) for code in range(_BEYOND, 0xD800) if chr(code).lower() == chr(code))
    return next(unit for unit in lower if unit not in named)


def _spelt(came: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None], states: tuple[int, ...]) -> str:
    units: list[str] = []
    step = came[states]
    while step is not None:
        states, unit = step
        units.append(unit)
        step = came[states]
    return "".join(reversed(units))
