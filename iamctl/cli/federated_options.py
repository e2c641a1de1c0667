"""Options of commands that take an identity provider's word."""

from typing import Annotated, TypeAlias

import typer

WebIdentityToken: TypeAlias = Annotated[
    str | None,
    typer.Option("--web-identity-token", metavar="FILE", help="a token of an OpenID Connect provider; - for stdin"),
]
SamlResponse: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--saml-response", metavar="FILE", help="a SAML response, in base64 as browsers post it, or XML; - for stdin"
    ),
]
ProviderId: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--provider-id", metavar="HOST", help="the token is an access token of www.amazon.com or graph.facebook.com"
    ),
]
SamlProvider: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--saml-provider", metavar="PROVIDER", help="the SAML provider's name or ARN; without it, by the issuer"
    ),
]
