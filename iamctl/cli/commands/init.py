from typing import Annotated

import typer

from iamctl import bootstrap
from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.cli.vault_view import check_holder
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
    vault_key: Annotated[
        str | None,
        typer.Option(
            "--vault-key",
            metavar="keyring|passphrase|file",
            help="who has the key of its secrets; without it, the first secret decides",
        ),
    ] = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create an account.

    Its root user is part of it: full rights, never an IAM user. With `--if-not-exists` an account of the id or
    alias that is given will do, or any account where neither is given. With several accounts side by side,
    `iamctl account use` says which one commands mean.

    Passwords and secret keys lie in the account's vault, sealed under a data key: the keyring of the operating system
    has it, or a passphrase opens it, or a file beside the config file holds it. Where nothing is said, the first
    secret makes the vault: with the keyring if the machine has one, else with a file.

    Example: iamctl init
    Example: iamctl init --account-id 444455556666 --alias acme-dev --root-email root@example.com
    Example: iamctl init --vault-key file
    """
    run = run_of(ctx)
    run.check_owner()
    check_holder(vault_key, "--vault-key")
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
    data_dir, keys = run.settings.data_dir, run.vault_keys()
    with bootstrap.new_account(settings, directory=data_dir, dry_run=dry_run, keys=keys, vault_key=vault_key) as made:
        run.watch(made)
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
