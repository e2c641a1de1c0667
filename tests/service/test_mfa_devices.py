"""MFA devices: enabled by two consecutive codes, each code once, eight of an owner, a seed that is told once."""

from __future__ import annotations

import re
from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from iamctl.errors import (
    AccessDenied,
    DeleteConflict,
    EntityAlreadyExists,
    InvalidAuthenticationCode,
    InvalidInput,
    LimitExceeded,
    NoSuchEntity,
    Throttling,
    ValidationError,
)
from iamctl.model.mfa_device import MFADevice
from iamctl.model.secret import Secret
from iamctl.model.tag import Tag
from iamctl.service.account import Account
from iamctl.service.account_settings import get_account_summary
from iamctl.service.credential_owners import the_owner
from iamctl.service.mfa_codes import NOT_CHECKED, WRONG_CODE, check_code, devices_of
from iamctl.service.mfa_device_tags import list_mfa_device_tags, tag_mfa_device, untag_mfa_device
from iamctl.service.mfa_devices import (
    CreatedMFADevice,
    create_virtual_mfa_device,
    deactivate_mfa_device,
    delete_virtual_mfa_device,
    enable_mfa_device,
    list_mfa_devices,
    list_virtual_mfa_devices,
    resync_mfa_device,
)
from iamctl.service.mfa_members import created_device_members, held_device_members
from iamctl.service.users import create_user, delete_user, empty_user

from .given import ACCOUNT_ID, NOW, ROOT, arn

STEP = int(NOW.timestamp()) // 30


@pytest.fixture
def alice(account: Account) -> Account:
    create_user(account, user_name="alice")
    return account


def code(created: CreatedMFADevice, step: int) -> Secret:
    """The code of this step after now."""
    seed = b32decode(created.seed.reveal())
    return Secret(HOTP(seed, 6, SHA1()).generate(STEP + step).decode())


def made(account: Account, name: str = "alice") -> CreatedMFADevice:
    return create_virtual_mfa_device(account, virtual_mfa_device_name=name)


def enabled(account: Account, user_name: str = "alice", name: str = "alice", *, at: int = 0) -> CreatedMFADevice:
    """A device of the user's whose newest enabling code is of this step after now."""
    created = made(account, name)
    enable(account, created, at, user_name=user_name)
    return created


def checked(account: Account, created: CreatedMFADevice, step: int, *, user_name: str = "alice") -> MFADevice:
    owner = the_owner(account, user_name)
    return check_code(account, owner, created.device.serial_number, code(created, step))


def test_a_new_device_is_nobodys_and_has_a_seed_of_the_length_of_awss(alice: Account) -> None:
    created = made(alice)

    assert created.device.serial_number == arn("mfa/alice")
    assert re.fullmatch("[A-Z2-7]{64}", created.seed.reveal())
    assert [held.owner for held in list_virtual_mfa_devices(alice)] == [None]
    assert list_mfa_devices(alice, user_name="alice") == ()


def test_two_consecutive_codes_enable_a_device(alice: Account) -> None:
    created = enabled(alice)

    (device,) = list_mfa_devices(alice, user_name="alice")

    assert (device.serial_number, device.enable_date) == (created.device.serial_number, NOW)
    assert [held.owner.name for held in list_virtual_mfa_devices(alice) if held.owner] == ["alice"]
    assert list_virtual_mfa_devices(alice, assignment_status="Unassigned") == []


@pytest.mark.parametrize(("first", "second"), [(0, -1), (-1, -1), (-2, 0), (-1, 1), (-1000, -999), (1001, 1002)])
def test_codes_that_are_not_consecutive_or_too_far_off_enable_nothing(alice: Account, first: int, second: int) -> None:
    created = made(alice)

    with pytest.raises(InvalidAuthenticationCode) as raised:
        enable_mfa_device(
            alice,
            user_name="alice",
            serial_number=created.device.serial_number,
            authentication_code1=code(created, first),
            authentication_code2=code(created, second),
        )

    assert raised.value.message == "Authentication code for device is not valid."
    assert list_mfa_devices(alice, user_name="alice") == ()


def test_a_code_after_the_enabling_ones_passes_once(alice: Account) -> None:
    created = enabled(alice)

    device = checked(alice, created, 1)

    assert device == devices_of(the_owner(alice, "alice"))[0]
    with pytest.raises(AccessDenied) as raised:
        checked(alice, created, 1)
    assert raised.value.message == WRONG_CODE


def test_codes_of_two_steps_around_now_pass_in_whatever_order_each_once(alice: Account) -> None:
    created = enabled(alice)
    alice.now += timedelta(minutes=5)  # ten steps

    for step in (12, 8, 10, 11, 9):
        checked(alice, created, step)

    for step in (10, 12):
        with pytest.raises(AccessDenied):
            checked(alice, created, step)


