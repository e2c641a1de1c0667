"""Operations on virtual MFA devices: made, given to an owner, taken away, deleted. A seed is told once.

A device that is nobody's stands in the account's own record, one that is somebody's in its owner's; the seed moves
along in the vault.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html (and its siblings)
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import (
    AccessDenied,
    DeleteConflict,
    EntityAlreadyExists,
    InvalidAuthenticationCode,
    LimitExceeded,
    NoSuchEntity,
)
from iamctl.model.mfa_device import MOST_DEVICES, MFADevice
from iamctl.model.names import (
    MFA_DEVICE_NAME,
    PATH,
    SERIAL_NUMBER,
    check,
    check_tags,
    validation_error,
)
from iamctl.model.secret import Secret
from iamctl.service.credential_owners import is_root, put_owner, spoken, the_owner
from iamctl.service.enumerations import check_one_of
from iamctl.service.mfa_codes import SEED, devices_of, seed_of
from iamctl.service.one_time_codes import SEED_BYTES, drift_of, step_at, step_of_pair
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

ASSIGNMENT_STATUSES = ("Assigned", "Unassigned", "Any")


class CreatedMFADevice(NamedTuple):
    """A new device, with the only sight of its seed."""

    device: MFADevice
    seed: Secret
    """Base32, 64 characters."""


class HeldDevice(NamedTuple):
    """A device and whose it is; None is nobody's."""

    owner: Owner | None
    device: MFADevice


@operation("CreateVirtualMFADevice", writes=True)
def create_virtual_mfa_device(
    account: Account, *, virtual_mfa_device_name: str, path: str = "/", tags: Iterable[Tag] = ()
) -> CreatedMFADevice:
    """Make a virtual device that is nobody's; its seed is in this answer and can never be fetched again.

    Args:
        virtual_mfa_device_name: 1-226 characters of `[A-Za-z0-9_+=,.@-]`, the account's only one.
        path: begins and ends with `/`.
        tags: at most 50; keys that differ in case are two.

    Raises:
        EntityAlreadyExists: a device has this name, in any case of letters.
        LimitExceeded: the account has as many devices as it may have users.
        ValidationError, InvalidInput: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html
    """
    from base64 import b32encode

    check(MFA_DEVICE_NAME, virtual_mfa_device_name)
    check(PATH, path)
    tags = tuple(tags)
    check_tags(tags, ignore_case=False)
    if (held := find_device(account, virtual_mfa_device_name)) is not None:
        raise EntityAlreadyExists("mfa device", virtual_mfa_device_name, hint=_way_on(held))
    check_quota(account, "UsersPerAccount", len(all_devices(account)) + 1)
    serial_number = f"arn:aws:iam::{account.account_id}:mfa{path}{virtual_mfa_device_name}"
    check(SERIAL_NUMBER, serial_number)
    seed = account.entropy(SEED_BYTES)
    device = MFADevice(serial_number, account.new_id("MFAS"), tags=tags)
    settings = account.settings
    account.settings_shelf.put(replace(settings, unassigned_mfa_devices=(*settings.unassigned_mfa_devices, device)))
    account.vault.put(SecretRef(account.account_id, SEED, device.seed_id), seed)
    return CreatedMFADevice(device, Secret(b32encode(seed).decode()))


@operation("EnableMFADevice", writes=True)
def enable_mfa_device(
    account: Account,
    *,
    user_name: str,
    serial_number: str,
    authentication_code1: Secret,
    authentication_code2: Secret,
) -> MFADevice:
    """Give a device to a user that has it in hand: it knows two consecutive codes. Both are used with that.

    Args:
        user_name: a name, ARN or unique id; the root user's ARN.

    Raises:
        NoSuchEntity: there is no such user or device.
        EntityAlreadyExists: the device is this user's already, or another's.
        LimitExceeded: the user has eight.
        InvalidAuthenticationCode: the codes are none of the device's, or not consecutive, or were used before.
        AccessDenied: a user with a device, who signed in without one, adds another for itself.
        ValidationError: a code is not six digits.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
    """
    _check_codes(authentication_code1, authentication_code2)
    owner = the_owner(account, user_name)
    held = the_device(account, serial_number)
    if held.owner is not None:
        whose = "mfa device of" if held.owner.unique_id == owner.unique_id else "mfa device of another"
        raise EntityAlreadyExists(whose, spoken(owner), hint="list all with `iamctl creds mfa list --virtual`")
    _check_signed_in_with_mfa(account, owner)
    if len(devices_of(owner)) >= MOST_DEVICES:
        hints = [f"`iamctl creds mfa disable {each.name}`" for each in devices_of(owner)]
        raise LimitExceeded(f"Cannot exceed quota for MFADevicesPerUser: {MOST_DEVICES}", hint=hints)
    seed = seed_of(account, account.settings, held.device)
    device = _synced(account, held.device, seed, authentication_code1, authentication_code2)
    device = device._replace(enable_date=account.now)
    _take_from_nobody(account, held.device)
    owner = the_owner(account, owner.arn)  # the root user's record is the one that the device was just taken from
    put_owner(account, replace(owner, mfa_devices=(*owner.mfa_devices, device)))
    _move_seed(account, seed, device, to=owner)
    return device


