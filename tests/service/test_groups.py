from __future__ import annotations

from dataclasses import replace

import pytest

from iamctl.errors import DeleteConflict, EntityAlreadyExists, InvalidInput, LimitExceeded, Mistakes, NoSuchEntity
from iamctl.service.account import Account
from iamctl.service.attachments import attach_group_policy
from iamctl.service.groups import (
    add_user_to_group,
    create_group,
    delete_group,
    empty_group,
    get_group,
    list_groups,
    move_users_between_groups,
    remove_user_from_group,
    update_group,
)
from iamctl.service.inline_policies import put_group_policy
from iamctl.service.users import create_user, get_user

from .given import GET, READ_ONLY, arn


@pytest.fixture
def acme(account: Account) -> Account:
    """Users alice and bob, groups Admins, Devs and Ops; alice is in Admins and Devs."""
    for name in ("alice", "bob"):
        create_user(account, user_name=name)
    for name in ("Admins", "Devs", "Ops"):
        create_group(account, group_name=name)
    for name in ("Admins", "Devs"):
        add_user_to_group(account, group_name=name, user_name="alice")
    return account


def groups_of(account: Account, user_name: str) -> tuple[str, ...]:
    return get_user(account, user_name=user_name).groups


def test_a_new_group_has_its_arn(account: Account) -> None:
    group = create_group(account, group_name="Admins", path="/eng/")

    assert (group.arn, group.group_id) == (arn("group/eng/Admins"), "AGPA00000000000000001")


def test_a_name_that_differs_only_in_case_is_taken(account: Account) -> None:
    create_group(account, group_name="Admins")

    with pytest.raises(EntityAlreadyExists, match=r"Group with name admins already exists\."):
        create_group(account, group_name="admins")


def test_the_quota_of_groups_can_be_raised(account: Account) -> None:
    account.settings_shelf.put(replace(account.settings, quotas=(("GroupsPerAccount", 1),)))
    create_group(account, group_name="One")

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for GroupsPerAccount: 1"):
        create_group(account, group_name="Two")


def test_a_group_is_shown_with_its_members(acme: Account) -> None:
    add_user_to_group(acme, group_name="devs", user_name="bob")

    group, users = get_group(acme, group_name="devs")

    assert (group.group_name, [user.user_name for user in users]) == ("Devs", ["alice", "bob"])


def test_groups_are_listed_by_path_prefix(acme: Account) -> None:
    create_group(acme, group_name="Api", path="/eng/")

    assert [group.group_name for group in list_groups(acme, path_prefix="/eng/")] == ["Api"]


def test_members_follow_a_renamed_group_in_their_place(acme: Account) -> None:
    update_group(acme, group_name="Admins", new_group_name="Owners", new_path="/top/")

    assert groups_of(acme, "alice") == ("Owners", "Devs")
    assert get_group(acme, group_name="Owners").group.arn == arn("group/top/Owners")
    assert acme.groups.find("Admins") is None


def test_members_follow_a_group_whose_name_changes_its_case(acme: Account) -> None:
    update_group(acme, group_name="Admins", new_group_name="ADMINS")

    assert groups_of(acme, "alice") == ("ADMINS", "Devs")


def test_a_group_cannot_take_the_name_of_another(acme: Account) -> None:
    with pytest.raises(EntityAlreadyExists):
        update_group(acme, group_name="Admins", new_group_name="devs")


def test_joining_twice_is_joining_once(acme: Account) -> None:
    add_user_to_group(acme, group_name="admins", user_name="ALICE")

    assert groups_of(acme, "alice") == ("Admins", "Devs")


def test_a_user_is_in_ten_groups_at_most(account: Account) -> None:
    create_user(account, user_name="alice")
    for number in range(11):
        create_group(account, group_name=f"g{number}")
    for number in range(10):
        add_user_to_group(account, group_name=f"g{number}", user_name="alice")

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for GroupsPerUser: 10"):
        add_user_to_group(account, group_name="g10", user_name="alice")
    add_user_to_group(account, group_name="g9", user_name="alice")


