"""Boxes of requests: actions, resources and tests of the context that together a statement speaks of.

A box is what all of its constraints leave. The difference of two boxes is a list of boxes, one for each constraint of
the second that the first does not keep anyway: up to there as the second, there against it.

A Resource with a variable whose value is not known is a spot: a test that is equal to itself only; the texts that it
may hold, whatever the value, are known. A box that is called empty is empty; one that is not may hang on an open test
or spot, until a witness is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from iamctl.analysis.permissions.conditions import ConditionTest
from iamctl.analysis.permissions.languages import TooManyPlaces, find_text
from iamctl.analysis.permissions.patterns import ANY, PART_RUN, RUN, Group, Pattern, literal_pattern
from iamctl.analysis.permissions.spots import Spot, always_holds
from iamctl.analysis.permissions.values import ANYTHING, Open, Shape, find_value
from iamctl.engine.patterns import utf16

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from iamctl.engine.statement import CompiledStatement

ACTIONS = Group((Pattern("?*:?*", (ANY, RUN, ":", ANY, RUN)),), is_universe=True)
"""A service, a colon and a name: what a request asks for."""
RESOURCES = Group(
    (
        Pattern("arn:*:*:*:*:*", (*"arn:", *(token for _ in range(4) for token in (PART_RUN, ":")), RUN)),
        literal_pattern("*"),
    ),
    is_universe=True,
)
"""An ARN, or `*` where an action takes no resource."""


class Language(NamedTuple):
    """The texts in each of `ins` and in none of `outs`."""

    ins: tuple[Group, ...] = ()
    outs: tuple[Group, ...] = ()

    def fits(self, units: str) -> bool:
        return all(group.has(units) for group in self.ins) and not any(group.has(units) for group in self.outs)

    def within(self, group: Group) -> Language:
        return self if group in self.ins else Language((*self.ins, group), self.outs)

    def without(self, group: Group) -> Language:
        return self if group in self.outs else Language(self.ins, (*self.outs, group))


Constraint: TypeAlias = "tuple[str, Group | ConditionTest | Spot, bool]"
"""`action`, `resource`, `spot` or `test`, what is asked, and whether it has to hold."""


class Box(NamedTuple):
    """Requests that keep every constraint.

    Attributes:
        tests: each with whether it has to pass.
        spots: likewise.
        origins: the statements that it comes from, Allows first; no part of what the box is.
    """

    actions: Language = Language()
    resources: Language = Language()
    tests: frozenset[tuple[ConditionTest, bool]] = frozenset()
    spots: frozenset[tuple[Spot, bool]] = frozenset()
    origins: tuple[CompiledStatement, ...] = ()

    @property
    def extent(self) -> tuple[Language, Language, frozenset[tuple[ConditionTest, bool]], frozenset[tuple[Spot, bool]]]:
        """What the box is, wherever it comes from."""
        return self[:4]

    @property
    def is_everything(self) -> bool:
        return self.extent == EVERYTHING.extent

    @property
    def is_open(self) -> bool:
        """Whether it hangs on values of variables that nobody filled in."""
        return bool(self.spots) or any(test.asks for test, _ in self.tests)

    def holds(self, action: str, resource: str, context: Mapping[str, str | tuple[str, ...]]) -> bool:
        """Whether the request is in the box."""
        name, units = utf16(action.lower()), utf16(resource)
        spots = ((spot.supposing(context).fits(units) and resource != "*", is_in) for spot, is_in in self.spots)
        return (
            self.actions.fits(name)
            and self.resources.fits(units)
            and all(test.holds(context) == wanted for test, wanted in self.tests)
            and all(fits == is_in for fits, is_in in spots)
        )

    def constraints(self) -> Iterator[Constraint]:
        for group in self.actions.ins:
            yield "action", group, True
        for group in self.actions.outs:
            yield "action", group, False
        for group in self.resources.ins:
            yield "resource", group, True
        for group in self.resources.outs:
            yield "resource", group, False
        for spot, is_in in self.spots:
            yield "spot", spot, is_in
        for test, wanted in sorted(self.tests, key=_in_order):
            yield "test", test, wanted

    def keeping(self, constraint: Constraint) -> Box:
        """The part that keeps one more constraint."""
        kind, asked, holds = constraint
        if kind == "test":
            assert isinstance(asked, ConditionTest)
            return self._replace(tests=self.tests | {(asked, holds)})
        if kind == "spot":
            assert isinstance(asked, Spot)
            return self._replace(spots=self.spots | {(asked, holds)})
        assert isinstance(asked, Group)
        language = self.actions if kind == "action" else self.resources
        changed = language.within(asked) if holds else language.without(asked)
        return self._replace(actions=changed) if kind == "action" else self._replace(resources=changed)


EVERYTHING = Box()


def _in_order(wanted: tuple[ConditionTest, bool]) -> tuple[str, str, tuple[str, ...]]:
    entry = wanted[0].entry
    return entry.key.lower(), entry.name, entry.values


def negated(constraint: Constraint) -> Constraint:
    kind, asked, holds = constraint
    return kind, asked, not holds


class Space:
    """All requests in question, and what is known of their context.

    Args:
        shape_of: what a key (in lower case) may hold.

    Attributes:
        too_hard: what was taken for possible since deciding it would take too long, in words.
    """

    def __init__(self, shape_of: Callable[[str], Shape] = lambda _: ANYTHING) -> None:
        self._shapes: dict[str, Shape] = {}
        self._shape_of = shape_of
        self.too_hard: set[str] = set()

    def shape(self, key: str) -> Shape:
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = self._shape_of(key)
        return found

    def is_empty(self, box: Box) -> bool:
        """Whether no request is in the box; True is certain."""
        if self.has_no_action(box.actions) or self.has_no_resource(box.resources, box.spots):
            return True
        if any((test, not wanted) in box.tests for test, wanted in box.tests):
            return True
        return any(self._is_impossible(box.tests, key) for key in {test.key for test, _ in box.tests})

    def has_no_action(self, language: Language) -> bool:
        return self._has_none((*language.ins, ACTIONS), language.outs)

    def has_no_resource(self, language: Language, spots: Iterable[tuple[Spot, bool]] = ()) -> bool:
        ins, outs = [*language.ins, RESOURCES], language.outs
        within, without = [spot for spot, is_in in spots if is_in], [spot for spot, is_in in spots if not is_in]
        for spot in within:
            ins.append(spot.widest)
            if any(other == spot or always_holds(other, spot) for other in without):
                return True
        return self._has_none(tuple(ins), outs)

    def can_keep(self, box: Box, constraint: Constraint) -> bool:
        """Whether a part of the box (which is not empty) keeps the constraint; False is certain."""
        kind, asked, holds = constraint
        if kind == "action":
            assert isinstance(asked, Group)
            actions = box.actions
            if asked in (actions.outs if holds else actions.ins) or (holds and asked.is_apart_from(actions.ins)):
                return False
            return not self.has_no_action(actions.within(asked) if holds else actions.without(asked))
        if kind == "test":
            assert isinstance(asked, ConditionTest)
            if (asked, not holds) in box.tests:
                return False
            return not self._is_impossible(box.tests | {(asked, holds)}, asked.key)
        if kind == "resource" and holds:
            assert isinstance(asked, Group)
            if asked.is_apart_from(box.resources.ins):
                return False
        changed = box.keeping(constraint)
        return not self.has_no_resource(changed.resources, changed.spots)

    def meet(self, one: Box, other: Box) -> Box | None:
        """What is in both; None when nothing is."""
        if one.is_everything:
            return None if self.is_empty(other) else other._replace(origins=(*one.origins, *other.origins))
        found = one
        for constraint in other.constraints():
            if not self.can_keep(found, negated(constraint)):
                continue
            if not self.can_keep(found, constraint):
                return None
            found = found.keeping(constraint)
        return found._replace(origins=(*one.origins, *other.origins))

    def minus(self, box: Box, other: Box) -> list[Box]:
        """What is in the box and not in the other; the box itself, alone, when they have nothing in common."""
        constraints = list(other.constraints())
        if not all(self.can_keep(box, constraint) for constraint in constraints):
            return [box]
        found: list[Box] = []
        common = box
        for constraint in constraints:
            against = negated(constraint)
            if not self.can_keep(common, against):
                continue
            found.append(common.keeping(against))
            if not self.can_keep(common, constraint):
                return [box]
            common = common.keeping(constraint)
        return found

    def _is_impossible(self, tests: Iterable[tuple[ConditionTest, bool]], key: str) -> bool:
        of_key = frozenset(wanted for wanted in tests if wanted[0].key == key and not wanted[0].asks)
        if not of_key:
            return False
        try:
            return find_value(of_key, self.shape(key)) is None
        except TooManyPlaces:
            self.too_hard.add(f"the values of {next(iter(of_key))[0].entry.key}")
            return False

    def value(self, tests: Iterable[tuple[ConditionTest, bool]], key: str) -> object:
        return find_value(frozenset(wanted for wanted in tests if wanted[0].key == key), self.shape(key))

    def reasons(self, box: Box) -> list[str]:
        """What keeps the box from being decided, in words."""
        found = [f"the variable in {spot.text}" for spot, _ in box.spots]
        for test, _ in sorted(box.tests, key=_in_order):
            if test.asks:
                found.append(f"the variable in {test.entry.name} {test.entry.key} {' '.join(test.entry.values)}")
        for key in sorted({test.key for test, _ in box.tests}):
            tests = frozenset(wanted for wanted in box.tests if wanted[0].key == key and not wanted[0].asks)
            answer = find_value(tests, self.shape(key)) if tests else None
            if isinstance(answer, Open):
                found.append(answer.reason)
        return list(dict.fromkeys(found))

    def _has_none(self, ins: tuple[Group, ...], outs: tuple[Group, ...]) -> bool:
        try:
            return find_text(ins, outs) is None
        except TooManyPlaces:
            texts = [pattern.text for group in ins for pattern in group.patterns if group not in (ACTIONS, RESOURCES)]
            self.too_hard.add(f"the patterns {', '.join(texts[:3])}")
            return False
