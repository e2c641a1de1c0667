from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.known import Known
from iamctl.analysis.permissions.compare import Relation, compare
from iamctl.analysis.permissions.from_policies import (
    Permissions,
    permissions_in,
    permissions_of_layer,
    resource_permissions,
    trust_permissions,
)
from iamctl.analysis.permissions.representatives import representatives
from iamctl.engine.policy_set import PolicySet
from iamctl.engine.request import Principal, PrincipalKind
from tests.analysis.permissions.strategies import layer_of, layers, requests, resource_layers

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


@settings(max_examples=1500, deadline=None)
@given(layers, layers, st.lists(requests, min_size=7, max_size=7))
def test_the_engine_agrees_with_every_difference_of_two_policies(one: Layer, other: Layer, asked: list[Any]) -> None:
    before, after = permissions_of_layer(one), permissions_of_layer(other)
    found = compare(before, after)
    for request in asked:
        hold_to_the_engine(before, after, found, request)


@settings(max_examples=300, deadline=None)
@given(layers, layers, layers, layers, st.lists(requests, min_size=7, max_size=7))
def test_the_engine_agrees_when_boundaries_and_levels_of_control_policies_bind(
    one: Layer, boundary: Layer, control: Layer, other: Layer, asked: list[Any]
) -> None:
    before = permissions_in(PolicySet(one, boundary=boundary))
    after = permissions_in(PolicySet(one, session=boundary, service_control=(control, other)))
    found = compare(before, after)
    for request in asked:
        hold_to_the_engine(before, after, found, request)


@settings(max_examples=200, deadline=None)
@given(resource_layers, resource_layers, st.lists(requests, min_size=3, max_size=3))
def test_the_engine_agrees_for_everybody_whom_a_resources_policy_treats_apart(
    one: Layer, other: Layer, asked: list[Any]
) -> None:
    for each in representatives((one, other)):
        before, after = (resource_permissions(layer, each.principal) for layer in (one, other))
        found = compare(before, after)
        for request in asked:
            hold_to_the_engine(before, after, found, request)


BOB = Principal(PrincipalKind.USER, "arn:aws:iam::111122223333:user/bob", "111122223333")
HIS = Known({"aws:username": "bob", "aws:principaltag/t": "a"}, lambda key: key not in ("aws:sourcearn",))


@settings(max_examples=300, deadline=None)
@given(layers, layers, st.lists(requests, min_size=5, max_size=5))
def test_the_engine_agrees_for_a_caller_of_whom_something_is_known(one: Layer, other: Layer, asked: list[Any]) -> None:
    before, after = (permissions_in(PolicySet(layer), BOB, HIS) for layer in (one, other))
    found = compare(before, after)

    for action, resource, context in asked:
        carried = {key: value for key, value in context.items() if HIS.is_open(key)}
        hold_to_the_engine(before, after, found, (action, resource, carried | dict(HIS.context)))


@settings(max_examples=200, deadline=None)
@given(layers)
def test_a_policy_is_equal_to_itself_and_to_its_statements_in_another_order(layer: Layer) -> None:
    turned = type(layer).of(reversed(layer.statements))

    found = compare(permissions_of_layer(layer), permissions_of_layer(turned))

    assert found.relation is Relation.EQUAL
    assert found.undecided == ()


def test_a_trust_policy_speaks_of_assuming_the_role_alone() -> None:
    everybody = {"Effect": "Allow", "Principal": "*", "Action": ["sts:*", "s3:*"]}
    service = Principal(PrincipalKind.SERVICE, "ec2.amazonaws.com")

    before = trust_permissions(layer_of([{**everybody, "Principal": {"Service": "sqs.amazonaws.com"}}]), BOB)
    found = compare(before, trust_permissions(layer_of([everybody]), BOB))

    assert {piece.witness.action for piece in found.gained} <= {"sts:assumerole", "sts:tagsession", "sts:setcontext"}
    assert found.relation is Relation.WIDER
    of_service = [trust_permissions(layer_of([each]), service) for each in (everybody, everybody)]
    assert compare(*of_service).relation is Relation.EQUAL


def test_denying_more_loses_and_denying_less_gains() -> None:
    everything, deny = allow("s3:*"), {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::a/*"}

    lost = compare(policy(everything), policy(everything, deny))
    gained = compare(policy(everything, deny), policy(everything))

    assert lost.relation is Relation.NARROWER
    assert gained.relation is Relation.WIDER
    assert lost.lost[0].box.extent == gained.gained[0].box.extent


def test_statements_that_cover_another_only_together_make_it_superfluous() -> None:
    condition = {"IpAddress": {"aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"]}}
    wide = policy(allow("s3:Get*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))

    assert compare(wide, policy(allow("s3:Get*", Condition=condition))).relation is Relation.EQUAL
    halves = policy(allow(["s3:Get*", "s3:Put*"], "arn:aws:s3:::a*"), allow("s3:G*", "*"), allow("s3:Put*", "*"))
    assert compare(halves, policy(allow(["s3:G*", "s3:Put*"]))).relation is Relation.EQUAL
