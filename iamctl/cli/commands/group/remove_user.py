import typer

from iamctl.cli import options
from iamctl.cli.deletion import missing_is_fine
from iamctl.cli.run import run_of
from iamctl.service.groups import remove_user_from_group


def remove_user(
    ctx: typer.Context,
    group_name: options.GroupName,
    user_names: options.UserNames,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
) -> None:
    """Remove users from a group.

    One who is not in it is passed over, as in AWS.

    Example: iamctl group remove-user Developers alice
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        for user_name in user_names:
            with missing_is_fine(run, ignore_missing):
                change.call(remove_user_from_group, group_name=group_name, user_name=user_name)
    run.show_changed(service)
