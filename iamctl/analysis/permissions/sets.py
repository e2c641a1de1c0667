"""What one caller's permissions allow that another's do not: a union of boxes, exact.

    allowed    for some way, in an Allow of each of its layers, and in no Deny
    the rest   for every way, in no Allow of one of its layers, or in a Deny

so what the one allows beyond the other is what is left of each box that the one allows, once the other's layers are
taken off, together with what of it the other denies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.permissions.boxes import EVERYTHING, Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.analysis.permissions.boxes import Space
    from iamctl.analysis.permissions.from_policies import Permissions, Way

MOST_BOXES = 20_000


class TooManyBoxes(Exception):
    """The statements overlap in more ways than are looked at."""


def allowed(permissions: Permissions, space: Space) -> list[Box]:
    """What the ways allow, before anything is denied; no box is there twice.

    Raises:
        TooManyBoxes: there are more than MOST_BOXES.
    """
    found: dict[object, Box] = {}
    for way in permissions.ways:
        for box in _together(way, space):
            found.setdefault(box.extent, box)
    return list(found.values())


def beyond(after: Permissions, before: Permissions, space: Space) -> list[Box]:
    """What `after` allows and `before` does not.

    Raises:
        TooManyBoxes: there are more than MOST_BOXES.
    """
    indexes = [[Index(layer) for layer in way] for way in before.ways]
    new_denies = {box.extent for box in before.denies} - {box.extent for box in after.denies}
    withdrawn = [box for box in before.denies if box.extent in new_denies]
    denied = Index(after.denies)
    found: list[Box] = []
    for box in allowed(after, space):
        left = [box]
        for way in indexes:
            left = _deduplicated(each for part in left for index in way for each in without(part, index, space))
            _check(left)
        left += [both for deny in Index(withdrawn).near(box) if (both := _under(box, deny, space)) is not None]
        found += [each for part in left for each in without(part, denied, space)]
        _check(found)
    return _without_repeats(found, space)


def without(box: Box, others: Index, space: Space) -> list[Box]:
    """What is in the box and in none of the others."""
    left = [box]
    for other in others.near(box):
        if other.extent == box.extent:
            return []
        left = [part for each in left for part in space.minus(each, other)]
        _check(left)
        if not left:
            break
    return left


class Index:
    """Boxes by the services that their actions are of: few of them speak of a given one."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._of_any: list[tuple[int, Box]] = []
        self._of_service: dict[str, list[tuple[int, Box]]] = {}
        self._all: Sequence[Box] = tuple(boxes)
        for number, box in enumerate(self._all):
            services = _services(box)
            if services is None:
                self._of_any.append((number, box))
            else:
                for service in services:
                    self._of_service.setdefault(service, []).append((number, box))

    def near(self, box: Box) -> Sequence[Box]:
        """Those that may have a request in common with the box; the widest and least conditional first."""
        services = _services(box)
        if services is None:
            found = list(self._all)
        else:
            numbered = dict(self._of_any)
            for service in services:
                numbered.update(self._of_service.get(service, ()))
            found = [numbered[number] for number in sorted(numbered)]
        return sorted(found, key=_width)


def _width(box: Box) -> tuple[int, int]:
    return len(box.tests) + len(box.spots), len(box.resources.ins) + len(box.resources.outs)


def _services(box: Box) -> set[str] | None:
    """The services of the box's actions; None is any."""
    for group in box.actions.ins:
        services = {pattern.head.partition(":")[0] if ":" in pattern.head else None for pattern in group.patterns}
        if None not in services:
            return services  # type: ignore[return-value]
    return None


def _together(way: Way, space: Space) -> Iterator[Box]:
    """What all layers of a way allow."""
    boxes = [EVERYTHING]
    for layer in sorted(way, key=len):
        everything = next((box for box in layer if box.is_everything), None)
        if everything is not None and boxes != [EVERYTHING]:
            boxes = [box._replace(origins=(*box.origins, *everything.origins)) for box in boxes]
            continue
        index = Index(layer)
        boxes = _deduplicated(
            both for box in boxes for other in index.near(box) if (both := space.meet(box, other)) is not None
        )
        _check(boxes)
    yield from (box for box in boxes if not space.is_empty(box))


def _under(box: Box, deny: Box, space: Space) -> Box | None:
    both = space.meet(box, deny)
    return both if both is None else both._replace(origins=(*box.origins, *deny.origins))


def _deduplicated(boxes: Iterable[Box]) -> list[Box]:
    found: dict[object, Box] = {}
    for box in boxes:
        found.setdefault(box.extent, box)
    return list(found.values())


def _without_repeats(boxes: list[Box], space: Space) -> list[Box]:
    """Without boxes that lie within another one."""
    unique = sorted(_deduplicated(boxes), key=_width)
    index = Index(unique)
    kept: set[object] = set()
    for box in unique:
        others = (other for other in index.near(box) if other.extent in kept)
        if not any(_holds(other, box, space) for other in others):
            kept.add(box.extent)
    return [box for box in unique if box.extent in kept]


def _holds(wide: Box, narrow: Box, space: Space) -> bool:
    return all(not space.can_keep(narrow, (kind, asked, not holds)) for kind, asked, holds in wide.constraints())


def _check(boxes: Sequence[object]) -> None:
    if len(boxes) > MOST_BOXES:
        raise TooManyBoxes
