"""How SAML providers and their metadata are named on the command line."""

from typing import Annotated, TypeAlias

import typer

from iamctl.cli.input import read_argument

SamlProvider: TypeAlias = Annotated[str, typer.Argument(metavar="PROVIDER", help="a SAML provider's name or ARN")]
SamlProviders: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="PROVIDER...", help="SAML providers' names or ARNs")
]
SamlMetadataDocument: TypeAlias = Annotated[
    str,
    typer.Option(
        "--saml-metadata-document",
        metavar="FILE",
        help="the identity provider's metadata, XML: a file, - for stdin, or the text itself",
    ),
]


def read_metadata(argument: str) -> str:
    """The metadata that the argument names or is, as it stands; whether it is any is not looked at.

    Raises:
        InvalidInput: there is nothing to read.
    """
    return read_argument(argument, option="--saml-metadata-document")[0]
