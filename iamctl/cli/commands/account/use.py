import typer

from iamctl.cli import options
from iamctl.cli.run import run_of


def use(ctx: typer.Context, account: options.AccountNamed, dry_run: options.DryRun = False) -> None:
    """Make an account the one that commands mean.

    `--account` and `IAMCTL_ACCOUNT` outrank it.

    Example: iamctl account use acme
    """
    run = run_of(ctx)
    if dry_run:
        run.note(f"a dry run: account {run.accounts().resolve(account)} would be the one in use")
    else:
        run.accounts().use(account)
