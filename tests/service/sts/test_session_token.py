from __future__ import annotations

import json
from datetime import timedelta

import pytest

from iamctl.errors import AccessDenied, InvalidClientTokenId, ValidationError
from iamctl.model.tag import Tag
from iamctl.service.sts.session_token import get_federation_token, get_session_token
from iamctl.service.users import create_user, list_users
from iamctl.service.whoami import caller_identity
from service.acting import statement
from service.given import ACCOUNT_ID, NOW, ROOT

from .sessions import Clocked

ALL = json.dumps({"Version": "2012-10-17", "Statement": [statement("*")]})


@pytest.fixture
def world() -> Clocked:
    made = Clocked()
    made.user("alice", statement(["iam:*", "sts:*", "s3:*"]), tags=[Tag("team", "blue"), Tag("site", "A")])
    made.user("bob", statement("iam:ListUsers"))
    made.trusted_role("Deploy", statement("iam:ListUsers"))
    return made


def test_a_session_of_ones_own_needs_no_permission_and_lasts_12_hours(world: Clocked) -> None:
    issued = world.acting("bob").call(get_session_token)

    assert issued.credentials.expiration == NOW + timedelta(hours=12)
    with world.by(issued).lookups() as reading:
        assert caller_identity(reading.account)["Arn"].endswith(":user/bob")


@pytest.mark.parametrize(("asked", "given"), [(None, 3600), (900, 900), (129_600, 3600)])
def test_the_root_users_session_lasts_an_hour_at_most(world: Clocked, asked: int | None, given: int) -> None:
    issued = world.root.call(get_session_token, duration_seconds=asked)

    assert issued.credentials.expiration == NOW + timedelta(seconds=given)
    assert issued.arn == ROOT


@pytest.mark.parametrize("seconds", [899, 129_601])
def test_another_duration_is_out_of_range(world: Clocked, seconds: int) -> None:
    with pytest.raises(ValidationError):
        world.acting("bob").call(get_session_token, duration_seconds=seconds)


def test_without_mfa_such_a_session_may_not_call_iam_but_take_on_a_role(world: Clocked) -> None:
    session = world.by(world.acting("alice").call(get_session_token))

    with pytest.raises(InvalidClientTokenId) as refused:
        session.call(list_users)
    assert refused.value.hints == ("a session of GetSessionToken may call IAM only if it was made with MFA",)
    assert world.by(world.assumed(session, "Deploy")).call(list_users)


def test_who_has_a_session_gets_no_other_of_its_own(world: Clocked) -> None:
    for session in (
        world.by(world.acting("alice").call(get_session_token)),
        world.by(world.assumed(world.acting("alice"), "Deploy")),
        world.acting("Deploy"),
    ):
        with pytest.raises(AccessDenied, match="Cannot call GetSessionToken with session credentials"):
            session.call(get_session_token)
        with pytest.raises(AccessDenied, match="Cannot call GetFederationToken with session credentials"):
            session.call(get_federation_token, name="kim")


def test_a_federated_user_may_what_user_and_session_policy_both_allow(world: Clocked) -> None:
    issued = world.acting("alice").call(get_federation_token, name="kim", policy=ALL)

    assert issued.arn == f"arn:aws:sts::{ACCOUNT_ID}:federated-user/kim"
    assert issued.unique_id == f"{ACCOUNT_ID}:kim"
    with world.by(issued).lookups() as reading:
        gate = reading.account.gate
        assert gate is not None
        from iamctl.service.authorization_requests import Asked

        resource = "arn:aws:s3:::b/k"
        assert gate.decide(Asked("s3:GetObject", resource, resource, resource, {})).is_allowed
        assert not gate.decide(Asked("ec2:RunInstances", "*", "*", "*", {})).is_allowed


def test_a_federated_user_without_session_policies_may_nothing(world: Clocked) -> None:
    with world.by(world.acting("alice").call(get_federation_token, name="kim")).lookups() as reading:
        gate = reading.account.gate
        assert gate is not None
        from iamctl.service.authorization_requests import Asked

        resource = "arn:aws:s3:::b/k"
        assert not gate.decide(Asked("s3:GetObject", resource, resource, resource, {})).is_allowed


def test_a_federated_user_calls_neither_iam_nor_sts(world: Clocked) -> None:
    session = world.by(world.acting("alice").call(get_federation_token, name="kim", policy=ALL))

    with pytest.raises(InvalidClientTokenId):
        session.call(create_user, user_name="eve")
    with pytest.raises(InvalidClientTokenId):
        world.assumed(session, "Deploy")


def test_a_federated_users_tags_are_its_own_and_then_the_users(world: Clocked) -> None:
    issued = world.acting("alice").call(get_federation_token, name="kim", policy=ALL, tags=[Tag("Team", "red")])

    with world.by(issued).lookups() as reading:
        standing = reading.account.standing
        assert standing is not None
        tags = {key: value for key, value in standing.context.items() if key.startswith("aws:PrincipalTag/")}
    assert tags == {"aws:PrincipalTag/Team": "red", "aws:PrincipalTag/site": "A"}


def test_a_federation_token_needs_the_permission(world: Clocked) -> None:
    with pytest.raises(AccessDenied, match=r"sts:GetFederationToken on resource: arn:aws:sts::.*:federated-user/kim"):
        world.acting("bob").call(get_federation_token, name="kim")


def test_the_root_users_federated_user_may_what_its_session_policy_allows(world: Clocked) -> None:
    with world.by(world.root.call(get_federation_token, name="kim", policy=ALL)).lookups() as reading:
        gate = reading.account.gate
        assert gate is not None
        from iamctl.service.authorization_requests import Asked

        assert gate.decide(Asked("ec2:RunInstances", "*", "*", "*", {})).is_allowed
