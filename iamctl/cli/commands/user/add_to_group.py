import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.groups import add_user_to_group


def add_to_group(
    ctx: typer.Context, user_name: options.UserName, group_names: options.GroupNames, dry_run: options.DryRun = False
) -> None:
    """Add a user to groups.

    A group that it is in already is passed over.

    Example: iamctl user add-to-group bob Developers Auditors
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        for group_name in group_names:
            change.call(add_user_to_group, group_name=group_name, user_name=user_name)
    run.show_changed(service)
