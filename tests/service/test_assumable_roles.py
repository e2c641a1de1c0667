"""The roles that a caller may take on: those that AssumeRole gives it, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import AccessDenied
from iamctl.service.assumable_roles import assumable_roles
from iamctl.service.service import Service
from iamctl.service.sts.assume_role import Wish

from .acting import policy, statement
from .given import arn
from .sts.sessions import Clocked, trusting_account

NAMES = ("A", "B", "C", "D")


def found(service: Service, **wish: Any) -> list[tuple[str, int]]:
    with service.lookups() as reading:
        roles = assumable_roles(reading.account, Wish(**{"role_session_name": "ci", **wish}))
    return [(each.role.role_name, each.longest) for each in roles]


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_they_are_those_that_assume_role_gives(permitted: set[str], denied: set[str], named: set[str]) -> None:
    world = Clocked()
    statements = [statement("sts:AssumeRole", [arn(f"role/{name}") for name in sorted(permitted)])] if permitted else []
    if denied:
        statements.append(statement("sts:AssumeRole", [arn(f"role/{name}") for name in sorted(denied)], Effect="Deny"))
    alice = world.user("alice", *statements)
    for name in NAMES:
        world.trusted_role(name, trust=trusting_user("alice") if name in named else None)

    given_by_assume_role = []
    for name in NAMES:
        try:
            world.assumed(alice, name)
        except AccessDenied:
            continue
        given_by_assume_role.append(name)

    assert [name for name, _ in found(alice)] == given_by_assume_role


def trusting_user(name: str) -> Any:
    return policy({"Effect": "Allow", "Principal": {"AWS": arn(f"user/{name}")}, "Action": "sts:AssumeRole"})


def test_what_a_trust_policy_wants_to_be_told_counts() -> None:
    world = Clocked()
    alice = world.user("alice", statement("sts:*"))
    world.trusted_role("Partner", trust=trusting_account(StringEquals={"sts:ExternalId": "e-1"}))

    assert found(alice) == []
    assert found(alice, external_id="e-1") == [("Partner", 3600)]


def test_out_of_a_session_of_a_role_it_is_an_hour() -> None:
    world = Clocked()
    alice = world.user("alice", statement("sts:*"))
    world.trusted_role("First", statement("sts:*"))
    world.trusted_role("Long", max_session_duration=43_200)

    assert found(alice) == [("First", 3600), ("Long", 43_200)]
    assert found(world.by(world.assumed(alice, "First"))) == [("First", 3600), ("Long", 3600)]


def test_the_root_user_takes_on_none() -> None:
    world = Clocked()

    with pytest.raises(AccessDenied, match="root accounts"):
        found(world.root)
