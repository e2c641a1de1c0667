"""Operations on SAML providers. What their sign-ins say is not checked here.

Roles that trust a deleted provider are left as they are: their trust policies name it by ARN, as text.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_saml.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists
from iamctl.federation.saml.metadata import check_metadata
from iamctl.model.names import SAML_PROVIDER_NAME, check, check_tags
from iamctl.model.saml_provider import SAMLProvider
from iamctl.service.lookup import the_saml_provider
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from iamctl.model.tag import Tag
    from iamctl.service.account import Account


@operation("CreateSAMLProvider", writes=True)
def create_saml_provider(
    account: Account, *, name: str, saml_metadata_document: str, tags: Iterable[Tag] = ()
) -> SAMLProvider:
    """Make the account take assertions of this identity provider.

    Args:
        name: 1-128 characters of `[A-Za-z0-9_.-]`.
        saml_metadata_document: the provider's XML, 1000-10,000,000 characters.
        tags: at most 50; `Team` and `team` are two keys.

    Raises:
        EntityAlreadyExists: a SAML provider has this name, in any case of letters.
        LimitExceeded: the account has all the SAML providers it may have.
        InvalidInput: the document describes no identity provider, or a tag is not acceptable.
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
    account.saml_providers.put(provider)
    return provider


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
def update_saml_provider(account: Account, *, saml_provider_arn: str, saml_metadata_document: str) -> SAMLProvider:
    """Put other metadata in the place of the provider's.

    Raises:
        NoSuchEntity: there is no such provider.
        InvalidInput: the document describes no identity provider.
        ValidationError: it is too short or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html
    """
    provider = the_saml_provider(account, saml_provider_arn)
    check_metadata(saml_metadata_document)
    changed = replace(provider, metadata_document=saml_metadata_document)
    account.saml_providers.put(changed)
    return changed


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


def _hundred_years_after(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year + 100)
    except ValueError:  # the 29th of February of a year whose hundredth successor is no leap year
        return moment.replace(year=moment.year + 100, month=3, day=1)
