"""Two sides compared: what the second gives beyond the first and takes from it, for each caller that it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.permissions.boxes import EVERYTHING, Box
from iamctl.analysis.permissions.compare import Difference, Relation, compare
from iamctl.analysis.permissions.from_policies import restricted
from iamctl.analysis.permissions.patterns import Group, action_pattern, wild_pattern
from iamctl.errors import InvalidInput, ValidationError
from iamctl.service.comparing.known_actions import KnownActions, new_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.analysis.permissions.boxes import Space
    from iamctl.analysis.permissions.from_policies import Permissions

LEVELS = ("List", "Read", "Write", "Permissions management", "Tagging")


class Part(NamedTuple):
    """The difference for some callers.

    Attributes:
        whom: the callers it is the same for, in words; none is: whoever has the policies.
    """

    whom: tuple[str, ...]
    difference: Difference


class Comparison(NamedTuple):
    """The whole answer.

    Attributes:
        before, after: what the sides are called.
        parts: those callers for whom something differs or is undecided.
        compared: how many callers were looked at.
        remarks: what a person should know besides, in words.
    """

    before: str
    after: str
    parts: tuple[Part, ...]
    compared: int = 1
    remarks: tuple[str, ...] = ()

    @property
    def relation(self) -> Relation:
        """Of all callers together; undecided only where what is open could make it another one."""
        every = Difference(
            tuple(piece for part in self.parts for piece in part.difference.gained),
            tuple(piece for part in self.parts for piece in part.difference.lost),
            tuple(each for part in self.parts for each in part.difference.undecided),
        )
        return every.relation


class Comparer:
    """Compares permissions, those that are equal once.

    Args:
        within: which requests are in question.
    """

    def __init__(self, within: Box = EVERYTHING) -> None:
        self.catalog = KnownActions()
        self.space: Space = new_space()
        self._within = within

    def difference(self, before: Permissions, after: Permissions) -> Difference:
        """What `after` gives and takes, within the requests in question."""
        if self._within.extent != EVERYTHING.extent:
            before, after = restricted(before, self._within), restricted(after, self._within)
        return compare(before, after, self.space, catalog=self.catalog)


def question(*, actions: Iterable[str] = (), resources: Iterable[str] = (), level: str | None = None) -> Box:
    """The requests that are in question: those that fit one of each of what is given.

    Args:
        actions: `s3:Get*`; in any case of letters.
        resources: ARNs with wildcards, or `*`.
        level: one of LEVELS, in any case: the known actions of this level alone.

    Raises:
        ValidationError: an action or a resource is none.
        InvalidInput: there is no such level.
    """
    box = EVERYTHING
    if patterns := tuple(actions):
        for text in patterns:
            if text != "*" and (text.count(":") != 1 or not all(text.split(":"))):
                raise ValidationError(f"{text!r} is no action.", hint="an action is service:Name, such as s3:GetObject")
        box = box.keeping(("action", Group(map(action_pattern, patterns)), True))
    if texts := tuple(resources):
        for text in texts:
            if text != "*" and not text.startswith("arn:"):
                raise ValidationError(f"{text!r} is no resource.", hint="a resource is an ARN, with wildcards, or *")
        box = box.keeping(("resource", Group(map(wild_pattern, texts)), True))
    if level is not None:
        box = box.keeping(("action", Group(map(action_pattern, _of_level(level))), True))
    return box


def _of_level(level: str) -> list[str]:
    wanted = level.strip().lower().replace("-", " ")
    named = next((each for each in LEVELS if each.lower() == wanted), None)
    if named is None:
        raise InvalidInput(f"{level} is no access level.", hint=f"the levels are {', '.join(LEVELS)}")
    from iamctl.service.reference import service_reference

    return [each.full_name for each in service_reference().actions_matching("*") if each.access_level == named]


def parts_of(differences: Sequence[tuple[str, Difference]]) -> tuple[Part, ...]:
    """Callers with the same difference together; those for whom nothing differs left out."""
    found: dict[object, list[str]] = {}
    kept: dict[object, Difference] = {}
    for whom, difference in differences:
        if difference.relation is Relation.EQUAL and not difference.undecided:
            continue
        key = (
            frozenset(piece.box.extent for piece in difference.gained),
            frozenset(piece.box.extent for piece in difference.lost),
            tuple(difference.undecided),
        )
        found.setdefault(key, []).append(whom)
        kept.setdefault(key, difference)
    return tuple(Part(tuple(each for each in whom if each), kept[key]) for key, whom in found.items())