@operation("ResyncMFADevice", writes=True)
def resync_mfa_device(
    account: Account,
    *,
    user_name: str,
    serial_number: str,
    authentication_code1: Secret,
    authentication_code2: Secret,
) -> MFADevice:
    """Learn how far a device's clock is off, from two consecutive codes.

    Raises:
        NoSuchEntity: there is no such user, or it has no such device.
        InvalidAuthenticationCode: the codes are none of the device's, or not consecutive, or no later than the last.
        ValidationError: a code is not six digits.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html
    """
    _check_codes(authentication_code1, authentication_code2)
    owner = the_owner(account, user_name)
    device = device_of(owner, serial_number)
    seed = seed_of(account, owner, device)
    synced = _synced(account, device, seed, authentication_code1, authentication_code2)
    put_owner(account, with_device(owner, synced))
    return synced


@operation("DeactivateMFADevice", writes=True)
def deactivate_mfa_device(account: Account, *, serial_number: str, user_name: str | None = None) -> MFADevice:
    """Take a device from its owner; it is nobody's then, and can be given again or deleted.

    Raises:
        NoSuchEntity: there is no such user, or it has no such device.
        AccessDenied: a user who signed in without a device takes its own away.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html
    """
    owner = the_owner(account, user_name)
    device = device_of(owner, serial_number)
    _check_signed_in_with_mfa(account, owner)
    seed = seed_of(account, owner, device)
    put_owner(account, _without_device(owner, device))
    device = device._replace(enable_date=None)
    settings = account.settings
    account.settings_shelf.put(replace(settings, unassigned_mfa_devices=(*settings.unassigned_mfa_devices, device)))
    _move_seed(account, seed, device, to=account.settings)
    return device


@operation("DeleteVirtualMFADevice", writes=True)
def delete_virtual_mfa_device(account: Account, *, serial_number: str) -> MFADevice:
    """Delete a device that is nobody's; its seed goes from the vault with the change, and no undo brings it back.

    Raises:
        NoSuchEntity: there is no such device.
        DeleteConflict: it is somebody's.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html
    """
    held = the_device(account, serial_number)
    if held.owner is not None:
        raise DeleteConflict(
            "MFA VirtualDevice in use. Must deactivate first.", hint=f"`iamctl creds mfa disable {held.device.name}`"
        )
    _take_from_nobody(account, held.device)
    return held.device


@operation("ListMFADevices", writes=False)
def list_mfa_devices(account: Account, *, user_name: str | None = None) -> tuple[MFADevice, ...]:
    """The devices of a user, in the order they were enabled.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
    """
    return devices_of(the_owner(account, user_name))


@operation("ListVirtualMFADevices", writes=False)
def list_virtual_mfa_devices(account: Account, *, assignment_status: str = "Any") -> list[HeldDevice]:
    """The account's devices, sorted by serial number.

    Args:
        assignment_status: `Assigned`, `Unassigned` or `Any`.

    Raises:
        ValidationError: there is no such status.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
    """
    check_one_of("assignmentStatus", assignment_status, ASSIGNMENT_STATUSES)
    wanted = {"Assigned": (True,), "Unassigned": (False,)}.get(assignment_status, (True, False))
    found = [held for held in all_devices(account) if (held.owner is not None) in wanted]
    return sorted(found, key=lambda held: held.device.serial_number)


def all_devices(account: Account) -> list[HeldDevice]:
    """Every device of the account."""
    owners: list[Owner] = [account.settings, *account.users.referring("mfa", "any")]
    owned = [HeldDevice(owner, device) for owner in owners for device in devices_of(owner)]
    return owned + [HeldDevice(None, device) for device in account.settings.unassigned_mfa_devices]


