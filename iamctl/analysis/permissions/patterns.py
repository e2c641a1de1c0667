"""Patterns of texts, and groups of them as states in the bits of integers.

`?` is one UTF-16 unit, as in `iamctl.engine.patterns`; texts are given and taken in units.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from iamctl.engine.patterns import utf16

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Token: TypeAlias = "str | frozenset[str]"
"""A character, a set of characters, or one of the four signs."""
ANY, RUN = "any", "run"
PART_ANY, PART_RUN = "any but a colon", "run without a colon"
_SIGNS = frozenset({ANY, RUN, PART_ANY, PART_RUN})


class Pattern:
    """One pattern.

    Attributes:
        text: as a person writes it.
        tokens: no run stands beside another of its kind.
        head, tail: the characters before the first sign or set, and behind the last.
        pieces: what stands between its runs, where it has no other signs and at least one; else None.
    """

    __slots__ = ("_hash", "head", "is_literal", "is_prefix", "pieces", "tail", "text", "tokens")

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.tokens = tokens
        end = next((at for at, token in enumerate(tokens) if len(token) != 1 or not isinstance(token, str)), None)
        self.is_literal = end is None
        self.head = "".join(tokens[:end])  # type: ignore[arg-type]
        self.pieces = None if end is None else _pieces(tokens[end:], self.head)
        self.tail = self.pieces[-1] if self.pieces else self.head if end is None else _tail(tokens)
        self.is_prefix = end is not None and end == len(tokens) - 1 and tokens[end] == RUN
        self._hash = hash(tokens)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and self._hash == other._hash and self.tokens == other.tokens

    def __repr__(self) -> str:
        return f"Pattern({self.text!r})"

    def fits(self, units: str) -> bool | None:
        """Whether it holds the text; None where that takes more than a look."""
        if self.is_literal:
            return units == self.head
        if self.pieces is None:
            return None
        first, *middle, last = self.pieces
        end = len(units) - len(last)
        if not (units.startswith(first) and units.endswith(last) and len(first) <= end):
            return False
        at = len(first)
        for piece in middle:
            at = units.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True

    def surely_holds(self, other: Pattern) -> bool:
        """Whether it plainly holds every text of the other; False may be for want of a look."""
        return (self.is_prefix and other.head.startswith(self.head)) or self == other


def _pieces(tokens: tuple[Token, ...], head: str) -> tuple[str, ...] | None:
    found = [head]
    for token in tokens:
        if token == RUN:
            found.append("")
        elif isinstance(token, str) and len(token) == 1:
            found[-1] += token
        else:
            return None
    return tuple(found)


def _tail(tokens: tuple[Token, ...]) -> str:
    units: list[str] = []
    for token in reversed(tokens):
        if not isinstance(token, str) or len(token) != 1:
            break
        units.append(token)
    return "".join(reversed(units))


def _may_meet(one: Pattern, other: Pattern) -> bool:
    """Whether they begin and end alike: otherwise they have no text in common."""
    return (one.head.startswith(other.head) or other.head.startswith(one.head)) and (
        one.tail.endswith(other.tail) or other.tail.endswith(one.tail)
    )


class Group:
    """The texts of any of its patterns.

    Attributes:
        is_universe: whether it only says which texts are in question at all: whoever looks for one begins elsewhere.
    """

    __slots__ = ("__dict__", "_hash", "is_universe", "patterns")

    def __init__(self, patterns: Iterable[Pattern], *, is_universe: bool = False) -> None:
        self.patterns: tuple[Pattern, ...] = tuple(dict.fromkeys(patterns))
        self.is_universe = is_universe
        self._hash = hash(self.patterns)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Group) and self._hash == other._hash and self.patterns == other.patterns
        )

    def __repr__(self) -> str:
        return f"Group({[pattern.text for pattern in self.patterns]})"

    @cached_property
    def holds_all(self) -> bool:
        return any(pattern.tokens == (RUN,) for pattern in self.patterns)

    @cached_property
    def machine(self) -> Machine:
        return Machine(self.patterns)

    @cached_property
    def _by_head(self) -> list[tuple[str, int]]:
        return sorted((pattern.head, number) for number, pattern in enumerate(self.patterns))

    @cached_property
    def _of_head(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            found.setdefault(pattern.head, []).append(number)
        return found

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(pattern.head) for pattern in self.patterns}))

    def is_apart_from(self, groups: Iterable[Group]) -> bool:
        """Whether it plainly has no text in common with one of the groups; False may be for want of a look."""
        return any(_are_apart(self, group) for group in groups)

    def near(self, pattern: Pattern) -> Group:
        """Those of its patterns that begin as the pattern does: no other has a text in common with it."""
        if len(self.patterns) < 9:  # an index would cost more
            return _near(self, pattern)
        head = pattern.head
        numbers: list[int] = []
        for length in self._lengths:
            if length >= len(head):
                break
            numbers += self._of_head.get(head[:length], ())
        start = bisect_left(self._by_head, (head, -1))
        for at in range(start, len(self._by_head)):
            longer, number = self._by_head[at]
            if not longer.startswith(head):
                break
            numbers.append(number)
        numbers = [number for number in numbers if _may_meet(self.patterns[number], pattern)]
        return self if len(numbers) == len(self.patterns) else Group(self.patterns[each] for each in sorted(numbers))

    def surely_holds(self, pattern: Pattern) -> bool:
        if self.is_universe:
            return _is_covered(self, pattern)
        return any(each.surely_holds(pattern) for each in self.patterns)

    def has(self, units: str) -> bool:
        """The same as `fits`, for groups of thousands and texts by the thousand."""
        return self.fits(units) if len(self.patterns) < 9 else self.near(literal_units(units)).fits(units)

    def fits(self, units: str) -> bool:
        """Whether one of the patterns holds the text."""
        if len(self.patterns) < 9:
            is_plain = True
            for pattern in self.patterns:
                answer = pattern.fits(units)
                if answer:
                    return True
                is_plain = is_plain and answer is not None
            if is_plain:
                return False
        machine = self.machine
        states = machine.start
        for unit in units:
            states = machine.after(states, unit)
            if not states:
                return False
        return bool(states & machine.accepting)


class Machine:
    """Patterns side by side as states in the bits of integers."""

    __slots__ = ("_jumps", "_loops", "_part_loops", "_steps", "_tokens", "_wild", "accepting", "certain", "start")

    def __init__(self, patterns: Sequence[Pattern], skipped: int = 0) -> None:
        size = sum(len(pattern.tokens) + 1 - skipped for pattern in patterns)
        at: dict[Token, list[int]] = {}
        starts, accepting, certain = [], [], []
        self._tokens: list[Token | None] = []
        for pattern in patterns:
            starts.append(len(self._tokens))
            for token in pattern.tokens[skipped:]:
                at.setdefault(token, []).append(len(self._tokens))
                self._tokens.append(token)
            if pattern.tokens and pattern.tokens[-1] == RUN:
                certain.append(len(self._tokens) - 1)
            accepting.append(len(self._tokens))
            self._tokens.append(None)
        bits = {token: _bits(places, size) for token, places in at.items()}
        self._loops = bits.get(RUN, 0) | bits.get(PART_RUN, 0)
        self._part_loops = bits.get(PART_RUN, 0)
        self._jumps = self._loops
        wild, part_wild = bits.get(ANY, 0), bits.get(PART_ANY, 0)
        self._wild = wild | part_wild | self._loops
        self._steps: dict[str, int] = {"": wild | part_wild, ":": wild}
        for token, places in bits.items():
            if token in _SIGNS:
                continue
            for unit in token:
                default = wild if unit == ":" else wild | part_wild
                self._steps[unit] = self._steps.get(unit, default) | places
        self.accepting = _bits(accepting, size)
        self.certain = _bits(certain, size)
        self.start = self._settled(_bits(starts, size))

    def after(self, states: int, unit: str) -> int:
        """Where the patterns may be after one more character."""
        steps = self._steps.get(unit)
        if steps is None:
            steps = self._steps[""]
        loops = self._loops if unit != ":" else self._loops & ~self._part_loops
        return self._settled((states & steps) << 1 | states & loops)

    def awaited(self, states: int) -> Iterator[str]:
        """The characters that a pattern waits for by name; a colon where a sign tells it from others."""
        while states:
            low = states & -states
            states ^= low
            token = self._tokens[low.bit_length() - 1]
            if token is None or token in (ANY, RUN):
                continue
            if token in (PART_ANY, PART_RUN):
                yield ":"
            else:
                yield from token

    def surely_covers(self, pattern: Pattern) -> bool:
        """Whether the patterns together plainly hold every text of one; False may be for want of a look."""
        states = self.start
        for token in pattern.tokens:
            if token == RUN:
                states = self._settled(states & self._loops & ~self._part_loops)
            elif token == ANY:
                runs = states & self._loops & ~self._part_loops
                states = self._settled((states & self._steps[":"] & self._steps[""]) << 1 | runs)
            elif isinstance(token, str) and len(token) == 1:
                states = self.after(states, token)
            else:
                return False
            if not states:
                return False
        return bool(states & self.accepting)

    def is_wild(self, states: int) -> bool:
        """Whether any character leads on."""
        return bool(states & self._wild)

    def _settled(self, states: int) -> int:
        """The states and those behind a run, which may be empty."""
        return states | (states & self._jumps) << 1


def _bits(places: Sequence[int], size: int) -> int:
    if len(places) < 16:
        found = 0
        for place in places:
            found |= 1 << place
        return found
    content = bytearray(size // 8 + 1)  # thousands of shifts of long integers would take quadratic time
    for place in places:
        content[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(content, "little")


NOTHING = Group(())


@lru_cache(maxsize=65536)
def _near(group: Group, pattern: Pattern) -> Group:
    """Of a group of few."""
    kept = [each for each in group.patterns if _may_meet(each, pattern)]
    if len(kept) == len(group.patterns):
        return group
    return Group(kept, is_universe=group.is_universe) if kept else NOTHING


@lru_cache(maxsize=65536)
def _are_apart(one: Group, other: Group) -> bool:
    if len(one.patterns) > 8 or len(other.patterns) > 8:
        return False  # a look at each pair of thousands would take longer than what it may spare
    return not any(_may_meet(each, pattern) for each in one.patterns for pattern in other.patterns)


@lru_cache(maxsize=16384)
def _is_covered(universe: Group, pattern: Pattern) -> bool:
    return universe.machine.surely_covers(pattern)


@lru_cache(maxsize=65536)
def wild_pattern(text: str) -> Pattern:
    """The pattern that the text is: `*` and `?` are wildcards."""
    return Pattern(text, single_runs([{"*": RUN, "?": ANY}.get(unit, unit) for unit in utf16(text)]))


@lru_cache(maxsize=65536)
def action_pattern(text: str) -> Pattern:
    """The pattern of actions that the text is: they are compared in lower case."""
    return Pattern(text, wild_pattern(text.lower()).tokens)


def literal_units(units: str) -> Pattern:
    """The text itself, given in units."""
    return Pattern(units, tuple(units))


def literal_pattern(text: str) -> Pattern:
    """The text itself."""
    return Pattern(text, tuple(utf16(text)))


def single_runs(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens with runs side by side as one."""
    found: list[Token] = []
    for token in tokens:
        if token == ANY and found and found[-1] == RUN:
            found[-1:] = [ANY, RUN]  # `*?` and `?*` are one
        elif not (token in (RUN, PART_RUN) and found and found[-1] == token):
            found.append(token)
    return tuple(found)


def filled(pattern: Pattern, word: str) -> str:
    """A text that fits, with the word for each run."""
    if pattern.is_literal:
        return pattern.head
    units = []
    for token, following in zip_longest(pattern.tokens, pattern.tokens[1:]):
        if isinstance(token, frozenset):
            units.append(min(token))
        elif token in (ANY, PART_ANY):
            units.append("" if following in (RUN, PART_RUN) and word else "x")  # the word is one character at least
        elif token in _SIGNS:
            units.append(word)
        else:
            units.append(token)
    return "".join(units)


def from_units(units: str) -> str:
    """The text that the UTF-16 units spell."""
    if units.isascii():
        return units
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
