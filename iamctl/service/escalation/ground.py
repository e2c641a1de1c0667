"""An account as the search for roads asks about it: every move is put to the engine."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from iamctl.analysis.escalation.primitives import Gives
from iamctl.analysis.escalation.standing import Change, Move, Proof, Standing, Step
from iamctl.analysis.escalation.table import ALTERING
from iamctl.service.escalation import alterations, takeovers
from iamctl.service.escalation.administrators import is_admin
from iamctl.service.escalation.asking import Granted, Questions
from iamctl.service.escalation.gains import Gains
from iamctl.service.escalation.holdings import Holding, Kind, Layers
from iamctl.service.escalation.snapshot import Snapshot
from iamctl.service.escalation.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.analysis.escalation.search import Met
    from iamctl.reference.services import ServiceReference
    from iamctl.service.account import Account
    from iamctl.service.escalation.takeovers import Offer


class AccountGround:
    """See `iamctl.analysis.escalation.search.Ground`.

    Attributes:
        snapshot, questions, trust: what moves are worked out from.
    """

    def __init__(self, account: Account) -> None:
        self.snapshot = Snapshot(account)
        self.questions = Questions(self.snapshot)
        self.trust = Trust(self.snapshot, self.questions)
        self._layers = Layers()
        self._holdings: dict[Standing, Holding] = {}
        self._shared: dict[Kind, tuple[Offer, ...]] = {}
        self._admins: dict[Kind, bool] = {}
        self._somewhere: dict[tuple[Standing, str], Granted | None] = {}
        self._gains = Gains(self)

    @cached_property
    def reference(self) -> ServiceReference:
        from iamctl.reference.services import ServiceReference  # only a comparison pays for its 5 ms

        return ServiceReference()

    def holding(self, standing: Standing) -> Holding:
        found = self._holdings.get(standing)
        if found is None:
            found = self._holdings[standing] = Holding(self.snapshot, self._layers, standing)
        return found

    def takeovers(self, standing: Standing, *, by_name_only: bool = False) -> Iterator[Move]:
        holding = self.holding(standing)
        own = takeovers.own(self, holding)
        for offer in own if by_name_only else chain(own, self._offers(holding)):
            if offer.arn != standing.arn:
                reached = Standing(offer.arn, part=offer.primitive.part)
                yield Move(
                    offer.primitive, standing, offer.resource, reached, offer.outside, offer.extra, hangs=offer.hangs
                )

    def _offers(self, holding: Holding) -> tuple[Offer, ...]:
        """What all of the holding's way may become; worked out once."""
        shared = self._shared.get(holding.way)
        if shared is None:
            offers = takeovers.shared(self, holding)
            shared = tuple(sorted(offers, key=lambda each: not self.is_admin(Standing(each.arn))))
            self._shared[holding.way] = shared
        return shared

    def alterations(self, actor: Standing, victim: Standing, met: Met) -> Iterator[Move]:
        altering, altered = self.holding(actor), self.holding(victim)
        touched = altering.touches
        if touched is not None and touched.isdisjoint(altered.touchable):
            return iter(())
        return alterations.moves(self, altering, altered, met)

    def is_outdone(self, standing: Standing, by: Iterable[Standing]) -> bool:
        holding = self.holding(standing)
        roads = holding.shared_roads
        if any(document.is_personal and document.text in roads for document in holding.identity):
            return False
        others = map(self.holding, by)
        return any(other.goes_freely and roads <= other.texts for other in others)

    def brought(self, change: Change) -> object:
        if change.gives is Gives.MEMBERSHIP:
            return self.snapshot.texts(change.name)
        return change

    def rights(self, standing: Standing) -> frozenset[str]:
        return self.holding(standing).roads

    def is_free(self, standing: Standing) -> bool:
        return self.holding(standing).is_free

    def leads_on(self, standing: Standing) -> bool:
        holding = self.holding(standing)
        return bool(holding.speaks) or self.trust.names(holding)

    def may_alter(self, actor: Standing) -> bool:
        return not actor.part and not ALTERING.isdisjoint(self.holding(actor).speaks)

    def is_admin(self, standing: Standing) -> bool:
        holding = self.holding(standing)
        found = self._admins.get(holding.kind)
        if found is None:
            found = self._admins[holding.kind] = is_admin(self.questions, holding)
        return found

    def gains(self, standing: Standing, over: Sequence[Standing]) -> Proof | None:
        return self._gains.of(self.holding(standing), [self.holding(each) for each in over])

    def may_somewhere(self, standing: Standing, action: str) -> Granted | None:
        """Whether it may do the action to some resource; trust policies apart."""
        found = self._somewhere.get((standing, action))
        if found is None and (standing, action) not in self._somewhere:
            found = self.questions.somewhere(self.holding(standing), action)
            self._somewhere[standing, action] = found
        return found

    def prove(self, move: Move) -> Step | None:
        holding = self.holding(move.actor)
        if move.primitive.gives in (Gives.CONTROL, Gives.PART):
            granted = takeovers.prove(self, holding, move)
        else:
            granted = alterations.prove(self, holding, move)
        return None if granted is None else _step(move, granted)


def _step(move: Move, granted: Sequence[Granted]) -> Step:
    proofs = tuple(each.proof for each in granted)
    said = [condition for each in granted for condition in each.conditions]
    return Step(move, proofs, tuple(dict.fromkeys((*move.outside, *said))))