@pytest.mark.parametrize("step", [7, 13])
def test_a_code_of_three_steps_away_is_refused(alice: Account, step: int) -> None:
    created = enabled(alice)
    alice.now += timedelta(minutes=5)

    with pytest.raises(AccessDenied) as raised:
        checked(alice, created, step)

    assert raised.value.message == WRONG_CODE


def test_the_codes_that_enabled_a_device_are_used_up(alice: Account) -> None:
    created = enabled(alice)

    for step in (-1, 0, -2):
        with pytest.raises(AccessDenied):
            checked(alice, created, step)


def test_a_clock_that_is_hours_off_is_learnt(alice: Account) -> None:
    created = enabled(alice, at=-900)

    assert checked(alice, created, -899).clock_drift == -900
    with pytest.raises(AccessDenied):
        checked(alice, created, 0)
    resync(alice, created, 0)
    assert checked(alice, created, 1).clock_drift == 0


def test_a_pair_that_was_used_enables_and_resynchronizes_no_more(alice: Account) -> None:
    created = enabled(alice, at=5)

    for at in (5, 6, 4):
        with pytest.raises(InvalidAuthenticationCode):
            resync(alice, created, at)
    deactivate_mfa_device(alice, user_name="alice", serial_number=created.device.serial_number)
    with pytest.raises(InvalidAuthenticationCode):
        enable(alice, created, 5)
    enable(alice, created, 7)


def test_failures_slow_down_whatever_the_device(alice: Account) -> None:
    created = enabled(alice)
    elsewhere = enabled(alice, name="tablet")

    for _ in range(2):
        for device in (created, elsewhere):
            with pytest.raises(AccessDenied):
                checked(alice, device, 500)

    with pytest.raises(Throttling, match="The next one may come in 2 s"):
        checked(alice, created, 1)
    alice.now += timedelta(seconds=2)
    checked(alice, created, 1)
    checked(alice, elsewhere, 1)


def test_nine_codes_of_a_device_in_three_minutes_are_the_most(alice: Account) -> None:
    alice.now = NOW.replace(minute=3, second=0)  # the first second of three minutes
    now = int(alice.now.timestamp()) // 30 - STEP
    created = enabled(alice, at=now)
    for step in (1, 2):
        checked(alice, created, now + step)
    for number in range(7):
        with pytest.raises(AccessDenied):
            checked(alice, created, 500)
        alice.now += timedelta(seconds=0 if number < 3 else 2 ** (number - 2))

    alice.marks.change("failed-mfa", the_owner(alice, "alice").unique_id, lambda before: None)
    with pytest.raises(AccessDenied) as raised:
        checked(alice, created, now + 3)
    assert raised.value.message == NOT_CHECKED
    alice.marks.change("failed-mfa", the_owner(alice, "alice").unique_id, lambda before: None)
    alice.now = NOW.replace(minute=6, second=0)
    checked(alice, created, now + 6)


def test_anothers_device_and_one_that_is_not_there_are_the_same(alice: Account) -> None:
    create_user(alice, user_name="bob")
    created = enabled(alice)

    said = []
    for serial_number in (created.device.serial_number, arn("mfa/nobodys")):
        with pytest.raises(AccessDenied) as raised:
            check_code(alice, the_owner(alice, "bob"), serial_number, code(created, 1))
        said.append(raised.value.message)

    assert said == [NOT_CHECKED, NOT_CHECKED]


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "１２３４５６", "\ud800", "999999999999999999"])
def test_what_is_no_code_is_refused_and_not_repeated(alice: Account, text: str) -> None:
    created = enabled(alice)
    other = made(alice, "tablet")

    with pytest.raises(AccessDenied):
        check_code(alice, the_owner(alice, "alice"), created.device.serial_number, Secret(text))
    with pytest.raises(ValidationError) as raised:
        enable_mfa_device(
            alice,
            user_name="alice",
            serial_number=other.device.serial_number,
            authentication_code1=Secret(text),
            authentication_code2=Secret("123456"),
        )
    assert not text or text not in raised.value.message


def test_names_are_the_accounts_only_ones_whatever_their_case_and_path(alice: Account) -> None:
    enabled(alice)

    with pytest.raises(EntityAlreadyExists, match=r"MFA device already exists\."):
        create_virtual_mfa_device(alice, virtual_mfa_device_name="Alice", path="/eng/")


def test_a_device_is_one_users(alice: Account) -> None:
    create_user(alice, user_name="bob")
    created = enabled(alice)

    with pytest.raises(EntityAlreadyExists, match=r"MFA Device for user alice already exists\."):
        enable(alice, created, 2)
    with pytest.raises(EntityAlreadyExists, match=r"MFA Device is already in use\."):
        enable(alice, created, 2, user_name="bob")
    with pytest.raises(NoSuchEntity, match=r"MFA Device invalid for user\."):
        resync(alice, created, 2, user_name="bob")
    with pytest.raises(NoSuchEntity, match=r"MFA Device invalid for user\."):
        deactivate_mfa_device(alice, user_name="bob", serial_number=created.device.serial_number)


