from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.errors import EntityAlreadyExists, InvalidInput, LimitExceeded, Mistakes, NoSuchEntity, ValidationError
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.tag import Tag
from iamctl.service.account import Account
from iamctl.service.attachments import attach_group_policy, attach_role_policy, attach_user_policy
from iamctl.service.boundaries import put_role_permissions_boundary, put_user_permissions_boundary
from iamctl.service.cloning import (
    clone_user,
    copy_group_permissions,
    copy_permissions,
    copy_role_permissions,
    permissions_of,
)
from iamctl.service.groups import add_user_to_group, create_group
from iamctl.service.inline_policies import put_user_policy
from iamctl.service.roles import create_role
from iamctl.service.users import create_user, get_user

from .given import ADMINISTRATOR, EC2, GET, PUT, READ_ONLY, arn, trusting

ALICE_HAS = ("group Admins", "group Devs", f"attached {READ_ONLY}", "inline Get", f"boundary {ADMINISTRATOR}")


@pytest.fixture
def acme(account: Account) -> Account:
    """User alice with two groups, a policy of each kind, a boundary and a tag; bob in Devs and Ops with nothing else."""
    create_user(account, user_name="alice", path="/eng/", tags=[Tag("Team", "api")])
    create_user(account, user_name="bob")
    for name in ("Admins", "Devs", "Ops"):
        create_group(account, group_name=name)
    for group, user in (("Admins", "alice"), ("Devs", "alice"), ("Ops", "bob"), ("Devs", "bob")):
        add_user_to_group(account, group_name=group, user_name=user)
    attach_user_policy(account, user_name="alice", policy_arn=READ_ONLY)
    put_user_policy(account, user_name="alice", policy_name="Get", policy_document=GET)
    put_user_permissions_boundary(account, user_name="alice", permissions_boundary=ADMINISTRATOR)
    return account


def test_clones_have_all_that_the_source_has_under_ids_of_their_own(acme: Account) -> None:
    alice = get_user(acme, user_name="alice")

    changes = clone_user(acme, source_user_name="alice", new_user_names=["carol", "dave"])

    for name, change in zip(("carol", "dave"), changes, strict=True):
        clone = get_user(acme, user_name=name)
        assert clone == replace(alice, user_name=name, user_id=clone.user_id)
        assert (change.target, change.gained, change.lost) == (clone, ALICE_HAS, ())
    assert len({get_user(acme, user_name=name).user_id for name in ("alice", "carol", "dave")}) == 3


def test_a_clone_may_have_another_path_and_no_tags(acme: Account) -> None:
    clone_user(acme, source_user_name="alice", new_user_names=["carol"], path="/ops/", with_tags=False)

    carol = get_user(acme, user_name="carol")
    assert (carol.arn, carol.tags) == (arn("user/ops/carol"), ())


def test_trust_in_the_source_is_not_trust_in_its_clone(acme: Account) -> None:
    create_role(acme, role_name="Deploy", assume_role_policy_document=trusting(AWS=arn("user/eng/alice")))

    clone_user(acme, source_user_name="alice", new_user_names=["carol"])

    role = acme.roles.find("Deploy")
    assert role is not None and role.trust_policy == trusting(AWS=arn("user/eng/alice"))


def test_a_clone_needs_a_name_that_is_free(acme: Account) -> None:
    with pytest.raises(EntityAlreadyExists, match="User with name BOB"):
        clone_user(acme, source_user_name="alice", new_user_names=["BOB"])


def test_adding_takes_nothing_away(acme: Account) -> None:
    (change,) = copy_permissions(acme, source_user_name="alice", target_user_names=["bob"])

    bob = get_user(acme, user_name="bob")
    assert bob.groups == ("Ops", "Devs", "Admins")
    assert change.gained == ("group Admins", *ALICE_HAS[2:])
    assert (change.target, change.lost, bob.tags, bob.path) == (bob, (), (), "/")


def test_replacing_makes_the_permissions_equal(acme: Account) -> None:
    attach_user_policy(acme, user_name="bob", policy_arn=ADMINISTRATOR)
    put_user_policy(acme, user_name="bob", policy_name="Get", policy_document=PUT)

    (change,) = copy_permissions(acme, source_user_name="alice", target_user_names=["bob"], replace=True)

    alice, bob = get_user(acme, user_name="alice"), get_user(acme, user_name="bob")
    assert bob == replace(alice, user_name="bob", user_id=bob.user_id, path="/", tags=())
    assert change.gained == ("group Admins", *ALICE_HAS[2:])
    assert change.lost == ("group Ops", f"attached {ADMINISTRATOR}", "inline Get")


def test_only_the_chosen_kinds_are_carried(acme: Account) -> None:
    (change,) = copy_permissions(
        acme, source_user_name="alice", target_user_names=["bob"], replace=True, only=["attached", "inline"]
    )

    bob = get_user(acme, user_name="bob")
    assert (bob.groups, bob.permissions_boundary) == (("Ops", "Devs"), None)
    assert change.gained == (f"attached {READ_ONLY}", "inline Get")
    with pytest.raises(ValidationError, match="enum value set"):
        copy_permissions(acme, source_user_name="alice", target_user_names=["bob"], only=["tags"])


