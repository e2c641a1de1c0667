"""The least policy for what somebody needs."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.permissions.from_policies import permissions_of_layer
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.errors import InvalidInput
from iamctl.service.least_policy.access_list import read_access_list
from iamctl.service.least_policy.from_access import LeastPolicy, policy_from_access

INSTANCE = "arn:aws:ec2:eu-west-1:111122223333:instance/*"


def made_of(*lines: str, with_dependent: bool = True) -> LeastPolicy:
    return policy_from_access(read_access_list("\n".join(lines), "f"), with_dependent=with_dependent)


def pairs(made: LeastPolicy) -> set[tuple[str, str]]:
    tree: Any = made.document.tree
    return {
        pair
        for each in tree["Statement"]
        for pair in product(*([text] if isinstance(text, str) else text for text in (each["Action"], each["Resource"])))
    }


def test_an_action_that_acts_on_no_resource_is_allowed_on_any() -> None:
    made = made_of("s3:ListAllMyBuckets arn:aws:s3:::b")

    assert pairs(made) == {("s3:ListAllMyBuckets", "*")}
    assert made.remarks == ("s3:ListAllMyBuckets acts on no resource: it is allowed on *",)


def test_resource_types_that_the_action_needs_come_along_in_the_same_region() -> None:
    found = pairs(made_of(f"ec2:RunInstances {INSTANCE}", with_dependent=False))

    assert ("ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:subnet/*") in found
    assert ("ec2:RunInstances", "arn:aws:ec2:eu-west-1::image/*") in found
    assert {action for action, _ in found} == {"ec2:RunInstances"}


def test_a_role_is_passed_to_the_service_of_the_action_alone() -> None:
    tree: Any = made_of(f"ec2:RunInstances {INSTANCE}").document.tree

    (passing,) = [each for each in tree["Statement"] if each["Action"] == "iam:PassRole"]
    assert passing["Resource"] == "arn:aws:iam::111122223333:role/*"
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}


def test_a_role_that_is_listed_is_passed_as_it_is_listed() -> None:
    role = "arn:aws:iam::111122223333:role/Web"

    found = pairs(made_of(f"ec2:RunInstances {INSTANCE}", f"iam:PassRole {role}"))

    assert {resource for action, resource in found if action == "iam:PassRole"} == {role}


def test_an_action_that_aws_does_not_publish_is_refused() -> None:
    with pytest.raises(InvalidInput, match="s3:GetObjekt") as caught:
        made_of("s3:GetObject", "s3:GetObjekt")

    assert str(caught.value.place) == "f:2:1"
    assert "did you mean s3:GetObject" in caught.value.hints[0]


def test_a_resource_that_the_action_does_not_act_on_is_refused() -> None:
    with pytest.raises(InvalidInput, match="does not act on arn:aws:s3:::b"):
        made_of("s3:GetObject arn:aws:s3:::b")


def test_a_pattern_is_the_actions_that_act_on_the_resource() -> None:
    found = {action for action, _ in pairs(made_of("s3:Get* arn:aws:s3:::b", with_dependent=False))}

    assert "s3:GetBucketAcl" in found
    assert "s3:GetObject" not in found


def test_a_resource_within_another_is_not_said() -> None:
    found = pairs(made_of("s3:GetObject arn:aws:s3:::b/*", "s3:GetObject arn:aws:s3:::b/logs/*"))

    assert found == {("s3:GetObject", "arn:aws:s3:::b/*")}


ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectTagging")
OBJECTS = tuple(f"arn:aws:s3:::{name}/k" for name in "abc")


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(OBJECTS)), min_size=1))
def test_the_engine_allows_what_is_listed_and_nothing_else(listed: list[tuple[str, str]]) -> None:
    made = made_of(*(" ".join(each) for each in listed), with_dependent=False)

    scene = permissions_of_layer(Layer((NamedDocument("made", made.document),))).scene
    for action, resource in product(ACTIONS, OBJECTS):
        assert scene.allows(action, resource, {}) == ((action, resource) in listed)
