"""Credentials that are presented: those of the account, whole, alive; and nothing else."""

from __future__ import annotations

import pytest

from iamctl.errors import AccessDenied, ExpiredToken, IncompleteSignature, InvalidClientTokenId, SignatureDoesNotMatch
from iamctl.model.secret import Secret
from iamctl.service.access_keys import delete_access_key, update_access_key
from iamctl.service.inline_policies import delete_role_policy, put_role_policy
from iamctl.service.roles import create_role, delete_role
from iamctl.service.sts.presenting import check_complete
from iamctl.service.sts.session_keys import rotate_session_key
from iamctl.service.sts.session_token import get_session_token
from iamctl.service.sts.sessions import end_session, list_sessions
from iamctl.service.users import list_users, update_user
from service.acting import statement
from service.given import allowing

from .sessions import Clocked, as_presented, trusting_account


@pytest.fixture
def world() -> Clocked:
    made = Clocked()
    made.user("alice", statement(["sts:AssumeRole", "iam:ListUsers"]))
    made.trusted_role("Deploy", statement(["iam:ListUsers", "sts:AssumeRole"]))
    return made


def test_an_access_key_is_its_users(world: Clocked) -> None:
    assert world.by(world.with_key("alice")).call(list_users)


def test_an_access_key_that_is_inactive_or_gone_is_nobodys_at_once(world: Clocked) -> None:
    key = world.with_key("alice")
    named = {"access_key_id": key.access_key_id, "user_name": "alice"}

    world.root.call(update_access_key, status="Inactive", **named)
    with pytest.raises(InvalidClientTokenId):
        world.by(key).call(list_users)
    world.root.call(delete_access_key, **named)
    with pytest.raises(InvalidClientTokenId):
        world.by(key).call(list_users)


def test_a_wrong_secret_is_not_the_keys(world: Clocked) -> None:
    key = world.with_key("alice")._replace(secret=Secret("x" * 40))

    with pytest.raises(SignatureDoesNotMatch):
        world.by(key).call(list_users)


def test_a_session_is_over_at_its_expiration_to_the_second(world: Clocked) -> None:
    session = world.by(world.assumed(world.acting("alice"), "Deploy", duration_seconds=900))

    world.later(seconds=899)
    assert session.call(list_users)
    world.later(seconds=1)
    with pytest.raises(ExpiredToken, match="The security token included in the request is expired"):
        session.call(list_users)


def test_parts_of_two_sessions_do_not_go_together(world: Clocked) -> None:
    one, two = (as_presented(world.assumed(world.acting("alice"), "Deploy")) for _ in range(2))

    for mixed, error in (
        (one._replace(session_token=two.session_token), InvalidClientTokenId),
        (one._replace(secret=two.secret), SignatureDoesNotMatch),
        (one._replace(session_token=None), InvalidClientTokenId),
        (world.with_key("alice")._replace(session_token=one.session_token), InvalidClientTokenId),
    ):
        with pytest.raises(error):
            world.by(mixed).call(list_users)


def test_another_accounts_key_is_named_as_such(world: Clocked) -> None:
    from iamctl.model.access_key import key_id

    foreign = world.with_key("alice")._replace(access_key_id=key_id("AKIA", "999988887777", b"12345"))

    with pytest.raises(InvalidClientTokenId) as refused:
        world.by(foreign).call(list_users)
    assert any("is of account 999988887777" in hint for hint in refused.value.hints)


def test_a_session_ends_with_its_role_and_is_not_another_roles_of_the_same_name(world: Clocked) -> None:
    session = world.by(world.assumed(world.acting("alice"), "Deploy"))
    world.root.call(delete_role_policy, role_name="Deploy", policy_name="Own")
    world.root.call(delete_role, role_name="Deploy")
    world.root.call(create_role, role_name="Deploy", assume_role_policy_document=trusting_account())

    with pytest.raises(InvalidClientTokenId) as refused:
        session.call(list_users)
    assert "the role that it was issued for is gone" in refused.value.hints


