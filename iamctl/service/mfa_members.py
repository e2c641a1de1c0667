"""MFA devices as the API's members.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_MFADevice.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_VirtualMFADevice.html
"""

from __future__ import annotations

from base64 import b32decode
from typing import TYPE_CHECKING

from iamctl.service.credential_members import owner_members
from iamctl.service.credential_owners import is_root
from iamctl.service.members import Members, time_text
from iamctl.service.one_time_codes import provisioning_uri

if TYPE_CHECKING:
    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.mfa_device import MFADevice
    from iamctl.service.credential_owners import Owner
    from iamctl.service.mfa_devices import CreatedMFADevice, HeldDevice

ISSUER = "iamctl"
"""Not AWS's word: an authenticator may have devices of real accounts beside these."""


def created_device_members(created: CreatedMFADevice, settings: AccountSettings, *, with_seed: bool) -> Members:
    """A device as CreateVirtualMFADevice shows it, once; later, or where the seed went elsewhere, without it.

    The seed stands as the base32 that programs take; AWS's API has the same characters in base64. Its picture of a
    QR code is a URI here, from which the picture can be made.
    """
    members: Members = {"SerialNumber": created.device.serial_number}
    if with_seed:
        members |= {"Base32StringSeed": created.seed.reveal(), "OTPAuthURI": uri_of(created, settings)}
    return members


def uri_of(created: CreatedMFADevice, settings: AccountSettings) -> str:
    """The `otpauth://` URI of a new device, which has its seed."""
    name = f"{created.device.name}@{settings.alias or settings.account_id}"
    return provisioning_uri(b32decode(created.seed.reveal()), account_name=name, issuer=ISSUER)


def device_members(device: MFADevice, owner: Owner) -> Members:
    """A device as ListMFADevices shows it."""
    enabled = {"EnableDate": time_text(device.enable_date)} if device.enable_date is not None else {}
    return owner_members(owner) | {"SerialNumber": device.serial_number} | enabled


def held_device_members(held: HeldDevice) -> Members:
    """A device as ListVirtualMFADevices shows it, whose it is included."""
    members: Members = {"SerialNumber": held.device.serial_number}
    if held.owner is not None:
        root = {"UserId": held.owner.unique_id, "Arn": held.owner.arn}
        members["User"] = root if is_root(held.owner) else {"UserName": held.owner.name} | root
        if held.device.enable_date is not None:
            members["EnableDate"] = time_text(held.device.enable_date)
    if held.device.tags:
        members["Tags"] = [{"Key": tag.key, "Value": tag.value} for tag in held.device.tags]
    return members
