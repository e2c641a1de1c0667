from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import EntityAlreadyExists
from iamctl.service.members import account_members


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

    Its root user is part of it: full rights, never an IAM user. The first account of a data dir is the one that
    commands mean; `iamctl account use` chooses another.

    Example: iamctl init
    Example: iamctl init --account-id 444455556666 --alias acme-dev --root-email root@example.com
    """
    run = run_of(ctx)
    accounts = run.accounts()
    try:
        settings = accounts.create(account_id=account_id, alias=alias, root_email=root_email, dry_run=dry_run)
    except EntityAlreadyExists:
        found = [settings for settings in accounts.list() if settings.account_id == account_id]
        if not if_not_exists or not found:
            raise
        settings = found[0]
    if dry_run:
        run.note("a dry run: the account was not created")
    run.show_made(Answer({"Account": account_members(settings)}, name="AccountId"), lines=[settings.account_id])
