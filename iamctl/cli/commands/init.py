from typing import Annotated

import typer

from iamctl import bootstrap
from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.errors import NoSuchEntity
from iamctl.model.account_settings import AccountSettings
from iamctl.service.members import account_members
from iamctl.service.new_account import new_settings


def init(
    ctx: typer.Context,
    account_id: Annotated[
        str | None, typer.Option("--account-id", metavar="ID", help="12 digits; without it they are drawn by lot")
    ] = None,
    alias: Annotated[str | None, typer.Option("--alias", metavar="NAME", help="3-63 of a-z, 0-9 and -")] = None,
    root_email: Annotated[
        str | None, typer.Option("--root-email", metavar="MAIL", help="the root user's address")
    ] = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create an account.

    Its root user is part of it: full rights, never an IAM user. With `--if-not-exists` an account of the id or
    alias that is given will do, or any account where neither is given. With several accounts side by side,
    `iamctl account use` says which one commands mean.

    Example: iamctl init
    Example: iamctl init --account-id 444455556666 --alias acme-dev --root-email root@example.com
    """
    run = run_of(ctx)
    run.check_owner()
    if if_not_exists and (there := _existing(run, account_id, alias)) is not None:
        run.note(f"nothing to do: account {there.account_id} exists")
        run.show_made(_answer(there), lines=[there.account_id])
        return
    settings = new_settings(
        account_id=account_id or bootstrap.new_account_id(),
        alias=alias,
        root_email=root_email,
        create_date=bootstrap.now(),
    )
    with bootstrap.new_account(settings, directory=run.settings.data_dir, dry_run=dry_run):
        pass
    if dry_run:
        run.note("a dry run: the account was not created")
    run.show_made(_answer(settings), lines=[settings.account_id])


def _existing(run: Run, account_id: str | None, alias: str | None) -> AccountSettings | None:
    """The account that will do, if there is one."""
    accounts = run.accounts()
    if account_id is None and alias is None:
        return next(iter(accounts.all()), None)
    try:
        found = accounts.resolve(account_id or alias)
    except NoSuchEntity:
        return None
    return next((settings for settings in accounts.all() if settings.account_id == found), None)


def _answer(settings: AccountSettings) -> Answer:
    return Answer({"Account": account_members(settings)}, name="AccountId")
