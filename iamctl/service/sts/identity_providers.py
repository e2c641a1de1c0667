"""How identity providers are asked, as a door's bootstrap made it, and the provider that a word is of.

Whoever wants a call not to wait for a provider inside a change, where nobody else can write, gets its keys before:
`ready_keys` in a look-up, then the operation, which finds them in the cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidIdentityToken
from iamctl.federation.oidc.access_token import Endpoints
from iamctl.federation.oidc.provider import HTTPS, built_in_provider, no_provider, said_issuer
from iamctl.federation.oidc.token import parse_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.federation.oidc.fetch import Post
    from iamctl.federation.oidc.key_source import KeySource
    from iamctl.federation.oidc.provider import Provider
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account


class IdentityProviders(NamedTuple):
    """How to ask them.

    Attributes:
        keys: where the keys of OpenID Connect's come from; its `fetch_for` gets the answers of the others too.
        endpoints: where Amazon and Facebook tell whose an access token is.
        post_for: what posts forms to this issuer's addresses; None where nobody signs in.
    """

    keys: KeySource
    endpoints: Endpoints = Endpoints()
    post_for: Callable[[str], Post] | None = None


def provider_of_token(account: Account, token: Secret) -> Provider:
    """The provider whose token it says to be: one of the account's, or one that every account has.

    Raises:
        ValidationError: the token is too long or too short.
        InvalidIdentityToken: it is no JWT, or of no provider here.
    """
    issuer = said_issuer(parse_token(token))
    found = account.oidc_providers.find(issuer.removeprefix(HTTPS)) if issuer.startswith(HTTPS) else None
    provider = found if found is not None and HTTPS + found.url == issuer else built_in_provider(issuer)
    if provider is None:
        raise no_provider(issuer)
    return provider


def provider_of_arn(account: Account, principal_arn: str) -> SAMLProvider:
    """The SAML provider of this ARN; its name does as well.

    Raises:
        InvalidIdentityToken: there is none.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
    """
    provider = account.saml_providers.find(principal_arn.rpartition("/")[2])
    if provider is None or (principal_arn.startswith("arn:") and provider.arn != principal_arn):
        hint = f"{principal_arn} is none; see them with `iamctl provider saml list`"
        raise InvalidIdentityToken("Specified provider doesn't exist.", hint=hint)
    return provider


def ready_keys(account: Account, token: Secret) -> None:
    """Fetch the provider's keys into the cache, if the token needs them; what is wrong with it is not said here."""
    from iamctl.errors import IamctlError
    from iamctl.federation.oidc.key_source import examine_with

    try:
        provider = provider_of_token(account, token)
    except IamctlError:
        return
    examine_with(account.identity_providers.keys, token, provider, now=account.now)
