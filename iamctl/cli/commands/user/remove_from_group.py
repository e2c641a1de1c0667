import typer

from iamctl.cli import options
from iamctl.cli.deletion import missing_is_fine
from iamctl.cli.run import run_of
from iamctl.service.groups import remove_user_from_group


def remove_from_group(
    ctx: typer.Context,
    user_name: options.UserName,
    group_names: options.GroupNames,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
) -> None:
    """Remove a user from groups.

    A group that it is not in is passed over, as in AWS.

    Example: iamctl user remove-from-group alice Developers
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        for group_name in group_names:
            with missing_is_fine(run, ignore_missing):
                change.call(remove_user_from_group, group_name=group_name, user_name=user_name)
    run.show_changed(service)
