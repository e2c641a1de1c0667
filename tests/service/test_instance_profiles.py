from __future__ import annotations

from dataclasses import replace

import pytest

from iamctl.errors import DeleteConflict, EntityAlreadyExists, LimitExceeded, NoSuchEntity
from iamctl.service.account import Account
from iamctl.service.instance_profiles import (
    add_role_to_instance_profile,
    create_instance_profile,
    delete_instance_profile,
    empty_instance_profile,
    get_instance_profile,
    list_instance_profiles,
    list_instance_profiles_for_role,
    remove_role_from_instance_profile,
)
from iamctl.service.roles import create_role

from .given import EC2, arn


@pytest.fixture
def acme(account: Account) -> Account:
    """Roles Web and Db; instance profile Servers with Web."""
    for name in ("Web", "Db"):
        create_role(account, role_name=name, assume_role_policy_document=EC2)
    create_instance_profile(account, instance_profile_name="Servers", path="/ec2/")
    add_role_to_instance_profile(account, instance_profile_name="Servers", role_name="web")
    return account


def test_a_new_instance_profile_has_its_arn_and_no_role(account: Account) -> None:
    profile = create_instance_profile(account, instance_profile_name="Servers", path="/ec2/")

    assert (profile.arn, profile.roles) == (arn("instance-profile/ec2/Servers"), ())
    with pytest.raises(EntityAlreadyExists, match=r"Instance Profile servers already exists\."):
        create_instance_profile(account, instance_profile_name="servers")


def test_an_instance_profile_is_shown_with_its_role(acme: Account) -> None:
    profile, roles = get_instance_profile(acme, instance_profile_name="SERVERS")

    assert (profile.roles, [role.arn for role in roles]) == (("Web",), [arn("role/Web")])


@pytest.mark.parametrize("role_name", ["Web", "Db"])
def test_an_instance_profile_takes_one_role_once(acme: Account, role_name: str) -> None:
    with pytest.raises(LimitExceeded, match="Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"):
        add_role_to_instance_profile(acme, instance_profile_name="Servers", role_name=role_name)


def test_instance_profiles_are_listed_by_path_and_by_role(acme: Account) -> None:
    create_instance_profile(acme, instance_profile_name="Other")

    assert [one.instance_profile.name for one in list_instance_profiles(acme, path_prefix="/ec2/")] == ["Servers"]
    assert [one.instance_profile.name for one in list_instance_profiles_for_role(acme, role_name="Web")] == ["Servers"]
    assert list_instance_profiles_for_role(acme, role_name="Db") == []


def test_a_role_is_taken_out(acme: Account) -> None:
    profile = remove_role_from_instance_profile(acme, instance_profile_name="Servers", role_name=arn("role/Web"))

    assert profile.roles == ()


def test_a_role_that_is_not_in_is_not_taken_out(acme: Account) -> None:
    with pytest.raises(NoSuchEntity, match=r"The role with name Db cannot be found\."):
        remove_role_from_instance_profile(acme, instance_profile_name="Servers", role_name="Db")


def test_a_role_that_is_no_more_can_be_taken_out(acme: Account) -> None:
    profile = get_instance_profile(acme, instance_profile_name="Servers").instance_profile
    acme.instance_profiles.put(replace(profile, roles=("Gone",)))

    assert get_instance_profile(acme, instance_profile_name="Servers").roles == ()
    remove_role_from_instance_profile(acme, instance_profile_name="Servers", role_name="gone")

    assert get_instance_profile(acme, instance_profile_name="Servers").instance_profile.roles == ()


def test_an_instance_profile_with_a_role_is_deleted_once_it_is_empty(acme: Account) -> None:
    with pytest.raises(DeleteConflict, match="must remove roles from instance profile first") as raised:
        delete_instance_profile(acme, instance_profile_name="Servers")
    assert raised.value.hints[0] == "`iamctl instance-profile remove-role Servers Web`"

    empty_instance_profile(acme, instance_profile_name="Servers")
    delete_instance_profile(acme, instance_profile_name="Servers")

    with pytest.raises(NoSuchEntity, match=r"Instance Profile Servers cannot be found\."):
        get_instance_profile(acme, instance_profile_name="Servers")


def test_the_account_holds_as_many_instance_profiles_as_its_quota(acme: Account) -> None:
    acme.settings_shelf.put(replace(acme.settings, quotas=(("InstanceProfilesPerAccount", 1),)))

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for InstanceProfilesPerAccount: 1"):
        create_instance_profile(acme, instance_profile_name="Other")
