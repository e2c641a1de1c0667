from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.run import Run, run_of
from iamctl.errors import EntityAlreadyExists
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
        _check_free(run, account_alias, service.account_id)
    run.show_changed(service)


def _check_free(run: Run, account_alias: str, account_id: str) -> None:
    """An alias is one account's alone; AWS says so of all accounts, a data dir of those in it."""
    for settings in run.neighbours():
        if settings.alias == account_alias and settings.account_id != account_id:
            raise EntityAlreadyExists("account alias", account_alias, hint=f"account {settings.account_id} has it")
