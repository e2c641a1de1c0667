from __future__ import annotations

from dataclasses import replace

import pytest

from iamctl.errors import DeleteConflict, EntityAlreadyExists, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.model.tag import Tag
from iamctl.service.account import Account
from iamctl.service.attachments import attach_user_policy
from iamctl.service.groups import add_user_to_group, create_group
from iamctl.service.inline_policies import put_user_policy
from iamctl.service.roles import create_role
from iamctl.service.users import (
    create_user,
    delete_user,
    empty_user,
    get_user,
    list_groups_for_user,
    list_users,
    update_user,
)

from .given import GET, NOW, READ_ONLY, arn, trusting


def test_a_new_user_has_its_arn_and_nothing_else(account: Account) -> None:
    user = create_user(account, user_name="alice", path="/eng/")

    assert (user.arn, user.user_id, user.create_date) == (arn("user/eng/alice"), "AIDA00000000000000001", NOW)
    assert (user.groups, user.attached_policies, user.inline_policies) == ((), (), ())


def test_a_name_that_differs_only_in_case_is_taken(account: Account) -> None:
    create_user(account, user_name="alice")

    with pytest.raises(EntityAlreadyExists, match=r"User with name Alice already exists\.") as raised:
        create_user(account, user_name="Alice")

    assert raised.value.hints == ("see it with `iamctl user get alice`",)


@pytest.mark.parametrize("name", ["", "a b", "a/b", "ä", "x" * 65])
def test_a_name_outside_the_pattern_is_refused(account: Account, name: str) -> None:
    with pytest.raises(ValidationError, match=r"1 validation error detected: Value .* at 'userName'"):
        create_user(account, user_name=name)


def test_the_account_holds_as_many_users_as_its_quota(account: Account) -> None:
    account.settings_shelf.put(replace(account.settings, quotas=(("UsersPerAccount", 1),)))
    create_user(account, user_name="alice")

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for UsersPerAccount: 1"):
        create_user(account, user_name="one-too-many")


def test_a_boundary_must_be_a_policy(account: Account) -> None:
    with pytest.raises(NoSuchEntity, match="does not exist or is not attachable"):
        create_user(account, user_name="alice", permissions_boundary=arn("policy/gone"))


def test_a_user_is_found_by_name_in_any_case_by_arn_and_by_id(account: Account) -> None:
    alice = create_user(account, user_name="alice", path="/eng/")

    assert get_user(account, user_name="ALICE") == alice
    assert get_user(account, user_name=alice.arn) == alice
    assert get_user(account, user_name=alice.user_id) == alice


@pytest.mark.parametrize("resource", ["user/alice", "user/ENG/alice", "user/eng/Alice", "role/eng/alice"])
def test_an_arn_is_compared_letter_by_letter(account: Account, resource: str) -> None:
    create_user(account, user_name="alice", path="/eng/")

    with pytest.raises(NoSuchEntity) as raised:
        get_user(account, user_name=arn(resource))

    assert raised.value.hints == (f"did you mean {arn('user/eng/alice')}?",)


def test_an_unknown_name_suggests_a_near_one(account: Account) -> None:
    create_user(account, user_name="alice")

    with pytest.raises(NoSuchEntity, match=r"The user with name alcie cannot be found\.") as raised:
        get_user(account, user_name="alcie")

    assert "did you mean alice?" in raised.value.hints[0]


def test_users_are_listed_by_path_prefix_and_sorted(account: Account) -> None:
    for name, path in (("carol", "/eng/"), ("Bob", "/eng/api/"), ("alice", "/ops/")):
        create_user(account, user_name=name, path=path)

    listed = list_users(account, path_prefix="/eng/")

    assert [user.user_name for user in listed] == ["Bob", "carol"]


def test_a_renamed_user_keeps_its_id_groups_and_trust(account: Account) -> None:
    alice = create_user(account, user_name="alice", tags=[Tag("Team", "api")])
    create_group(account, group_name="Admins")
    add_user_to_group(account, group_name="Admins", user_name="alice")
    create_role(account, role_name="Deploy", assume_role_policy_document=trusting(AWS=alice.arn))

    renamed = update_user(account, user_name="alice", new_user_name="alicia", new_path="/eng/")

    assert (renamed.user_id, renamed.groups, renamed.tags) == (alice.user_id, ("Admins",), (Tag("Team", "api"),))
    assert account.users.find("alice") is None
    role = account.roles.find("Deploy")
    assert role is not None and role.trust_policy == trusting(AWS=arn("user/eng/alicia"))


def test_a_user_cannot_take_the_name_of_another(account: Account) -> None:
    create_user(account, user_name="alice")
    create_user(account, user_name="bob")

    with pytest.raises(EntityAlreadyExists):
        update_user(account, user_name="alice", new_user_name="BOB")


def test_a_user_may_change_the_case_of_its_name(account: Account) -> None:
    create_user(account, user_name="alice")

    assert update_user(account, user_name="alice", new_user_name="Alice").user_name == "Alice"
    assert account.users.names() == ["Alice"]


def test_deletion_names_everything_in_the_way(account: Account) -> None:
    create_user(account, user_name="alice")
    create_group(account, group_name="Admins")
    add_user_to_group(account, group_name="Admins", user_name="alice")
    attach_user_policy(account, user_name="alice", policy_arn=READ_ONLY)
    put_user_policy(account, user_name="alice", policy_name="Get", policy_document=GET)

    with pytest.raises(DeleteConflict, match=r"Cannot delete entity, must detach all policies first\.") as raised:
        delete_user(account, user_name="alice")

    assert raised.value.hints == (
        f"`iamctl user detach-policy alice {READ_ONLY}`",
        "`iamctl user delete-policy alice Get`",
        "`iamctl user remove-from-group alice Admins`",
        "or all of them at once: `iamctl user delete alice --force`",
    )


def test_an_emptied_user_can_be_deleted(account: Account) -> None:
    create_user(account, user_name="alice", permissions_boundary=READ_ONLY)
    create_group(account, group_name="Admins")
    add_user_to_group(account, group_name="Admins", user_name="alice")
    put_user_policy(account, user_name="alice", policy_name="Get", policy_document=GET)

    empty_user(account, user_name="alice")
    delete_user(account, user_name="alice")

    assert account.users.find("alice") is None


def test_trust_policies_keep_the_unique_id_of_a_deleted_user(account: Account) -> None:
    alice = create_user(account, user_name="alice")
    create_role(account, role_name="Deploy", assume_role_policy_document=trusting(AWS=alice.arn))

    delete_user(account, user_name="alice")
    create_user(account, user_name="alice")

    role = account.roles.find("Deploy")
    assert role is not None and role.trust_policy == trusting(AWS=alice.user_id)


def test_the_groups_of_a_user_are_listed_by_name(account: Account) -> None:
    create_user(account, user_name="alice")
    for name in ("Ops", "admins"):
        create_group(account, group_name=name)
        add_user_to_group(account, group_name=name, user_name="alice")

    assert [group.group_name for group in list_groups_for_user(account, user_name="alice")] == ["admins", "Ops"]
