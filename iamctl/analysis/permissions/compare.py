"""What one set of permissions gives beyond another, with a request that proves each claim.

    equal      no request is answered differently
    narrower   something is lost and nothing gained
    wider      something is gained and nothing lost
    neither    both
    undecided  it hangs on something that is named

"Nothing gained" is exact: the boxes are empty. "Gained" is proved by a request that the engine answers differently on
the two sides. What is neither empty nor witnessed is undecided, with the construct that it hangs on.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.permissions.boxes import Space
from iamctl.analysis.permissions.languages import TooManyPlaces
from iamctl.analysis.permissions.sets import TooManyBoxes, beyond
from iamctl.analysis.permissions.witness import Witness, find_witness

if TYPE_CHECKING:
    from iamctl.analysis.permissions.boxes import Box
    from iamctl.analysis.permissions.from_policies import Permissions
    from iamctl.analysis.permissions.witness import Catalog, Context


class Relation(Enum):
    """How the permissions after a change stand to those before."""

    EQUAL = "equal"
    NARROWER = "narrower"
    WIDER = "wider"
    NEITHER = "neither"
    UNDECIDED = "undecided"


class Piece(NamedTuple):
    """Requests that the one side allows and the other does not, one of which is the witness."""

    box: Box
    witness: Witness


class Undecided(NamedTuple):
    """Requests that may be gained or lost, for all that is known.

    Attributes:
        constructs: what it hangs on, in words.
    """

    is_gain: bool
    constructs: tuple[str, ...]
    box: Box | None = None


class Difference(NamedTuple):
    """What is gained and lost."""

    gained: tuple[Piece, ...] = ()
    lost: tuple[Piece, ...] = ()
    undecided: tuple[Undecided, ...] = ()

    @property
    def relation(self) -> Relation:
        """Undecided only where what is open could make it another one."""
        open_gain = not self.gained and any(each.is_gain for each in self.undecided)
        open_loss = not self.lost and any(not each.is_gain for each in self.undecided)
        if open_gain or open_loss:
            return Relation.UNDECIDED
        if self.gained:
            return Relation.NEITHER if self.lost else Relation.WIDER
        return Relation.NARROWER if self.lost else Relation.EQUAL


def compare(
    before: Permissions, after: Permissions, space: Space | None = None, *, catalog: Catalog | None = None
) -> Difference:
    """What the change from `before` to `after` gives and takes.

    Args:
        space: what is known of context keys, and which requests are in question.
        catalog: of which actions the witnesses are taken where one fits.
    """
    space = space or Space()
    gained, open_gains = added(before, after, space, catalog=catalog, is_gain=True)
    lost, open_losses = added(after, before, space, catalog=catalog, is_gain=False)
    return Difference(gained, lost, (*open_gains, *open_losses))


def added(
    before: Permissions, after: Permissions, space: Space, *, catalog: Catalog | None = None, is_gain: bool = True
) -> tuple[tuple[Piece, ...], tuple[Undecided, ...]]:
    """What `after` allows and `before` does not; what of that is not decided."""
    pieces: list[Piece] = []
    undecided: list[Undecided] = []

    def is_one(action: str, resource: str, context: Context) -> bool:
        return after.scene.allows(action, resource, context) and not before.scene.allows(action, resource, context)

    try:
        boxes = beyond(after, before, space)
    except TooManyBoxes:
        return (), (Undecided(is_gain, ("statements that overlap in more than 20,000 ways",)),)
    for box in boxes:
        try:
            witness = find_witness(box, space, catalog, is_one)
        except TooManyPlaces:
            witness = None
        if witness is not None:
            pieces.append(Piece(box, witness))
            continue
        constructs = (*space.reasons(box), *sorted(space.too_hard)) or ("a request that the engine answers alike",)
        undecided.append(Undecided(is_gain, constructs, box))
    return tuple(pieces), tuple(undecided)
