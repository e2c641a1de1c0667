from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.errors import NoSuchEntity
from iamctl.service.account_settings import delete_account_alias
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    account_alias: Annotated[
        str | None, typer.Argument(metavar="ALIAS", help="the alias; without it, whichever the account has")
    ] = None,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Take the account's alias away.

    Example: iamctl account alias delete acme
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        change.check("DeleteAccountAlias")
        alias = name or change.account.settings.alias
        if alias is None:
            raise NoSuchEntity("account alias", f"of account {change.account.account_id}")
        change.call(delete_account_alias, account_alias=alias)
        return Loss((f"the account alias {alias}",))

    carry_out(run, each(run, [account_alias or ""], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
