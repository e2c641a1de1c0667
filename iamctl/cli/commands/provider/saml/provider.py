"""How SAML providers, their metadata and their keys are named on the command line."""

from typing import Annotated, TypeAlias

import typer

from iamctl.cli.input import read_argument, read_file
from iamctl.errors import UsageError
from iamctl.model.secret import Secret
from iamctl.service.saml_providers import (
    AS_AWS,
    SHA1_ALLOWED,
    SHA1_REFUSED,
    STRICT,
    set_saml_provider_verification,
)
from iamctl.service.service import Change

LARGEST_KEY = 16_384
"""Bytes, as CreateSAMLProvider has it."""

SamlProvider: TypeAlias = Annotated[str, typer.Argument(metavar="PROVIDER", help="a SAML provider's name or ARN")]
SamlProviders: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="PROVIDER...", help="SAML providers' names or ARNs")
]
_METADATA_NAMES = ("--saml-metadata-document", "--metadata")
_METADATA_HELP = "the identity provider's metadata, XML: a file, - for stdin, or the text itself"
SamlMetadataDocument: TypeAlias = Annotated[str, typer.Option(*_METADATA_NAMES, metavar="FILE", help=_METADATA_HELP)]
NewSamlMetadataDocument: TypeAlias = Annotated[
    str | None, typer.Option(*_METADATA_NAMES, metavar="FILE", help=_METADATA_HELP, show_default=False)
]
AddPrivateKey: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--add-private-key",
        metavar="FILE",
        help="the key that opens encrypted assertions: RSA in PEM without a passphrase; a file, or - for stdin",
        show_default=False,
    ),
]
RemovePrivateKey: TypeAlias = Annotated[
    str | None,
    typer.Option("--remove-private-key", metavar="KEY-ID", help="a private key's id", show_default=False),
]
AssertionEncryptionMode: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--assertion-encryption-mode",
        metavar="Required|Allowed",
        help="whether assertions have to be encrypted; needs a private key",
        show_default=False,
    ),
]
Strict: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--strict/--no-strict",
        help="also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo",
        show_default=False,
    ),
]
AllowSha1: TypeAlias = Annotated[
    bool | None,
    typer.Option("--allow-sha1/--no-allow-sha1", help="take signatures that use SHA-1", show_default=False),
]


def read_metadata(argument: str) -> str:
    """The metadata that the argument names or is, as it stands; whether it is any is not looked at.

    Raises:
        InvalidInput: there is nothing to read.
    """
    return read_argument(argument, option="--saml-metadata-document")[0]


def read_private_key(argument: str | None, *, metadata: str | None) -> Secret | None:
    """The key that the file has; a text on the command line is none, others could read it there.

    Args:
        metadata: what is given for the metadata, which may be stdin as well.

    Raises:
        UsageError: both are to come from stdin.
        InvalidInput: it cannot be read.
    """
    if argument is None:
        return None
    if argument == metadata == "-":
        raise UsageError("Stdin gives the metadata or the private key, not both.", hint="name a file for one of them")
    return Secret(read_file(argument, largest=LARGEST_KEY)[0])


def set_verification(change: Change, provider: str, strict: bool | None, allow_sha1: bool | None) -> None:
    """Set of the provider's verification what was said of it."""
    if strict is None and allow_sha1 is None:
        return
    verification = None if strict is None else STRICT if strict else AS_AWS
    sha1 = None if allow_sha1 is None else SHA1_ALLOWED if allow_sha1 else SHA1_REFUSED
    change.call(
        set_saml_provider_verification,
        saml_provider_arn=provider,
        verification=verification,
        sha1_signatures=sha1,
    )
