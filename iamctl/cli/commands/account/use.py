import typer

from iamctl.cli import options
from iamctl.cli.run import run_of


def use(ctx: typer.Context, account: options.AccountNamed) -> None:
    """Make an account the one that commands mean.

    `--account` and `IAMCTL_ACCOUNT` outrank it.

    Example: iamctl account use acme
    """
    run_of(ctx).accounts().use(account)
