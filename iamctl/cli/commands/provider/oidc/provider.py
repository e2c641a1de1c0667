"""How OpenID Connect providers are named on the command line."""

from typing import Annotated, TypeAlias

import typer

OidcProvider: TypeAlias = Annotated[
    str, typer.Argument(metavar="PROVIDER", help="an OpenID Connect provider's URL or ARN")
]
OidcProviders: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="PROVIDER...", help="OpenID Connect providers' URLs or ARNs")
]
