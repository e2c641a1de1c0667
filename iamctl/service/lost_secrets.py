"""Credentials whose secrets are gone: what an undo cannot bring back.

A secret goes when its credential does, and no text of the past holds it. When such a text comes back, the
credentials that it names and the vault no longer has are taken out of it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from iamctl.service.credential_owners import is_root, put_owner, spoken
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.mfa_device import MFADevice
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner


def drop_lost_credentials(account: Account, owners: Iterable[Owner]) -> list[str]:
    """Take out of these identities what has no secret any more; each in a person's words."""
    lost: list[str] = []
    listed = list(owners)
    for owner in listed:
        owner = _with_devices(account, owner, listed, lost)
        owner = _with_service_credentials(account, owner, lost)
        if not owner.access_keys and owner.login_profile is None and not is_root(owner):
            continue
        there = set(account.vault.list(owner.unique_id))
        if is_root(owner):
            owner = _with_session_keys(account, cast("AccountSettings", owner), there)
        keys = [
            key for key in owner.access_keys if SecretRef(owner.unique_id, "access-key", key.access_key_id) in there
        ]
        profile = owner.login_profile
        if profile is not None and SecretRef(owner.unique_id, "password", profile.password_id) not in there:
            lost.append(f"the password of {spoken(owner)}")
            profile = None
        lost += [
            f"the access key {key.access_key_id} of {spoken(owner)}" for key in owner.access_keys if key not in keys
        ]
        if len(keys) < len(owner.access_keys) or profile is not owner.login_profile:
            put_owner(account, replace(owner, access_keys=tuple(keys), login_profile=profile))
    return lost


def _with_session_keys(account: Account, settings: AccountSettings, there: set[SecretRef]) -> AccountSettings:
    """The account with those of its session keys that there are; who misses one misses no session of its own."""
    keys = tuple(
        key for key in settings.session_keys if SecretRef(settings.unique_id, "session-key", key.key_id) in there
    )
    if keys == settings.session_keys:
        return settings
    kept = replace(settings, session_keys=keys)
    put_owner(account, kept)
    return kept


def _with_devices(account: Account, owner: Owner, owners: list[Owner], lost: list[str]) -> Owner:
    """The identity with those of its MFA devices that have a seed: its own, or one of these identities still has it."""
    lists = ("mfa_devices", "unassigned_mfa_devices") if is_root(owner) else ("mfa_devices",)
    kept: dict[str, Any] = {}
    for name in lists:
        devices: tuple[MFADevice, ...] = getattr(owner, name)
        kept[name] = tuple(each for each in devices if _has_seed(account, owner, each, owners))
        lost += [f"the MFA device {each.name}" for each in devices if each not in kept[name]]
    changed: Owner = replace(owner, **kept)
    if changed != owner:
        put_owner(account, changed)
    return changed


def _with_service_credentials(account: Account, owner: Owner, lost: list[str]) -> Owner:
    """The user with those of its service-specific credentials that have a secret; the root user has none."""
    if is_root(owner):
        return owner
    user = cast("User", owner)
    if not user.service_specific_credentials:
        return user
    there = set(account.vault.list(user.unique_id))
    kept = tuple(
        each
        for each in user.service_specific_credentials
        if SecretRef(user.unique_id, "service-specific", each.secret_id) in there
    )
    if kept == user.service_specific_credentials:
        return user
    lost += [
        f"the service-specific credential {each.credential_id} of {user.name}"
        for each in user.service_specific_credentials
        if each not in kept
    ]
    changed = replace(user, service_specific_credentials=kept)
    put_owner(account, changed)
    return changed


def _has_seed(account: Account, owner: Owner, device: MFADevice, owners: list[Owner]) -> bool:
    """Whether the device's seed is its owner's, or was another's and now is: a device that is given takes it along."""
    ref = SecretRef(owner.unique_id, "mfa-seed", device.seed_id)
    for holder in (owner, *owners):
        held = ref._replace(owner=holder.unique_id)
        if held in account.vault.list(holder.unique_id):
            if held != ref:
                account.vault.put(ref, account.vault.get(held))
            return True
    return False


def drop_lost_private_keys(account: Account, providers: Iterable[SAMLProvider]) -> list[str]:
    """Take out of these providers the keys that the vault has no more; each in a person's words."""
    lost = []
    for provider in providers:
        there = {ref.id for ref in account.vault.list(provider.unique_id)}
        keys = tuple(key for key in provider.private_keys if key.key_id in there)
        lost += [
            f"the private key {key.key_id} of SAML provider {provider.name}"
            for key in provider.private_keys
            if key not in keys
        ]
        if len(keys) < len(provider.private_keys):
            account.saml_providers.put(replace(provider, private_keys=keys))
    return lost
