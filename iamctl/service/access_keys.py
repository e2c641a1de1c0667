"""Operations on access keys. The secret half is in one answer, and then in the vault alone.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html (and its siblings)
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
"""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, LimitExceeded, MachineError, Mistakes, NoSuchEntity
from iamctl.model.access_key import ACTIVE, INACTIVE, STATUSES, AccessKey, key_id
from iamctl.model.names import ACCESS_KEY_ID, check
from iamctl.model.secret import Secret
from iamctl.service.credential_owners import owner_of_key, put_owner, spoken, the_owner
from iamctl.service.enumerations import check_one_of
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota
from iamctl.store.protocol import Mark, SecretRef

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

_SECRET_BYTES = 30  # as base64 the 40 characters of [A-Za-z0-9/+] that AWS's secrets have
_USES = "access-key-use"
_GRANULARITY = timedelta(minutes=15)


class CreatedAccessKey(NamedTuple):
    """A new key, with the only sight of its secret."""

    owner: Owner
    key: AccessKey
    secret: Secret


class KeyUse(NamedTuple):
    """The last use of a key that was used.

    Attributes:
        date: UTC; of uses within 15 minutes the first.
    """

    date: datetime
    service_name: str
    region: str


class AccessKeyUse(NamedTuple):
    """When a key was last used; no date where it never was, and then `N/A` for the others."""

    owner: Owner
    last_used_date: datetime | None
    service_name: str
    region: str


@operation("CreateAccessKey", writes=True)
def create_access_key(account: Account, *, user_name: str | None = None) -> CreatedAccessKey:
    """Give a user an access key; the secret is in this answer and can never be fetched again.

    Args:
        user_name: None is the caller; the root user is named by its ARN.

    Raises:
        NoSuchEntity: there is no such user.
        LimitExceeded: it has two keys, whatever their status.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
    """
    owner = the_owner(account, user_name)
    try:
        check_quota(account, "AccessKeysPerUser", len(owner.access_keys) + 1)
    except LimitExceeded as error:
        hints = [f"`iamctl creds key delete {key.access_key_id}`" for key in owner.access_keys]
        raise LimitExceeded(error.message, hint=["delete one of them", *hints]) from error
    key = AccessKey(_free_id(account), ACTIVE, account.now)
    secret = b64encode(account.entropy(_SECRET_BYTES))
    put_owner(account, replace(owner, access_keys=(*owner.access_keys, key)))
    account.vault.put(SecretRef(owner.unique_id, "access-key", key.access_key_id), secret)
    return CreatedAccessKey(owner, key, Secret(secret.decode()))


@operation("ListAccessKeys", writes=False)
def list_access_keys(account: Account, *, user_name: str | None = None) -> tuple[AccessKey, ...]:
    """The access keys of a user, the oldest first, with the status that counts now.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
    """
    return tuple(present(key, account.now) for key in the_owner(account, user_name).access_keys)


@operation("UpdateAccessKey", writes=True)
def update_access_key(account: Account, *, access_key_id: str, status: str, user_name: str | None = None) -> AccessKey:
    """Make a key active or inactive; a rotation's grace that was set for it ends with that.

    Args:
        status: `Active` or `Inactive`.

    Raises:
        NoSuchEntity: there is no such user, or it has no such key.
        ValidationError: there is no such status.
        InvalidInput: the status is `Expired`, which only AWS sets.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
    """
    check(ACCESS_KEY_ID, access_key_id)
    if status == "Expired":
        raise InvalidInput("The status Expired cannot be set.")
    check_one_of("status", status, STATUSES)
    owner = the_owner(account, user_name)
    return _replace_key(account, owner, the_key(owner, access_key_id)._replace(status=status, retire_at=None))


@operation("RetireAccessKey", writes=True)
def retire_access_key(
    account: Account, *, access_key_id: str, grace_seconds: int = 0, user_name: str | None = None
) -> AccessKey:
    """Make a key inactive now, or by itself after a grace. AWS's API has no call for the latter.

    Args:
        grace_seconds: how long it goes on being accepted; the moment stands in its owner's file, and no program has
            to run when it comes.

    Raises:
        NoSuchEntity: there is no such user, or it has no such key.
        InvalidInput: the grace is negative, or longer than a year.
    """
    owner = the_owner(account, user_name)
    key = the_key(owner, access_key_id)
    if not 0 <= grace_seconds <= 366 * 86_400:
        raise InvalidInput("A grace is from no time to a year.")
    status = key.status if grace_seconds else INACTIVE
    retire_at = account.now + timedelta(seconds=grace_seconds)
    return _replace_key(account, owner, key._replace(status=status, retire_at=retire_at))