def test_what_the_role_may_is_what_it_may_now(world: Clocked) -> None:
    session = world.by(world.assumed(world.acting("alice"), "Deploy"))
    world.root.call(delete_role_policy, role_name="Deploy", policy_name="Own")

    with pytest.raises(AccessDenied):
        session.call(list_users)
    world.root.call(put_role_policy, role_name="Deploy", policy_name="New", policy_document=allowing("iam:ListUsers"))
    assert session.call(list_users)


def test_a_renamed_users_session_goes_on_under_the_new_name(world: Clocked) -> None:
    issued = world.by(world.with_key("alice")).call(get_session_token)
    world.root.call(update_user, user_name="alice", new_user_name="alicia")
    session = world.by(issued)

    with session.lookups() as reading:
        assert reading.account.caller.endswith("user/alicia")


def test_a_session_token_ends_with_the_key_that_signed_for_it(world: Clocked) -> None:
    key = world.with_key("alice")
    issued = world.by(key).call(get_session_token)
    role = world.assumed(world.by(key), "Deploy")
    world.root.call(update_access_key, access_key_id=key.access_key_id, status="Inactive", user_name="alice")

    with pytest.raises(InvalidClientTokenId), world.by(issued).lookups():
        pass
    assert world.by(role).call(list_users)  # as in AWS, a role's session does not


def test_ending_a_session_ends_what_came_out_of_it_and_nothing_else(world: Clocked) -> None:
    world.trusted_role("Second", statement("iam:ListUsers"))
    first = world.assumed(world.acting("alice"), "Deploy")
    second = world.assumed(world.by(first), "Second")
    other = world.assumed(world.acting("alice"), "Deploy")

    ended = world.root.call(end_session, access_key_id=first.session.access_key_id)

    assert {each.session.access_key_id for each in ended} == {
        first.session.access_key_id,
        second.session.access_key_id,
    }
    for dead in (first, second):
        with pytest.raises(InvalidClientTokenId):
            world.by(dead).call(list_users)
    assert world.by(other).call(list_users)
    assert [each.session.access_key_id for each in world.root.call(list_sessions)] == [other.session.access_key_id]


def test_whoever_has_a_session_may_end_it_and_no_other(world: Clocked) -> None:
    one, two = (world.assumed(world.acting("alice"), "Deploy") for _ in range(2))

    with pytest.raises(AccessDenied, match="only the root user may"):
        world.by(one).call(end_session, access_key_id=two.session.access_key_id)
    world.by(one).call(end_session, access_key_id=one.session.access_key_id)
    with pytest.raises(InvalidClientTokenId):
        world.by(one).call(list_users)


def test_a_new_session_key_leaves_sessions_alive_unless_all_are_to_end(world: Clocked) -> None:
    issued = world.assumed(world.acting("alice"), "Deploy")

    world.root.call(rotate_session_key)
    assert world.by(issued).call(list_users)
    assert world.by(world.assumed(world.acting("alice"), "Deploy")).call(list_users)
    world.root.call(rotate_session_key, end_all=True)
    with pytest.raises(InvalidClientTokenId):
        world.by(issued).call(list_users)


def test_an_old_session_key_goes_when_nothing_it_sealed_can_be_alive(world: Clocked) -> None:
    world.assumed(world.acting("alice"), "Deploy")
    world.root.call(rotate_session_key)
    world.later(hours=37)
    world.root.call(rotate_session_key)

    assert len(world.store.nouns["settings"]["111122223333"].session_keys) == 2
    assert len([ref for ref in world.store.secrets if ref.kind == "session-key"]) == 2


def test_credentials_with_a_half_missing_are_refused() -> None:
    check_complete("", "", "", "the environment")
    for parts in (("AKIAX", "", ""), ("", "secret", ""), ("", "", "token")):
        with pytest.raises(IncompleteSignature):
            check_complete(*parts, "the environment")
