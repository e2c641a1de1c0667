from typing import Annotated

import typer

from iamctl.cli import further_credential_options
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.cli.service_credential_view import service_meant
from iamctl.service.further_credential_members import listed_credential
from iamctl.service.lookup import the_user
from iamctl.service.service_specific_credentials import list_service_specific_credentials

_ROWS = "ServiceSpecificCredentials"
COLUMNS = (
    Column("ServiceSpecificCredentialId", "ServiceSpecificCredentialId"),
    Column("ServiceName", "ServiceName"),
    Column("Name", lambda row: row.get("ServiceUserName") or row.get("ServiceCredentialAlias")),
    *(Column(member, member) for member in ("Status", "CreateDate", "ExpirationDate")),
)


def list(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    service_name: Annotated[
        str | None, typer.Option("--service", metavar="SERVICE", help="only those for this service", show_default=False)
    ] = None,
) -> None:
    """List a user's service-specific credentials, without their secrets.

    Example: iamctl creds service-specific list alice
    Example: iamctl creds service-specific list alice --service codecommit --output json
    """
    run = run_of(ctx)
    wanted = service_meant(service_name) if service_name is not None else None
    with run.service().lookups() as reading:
        listed = reading.call(list_service_specific_credentials, user_name=user_name, service_name=wanted)
        user = the_user(reading.account, user_name)
    rows = [listed_credential(credential, user) for credential in listed]
    whose = f" for {wanted}" if wanted is not None else ""
    empty = f"{user.name} has no service-specific credentials{whose}"
    run.show(Answer({_ROWS: rows}, columns=COLUMNS, rows=_ROWS, name="ServiceSpecificCredentialId", empty=empty))
