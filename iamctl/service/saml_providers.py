"""Operations on SAML providers. What their sign-ins say is checked in `iamctl.federation.saml`.

Roles that trust a deleted provider are left as they are: their trust policies name it by ARN, as text.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_saml.html
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists, InvalidInput, LimitExceeded, NoSuchEntity
from iamctl.federation.saml.metadata import check_metadata
from iamctl.model.names import SAML_PRIVATE_KEY_ID, SAML_PROVIDER_NAME, check, check_tags
from iamctl.model.saml_provider import ENCRYPTION_MODES, MOST_PRIVATE_KEYS, SAMLPrivateKey, SAMLProvider
from iamctl.model.secret import Secret
from iamctl.service.enumerations import check_one_of
from iamctl.service.lookup import the_saml_provider
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from iamctl.model.tag import Tag
    from iamctl.service.account import Account

STRICT, AS_AWS = "Strict", "AsAWS"
VERIFICATIONS = (STRICT, AS_AWS)
SHA1_ALLOWED, SHA1_REFUSED = "Allowed", "Refused"
SHA1_SIGNATURES = (SHA1_ALLOWED, SHA1_REFUSED)
_KEY_ID_BYTES = 20


@operation("CreateSAMLProvider", writes=True)
def create_saml_provider(
    account: Account,
    *,
    name: str,
    saml_metadata_document: str,
    tags: Iterable[Tag] = (),
    assertion_encryption_mode: str | None = None,
    add_private_key: Secret | None = None,
) -> SAMLProvider:
    """Make the account take assertions of this identity provider.

    Args:
        name: 1-128 characters of `[A-Za-z0-9_.-]`.
        saml_metadata_document: the provider's XML, 1000-10,000,000 characters.
        tags: at most 50; `Team` and `team` are two keys.
        assertion_encryption_mode: `Required` or `Allowed`; either needs a private key.
        add_private_key: opens encrypted assertions; RSA, PEM without a passphrase. It goes to the vault alone.

    Raises:
        EntityAlreadyExists: a SAML provider has this name, in any case of letters.
        LimitExceeded: the account has all the SAML providers it may have.
        InvalidInput: the document describes no identity provider, or a tag, the key or the mode is not acceptable.
        ValidationError: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
    """
    check(SAML_PROVIDER_NAME, name)
    tags = tuple(tags)
    check_tags(tags, ignore_case=False)
    check_metadata(saml_metadata_document)
    if (other := account.saml_providers.find(name)) is not None:
        raise EntityAlreadyExists("saml provider", name, hint=f"see it with `iamctl provider saml get {other.name}`")
    check_quota(account, "SAMLProvidersPerAccount", account.saml_providers.count() + 1)
    provider = SAMLProvider(
        account_id=account.account_id,
        provider_name=name,
        metadata_document=saml_metadata_document,
        create_date=account.now,
        valid_until=_hundred_years_after(account.now),
        tags=tags,
    )
    return _kept(account, provider, assertion_encryption_mode, add_private_key, None)


@operation("GetSAMLProvider", writes=False)
def get_saml_provider(account: Account, *, saml_provider_arn: str) -> SAMLProvider:
    """The SAML provider of this ARN or name.

    Raises:
        NoSuchEntity: there is none.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html
    """
    return the_saml_provider(account, saml_provider_arn)


@operation("ListSAMLProviders", writes=False)
def list_saml_providers(account: Account) -> list[SAMLProvider]:
    """Every SAML provider, sorted by name.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html
    """
    return list(account.saml_providers.all())


@operation("UpdateSAMLProvider", writes=True)
def update_saml_provider(
    account: Account,
    *,
    saml_provider_arn: str,
    saml_metadata_document: str | None = None,
    assertion_encryption_mode: str | None = None,
    add_private_key: Secret | None = None,
    remove_private_key: str | None = None,
) -> SAMLProvider:
    """Put other metadata in the place of the provider's, or change how its assertions are encrypted.

    Args:
        remove_private_key: a key's id. With a key to add as well, the old one goes first.

    Raises:
        NoSuchEntity: there is no such provider, or it has no such key.
        InvalidInput: the document describes no identity provider, or the key or the mode is not acceptable.
        LimitExceeded: the provider has two private keys.
        ValidationError: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html
    """
    provider = the_saml_provider(account, saml_provider_arn)
    if saml_metadata_document is not None:
        check_metadata(saml_metadata_document)
        provider = replace(provider, metadata_document=saml_metadata_document)
    return _kept(account, provider, assertion_encryption_mode, add_private_key, remove_private_key)


@operation("SetSAMLProviderVerification", writes=True)
def set_saml_provider_verification(
    account: Account, *, saml_provider_arn: str, verification: str | None = None, sha1_signatures: str | None = None
) -> SAMLProvider:
    """Say how a provider's assertions are verified. AWS's API has no call for it.

    Args:
        verification: `Strict` also asks for AudienceRestriction, NotBefore, one-time use and InResponseTo, at which AWS
            does not look; `AsAWS` does not.
        sha1_signatures: `Allowed` or `Refused`.

    Raises:
        NoSuchEntity: there is no such provider.
        ValidationError: there is no such value.
    """
    provider = the_saml_provider(account, saml_provider_arn)
    if verification is not None:
        check_one_of("verification", verification, VERIFICATIONS)
        provider = replace(provider, strict=verification == STRICT)
    if sha1_signatures is not None:
        check_one_of("sHA1Signatures", sha1_signatures, SHA1_SIGNATURES)
        provider = replace(provider, allow_sha1=sha1_signatures == SHA1_ALLOWED)
    account.saml_providers.put(provider)
    return provider


@operation("DeleteSAMLProvider", writes=True)
def delete_saml_provider(account: Account, *, saml_provider_arn: str) -> SAMLProvider:
    """Delete a SAML provider; roles that trust it can no longer be assumed through it.

    Raises:
        NoSuchEntity: there is no such provider.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSAMLProvider.html
    """
    provider = the_saml_provider(account, saml_provider_arn)
    account.saml_providers.remove(provider.provider_name)
    return provider


def private_keys_of(account: Account, provider: SAMLProvider) -> list[Secret]:
    """The provider's private keys, the newest first, for opening an assertion.

    Raises:
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give them.
    """
    return [Secret(account.vault.get(_ref(provider, key.key_id)).decode()) for key in provider.private_keys]


def _kept(
    account: Account, provider: SAMLProvider, mode: str | None, new_key: Secret | None, old_key: str | None
) -> SAMLProvider:
    """The provider with these changes of its encryption, put on its shelf and its new key into the vault."""
    keys = provider.private_keys
    if old_key is not None:
        check(SAML_PRIVATE_KEY_ID, old_key)
        if not any(key.key_id == old_key for key in keys):
            hint = f"list them with `iamctl provider saml get {provider.name} --query PrivateKeyList`"
            raise NoSuchEntity("private key", old_key, hint=hint)
        keys = tuple(key for key in keys if key.key_id != old_key)
    if new_key is not None:
        from iamctl.federation.saml.encryption import check_private_key

        check_private_key(new_key)
        if len(keys) >= MOST_PRIVATE_KEYS:
            hints = [f"`iamctl provider saml update {provider.name} --remove-private-key {key.key_id}`" for key in keys]
            raise LimitExceeded("Cannot exceed quota for PrivateKeysPerSAMLProvider: 2", hint=hints)
        added = SAMLPrivateKey(b32encode(account.entropy(_KEY_ID_BYTES)).decode(), account.now)
        account.vault.put(_ref(provider, added.key_id), new_key.reveal().encode())
        keys = (added, *keys)
    if mode is not None:
        check_one_of("assertionEncryptionMode", mode, ENCRYPTION_MODES)
        provider = replace(provider, assertion_encryption_mode=mode)
    if provider.assertion_encryption_mode and not keys:
        raise InvalidInput(
            f"AssertionEncryptionMode {provider.assertion_encryption_mode} needs a private key.",
            hint="give one with `--add-private-key FILE`",
        )
    changed = replace(provider, private_keys=keys)
    account.saml_providers.put(changed)
    return changed


def _ref(provider: SAMLProvider, key_id: str) -> SecretRef:
    return SecretRef(provider.unique_id, "saml-private-key", key_id)


def _hundred_years_after(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year + 100)
    except ValueError:  # the 29th of February of a year whose hundredth successor is no leap year
        return moment.replace(year=moment.year + 100, month=3, day=1)