def find_device(account: Account, name: str) -> HeldDevice | None:
    """The device of this name, in whatever case, or of this serial number, letter by letter."""
    wanted = name.rpartition("/")[2].lower()
    owners: list[Owner] = [account.settings, *account.users.referring("mfa device", wanted)]
    owned = (HeldDevice(owner, device) for owner in owners for device in devices_of(owner))
    of_nobody = (HeldDevice(None, device) for device in account.settings.unassigned_mfa_devices)
    found = next((held for each in (owned, of_nobody) for held in each if held.device.name.lower() == wanted), None)
    is_meant = found is not None and ("/" not in name or found.device.serial_number == name)
    return found if is_meant else None


def the_device(account: Account, serial_number: str) -> HeldDevice:
    """The device of this serial number, or of this name.

    Raises:
        NoSuchEntity: there is none.
    """
    held = find_device(account, serial_number)
    if held is None:
        raise NoSuchEntity("mfa device", serial_number, hint="list them with `iamctl creds mfa list --virtual`")
    return held


def device_of(owner: Owner, serial_number: str) -> MFADevice:
    """The owner's device of this serial number.

    Raises:
        NoSuchEntity: it has none.
    """
    found = next((each for each in devices_of(owner) if each.serial_number == serial_number), None)
    if found is None:
        hint = f"list them with `iamctl creds mfa list {spoken(owner)}`"
        raise NoSuchEntity("mfa device of", serial_number, hint=hint)
    return found


def _check_codes(*codes: Secret) -> None:
    """That each is six digits; no message has a code."""
    where = "failed to satisfy constraint: Member must satisfy regular expression pattern: [\\d]{6}"
    clauses = [
        f"Value at 'authenticationCode{number}' {where}"
        for number, code in enumerate(codes, 1)
        if not re.fullmatch("[0-9]{6}", code.reveal())
    ]
    if clauses:
        raise validation_error(clauses)


def _synced(account: Account, device: MFADevice, seed: bytes, first: Secret, second: Secret) -> MFADevice:
    """The device with its clock's drift as the two codes tell it.

    Raises:
        InvalidAuthenticationCode: they are no two consecutive codes of it, or no later than the last two.
    """
    now = step_at(account.now)
    step = step_of_pair(seed, first, second, near=now, after=device.synced_step)
    if step is None:
        raise InvalidAuthenticationCode(
            "Authentication code for device is not valid.",
            hint="two codes are needed, one right after the other, the older first; a code works once",
        )
    return device._replace(clock_drift=drift_of(step, now=now), synced_step=step)


def _check_signed_in_with_mfa(account: Account, owner: Owner) -> None:
    """That who has a device changes its own devices only after it has signed in with one, whatever its policies say.

    Raises:
        AccessDenied: it has not.
    """
    gate = account.gate
    if gate is None or is_root(owner) or owner.arn != gate.arn or not devices_of(owner) or gate.has_mfa:
        return
    raise AccessDenied(
        f"User: {owner.arn} has an MFA device and signed in without it: so it may not change its own devices.",
        hint="sign in with the device, or ask an administrator",
    )


def _take_from_nobody(account: Account, device: MFADevice) -> None:
    settings = account.settings
    left = tuple(each for each in settings.unassigned_mfa_devices if each.serial_number != device.serial_number)
    account.settings_shelf.put(replace(settings, unassigned_mfa_devices=left))


def _move_seed(account: Account, seed: bytes, device: MFADevice, *, to: Owner) -> None:
    ref = SecretRef(to.unique_id, SEED, device.seed_id)
    if ref not in account.vault.list(to.unique_id):  # of the root user the account keeps it already
        account.vault.put(ref, seed)


def with_device(owner: Owner, device: MFADevice) -> Owner:
    devices = tuple(device if each.serial_number == device.serial_number else each for each in owner.mfa_devices)
    return replace(owner, mfa_devices=devices)


def _without_device(owner: Owner, device: MFADevice) -> Owner:
    return replace(owner, mfa_devices=tuple(each for each in owner.mfa_devices if each != device))


def _way_on(held: HeldDevice) -> str:
    name = held.device.name
    if held.owner is None:
        return f"it is nobody's yet: give it with `iamctl creds mfa enable USER --name {name}`"
    return f"it is {spoken(held.owner)}'s; choose another with `--name`"
