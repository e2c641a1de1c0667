from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.account_settings import create_account_alias


def set(
    ctx: typer.Context,
    account_alias: Annotated[str, typer.Argument(metavar="ALIAS", help="3-63 of a-z, 0-9 and -")],
    dry_run: options.DryRun = False,
) -> None:
    """Give the account an alias in the place of the one it has.

    Example: iamctl account alias set acme-prod
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        change.call(create_account_alias, account_alias=account_alias)
        run.all_accounts().check_alias_free(account_alias, account_id=service.account_id)
    run.show_changed(service)
