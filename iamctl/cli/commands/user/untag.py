import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.tagging import untag_user


def untag(
    ctx: typer.Context, user_name: options.UserName, tag_keys: options.TagKeys, dry_run: options.DryRun = False
) -> None:
    """Take tags off a user.

    A key that it does not have is passed over.

    Example: iamctl user untag alice team
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    service.call(untag_user, user_name=user_name, tag_keys=tag_keys)
    run.show_changed(service)
