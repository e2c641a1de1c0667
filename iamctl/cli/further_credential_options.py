"""What the commands about SSH keys, service-specific credentials and certificates have in common."""

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer


class Status(StrEnum):
    """What a credential can be set to."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


UserName: TypeAlias = Annotated[
    str, typer.Argument(metavar="USER", help="a user's name, ARN or unique id", show_default=False)
]
Owner: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="USER",
        help="a user's name, ARN or unique id; root is the account's root user",
        show_default=False,
    ),
]
NewStatus: TypeAlias = Annotated[
    Status, typer.Option("--status", metavar="STATUS", help="Active or Inactive", case_sensitive=False)
]
KeyId: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="the key's id", show_default=False)]
CredentialId: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="the credential's id", show_default=False)]
CertificateId: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="the certificate's id", show_default=False)]
