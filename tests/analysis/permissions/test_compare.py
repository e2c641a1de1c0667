from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.permissions.compare import compare
from iamctl.analysis.permissions.from_policies import Permissions, permissions_in, permissions_of_layer
from iamctl.engine.policy_set import PolicySet
from tests.analysis.permissions.strategies import layer_of, layers, requests

if TYPE_CHECKING:
    from iamctl.analysis.permissions.compare import Difference
    from iamctl.engine.policy_set import Layer


def policy(*statements: dict[str, Any]) -> Permissions:
    return permissions_of_layer(layer_of(list(statements)))


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def hold_to_the_engine(before: Permissions, after: Permissions, found: Difference, request: Any) -> None:
    """Every witness flips; the request flips where a piece holds it, and only there, but for what is undecided."""
    for pieces, gaining, losing in ((found.gained, after, before), (found.lost, before, after)):
        for piece in pieces:
            assert piece.box.holds(*piece.witness)
            assert gaining.scene.allows(*piece.witness)
            assert not losing.scene.allows(*piece.witness)
        flips = gaining.scene.allows(*request) and not losing.scene.allows(*request)
        open_boxes = [each.box for each in found.undecided if each.is_gain == (gaining is after)]
        if any(piece.box.holds(*request) for piece in pieces):
            assert flips
        elif flips:
            assert any(box is not None and box.holds(*request) for box in open_boxes)


@settings(max_examples=1500)
@given(layers, layers, st.lists(requests, min_size=7, max_size=7))
def test_the_engine_agrees_with_every_difference_of_two_policies(one: Layer, other: Layer, asked: list[Any]) -> None:
    before, after = permissions_of_layer(one), permissions_of_layer(other)
    found = compare(before, after)
    for request in asked:
        hold_to_the_engine(before, after, found, request)


@settings(max_examples=300)
@given(layers, layers, layers, layers, st.lists(requests, min_size=7, max_size=7))
def test_the_engine_agrees_when_boundaries_and_levels_of_control_policies_bind(
    one: Layer, boundary: Layer, control: Layer, other: Layer, asked: list[Any]
) -> None:
    before = permissions_in(PolicySet(one, boundary=boundary))
    after = permissions_in(PolicySet(one, session=boundary, service_control=(control, other)))
    found = compare(before, after)
    for request in asked:
        hold_to_the_engine(before, after, found, request)
