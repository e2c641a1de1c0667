"""Putting a new access key in the place of an old one.

A rotation is two changes, so that the old key is not retired before the new one has been handed over: `begin_rotation`
makes the new key, `end_rotation` retires the old one at once or after a grace. The retired key stays, inactive, until
the rotation is finished or the next one needs its place.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#Using_RotateAccessKey
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, LimitExceeded, NoSuchEntity
from iamctl.model.access_key import ACTIVE, AccessKey
from iamctl.service.access_keys import (
    CreatedAccessKey,
    create_access_key,
    delete_access_key,
    present,
    retire_access_key,
)
from iamctl.service.credential_owners import spoken, the_owner

if TYPE_CHECKING:
    from iamctl.service.service import Change


class Rotation(NamedTuple):
    """A rotation that has begun.

    Attributes:
        old: the key that is to be retired.
        gone: a key of an earlier rotation that made room.
    """

    created: CreatedAccessKey
    old: AccessKey
    gone: AccessKey | None


def begin_rotation(change: Change, *, user_name: str | None) -> Rotation:
    """Make the new key; one that an earlier rotation retired makes room for it.

    Raises:
        NoSuchEntity: there is no such user, or it has no key to rotate.
        LimitExceeded: it has two keys that count, or one that a person made inactive.
    """
    account = change.account
    owner = the_owner(account, user_name)
    keys = owner.access_keys
    if not keys:
        hint = f"make the first one with `iamctl creds key create {spoken(owner)}`"
        raise NoSuchEntity("access key of", spoken(owner), hint=hint)
    gone = None
    if len(keys) > 1:
        gone = next((key for key in keys if key.has_retired(account.now)), None)
        if gone is None:
            raise LimitExceeded(
                f"{spoken(owner)} has two access keys, and none of them was retired by a rotation.",
                hint=[
                    f"delete the older one with `iamctl creds key rotate {spoken(owner)} --finish`",
                    *(f"or delete one: `iamctl creds key delete {key.access_key_id}`" for key in keys),
                ],
            )
        change.call(delete_access_key, access_key_id=gone.access_key_id, user_name=owner.arn)
    old = next(key for key in keys if key is not gone)
    return Rotation(change.call(create_access_key, user_name=owner.arn), old, gone)


def end_rotation(change: Change, rotation: Rotation, *, grace_seconds: int) -> AccessKey:
    """Retire the old key; it as it is then."""
    arn, old = rotation.created.owner.arn, rotation.old.access_key_id
    return change.call(retire_access_key, access_key_id=old, grace_seconds=grace_seconds, user_name=arn)


def finish_rotation(change: Change, *, user_name: str | None) -> AccessKey:
    """Delete the older of two keys, whether or not its grace is over.

    Raises:
        NoSuchEntity: there is no such user.
        InvalidInput: it has not two keys, or the newer one is inactive.
    """
    owner = the_owner(change.account, user_name)
    if len(owner.access_keys) != 2:
        raise InvalidInput(f"{spoken(owner)} has no rotation to finish: that takes two access keys.")
    old, new = sorted((present(key, change.account.now) for key in owner.access_keys), key=lambda key: key.create_date)
    if new.status != ACTIVE:
        raise InvalidInput(
            f"The newer key {new.access_key_id} is inactive: without the older one {spoken(owner)} would have none.",
            hint=f"activate it with `iamctl creds key activate {new.access_key_id}`",
        )
    change.call(delete_access_key, access_key_id=old.access_key_id, user_name=owner.arn)
    return old
