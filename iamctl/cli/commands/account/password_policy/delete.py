import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.account_settings import delete_account_password_policy
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete the account's password policy; AWS's default one holds again.

    Example: iamctl account password-policy delete --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        change.call(delete_account_password_policy)
        return Loss((name,))

    deletion = each(run, ["the account's password policy"], one, ignore_missing=ignore_missing)
    carry_out(run, deletion, yes=yes, dry_run=dry_run)
