"""Access keys: two at most, a secret that is told once, a public half that says nothing of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import DeleteConflict, InvalidInput, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.model.access_key import ACTIVE, INACTIVE, account_of_key_id, key_id
from iamctl.service.access_keys import (
    create_access_key,
    delete_access_key,
    find_active_key,
    get_access_key_last_used,
    list_access_keys,
    note_use,
    retire_access_key,
    secret_of,
    update_access_key,
)
from iamctl.service.account import Account
from iamctl.service.account_settings import get_account_summary
from iamctl.service.cloning import clone_user
from iamctl.service.credential_members import created_key_members, key_members, use_members
from iamctl.service.key_rotation import begin_rotation, end_rotation, finish_rotation
from iamctl.service.service import Change, Service
from iamctl.service.users import create_user, delete_user, empty_user

from .given import ACCOUNT_ID, NOW, ROOT


@pytest.fixture
def alice(account: Account) -> Account:
    create_user(account, user_name="alice")
    return account


@pytest.mark.parametrize(
    ("access_key_id", "account_id"),
    [
        ("ASIAY34FZKBOKMUTVV7A", "609629065308"),
        ("ASIAQNZGKIQY56JQ7WML", "029608264753"),
        ("AKIAI234567ABCDEFGHI", None),
    ],
)
def test_the_account_of_a_key_id_is_read_as_aws_does(access_key_id: str, account_id: str | None) -> None:
    assert account_of_key_id(access_key_id) == account_id


@given(st.integers(0, 10**12 - 1).map("{:012d}".format), st.binary(min_size=5, max_size=5))
def test_every_key_id_carries_its_account(account_id: str, entropy: bytes) -> None:
    made = key_id("AKIA", account_id, entropy)

    assert re.fullmatch("AKIA[A-Z2-7]{16}", made)
    assert account_of_key_id(made) == account_id


def test_a_new_key_has_a_secret_of_the_length_and_letters_of_awss(alice: Account) -> None:
    created = create_access_key(alice, user_name="alice")

    assert re.fullmatch("[A-Za-z0-9/+]{40}", created.secret.reveal())
    assert account_of_key_id(created.key.access_key_id) == ACCOUNT_ID
    assert (created.key.status, created.key.create_date) == (ACTIVE, NOW)
    assert secret_of(alice, created.owner, created.key.access_key_id) == created.secret


def test_nothing_that_is_printed_shows_the_secret(alice: Account) -> None:
    created = create_access_key(alice, user_name="alice")

    secret = created.secret.reveal()
    assert secret not in f"{created} {created!r} {created.secret:>10} {alice.users.find('alice')}"


def test_the_answer_has_the_members_of_awss_in_their_order(alice: Account) -> None:
    created = create_access_key(alice, user_name="alice")

    members = created_key_members(created, with_secret=True)

    assert list(members) == ["UserName", "AccessKeyId", "Status", "SecretAccessKey", "CreateDate"]
    assert members["CreateDate"] == "2026-01-02T03:04:05Z"
    assert "SecretAccessKey" not in created_key_members(created, with_secret=False)


def test_a_third_key_is_refused_even_beside_an_inactive_one(alice: Account) -> None:
    first = create_access_key(alice, user_name="alice").key.access_key_id
    create_access_key(alice, user_name="alice")
    update_access_key(alice, access_key_id=first, status=INACTIVE, user_name="alice")

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for AccessKeysPerUser: 2") as refused:
        create_access_key(alice, user_name="alice")

    assert f"`iamctl creds key delete {first}`" in refused.value.hints


def test_without_a_name_the_caller_is_meant(account: Account) -> None:
    created = create_access_key(account)

    assert [key.access_key_id for key in account.settings.access_keys] == [created.key.access_key_id]
    assert get_account_summary(account)["AccountAccessKeysPresent"] == 1
    assert "UserName" not in key_members(created.key, account.settings)
    assert list_access_keys(account, user_name=ROOT) == (created.key,)


def test_a_user_called_root_is_not_the_root_user(account: Account) -> None:
    create_user(account, user_name="root")

    create_access_key(account, user_name="root")

    assert account.settings.access_keys == ()


@pytest.mark.parametrize(
    ("status", "error"), [("active", ValidationError), ("Expired", InvalidInput)], ids=["case", "expired"]
)
def test_a_key_takes_only_the_statuses_of_the_api(alice: Account, status: str, error: type[Exception]) -> None:
    key = create_access_key(alice, user_name="alice").key

    with pytest.raises(error):
        update_access_key(alice, access_key_id=key.access_key_id, status=status, user_name="alice")


def test_anothers_key_is_not_found(alice: Account) -> None:
    create_user(alice, user_name="bob")
    key = create_access_key(alice, user_name="bob").key.access_key_id

    for change in (delete_access_key, lambda *all_, **more: update_access_key(*all_, status=INACTIVE, **more)):
        with pytest.raises(NoSuchEntity, match=f"The Access Key with id {key} cannot be found"):
            change(alice, access_key_id=key, user_name="alice")


def test_only_an_active_key_is_accepted(alice: Account) -> None:
    key = create_access_key(alice, user_name="alice").key.access_key_id
    assert find_active_key(alice, key) is not None

    update_access_key(alice, access_key_id=key, status=INACTIVE, user_name="alice")

    assert find_active_key(alice, key) is None
    assert find_active_key(alice, "AKIAAAAAAAAAAAAAAAAA") is None


def test_a_key_with_a_grace_becomes_inactive_by_itself(alice: Account) -> None:
    key = create_access_key(alice, user_name="alice").key.access_key_id
    retire_access_key(alice, access_key_id=key, grace_seconds=3600, user_name="alice")

    def status_after(seconds: int) -> str:
        alice.now = NOW + timedelta(seconds=seconds)
        return list_access_keys(alice, user_name="alice")[0].status

    assert [status_after(3599), status_after(3600)] == [ACTIVE, INACTIVE]
    assert find_active_key(alice, key) is None


def test_a_retired_key_that_is_activated_again_stays_so(alice: Account) -> None:
    key = create_access_key(alice, user_name="alice").key.access_key_id
    retire_access_key(alice, access_key_id=key, user_name="alice")

    update_access_key(alice, access_key_id=key, status=ACTIVE, user_name="alice")

    alice.now = NOW + timedelta(days=1)
    assert find_active_key(alice, key) is not None


def test_a_user_with_keys_is_not_deleted(alice: Account) -> None:
    key = create_access_key(alice, user_name="alice").key.access_key_id

    with pytest.raises(DeleteConflict, match="must delete access keys first") as refused:
        delete_user(alice, user_name="alice")
    assert f"`iamctl creds key delete {key}`" in refused.value.hints

    empty_user(alice, user_name="alice")
    delete_user(alice, user_name="alice")


def test_a_clone_has_no_credentials(alice: Account) -> None:
    create_access_key(alice, user_name="alice")

    clone_user(alice, source_user_name="alice", new_user_names=["bob"])

    bob = alice.users.find("bob")
    assert bob is not None
    assert (bob.access_keys, bob.login_profile) == ((), None)


def test_a_key_that_was_never_used_says_so_as_aws_does(alice: Account) -> None:
    key = create_access_key(alice, user_name="alice").key.access_key_id

    members = use_members(get_access_key_last_used(alice, access_key_id=key))

    assert members == {"UserName": "alice", "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"}}


def test_uses_within_a_quarter_of_an_hour_count_as_one(alice: Account) -> None:
    key = create_access_key(alice, user_name="alice").key.access_key_id

    def used_after(minutes: int) -> str:
        alice.now = NOW + timedelta(minutes=minutes)
        note_use(alice, key, service_name="s3", region="eu-west-1")
        return str(get_access_key_last_used(alice, access_key_id=key).last_used_date)[11:16]

    assert [used_after(0), used_after(14), used_after(15)] == ["03:04", "03:04", "03:19"]


def test_a_rotation_hands_over_before_it_retires(service: Service) -> None:
    with service.change() as change:
        change.call(create_user, user_name="alice")
        change.call(create_access_key, user_name="alice")
    with service.change() as change:
        rotation = begin_rotation(change, user_name="alice")
    with service.reading() as account:
        assert [key.status for key in list_access_keys(account, user_name="alice")] == [ACTIVE, ACTIVE]
    with service.change() as change:
        end_rotation(change, rotation, grace_seconds=0)
    with service.reading() as account:
        assert [key.status for key in list_access_keys(account, user_name="alice")] == [INACTIVE, ACTIVE]


def test_the_next_rotation_takes_the_place_of_the_retired_key(alice: Account) -> None:
    change = Change(alice)
    first = create_access_key(alice, user_name="alice").key.access_key_id
    end_rotation(change, begin_rotation(change, user_name="alice"), grace_seconds=0)

    rotation = begin_rotation(change, user_name="alice")

    assert rotation.gone is not None
    assert rotation.gone.access_key_id == first
    assert len(list_access_keys(alice, user_name="alice")) == 2


def test_a_key_whose_grace_runs_makes_no_room(alice: Account) -> None:
    change = Change(alice)
    create_access_key(alice, user_name="alice")
    end_rotation(change, begin_rotation(change, user_name="alice"), grace_seconds=60)

    with pytest.raises(LimitExceeded, match="none of them was retired") as refused:
        begin_rotation(change, user_name="alice")
    assert "--finish" in refused.value.hints[0]


def test_finishing_deletes_the_older_key(alice: Account) -> None:
    change = Change(alice)
    old = create_access_key(alice, user_name="alice").key
    alice.now = NOW + timedelta(days=1)
    new = begin_rotation(change, user_name="alice").created.key

    assert finish_rotation(change, user_name="alice").access_key_id == old.access_key_id
    assert list_access_keys(alice, user_name="alice") == (new,)
    with pytest.raises(InvalidInput, match="no rotation to finish"):
        finish_rotation(change, user_name="alice")


def test_finishing_never_leaves_only_an_inactive_key(alice: Account) -> None:
    change = Change(alice)
    create_access_key(alice, user_name="alice")
    new = begin_rotation(change, user_name="alice").created.key
    update_access_key(alice, access_key_id=new.access_key_id, status=INACTIVE, user_name="alice")

    with pytest.raises(InvalidInput, match="is inactive"):
        finish_rotation(change, user_name="alice")


def test_the_history_of_a_change_has_no_secret(service: Service) -> None:
    with service.change() as change:
        change.call(create_user, user_name="alice")
        created = change.call(create_access_key, user_name="alice")

    assert created.secret.reveal() not in repr(service.operations) + repr(service.changes)


def test_an_identity_is_found_by_its_key(alice: Account) -> None:
    created = create_access_key(alice, user_name="alice")

    found = find_active_key(alice, created.key.access_key_id)

    assert found == replace(created.owner, access_keys=(created.key,))