@pytest.mark.parametrize("owner", ["alice", ROOT])
def test_eight_devices_are_the_most(alice: Account, owner: str) -> None:
    for number in range(8):
        enabled(alice, owner, f"device-{number}")

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for MFADevicesPerUser: 8"):
        enabled(alice, owner, "device-8")
    assert len(list_mfa_devices(alice, user_name=owner)) == 8


def test_a_device_is_deleted_only_once_it_is_nobodys(alice: Account) -> None:
    created = enabled(alice)
    serial_number = created.device.serial_number

    with pytest.raises(DeleteConflict, match=r"MFA VirtualDevice in use\. Must deactivate first\."):
        delete_virtual_mfa_device(alice, serial_number=serial_number)
    deactivate_mfa_device(alice, user_name="alice", serial_number=serial_number)
    delete_virtual_mfa_device(alice, serial_number=serial_number)

    assert list_virtual_mfa_devices(alice) == []
    with pytest.raises(NoSuchEntity, match=r"VirtualMFADevice with serial number .* doesn't exist\."):
        delete_virtual_mfa_device(alice, serial_number=serial_number)


def test_a_deactivated_device_can_be_given_to_another(alice: Account) -> None:
    create_user(alice, user_name="bob")
    created = enabled(alice)
    deactivate_mfa_device(alice, user_name="alice", serial_number=created.device.serial_number)

    enable(alice, created, 2, user_name="bob")

    assert checked(alice, created, 3, user_name="bob").serial_number == created.device.serial_number


def test_a_user_with_a_device_is_not_deleted_and_an_emptied_one_is(alice: Account) -> None:
    enabled(alice)

    with pytest.raises(DeleteConflict, match=r"Cannot delete entity, must remove tokens from principal first\."):
        delete_user(alice, user_name="alice")
    empty_user(alice, user_name="alice")
    delete_user(alice, user_name="alice")

    assert list_virtual_mfa_devices(alice) == []


def test_the_accounts_figures_count_devices(alice: Account) -> None:
    def figures() -> tuple[int, int, int]:
        summary = get_account_summary(alice)
        return summary["MFADevices"], summary["MFADevicesInUse"], summary["AccountMFAEnabled"]

    assert figures() == (0, 0, 0)
    made(alice, "tablet")
    assert figures() == (1, 0, 0)
    enabled(alice)
    assert figures() == (2, 1, 0)
    enabled(alice, ROOT, "root-account-mfa-device")
    assert figures() == (3, 2, 1)


def test_tags_of_devices_differ_by_case_wherever_the_device_is(alice: Account) -> None:
    for created in (made(alice, "tablet"), enabled(alice)):
        serial_number = created.device.serial_number
        tag_mfa_device(alice, serial_number=serial_number, tags=[Tag("Team", "a"), Tag("team", "b")])
        untag_mfa_device(alice, serial_number=serial_number, tag_keys=["Team"])

        assert list_mfa_device_tags(alice, serial_number=serial_number) == [Tag("team", "b")]
    with pytest.raises(InvalidInput):
        tag_mfa_device(alice, serial_number=arn("mfa/alice"), tags=[])


def test_the_owner_of_each_device_is_listed_with_awss_members(alice: Account) -> None:
    enabled(alice)
    enabled(alice, ROOT, "root-account-mfa-device")
    made(alice, "tablet")

    listed = [held_device_members(held) for held in list_virtual_mfa_devices(alice)]

    assert [each.get("User", {}).get("Arn") for each in listed] == [arn("user/alice"), ROOT, None]
    assert "UserName" not in listed[1]["User"]
    assert listed[1]["User"]["UserId"] == ACCOUNT_ID
    assert "EnableDate" not in listed[2]


def test_nothing_that_is_printed_shows_the_seed(alice: Account) -> None:
    created = enabled(alice)

    seed = created.seed.reveal()
    assert seed not in f"{created} {created!r} {alice.users.find('alice')} {alice.settings}"
    assert seed not in str(created_device_members(created, alice.settings, with_seed=False))
    members = created_device_members(created, alice.settings, with_seed=True)
    assert f"secret={seed}&" in members["OTPAuthURI"]
    assert members["OTPAuthURI"].startswith("otpauth://totp/iamctl:alice%40111122223333?digits=6&")


def enable(account: Account, created: CreatedMFADevice, at: int, *, user_name: str = "alice") -> None:
    enable_mfa_device(account, user_name=user_name, **_pair(created, at))


def resync(account: Account, created: CreatedMFADevice, at: int, *, user_name: str = "alice") -> None:
    resync_mfa_device(account, user_name=user_name, **_pair(created, at))


def _pair(created: CreatedMFADevice, at: int) -> dict[str, Any]:
    return {
        "serial_number": created.device.serial_number,
        "authentication_code1": code(created, at - 1),
        "authentication_code2": code(created, at),
    }
