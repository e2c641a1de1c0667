"""Whose tokens are taken: providers of the account, and those that every account has.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
         https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken (both spellings)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from iamctl.errors import InvalidIdentityToken

if TYPE_CHECKING:
    from iamctl.federation.oidc.token import Token
    from iamctl.model.oidc_provider import OIDCProvider

HTTPS = "https://"


class BuiltInProvider(NamedTuple):
    """A provider that needs no entity in the account; any audience is taken, the trust policy says which.

    Attributes:
        url: host only; it stands for the ARN too.
        issuers: what its tokens may have under `iss`.
    """

    url: str
    issuers: tuple[str, ...]

    @property
    def arn(self) -> str:
        return self.url


Provider: TypeAlias = "OIDCProvider | BuiltInProvider"

GOOGLE = BuiltInProvider("accounts.google.com", ("https://accounts.google.com", "accounts.google.com"))
COGNITO = BuiltInProvider("cognito-identity.amazonaws.com", ("https://cognito-identity.amazonaws.com",))
BUILT_IN = (GOOGLE, COGNITO)


def built_in_provider(issuer: str) -> BuiltInProvider | None:
    """The built-in provider whose tokens have this under `iss`."""
    return next((provider for provider in BUILT_IN if issuer in provider.issuers), None)


def issuers_of(provider: Provider) -> tuple[str, ...]:
    """What the provider's tokens have under `iss`: compared letter by letter, a slash at the end counts."""
    return provider.issuers if isinstance(provider, BuiltInProvider) else (HTTPS + provider.url,)


def said_issuer(token: Token) -> str:
    """The issuer that a token claims to have, to look its provider up by. Nothing is verified.

    Raises:
        InvalidIdentityToken: it says none.
    """
    issuer = token.claims.get("iss")
    if issuer is None:
        raise InvalidIdentityToken("Missing a required claim: iss")
    if not isinstance(issuer, str):
        raise InvalidIdentityToken("The web identity token provided could not be validated.", hint="iss is no text")
    return issuer


def no_provider(issuer: str) -> InvalidIdentityToken:
    """STS's refusal of a token whose issuer is no provider of the account."""
    shown = issuer if len(issuer) <= 255 and issuer.isprintable() else "the token's issuer"
    return InvalidIdentityToken(
        f"No OpenIDConnect provider found in your account for {shown}",
        hint="see the providers with `iamctl provider oidc list`; the URL has to be the token's iss, letter by letter",
    )