def test_a_second_copy_changes_nothing(acme: Account) -> None:
    copy_permissions(acme, source_user_name="alice", target_user_names=["bob"])

    (change,) = copy_permissions(acme, source_user_name="alice", target_user_names=["bob", "BOB"])

    assert (change.gained, change.lost) == ((), ())


def test_adding_never_overwrites_another_inline_policy_or_boundary(acme: Account) -> None:
    put_user_policy(acme, user_name="bob", policy_name="GET", policy_document=PUT)
    create_user(acme, user_name="carol", permissions_boundary=READ_ONLY)

    with pytest.raises(InvalidInput, match="User bob has another inline policy named GET") as raised:
        copy_permissions(acme, source_user_name="alice", target_user_names=["bob"])
    assert "--replace" in raised.value.hints[0]
    with pytest.raises(
        Mistakes, match=r"User bob has another inline(.|\n)*User carol has another permissions boundary"
    ):
        copy_permissions(acme, source_user_name="alice", target_user_names=["bob", "carol"])


def test_the_quotas_hold_for_targets(acme: Account) -> None:
    for number in range(9):
        create_group(acme, group_name=f"g{number}")
        if number < 8:
            add_user_to_group(acme, group_name=f"g{number}", user_name="alice")
    add_user_to_group(acme, group_name="g8", user_name="bob")

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for GroupsPerUser: 10"):
        copy_permissions(acme, source_user_name="alice", target_user_names=["bob"])


def test_what_is_no_more_is_not_carried_on(acme: Account) -> None:
    alice = get_user(acme, user_name="alice")
    acme.users.put(replace(alice, attached_policies=(arn("policy/Gone"),)))

    with pytest.raises(NoSuchEntity, match="policy/Gone"):
        clone_user(acme, source_user_name="alice", new_user_names=["carol"])
    with pytest.raises(NoSuchEntity, match="policy/Gone"):
        copy_permissions(acme, source_user_name="alice", target_user_names=["bob"])
    assert copy_permissions(acme, source_user_name="alice", target_user_names=["bob"], only=["inline"])


def test_groups_and_roles_give_their_policies_too(acme: Account) -> None:
    for name in ("Web", "Db"):
        create_role(acme, role_name=name, assume_role_policy_document=EC2)
    attach_group_policy(acme, group_name="Admins", policy_arn=ADMINISTRATOR)
    attach_role_policy(acme, role_name="Web", policy_arn=READ_ONLY)
    put_role_permissions_boundary(acme, role_name="Web", permissions_boundary=ADMINISTRATOR)

    (of_group,) = copy_group_permissions(acme, source_group_name="Admins", target_group_names=["Ops"])
    (of_role,) = copy_role_permissions(acme, source_role_name="Web", target_role_names=["Db"])

    assert of_group.gained == (f"attached {ADMINISTRATOR}",)
    assert of_role.gained == (f"attached {READ_ONLY}", f"boundary {ADMINISTRATOR}")
    with pytest.raises(ValidationError):
        copy_group_permissions(acme, source_group_name="Admins", target_group_names=["Ops"], only=["boundary"])


def test_adding_keeps_the_boundary_of_a_target_whose_source_has_none(acme: Account) -> None:
    create_user(acme, user_name="carol")
    put_user_permissions_boundary(acme, user_name="bob", permissions_boundary=READ_ONLY)

    (change,) = copy_permissions(acme, source_user_name="carol", target_user_names=["bob"])

    assert (change.gained, change.lost) == ((), ())
    assert get_user(acme, user_name="bob").permissions_boundary == READ_ONLY


OWNED = st.fixed_dictionaries(
    {
        "groups": st.lists(st.sampled_from(["Admins", "Devs", "Ops"]), unique=True).map(tuple),
        "attached_policies": st.lists(st.sampled_from([READ_ONLY, ADMINISTRATOR]), unique=True).map(tuple),
        "inline_policies": st.lists(
            st.builds(InlinePolicy, st.sampled_from(["a", "B", "c"]), st.sampled_from([GET, PUT])),
            unique_by=lambda policy: policy.policy_name,
        ).map(tuple),
        "permissions_boundary": st.sampled_from([None, READ_ONLY, ADMINISTRATOR]),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(alices=OWNED, bobs=OWNED)
def test_whatever_two_users_have(acme: Account, alices: dict[str, Any], bobs: dict[str, Any]) -> None:
    for name, facts in (("alice", alices), ("bob", bobs)):
        acme.users.put(replace(get_user(acme, user_name=name), **facts))
    before = permissions_of(get_user(acme, user_name="bob"))

    with suppress(InvalidInput):  # adding would overwrite something
        (added,) = copy_permissions(acme, source_user_name="alice", target_user_names=["bob"])
        assert added.lost == ()
        assert set(permissions_of(added.target)) == {*before, *added.gained}
        (again,) = copy_permissions(acme, source_user_name="alice", target_user_names=["bob"])
        assert again == (added.target, (), ())
    copy_permissions(acme, source_user_name="alice", target_user_names=["bob"], replace=True)
    assert permissions_of(get_user(acme, user_name="bob")) == permissions_of(get_user(acme, user_name="alice"))
