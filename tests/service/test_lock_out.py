"""A caller other than root does not take its own right to administer, nor the last one there is, by accident."""

from __future__ import annotations

import pytest

from iamctl.errors import LockOut
from iamctl.service.boundaries import put_user_permissions_boundary
from iamctl.service.groups import add_user_to_group, remove_user_from_group
from iamctl.service.inline_policies import delete_user_policy, put_group_policy, put_user_policy
from iamctl.service.users import delete_user, empty_user, update_user

from .acting import World, policy, statement
from .given import READ_ONLY, arn


@pytest.fixture
def world() -> World:
    return World()


def test_ones_own_last_right_stays(world: World) -> None:
    admin = world.administrator("admin")

    with pytest.raises(LockOut) as refused:
        admin.call(delete_user_policy, user_name="admin", policy_name="All")

    assert refused.value.message == (
        f"After this {arn('user/admin')} could no longer administer the account; left would be the root user alone."
    )
    assert refused.value.exit_status == 5
    assert admin.revision is None


def test_who_is_left_is_named(world: World) -> None:
    admin = world.administrator("admin")
    world.administrator("other")

    with pytest.raises(LockOut, match=rf"left would be the root user and {arn('user/other')}\."):
        admin.call(delete_user_policy, user_name="admin", policy_name="All")


def test_who_means_it_may(world: World) -> None:
    world.administrator("admin")

    meaning_it = world.acting("admin", allow_lock_out=True)
    meaning_it.call(delete_user_policy, user_name="admin", policy_name="All")

    assert meaning_it.revision is not None


def test_a_dry_run_is_refused_too(world: World) -> None:
    world.administrator("admin")

    with pytest.raises(LockOut):
        world.acting("admin", dry_run=True).call(delete_user_policy, user_name="admin", policy_name="All")


def test_a_boundary_takes_the_right_as_well(world: World) -> None:
    admin = world.administrator("admin")

    with pytest.raises(LockOut):
        admin.call(put_user_permissions_boundary, user_name="admin", permissions_boundary=READ_ONLY)


def test_so_does_leaving_the_group_that_gave_it(world: World) -> None:
    world.user("alice")
    world.group("Admins")
    with world.root.change() as change:
        change.call(put_group_policy, group_name="Admins", policy_name="All", policy_document=policy(statement("*")))
        change.call(add_user_to_group, group_name="Admins", user_name="alice")

    with pytest.raises(LockOut):
        world.acting("alice").call(remove_user_from_group, group_name="Admins", user_name="alice")


def test_so_does_deleting_oneself(world: World) -> None:
    admin = world.administrator("admin")

    with pytest.raises(LockOut), admin.change() as change:
        change.call(empty_user, user_name="admin")
        change.call(delete_user, user_name="admin")


def test_another_name_is_no_loss(world: World) -> None:
    admin = world.administrator("admin")

    assert admin.call(update_user, user_name="admin", new_user_name="boss").user_name == "boss"


def test_another_policy_that_gives_it_is_no_loss(world: World) -> None:
    admin = world.administrator("admin")
    admin.call(put_user_policy, user_name="admin", policy_name="Iam", policy_document=policy(statement("iam:*")))

    admin.call(delete_user_policy, user_name="admin", policy_name="All")

    assert admin.revision is not None


def test_who_never_administered_does_not_take_the_last_one_that_does(world: World) -> None:
    clerk = world.user("clerk", statement("iam:DeleteUserPolicy"))
    world.administrator("admin")
    world.administrator("boss")

    clerk.call(delete_user_policy, user_name="boss", policy_name="All")
    with pytest.raises(LockOut, match="nobody but the root user could administer the account"):
        clerk.call(delete_user_policy, user_name="admin", policy_name="All")


def test_where_nobody_administers_nobody_is_locked_out(world: World) -> None:
    clerk = world.user("clerk", statement("iam:DeleteUserPolicy"))
    world.user("bob", statement("s3:GetObject"))

    clerk.call(delete_user_policy, user_name="bob", policy_name="Own")

    assert clerk.revision is not None


def test_root_takes_what_it_likes(world: World) -> None:
    world.administrator("admin")

    world.root.call(delete_user_policy, user_name="admin", policy_name="All")

    assert world.root.revision is not None
