from typing import Annotated

import typer

from iamctl.cli import credential_options, further_credential_options, options
from iamctl.cli.run import run_of
from iamctl.cli.service_credential_view import SecretPlace, service_meant
from iamctl.service.service_specific_credentials import create_service_specific_credential


def create(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    service_name: Annotated[
        str, typer.Argument(metavar="SERVICE", help="codecommit, cassandra, bedrock or logs", show_default=False)
    ],
    age: Annotated[
        int | None,
        typer.Option("--age", metavar="DAYS", help="after how many days it expires, 1-36600", show_default=False),
    ] = None,
    out: credential_options.Out = None,
    force: credential_options.Overwrite = False,
    dry_run: options.DryRun = False,
) -> None:
    """Give a user a credential for one service; its secret is shown this once.

    CodeCommit and Cassandra (Keyspaces) take a user name and a password, Bedrock and Logs an API key, which alone may
    expire. At most two for each service of a user. With `--out` the secret goes into a file, and then it is not shown.

    Example: iamctl creds service-specific create bob codecommit
    Example: iamctl creds service-specific create bob bedrock --age 30 --out bedrock.json
    """
    run = run_of(ctx)
    place = SecretPlace(run, out=out, force=force)
    service = run.service(dry_run=dry_run)
    with place.kept_if_it_fails(), service.change() as change:
        created = change.call(
            create_service_specific_credential,
            user_name=user_name,
            service_name=service_meant(service_name),
            credential_age_days=age,
        )
        place.take(created, dry_run=dry_run)
    place.show(service, created)