@operation("DeleteAccessKey", writes=True)
def delete_access_key(account: Account, *, access_key_id: str, user_name: str | None = None) -> AccessKey:
    """Delete a key; its secret goes from the vault with the change, and no undo brings it back.

    Raises:
        NoSuchEntity: there is no such user, or it has no such key.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
    """
    check(ACCESS_KEY_ID, access_key_id)
    owner = the_owner(account, user_name)
    key = the_key(owner, access_key_id)
    put_owner(account, replace(owner, access_keys=tuple(each for each in owner.access_keys if each != key)))
    return key


@operation("GetAccessKeyLastUsed", writes=False)
def get_access_key_last_used(account: Account, *, access_key_id: str) -> AccessKeyUse:
    """When, for which service and where a key was last used.

    Raises:
        NoSuchEntity: nobody has such a key.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
    """
    check(ACCESS_KEY_ID, access_key_id)
    owner = the_owner_of_key(account, access_key_id)
    use = use_of(account, access_key_id)
    return AccessKeyUse(owner, None, "N/A", "N/A") if use is None else AccessKeyUse(owner, *use)


def use_of(account: Account, access_key_id: str) -> KeyUse | None:
    """The last use of the key; None where it was never used."""
    mark = account.marks.find(_USES, access_key_id)
    return _use(mark) if mark is not None else None


def all_uses(account: Account) -> dict[str, KeyUse]:
    """The last use of every key that was ever used, by its id; of keys that are gone too."""
    return {access_key_id: _use(mark) for access_key_id, mark in account.marks.all(_USES).items()}


def _use(mark: Mark) -> KeyUse:
    return KeyUse(datetime.fromisoformat(mark["date"]), mark["service"], mark["region"])


def note_use(account: Account, access_key_id: str, *, service_name: str, region: str = "N/A") -> None:
    """Remember that a key was used just now; of uses within 15 minutes, as in AWS, only the first."""

    def used(before: Mark | None) -> Mark:
        is_same = before is not None and (before["service"], before["region"]) == (service_name, region)
        if before is not None and is_same:
            elapsed = account.now - datetime.fromisoformat(before["date"])
            if timedelta() <= elapsed < _GRANULARITY:
                return before
        return {"date": account.now.isoformat(), "service": service_name, "region": region}

    account.marks.change(_USES, access_key_id, used)


def find_active_key(account: Account, access_key_id: str) -> Owner | None:
    """Whose key it is, if it is one that is accepted now; what is unknown, inactive or retired is all None."""
    owner = owner_of_key(account, access_key_id)
    if owner is None or the_key(owner, access_key_id).status_at(account.now) != ACTIVE:
        return None
    return owner


def secret_of(account: Account, owner: Owner, access_key_id: str) -> Secret:
    """The key's secret, for checking a signature.

    Raises:
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give it.
    """
    return Secret(account.vault.get(SecretRef(owner.unique_id, "access-key", access_key_id)).decode())


def the_owner_of_key(account: Account, access_key_id: str) -> Owner:
    """Whose key it is.

    Raises:
        NoSuchEntity: nobody has it.
    """
    owner = owner_of_key(account, access_key_id)
    if owner is None:
        raise NoSuchEntity("access key", access_key_id, hint="list a user's with `iamctl creds key list USER`")
    return owner


def the_key(owner: Owner, access_key_id: str) -> AccessKey:
    """The owner's key of this id.

    Raises:
        NoSuchEntity: it has none.
    """
    found = next((key for key in owner.access_keys if key.access_key_id == access_key_id), None)
    if found is None:
        hint = f"list them with `iamctl creds key list {spoken(owner)}`"
        raise NoSuchEntity("access key", access_key_id, hint=hint)
    return found


def present(key: AccessKey, now: datetime) -> AccessKey:
    """The key with the status that counts now."""
    return key._replace(status=key.status_at(now))


def _replace_key(account: Account, owner: Owner, key: AccessKey) -> AccessKey:
    keys = tuple(key if each.access_key_id == key.access_key_id else each for each in owner.access_keys)
    put_owner(account, replace(owner, access_keys=keys))
    return key


def _free_id(account: Account) -> str:
    """A key id that nobody has: there are 2^39 for an account."""
    new = key_id("AKIA", account.account_id, account.entropy(5))
    with suppress(MachineError, Mistakes):  # a user whose file is broken keeps nobody from getting a key
        while owner_of_key(account, new) is not None:
            new = key_id("AKIA", account.account_id, account.entropy(5))
    return new
