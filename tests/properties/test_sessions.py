"""Sessions and what they come from: none outlives its expiration, none may more than its role, user or session policy."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.errors import ExpiredToken
from iamctl.service.authorization_requests import Asked
from iamctl.service.sts.session_token import get_federation_token
from iamctl.service.users import list_users
from tests.service.acting import statement
from tests.service.sts.sessions import Clocked

ACTIONS = ("s3:GetObject", "s3:PutObject", "iam:ListUsers", "ec2:RunInstances")
PATTERNS = (*ACTIONS, "s3:*", "*", "iam:List*", "s3:?etObject")
RESOURCES = ("arn:aws:s3:::b/k", "arn:aws:s3:::c/k", "*")

statements = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Action": st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3),
        "Resource": st.sampled_from(["*", "arn:aws:s3:::b/*", "arn:aws:s3:::c/k"]),
    }
)
policies = st.lists(statements, min_size=1, max_size=4)


def allowed(world: Clocked, who: Any) -> set[tuple[str, str]]:
    with who.lookups() as reading:
        gate = reading.account.gate
        return {
            (action, resource)
            for action in ACTIONS
            for resource in RESOURCES
            if gate.decide(Asked(action, resource, resource, resource, {})).is_allowed
        }


@settings(max_examples=60, deadline=None)
@given(role=policies, narrow=policies)
def test_a_session_of_a_role_may_what_role_and_session_policy_allow(
    role: list[dict[str, Any]], narrow: list[dict[str, Any]]
) -> None:
    world = Clocked()
    world.user("alice", statement("sts:AssumeRole"))
    world.trusted_role("Whole", *role)
    world.trusted_role("Narrow", *narrow)
    alice = world.acting("alice")
    text = json.dumps({"Version": "2012-10-17", "Statement": narrow})

    plain = allowed(world, world.by(world.assumed(alice, "Whole")))
    scoped = allowed(world, world.by(world.assumed(alice, "Whole", policy=text)))
    by_narrow = allowed(world, world.by(world.assumed(alice, "Narrow")))

    assert plain == allowed(world, world.acting("Whole"))
    assert scoped == plain & by_narrow


@settings(max_examples=40, deadline=None)
@given(user=policies, narrow=policies)
def test_a_federated_user_may_never_more_than_its_user(
    user: list[dict[str, Any]], narrow: list[dict[str, Any]]
) -> None:
    world = Clocked()
    alice = world.user("alice", *user, {"Effect": "Allow", "Action": "sts:GetFederationToken", "Resource": "*"})
    text = json.dumps({"Version": "2012-10-17", "Statement": narrow})
    if ("sts:GetFederationToken", "*") in {(a, "*") for s in user if s["Effect"] == "Deny" for a in s["Action"]}:
        return
    try:
        issued = alice.call(get_federation_token, name="kim", policy=text)
    except Exception as error:
        assert "sts:GetFederationToken" in str(error)
        return

    assert allowed(world, world.by(issued)) <= allowed(world, alice)


@settings(max_examples=60, deadline=None)
@given(duration=st.integers(900, 3600), elapsed=st.integers(0, 4000))
def test_no_session_outlives_its_expiration_by_a_second(duration: int, elapsed: int) -> None:
    world = Clocked()
    world.user("alice", statement("sts:AssumeRole"))
    world.trusted_role("Deploy", statement("iam:ListUsers"))
    session = world.by(world.assumed(world.acting("alice"), "Deploy", duration_seconds=duration))
    world.now += timedelta(seconds=elapsed)

    try:
        session.call(list_users)
        is_alive = True
    except ExpiredToken:
        is_alive = False

    assert is_alive == (elapsed < duration)
