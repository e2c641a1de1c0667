"""MFA devices: enabled by two consecutive codes, each code once, eight of an owner, a seed that is told once."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from iamctl.errors import (
    AccessDenied,
    InvalidAuthenticationCode,
)
from iamctl.model.mfa_device import MFADevice
from iamctl.model.secret import Secret
from iamctl.service.account import Account
from iamctl.service.credential_owners import the_owner
from iamctl.service.mfa_codes import WRONG_CODE, check_code, devices_of
from iamctl.service.mfa_devices import (
    CreatedMFADevice,
    create_virtual_mfa_device,
    enable_mfa_device,
    list_mfa_devices,
    list_virtual_mfa_devices,
)
from iamctl.service.users import create_user

from .given import NOW, arn

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
    enable_mfa_device(
        account,
        user_name=user_name,
        serial_number=created.device.serial_number,
        authentication_code1=code(created, at - 1),
        authentication_code2=code(created, at),
    )
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
