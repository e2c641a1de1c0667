import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.groups import add_user_to_group


def add_user(
    ctx: typer.Context, group_name: options.GroupName, user_names: options.UserNames, dry_run: options.DryRun = False
) -> None:
    """Add users to a group.

    One who is in it already stays so.

    Example: iamctl group add-user Auditors alice bob
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        for user_name in user_names:
            change.call(add_user_to_group, group_name=group_name, user_name=user_name)
    run.show_changed(service)
