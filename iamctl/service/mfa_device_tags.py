"""Tags of MFA devices; keys that differ in case are two.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_virtual-mfa.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput
from iamctl.model.names import check, check_tag_count, check_tags
from iamctl.model.tag import with_tags, without_tags
from iamctl.service.credential_owners import put_owner
from iamctl.service.mfa_devices import the_device, with_device
from iamctl.service.operation import operation
from iamctl.service.tagging import TAG_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.mfa_device import MFADevice
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.mfa_devices import HeldDevice


@operation("TagMFADevice", writes=True)
def tag_mfa_device(account: Account, *, serial_number: str, tags: Iterable[Tag]) -> MFADevice:
    """Give a device tags; a key that it has takes the new value, and keys that differ in case are two.

    Raises:
        NoSuchEntity: there is no such device.
        LimitExceeded: it would have over 50 tags.
        ValidationError, InvalidInput: the tags are not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagMFADevice.html
    """
    tags = tuple(tags)
    held = the_device(account, serial_number)
    check_tags(tags, ignore_case=False)
    if not tags:
        raise InvalidInput("The list of tags must not be empty.")
    kept = with_tags(held.device.tags, tags, ignore_case=False)
    check_tag_count(kept)
    return _put_in_place(account, held, held.device._replace(tags=kept))


@operation("UntagMFADevice", writes=True)
def untag_mfa_device(account: Account, *, serial_number: str, tag_keys: Iterable[str]) -> MFADevice:
    """Take tags off a device; a key that it lacks is passed over.

    Raises:
        NoSuchEntity: there is no such device.
        ValidationError: a key is empty or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagMFADevice.html
    """
    keys = tuple(tag_keys)
    for key in keys:
        check(TAG_KEY, key)
    held = the_device(account, serial_number)
    return _put_in_place(
        account, held, held.device._replace(tags=without_tags(held.device.tags, keys, ignore_case=False))
    )


@operation("ListMFADeviceTags", writes=False)
def list_mfa_device_tags(account: Account, *, serial_number: str) -> list[Tag]:
    """The tags of a device, sorted by key.

    Raises:
        NoSuchEntity: there is no such device.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADeviceTags.html
    """
    return sorted(the_device(account, serial_number).device.tags)


def _put_in_place(account: Account, held: HeldDevice, device: MFADevice) -> MFADevice:
    if held.owner is not None:
        put_owner(account, with_device(held.owner, device))
        return device
    settings = account.settings
    devices = (device if each == held.device else each for each in settings.unassigned_mfa_devices)
    account.settings_shelf.put(replace(settings, unassigned_mfa_devices=tuple(devices)))
    return device
