"""Credentials as the API's members.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.service.credential_owners import user_name_of
from iamctl.service.members import Members, time_text

if TYPE_CHECKING:
    from iamctl.model.access_key import AccessKey
    from iamctl.model.login_profile import LoginProfile
    from iamctl.service.access_keys import AccessKeyUse, CreatedAccessKey
    from iamctl.service.credential_owners import Owner


def created_key_members(created: CreatedAccessKey, *, with_secret: bool) -> Members:
    """A key as CreateAccessKey shows it, once; later, or where the secret went elsewhere, without it."""
    key = created.key
    secret = {"SecretAccessKey": created.secret.reveal()} if with_secret else {}
    named = owner_members(created.owner)
    return named | {"AccessKeyId": key.access_key_id, "Status": key.status} | secret | _created(key)


def key_members(key: AccessKey, owner: Owner) -> Members:
    """A key as ListAccessKeys shows it. One that a rotation retires says when; AWS's have no such member."""
    members = owner_members(owner) | {"AccessKeyId": key.access_key_id, "Status": key.status} | _created(key)
    return members | ({"RetireAt": time_text(key.retire_at)} if key.retire_at is not None else {})


def login_profile_members(profile: LoginProfile, owner: Owner) -> Members:
    """A login profile as GetLoginProfile shows it."""
    return owner_members(owner) | {
        "CreateDate": time_text(profile.create_date),
        "PasswordResetRequired": profile.password_reset_required,
    }


def use_members(use: AccessKeyUse) -> Members:
    """The whole answer of GetAccessKeyLastUsed."""
    date = {"LastUsedDate": time_text(use.last_used_date)} if use.last_used_date is not None else {}
    used = date | {"ServiceName": use.service_name, "Region": use.region}
    return owner_members(use.owner) | {"AccessKeyLastUsed": used}


def owner_members(owner: Owner) -> Members:
    """UserName; the root user has none."""
    name = user_name_of(owner)
    return {} if name is None else {"UserName": name}


def _created(key: AccessKey) -> Members:
    return {"CreateDate": time_text(key.create_date)}
