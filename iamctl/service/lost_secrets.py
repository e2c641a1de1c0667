"""Credentials whose secrets are gone: what an undo cannot bring back.

A secret goes when its credential does, and no text of the past holds it. When such a text comes back, the
credentials that it names and the vault no longer has are taken out of it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.service.credential_owners import put_owner, spoken
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner


def drop_lost_credentials(account: Account, owners: Iterable[Owner]) -> list[str]:
    """Take out of these identities what has no secret any more; each in a person's words."""
    lost = []
    for owner in owners:
        if not owner.access_keys and owner.login_profile is None:
            continue
        there = set(account.vault.list(owner.unique_id))
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
