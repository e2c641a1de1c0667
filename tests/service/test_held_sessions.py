"""Whether sessions that were kept are worth anything: as those who present them are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from iamctl.errors import IamctlError
from iamctl.model.session import Credentials
from iamctl.service.access_keys import update_access_key
from iamctl.service.held_sessions import caller_until, files_that_tell, why_worthless
from iamctl.service.roles import create_role, delete_role
from iamctl.service.service import Service
from iamctl.service.sts.presenting import proven
from iamctl.service.sts.session_keys import rotate_session_key
from iamctl.service.sts.session_token import get_session_token
from iamctl.service.sts.sessions import end_session, end_sessions_of

from .acting import statement
from .sts.sessions import Clocked, as_presented, trusting_account


@pytest.fixture
def world() -> Clocked:
    made = Clocked()
    made.user("alice", statement("sts:*"))
    made.trusted_role("Deploy")
    return made


def why(world: Clocked, credentials: Credentials) -> str | None:
    with world.root.lookups() as reading:
        return why_worthless(reading.account, credentials)


def test_a_living_session_is_worth_something(world: Clocked) -> None:
    assert why(world, world.assumed(world.acting("alice"), "Deploy").credentials) is None


def test_it_is_over_to_the_second(world: Clocked) -> None:
    issued = world.assumed(world.acting("alice"), "Deploy")
    world.later(seconds=3599)
    assert why(world, issued.credentials) is None

    world.later(seconds=1)

    assert "expired" in (why(world, issued.credentials) or "")


def recreate_role(world: Clocked, _: Any) -> None:
    world.root.call(delete_role, role_name="Deploy")
    world.root.call(create_role, role_name="Deploy", assume_role_policy_document=trusting_account())


def rotate_twice(world: Clocked, _: Any) -> None:
    world.root.call(rotate_session_key)
    world.later(hours=36)


@pytest.mark.parametrize(
    "ending",
    [
        recreate_role,
        lambda world, issued: world.root.call(end_session, access_key_id=issued.session.access_key_id),
        lambda world, _: world.root.call(end_sessions_of, principal="Deploy"),
        lambda world, _: world.root.call(rotate_session_key, end_all=True),
        rotate_twice,
    ],
    ids=["another role of the name", "ended", "all ended", "keys gone", "key retired"],
)
def test_what_is_refused_when_it_is_presented_is_worthless(world: Clocked, ending: Any) -> None:
    issued = world.assumed(world.acting("alice"), "Deploy")
    ending(world, issued)

    with world.root.lookups() as reading:
        with pytest.raises(IamctlError):
            proven(reading.account, as_presented(issued))
        assert why_worthless(reading.account, issued.credentials) is not None


def test_a_key_that_was_followed_seals_nothing_new_and_still_opens(world: Clocked) -> None:
    issued = world.assumed(world.acting("alice"), "Deploy")
    world.root.call(rotate_session_key)

    assert why(world, issued.credentials) is None


def test_a_session_that_another_account_issued_is_not_remembered(world: Clocked) -> None:
    other = Clocked()
    other.user("alice", statement("sts:*"))
    other.trusted_role("Deploy")

    assert why(world, other.assumed(other.acting("alice"), "Deploy").credentials) == "the account does not remember it"


def test_a_session_of_ones_own_ends_with_the_key_that_signed_for_it(world: Clocked) -> None:
    presented = world.with_key("alice")
    issued = world.by(presented).call(get_session_token)
    assert why(world, issued.credentials) is None

    world.root.call(update_access_key, access_key_id=presented.access_key_id, status="Inactive", user_name="alice")

    assert presented.access_key_id in (why(world, issued.credentials) or "")


def told(service: Service, credentials: Credentials) -> list[str]:
    with service.lookups() as reading:
        return files_that_tell(reading.account, credentials)


def test_the_files_that_tell_are_the_accounts_the_roles_and_the_callers(world: Clocked) -> None:
    issued = world.assumed(world.acting("alice"), "Deploy")

    assert told(world.acting("alice"), issued.credentials) == ["account.toml", "roles/Deploy.toml", "users/alice.toml"]


def test_a_callers_own_credentials_end_with_its_session_and_else_never(world: Clocked) -> None:
    def until(service: Service) -> object:
        with service.lookups() as reading:
            return caller_until(reading.account)

    issued = world.assumed(world.acting("alice"), "Deploy")

    assert until(world.acting("alice")) is None
    assert until(world.by(world.with_key("alice"))) is None
    assert until(world.by(issued)) == world.now + timedelta(hours=1)
