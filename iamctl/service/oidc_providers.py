"""Operations on OpenID Connect providers. Nothing is fetched from them, and no token is checked here.

Rules kept here:
  * a URL begins with `https://` and has neither query nor fragment; `:443` is dropped; it is kept without scheme;
  * AWS takes URLs that differ in case for two providers; here the second is refused, since names of files are one;
  * thumbprints are kept in lower case, repetitions included; client ids are kept once.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists, InvalidInput
from iamctl.model.document import Document
from iamctl.model.names import CLIENT_ID, OIDC_URL, THUMBPRINT, check, check_tags
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.service.lookup import the_oidc_provider
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.tag import Tag
    from iamctl.service.account import Account

SCHEME = "https://"
MOST_THUMBPRINTS = 5


@operation("CreateOpenIDConnectProvider", writes=True)
def create_open_id_connect_provider(
    account: Account,
    *,
    url: str,
    client_id_list: Iterable[str] = (),
    thumbprint_list: Iterable[str] = (),
    tags: Iterable[Tag] = (),
) -> OIDCProvider:
    """Make the account take tokens of this identity provider.

    Args:
        url: the issuer, as its tokens have it under `iss`; at most 255 characters.
        client_id_list: the audiences that are taken; at most 100, each 1-255 characters.
        thumbprint_list: at most 5, each 40 characters; AWS would fetch one when none is given.
        tags: at most 50; `Team` and `team` are two keys.

    Raises:
        EntityAlreadyExists: a provider has this URL.
        LimitExceeded: the account has all the OpenID Connect providers it may have, or too many client ids are given.
        ValidationError, InvalidInput: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
    """
    name = _name_of(url)
    tags = tuple(tags)
    check_tags(tags, ignore_case=False)
    client_ids = _checked_client_ids(account, client_id_list)
    thumbprints = _checked_thumbprints(thumbprint_list)
    if (other := account.oidc_providers.find(name)) is not None:
        raise EntityAlreadyExists("oidc provider", url, hint=_hint_about(other, name))
    check_quota(account, "OpenIdConnectProvidersPerAccount", account.oidc_providers.count() + 1)
    provider = OIDCProvider(
        account_id=account.account_id,
        url=name,
        create_date=account.now,
        client_ids=client_ids,
        thumbprints=thumbprints,
        tags=tags,
    )
    account.oidc_providers.put(provider)
    return provider


@operation("GetOpenIDConnectProvider", writes=False)
def get_open_id_connect_provider(account: Account, *, open_id_connect_provider_arn: str) -> OIDCProvider:
    """The OpenID Connect provider of this ARN or URL.

    Raises:
        NoSuchEntity: there is none.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
    """
    return the_oidc_provider(account, open_id_connect_provider_arn)


@operation("ListOpenIDConnectProviders", writes=False)
def list_open_id_connect_providers(account: Account) -> list[OIDCProvider]:
    """Every OpenID Connect provider, sorted by URL.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
    """
    return list(account.oidc_providers.all())


@operation("AddClientIDToOpenIDConnectProvider", writes=True)
def add_client_id_to_open_id_connect_provider(
    account: Account, *, open_id_connect_provider_arn: str, client_id: str
) -> OIDCProvider:
    """Take tokens for this audience too; one that is taken stays so.

    Raises:
        NoSuchEntity: there is no such provider.
        LimitExceeded: the provider has 100 client ids.
        ValidationError: the client id is empty or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html
    """
    provider = the_oidc_provider(account, open_id_connect_provider_arn)
    changed = replace(provider, client_ids=_checked_client_ids(account, (*provider.client_ids, client_id)))
    account.oidc_providers.put(changed)
    return changed


@operation("RemoveClientIDFromOpenIDConnectProvider", writes=True)
def remove_client_id_from_open_id_connect_provider(
    account: Account, *, open_id_connect_provider_arn: str, client_id: str
) -> OIDCProvider:
    """No longer take tokens for this audience; one that is not taken is passed over.

    Raises:
        NoSuchEntity: there is no such provider.
        ValidationError: the client id is empty or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html
    """
    provider = the_oidc_provider(account, open_id_connect_provider_arn)
    check(CLIENT_ID, client_id)
    changed = replace(provider, client_ids=tuple(known for known in provider.client_ids if known != client_id))
    account.oidc_providers.put(changed)
    return changed


@operation("UpdateOpenIDConnectProviderThumbprint", writes=True)
def update_open_id_connect_provider_thumbprint(
    account: Account, *, open_id_connect_provider_arn: str, thumbprint_list: Iterable[str]
) -> OIDCProvider:
    """Put these thumbprints in the place of all the provider has.

    Args:
        thumbprint_list: 1-5, each 40 characters.

    Raises:
        NoSuchEntity: there is no such provider.
        InvalidInput: there is none, or there are over five.
        ValidationError: one is not 40 characters long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html
    """
    provider = the_oidc_provider(account, open_id_connect_provider_arn)
    thumbprints = _checked_thumbprints(thumbprint_list)
    if not thumbprints:
        raise InvalidInput("Thumbprint list must contain at least one entry.")
    changed = replace(provider, thumbprints=thumbprints)
    account.oidc_providers.put(changed)
    return changed


@operation("SetOpenIDConnectProviderKeys", writes=True)
def set_open_id_connect_provider_keys(
    account: Account, *, open_id_connect_provider_arn: str, json_web_key_set: Document | None
) -> OIDCProvider:
    """Keep the keys that a provider's tokens are verified with, in the place of those it has. AWS fetches them instead.

    Args:
        json_web_key_set: as `key_set_of` gives it; None has them fetched from the provider.

    Raises:
        NoSuchEntity: there is no such provider.
    """
    provider = the_oidc_provider(account, open_id_connect_provider_arn)
    changed = replace(provider, jwks=json_web_key_set)
    account.oidc_providers.put(changed)
    return changed


def key_set_of(text: str, source: str) -> Document:
    """A JSON Web Key Set that somebody gives for a provider.

    Raises:
        InvalidInput: it is none, has a private key, or none that tokens can be verified with.
    """
    from iamctl.federation.oidc.keys import check_public_key_set

    return Document.of({**check_public_key_set(text, source)})


@operation("DeleteOpenIDConnectProvider", writes=True)
def delete_open_id_connect_provider(account: Account, *, open_id_connect_provider_arn: str) -> OIDCProvider:
    """Delete an OpenID Connect provider; roles that trust it can no longer be assumed through it.

    Raises:
        NoSuchEntity: there is no such provider.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html
    """
    provider = the_oidc_provider(account, open_id_connect_provider_arn)
    account.oidc_providers.remove(provider.url)
    return provider


def without_port(url: str) -> str:
    """The URL without `:443`, which says nothing that `https` does not."""
    host, slash, path = url.removeprefix(SCHEME).partition("/")
    scheme = SCHEME if url.startswith(SCHEME) else ""
    return f"{scheme}{host.removesuffix(':443')}{slash}{path}"


def _name_of(url: str) -> str:
    """The URL as the account keeps it.

    Raises:
        ValidationError: it is empty or too long.
        InvalidInput: it is not one that tokens can name.
    """
    check(OIDC_URL, url)
    if not url.startswith(SCHEME):
        raise InvalidInput("Invalid Open ID Connect Provider URL", hint=f"say the issuer's URL with {SCHEME}")
    host, slash, path = without_port(url).removeprefix(SCHEME).partition("/")
    odd = [character for character in host + path if character in "?#@\\" or not "!" <= character <= "~"]
    if odd:
        hint = f"a provider's URL is host and path only, this one has {odd[0]!r}"
        raise InvalidInput("Invalid Open ID Connect Provider URL", hint=hint)
    if not host or host.startswith(":"):
        raise InvalidInput("Invalid Open ID Connect Provider URL", hint="the URL has no host")
    return host + slash + path


def _hint_about(other: OIDCProvider, name: str) -> str:
    if other.url == name:
        return f"see it with `iamctl provider oidc get {other.url}`"
    return f"{other.url} differs only in case; AWS takes both, here they would share one file"


def _checked_client_ids(account: Account, client_ids: Iterable[str]) -> tuple[str, ...]:
    once = tuple(dict.fromkeys(client_ids))
    for client_id in once:
        check(CLIENT_ID, client_id)
    check_quota(account, "ClientIdsPerOpenIdConnectProvider", len(once))
    return once


def _checked_thumbprints(thumbprints: Iterable[str]) -> tuple[str, ...]:
    listed = tuple(thumbprint.lower() for thumbprint in thumbprints)
    for thumbprint in listed:
        check(THUMBPRINT, thumbprint)
    if len(listed) > MOST_THUMBPRINTS:
        raise InvalidInput("Thumbprint list must contain fewer than 5 entries.")
    return listed