def test_leaving_a_group_leaves_the_others(acme: Account) -> None:
    remove_user_from_group(acme, group_name="Admins", user_name="alice")

    assert groups_of(acme, "alice") == ("Devs",)


def test_who_is_no_member_leaves_without_a_word(acme: Account) -> None:
    remove_user_from_group(acme, group_name="Ops", user_name="alice")

    assert groups_of(acme, "alice") == ("Admins", "Devs")


def test_an_unknown_user_or_group_is_refused(acme: Account) -> None:
    with pytest.raises(NoSuchEntity, match="The user with name eve"):
        remove_user_from_group(acme, group_name="Ops", user_name="eve")
    with pytest.raises(NoSuchEntity, match="The group with name Sales"):
        add_user_to_group(acme, group_name="Sales", user_name="alice")


def test_deletion_names_everything_in_the_way(acme: Account) -> None:
    attach_group_policy(acme, group_name="Admins", policy_arn=READ_ONLY)
    put_group_policy(acme, group_name="Admins", policy_name="Get", policy_document=GET)

    with pytest.raises(DeleteConflict, match="must detach all policies first") as raised:
        delete_group(acme, group_name="Admins")

    assert raised.value.hints == (
        f"`iamctl group detach-policy Admins {READ_ONLY}`",
        "`iamctl group delete-policy Admins Get`",
        "`iamctl group remove-user Admins alice`",
        "or all of them at once: `iamctl group delete Admins --force`",
    )


def test_an_emptied_group_can_be_deleted(acme: Account) -> None:
    put_group_policy(acme, group_name="Admins", policy_name="Get", policy_document=GET)

    empty_group(acme, group_name="Admins")
    delete_group(acme, group_name="Admins")

    assert groups_of(acme, "alice") == ("Devs",)
    assert acme.groups.find("Admins") is None


def test_users_move_into_the_place_of_the_old_group(acme: Account) -> None:
    moved = move_users_between_groups(acme, user_names=["alice"], from_group="Admins", to_group="Ops")

    assert [user.groups for user in moved] == [("Ops", "Devs")]
    assert groups_of(acme, "alice") == ("Ops", "Devs")


def test_who_is_in_the_new_group_already_only_leaves_the_old_one(acme: Account) -> None:
    move_users_between_groups(acme, user_names=["alice"], from_group="Devs", to_group="Admins")

    assert groups_of(acme, "alice") == ("Admins",)


def test_nobody_moves_when_one_is_not_in_the_old_group(acme: Account) -> None:
    with pytest.raises(InvalidInput, match="User bob is not in group Admins") as raised:
        move_users_between_groups(acme, user_names=["alice", "bob"], from_group="Admins", to_group="Ops")

    assert raised.value.hints == ("add it with `iamctl group add-user Ops bob`",)
    assert groups_of(acme, "alice") == ("Admins", "Devs")


def test_all_who_are_not_in_the_old_group_are_named(acme: Account) -> None:
    with pytest.raises(Mistakes, match=r"User alice.*\n.*User bob"):
        move_users_between_groups(acme, user_names=["alice", "bob"], from_group="Ops", to_group="Devs")


def test_a_group_is_not_left_for_itself(acme: Account) -> None:
    with pytest.raises(InvalidInput):
        move_users_between_groups(acme, user_names=["alice"], from_group="Admins", to_group="admins")


def test_groups_in_a_file_edited_by_hand_are_the_same_in_any_case(acme: Account) -> None:
    alice = get_user(acme, user_name="alice")
    acme.users.put(replace(alice, groups=("ADMINS", "devs")))

    assert add_user_to_group(acme, group_name="Admins", user_name="alice").groups == ("ADMINS", "devs")
    moved = move_users_between_groups(acme, user_names=["alice"], from_group="Admins", to_group="Devs")
    assert moved[0].groups == ("Devs",)
    acme.users.put(replace(alice, groups=("ADMINS", "devs")))
    assert remove_user_from_group(acme, group_name="Admins", user_name="alice").groups == ("devs",)
