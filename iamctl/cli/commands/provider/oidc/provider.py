"""How OpenID Connect providers are named on the command line."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from iamctl.cli.input import read_argument

if TYPE_CHECKING:
    from iamctl.model.document import Document

LARGEST_KEY_SET = 1024 * 1024
"""Bytes."""

OidcProvider: TypeAlias = Annotated[
    str, typer.Argument(metavar="PROVIDER", help="an OpenID Connect provider's URL or ARN")
]
OidcProviders: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="PROVIDER...", help="OpenID Connect providers' URLs or ARNs")
]
Jwks: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--jwks",
        metavar="FILE",
        help="public keys to verify its tokens with, not fetched ones: a JSON Web Key Set, - for stdin",
    ),
]


def read_jwks(argument: str) -> "Document":
    """The key set that the argument names or is.

    Raises:
        InvalidInput: there is nothing to read, or it is no set of public keys.
    """
    from iamctl.service.oidc_providers import key_set_of

    text, source = read_argument(argument, option="--jwks", largest=LARGEST_KEY_SET)
    return key_set_of(text, source)
